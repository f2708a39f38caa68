"""/healthz tells monitoring what lives, and nothing else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from tenancy.models import Heartbeat
from tests.conftest import Cast


@pytest.fixture
def all_alive(db: None, time_machine: TimeMachineFixture) -> None:
    """Both were seen three seconds ago, and no time passes."""
    time_machine.move_to(timezone.now(), tick=False)
    for name in ("worker", "beat", "seal"):
        Heartbeat.objects.create(name=name, at=timezone.now() - timedelta(seconds=3))


def test_everything_lives(all_alive: None, visitor: Client) -> None:
    answer = visitor.get("/healthz")
    assert answer.status_code == 200
    told = answer.json()
    assert told["ok"] is True
    assert told["database"] == told["broker"] == {"ok": True}
    assert told["worker"] == told["beat"] == {"ok": True, "seconds_ago": 3}
    assert told["outbox"] == {"ok": True, "waiting": 0, "oldest_seconds": 0}
    assert told["seal"] == {"ok": True, "days_left": 364, "seconds_ago": 3}


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_a_silent_part_is_down(all_alive: None, visitor: Client, name: str) -> None:
    Heartbeat.objects.filter(name=name).update(at=timezone.now() - timedelta(seconds=90))
    answer = visitor.get("/healthz")
    assert (answer.status_code, answer.json()["ok"], answer.json()[name]["ok"]) == (503, False, False)


def test_a_part_that_was_never_seen_is_down(db: None, visitor: Client) -> None:
    told = visitor.get("/healthz").json()
    assert told["beat"] == {"ok": False, "seconds_ago": None}


def test_a_broker_that_is_away_is_down(all_alive: None, visitor: Client, settings: pytest.FixtureRequest) -> None:
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"  # type: ignore[attr-defined]
    answer = visitor.get("/healthz")
    assert (answer.status_code, answer.json()["broker"]) == (503, {"ok": False})


def test_it_names_no_district_and_is_never_kept(all_alive: None, oak: Cast, visitor: Client) -> None:
    answer = visitor.get("/healthz")
    assert "oak" not in answer.content.decode().lower()
    assert "no-store" in answer.headers["Cache-Control"]
