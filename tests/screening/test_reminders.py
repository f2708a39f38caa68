"""A district's day: what ran out, who is reminded."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from correspondence import rendering
from correspondence.links import Outdated
from correspondence.models import Message
from screening import reminders, tasks
from screening.mails import steps_link
from screening.models import Asked
from tenancy import rounds
from tenancy.context import current_district
from tests.conftest import Cast
from tests.factories.screening import BackgroundCheckFactory
from tests.screening.asked import ask, everything, three_steps


def ends_in(cast: Cast, days: int) -> tuple[Asked, date]:
    """Mia is cleared for so many days more."""
    wanted, today = three_steps(), timezone.localdate()
    everything(wanted, cast.mia)
    BackgroundCheckFactory(
        person=cast.mia, decided_on=today - timedelta(days=100), expires_on=today + timedelta(days=days)
    )
    row = ask(cast, wanted, cast.mia)
    Asked.objects.filter(pk=row.pk).update(covers_until=today + timedelta(days=days), lacking=[wanted.check_step.pk])
    row.refresh_from_db()
    return row, today


@pytest.mark.parametrize(("days", "tier"), [(60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (2, 7), (1, 1), (0, 1)])
def test_each_reminder_comes_once(oak: Cast, days: int, tier: int) -> None:
    with oak.open():
        row, today = ends_in(oak, days)
        for _time in range(2):
            reminders.remind(oak.district, on=today, after=0)
        message = Message.objects.get()
        assert message.dedupe_key == f"screening.expiring:{oak.mia.pk}:{row.covers_until}:{tier}"
        assert (message.for_digest, message.is_urgent) == (days > 7, days <= 7)


@pytest.mark.parametrize("days", [61, 400])
def test_nobody_is_reminded_too_early(oak: Cast, days: int) -> None:
    with oak.open():
        _row, today = ends_in(oak, days)
        reminders.remind(oak.district, on=today, after=0)
        assert not Message.objects.exists()


def test_a_missed_day_is_made_up_for_and_a_new_date_is_reminded_anew(oak: Cast) -> None:
    with oak.open():
        row, today = ends_in(oak, 30)
        for later in (0, 1, 23, 25, 29):
            reminders.remind(oak.district, on=today + timedelta(days=later), after=0)
        assert [one.dedupe_key.rpartition(":")[2] for one in Message.objects.order_by("pk")] == ["30", "7", "1"]
        Asked.objects.update(covers_until=today + timedelta(days=50))
        reminders.remind(oak.district, on=today, after=0)
        assert Message.objects.count() == 4
        assert row.person_id == oak.mia.pk


def test_the_reminder_is_written_in_the_persons_language(oak: Cast) -> None:
    with oak.open():
        oak.mia.language = "es"
        oak.mia.save()
        row, today = ends_in(oak, 5)
        row.person.refresh_from_db()
        reminders.remind(oak.district, on=today, after=0)
        message = Message.objects.get()
        assert message.language == "es"
        written = rendering.mail(message, {message.pk: "https://link.example"})
        assert "Verificación de antecedentes\n" in written.text
        assert "https://link.example" in written.text
        assert "Verificación de antecedentes" in written.html


def test_who_renewed_meanwhile_gets_no_mail(oak: Cast) -> None:
    with oak.open():
        row, _today = ends_in(oak, 5)
        assert steps_link(row.pk).endswith("/d/oak/steps/?lang=en")
        Asked.objects.update(covers_until=timezone.localdate() + timedelta(days=365))
        with pytest.raises(Outdated):
            steps_link(row.pk)


def test_what_ran_out_is_said_anew(oak: Cast) -> None:
    with oak.open():
        row, today = ends_in(oak, 5)
        later = today + timedelta(days=900)
        assert reminders.say_lapsed(oak.district, on=later) == 1
        assert reminders.say_lapsed(oak.district, on=later) == 0
        row.refresh_from_db()
        assert (row.state, row.covers_until, row.refreshed_on) == ("expired", None, later)


def test_elm_is_not_reminded_of_oak(oak: Cast, elm: Cast) -> None:
    with oak.open():
        _row, today = ends_in(oak, 5)
    with elm.open():
        assert reminders.remind(elm.district, on=today, after=0) is None
        assert not Message.objects.exists()


def test_a_day_begins_by_the_districts_own_clock(oak: Cast, elm: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(rounds, "ring", lambda task: rung.append(current_district().slug))
    # 6:05 in Chicago, 7:05 in New York.
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 20, 12, 5, tzinfo=UTC))
    tasks.begin_days.run()
    assert rung == ["oak"]
