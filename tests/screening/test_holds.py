"""Safety holds: stop now, the reason sealed, let go again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from screening import rules
from screening.actions import asked, holds
from screening.models import HoldReason, SafetyHold
from screening.querysets.holds import held_people
from tenancy.actor import Actor
from tenancy.models import AuditEvent
from tests.factories.screening import BackgroundCheckFactory, RequirementFactory, SafetyHoldFactory

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def place(cast, person, by, reason="A parent called."):
    return holds.place(person=person, reason=reason, at=NOW, by=Actor.person(by))


def lift(hold, by, reason="It was somebody else."):
    holds.lift(hold=hold, reason=reason, at=NOW + timedelta(days=2), by=Actor.person(by))


def log(verb):
    return [(e.actor_person_id, e.target_id, e.reason) for e in AuditEvent.objects.filter(verb=verb).order_by("pk")]


def test_place_stops_a_person_and_seals_the_reason(oak):
    with oak.open():
        hold = place(oak, oak.mia, oak.ana)
        assert list(SafetyHold.objects.of(oak.district).live().values_list("person", flat=True)) == [oak.mia.pk]
        assert set(held_people(oak.district).values_list("person", flat=True)) == {oak.mia.pk}
        assert [(one.moment, one.text) for one in HoldReason.objects.all()] == [("placed", "A parent called.")]
        assert log("hold.place") == [(oak.ana.pk, oak.mia.pk, "")]
        assert hold.is_live


def test_nobody_is_cleared_while_a_hold_is_on_them(oak):
    with oak.open():
        wanted = RequirementFactory().requirement_set
        BackgroundCheckFactory(person=oak.mia)
        on = NOW.date()
        asked.ask(people=[oak.mia], requirement_set=wanted, on=on, by=Actor.person(oak.ana))
        assert rules.clearances([oak.mia], wanted, on)[oak.mia.pk].is_clear
        hold = place(oak, oak.mia, oak.ana)
        clearance = rules.clearances([oak.mia], wanted, on)[oak.mia.pk]
        assert (clearance.is_clear, clearance.until, clearance.state) == (False, None, "held")
        lift(hold, oak.ada)
        assert rules.clearances([oak.mia], wanted, on)[oak.mia.pk].is_clear


def test_nobody_places_a_hold_on_themselves(oak):
    with oak.open(), pytest.raises(holds.CannotPlace, match="You cannot place a hold on yourself"):
        place(oak, oak.ana, oak.ana)


def test_a_person_has_one_live_hold(oak):
    with oak.open():
        place(oak, oak.mia, oak.ana)
        with pytest.raises(holds.CannotPlace, match="Mia Fischer is on hold already"):
            place(oak, oak.mia, oak.pia)
        assert SafetyHold.objects.count() == HoldReason.objects.count() == 1


def test_a_hold_can_be_placed_again_after_it_was_lifted(oak):
    with oak.open():
        lift(place(oak, oak.mia, oak.ana), oak.ada)
        place(oak, oak.mia, oak.ana)
        assert SafetyHold.objects.of(oak.district).live().count() == 1


def test_lift_says_who_and_why(oak):
    with oak.open():
        hold = place(oak, oak.mia, oak.ana)
        lift(hold, oak.pia)
        hold.refresh_from_db()
        assert (hold.lifted_by_id, hold.lifted_at) == (oak.pia.pk, NOW + timedelta(days=2))
        assert log("hold.lift") == [(oak.pia.pk, oak.mia.pk, "")]


def test_nobody_lifts_a_hold_on_themselves_nor_one_twice(oak):
    with oak.open():
        hold = place(oak, oak.pia, oak.ana)
        with pytest.raises(holds.CannotLift, match="on yourself"):
            lift(hold, oak.pia)
        lift(hold, oak.ada)
        with pytest.raises(holds.CannotLift, match="lifted already"):
            lift(hold, oak.ada)


def test_each_reading_of_the_reason_is_written_down(oak):
    with oak.open():
        hold = place(oak, oak.mia, oak.ana)
        for reader in (oak.pia, oak.pia, oak.ada):
            read = holds.read_reasons(hold=hold, by=Actor.person(reader))
            assert [one.text for one in read] == ["A parent called."]
        assert [(reader, about) for reader, about, _reason in log("hold.read")] == [
            (oak.pia.pk, oak.mia.pk),
            (oak.pia.pk, oak.mia.pk),
            (oak.ada.pk, oak.mia.pk),
        ]


@pytest.mark.parametrize("changed", [{"placed_by": "person"}, {"lifted_at": NOW}, {"lifted_by": "person"}])
def test_the_database_refuses_holds_that_cannot_be(oak, changed):
    with oak.open():
        values = {name: oak.mia if value == "person" else value for name, value in changed.items()}
        if "lifted_by" in values:
            values["lifted_at"] = NOW
        with pytest.raises(IntegrityError), transaction.atomic():
            SafetyHoldFactory(person=oak.mia, **values)


def test_elm_knows_of_no_hold_of_oak(oak, elm):
    with oak.open():
        place(oak, oak.mia, oak.ana)
    with elm.open():
        assert not SafetyHold.objects.exists()
        assert not HoldReason.objects.exists()
