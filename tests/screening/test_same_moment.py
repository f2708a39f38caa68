"""Two people record something at the same moment."""

import threading
from datetime import date

from django.db import connection

from screening import rules
from screening.actions import background_checks, training_records
from screening.actions.records import CannotRecord
from screening.models import Asked, BackgroundCheck
from tenancy.actor import Actor
from tests.conftest import Cast
from tests.factories.screening import AcknowledgementFactory
from tests.screening.asked import ask, three_steps

TODAY = date(2026, 10, 1)


def together(*deeds: object) -> list[object]:
    """Do all of them at once, each on a connection of its own; what each returned or raised."""
    start, outcomes = threading.Barrier(len(deeds)), []

    def run(deed: object) -> None:
        start.wait()
        try:
            outcomes.append(deed())  # type: ignore[operator]
        except CannotRecord as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_what_two_people_record_is_counted_together(transactional_oak: Cast) -> None:
    oak = transactional_oak
    with oak.open():
        wanted = three_steps()
        ask(oak, wanted, oak.mia, on=TODAY)
        AcknowledgementFactory(person=oak.mia, version=wanted.version)

    def check() -> object:
        with oak.open():
            facts = {"check_type": "name", "tier": 2, "outcome": "clear", "decided_on": date(2026, 9, 1)}
            return background_checks.record(person=oak.mia, on=TODAY, by=Actor.person(oak.ana), **facts)

    def training() -> object:
        with oak.open():
            return training_records.record(
                people=[oak.mia],
                training=wanted.training,
                completed_on=date(2026, 9, 1),
                on=TODAY,
                by=Actor.person(oak.ada),
            )

    together(check, training)
    with oak.open():
        row = Asked.objects.get()
        assert (row.state, row.covers_until) == ("clear", date(2027, 9, 1))
        assert rules.clearances([oak.mia], wanted.requirement_set, TODAY)[oak.mia.pk].until == row.covers_until


def test_the_same_check_recorded_twice_is_one(transactional_oak: Cast) -> None:
    oak = transactional_oak

    def check() -> object:
        with oak.open():
            facts = {"check_type": "name", "tier": 2, "outcome": "pending"}
            return background_checks.record(person=oak.mia, on=TODAY, by=Actor.person(oak.ana), **facts)

    outcomes = together(check, check)
    assert sorted(type(one).__name__ for one in outcomes) == ["BackgroundCheck", "CannotRecord"]
    with oak.open():
        assert BackgroundCheck.objects.count() == 1
