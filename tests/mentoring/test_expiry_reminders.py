"""Who reads that something runs out: court orders, what was allowed once, visits, documents, matches."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from agreements.models import Agreement
from correspondence import reminders, rendering
from correspondence.actions import muted_kinds
from correspondence.links import Outdated
from correspondence.models import Message
from correspondence.reminders import Due
from mentoring import expiry_mails, expiry_reminders
from mentoring.gate_rules import Gate, StartBlocker
from mentoring.models import CourtOrder, Employment, Match
from screening.models import Asked
from tenancy.actor import Actor
from tests.conftest import Cast
from tests.factories.mentoring import (
    CourtOrderFactory,
    EmployerFactory,
    MatchExceptionFactory,
    WorkplaceApprovalFactory,
)
from tests.factories.screening import AskedFactory
from tests.mentoring.papers import planned, send
from tests.mentoring.scene import running

SOON = timedelta(days=3)


def dues(cast: Cast, find, on: date | None = None) -> list[Due]:
    with cast.open() as district:
        page = find(district, on or cast.today, 0)
        assert page.next is None
        return list(page.dues)


def read(cast: Cast, kind: str, due: Due) -> str:
    """What the mail says, in one line."""
    with cast.open() as district:
        message = Message(id=0, district=district, kind=kind, person=due.to, language="en", context=due.context)
        return " ".join(rendering.mail(message, {}).text.split())


def write(cast: Cast, name: str) -> list[str]:
    """Write what is due into the outbox; the names of those who are not muted."""
    (reminder,) = (one for one in expiry_reminders.REMINDERS if one.name == name)
    with cast.open() as district:
        reminders.write_page(district, reminder, on=cast.today, after=0)
        rows = Message.objects.filter(kind=reminder.kind, state="waiting").order_by("pk").prefetch_related("person")
        return [str(one.person.given_name) for one in rows]


def test_mentors_who_wait_for_a_match_are_counted_when_their_clearance_ends(oak: Cast) -> None:
    scene = running(oak)
    with oak.open():
        asked = AskedFactory(person=oak.mia, covers_until=oak.today + SOON, state="clear")
        scene.program.requirement_set = asked.requirement_set
        scene.program.save()
    assert dues(oak, expiry_reminders.clearances) == [], "of who is in a running match they are told by name"
    with oak.open():
        Match.objects.update(state="proposed", starts_on=None)
    (due,) = dues(oak, expiry_reminders.clearances)
    assert due.to == oak.ana
    said = read(oak, expiry_mails.RUNNING_OUT, due)
    assert "1 mentor in Career mentoring" in said and "clearance/?state=" in said
    with oak.open():
        Asked.objects.update(covers_until=oak.today + timedelta(days=400))
    assert dues(oak, expiry_reminders.clearances) == []
    with pytest.raises(Outdated):
        read(oak, expiry_mails.RUNNING_OUT, due)


def test_a_court_order_that_ends_is_told_to_coordinator_and_counselor_without_a_name(oak: Cast) -> None:
    scene = running(oak)
    with oak.open():
        CourtOrderFactory(student=scene.sam, ends_on=oak.today + SOON)
        CourtOrderFactory(student=scene.sam, ends_on=oak.today + timedelta(days=90))
        CourtOrderFactory(student=scene.sam, ends_on=oak.today - SOON)
        CourtOrderFactory(student=scene.sam)
    found = dues(oak, expiry_reminders.court_orders)
    assert {one.to.pk for one in found} == {oak.ana.pk, oak.cole.pk}
    said = read(oak, expiry_mails.ORDER, found[0])
    assert "A court order that is on file ends on" in said and f"students/{scene.sam.pk}/court-orders/" in said
    assert "Sam" not in said and "father" not in said


def test_it_is_said_once_for_each_last_day(oak: Cast) -> None:
    scene = running(oak)
    with oak.open():
        order = CourtOrderFactory(student=scene.sam, ends_on=oak.today + SOON)
    assert sorted(write(oak, "court_order_ending")) == ["Ana", "Cole"]
    assert len(write(oak, "court_order_ending")) == 2
    before = dues(oak, expiry_reminders.court_orders)[0]
    with oak.open():
        CourtOrder.objects.filter(pk=order.pk).update(ends_on=oak.today + 2 * SOON)
    assert len(write(oak, "court_order_ending")) == 4
    with pytest.raises(Outdated):
        read(oak, expiry_mails.ORDER, before)


@pytest.fixture
def still_lacking(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """The exceptions that the gate still lives on."""
    used: list[object] = []
    blocker = StartBlocker("teacher", "No teacher supervises this match.")
    monkeypatch.setattr(
        expiry_reminders,
        "far_gates_of",
        lambda matches, on: {one.pk: Gate([], [(blocker, row) for row in used]) for one in matches},
    )
    yield used


def test_what_was_allowed_once_is_told_while_the_match_lacks_it(oak: Cast, still_lacking: list[object]) -> None:
    scene = running(oak)
    with oak.open():
        row = MatchExceptionFactory(
            match=scene.match, allowed_by=oak.pia, allowed_on=oak.today, expires_on=oak.today + SOON, asked_by=oak.ana
        )
    assert dues(oak, expiry_reminders.exceptions) == []
    still_lacking.append(row)
    (due,) = dues(oak, expiry_reminders.exceptions)
    assert due.to == oak.ana
    said = read(oak, expiry_mails.RUNNING_OUT, due)
    assert "The match still lacks it." in said and f"matches/{scene.match.pk}/" in said


def test_an_approval_of_visits_is_told_where_matches_meet_there_and_none_follows(oak: Cast) -> None:
    scene = running(oak)
    with oak.open():
        employer = EmployerFactory(name="Lake Street Pharmacy")
        Employment.objects.create(district=oak.district, mentor=scene.mia, employer=employer)
        ends_on = oak.today + SOON
        WorkplaceApprovalFactory(employer=employer, approved_on=oak.today - SOON, expires_on=ends_on)
    assert dues(oak, expiry_reminders.workplaces) == []
    with oak.open():
        Match.objects.update(places=["school", "workplace"])
    (due,) = dues(oak, expiry_reminders.workplaces)
    assert "Students may visit Lake Street Pharmacy until" in read(oak, expiry_mails.RUNNING_OUT, due)
    with oak.open():
        WorkplaceApprovalFactory(employer=employer, approved_on=oak.today, expires_on=None)
    assert dues(oak, expiry_reminders.workplaces) == []


def test_documents_that_nobody_can_sign_any_more_soon_are_counted(oak: Cast) -> None:
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match)
        Agreement.objects.update(expires_on=oak.today + SOON)
    (due,) = dues(oak, expiry_reminders.papers)
    assert due.to == oak.ana
    said = read(oak, expiry_mails.RUNNING_OUT, due)
    assert "2 documents in Career mentoring" in said and f"programs/{scene.program.pk}/signatures/" in said
    with oak.open():
        Agreement.objects.update(state="voided", ended_at="2026-11-01T12:00Z")
    assert dues(oak, expiry_reminders.papers) == []
    with pytest.raises(Outdated):
        read(oak, expiry_mails.RUNNING_OUT, due)


def test_matches_that_come_to_their_planned_last_day_are_counted(oak: Cast) -> None:
    running(oak)
    with oak.open():
        Match.objects.update(ends_on=oak.today + SOON)
    (due,) = dues(oak, expiry_reminders.last_days)
    assert "1 match in Career mentoring" in read(oak, expiry_mails.RUNNING_OUT, due)
    with oak.open():
        Match.objects.update(ends_on=oak.today + timedelta(days=60))
    assert dues(oak, expiry_reminders.last_days) == []


def test_a_coordinator_may_do_without_all_but_court_orders(oak: Cast) -> None:
    scene = running(oak)
    with oak.open():
        Match.objects.update(ends_on=oak.today + SOON)
        CourtOrderFactory(student=scene.sam, ends_on=oak.today + SOON)
        offered = {one.name for one in muted_kinds.choices(["coordinator"])}
        assert expiry_mails.RUNNING_OUT in offered and expiry_mails.ORDER not in offered
        muted_kinds.choose(
            person=oak.ana, wanted=[], roles=["coordinator"], at="2026-11-01T12:00Z", by=Actor.person(oak.ana)
        )
    assert write(oak, "matches_ending") == []
    assert "Ana" in write(oak, "court_order_ending")


@pytest.mark.parametrize("number", [1, 4])
def test_reading_who_is_due_costs_the_same(oak: Cast, number: int, django_assert_num_queries) -> None:
    scene = running(oak)
    with oak.open() as district:
        for _one in range(number):
            CourtOrderFactory(student=scene.sam, ends_on=oak.today + SOON)
        with django_assert_num_queries(3):
            assert len(expiry_reminders.court_orders(district, oak.today, 0).dues) == 2 * number
