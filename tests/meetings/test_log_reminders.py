"""Mentors are asked how it was, and reminded of what is not written down."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from correspondence import links
from correspondence.links import Link, Outdated
from correspondence.models import Message
from meetings import log_mails, reminders
from meetings.actions import logs
from meetings.models import LogLink, Meeting
from tenancy.actor import Actor
from tests.conftest import Cast
from tests.factories.screening import SafetyHoldFactory
from tests.meetings.met import Met, logged, met


def ask(cast: Cast, at: datetime) -> int:
    with cast.open() as district:
        return reminders.ask_how_it_was(district, at=at)


def over(there: Met) -> datetime:
    """A minute after the meeting."""
    assert there.meeting.starts_at is not None
    return there.meeting.starts_at + timedelta(minutes=61)


def test_mia_is_asked_once_when_the_meeting_is_over(oak: Cast) -> None:
    there = met(oak, days_ago=1)
    assert there.meeting.starts_at is not None
    assert ask(oak, there.meeting.starts_at + timedelta(minutes=30)) == 0
    assert ask(oak, over(there)) == 1
    assert ask(oak, over(there)) == 0
    with oak.open():
        message = Message.objects.get(kind="meetings/how_was_it")
        assert (message.person, message.for_digest, message.link_purpose) == (oak.mia, False, "meetings.log")


def test_nobody_is_asked_of_what_is_written_down_or_canceled(oak: Cast) -> None:
    there = met(oak, days_ago=1)
    with oak.open():
        logs.log(
            match=there.match,
            meeting=there.meeting,
            logged=logged(there),
            author=oak.mia,
            at=timezone.now(),
            by=Actor.person(oak.mia),
        )
    assert ask(oak, over(there)) == 0


@pytest.mark.parametrize("who", ["mia", "sam"])
def test_nobody_is_asked_while_a_hold_is_on_either(oak: Cast, who: str) -> None:
    there = met(oak, days_ago=1)
    with oak.open():
        SafetyHoldFactory(person=getattr(oak, who), placed_by=oak.ana)
    assert ask(oak, over(there)) == 0


def test_asking_costs_the_same_however_many_have_been_asked(oak: Cast, django_assert_num_queries: object) -> None:
    there = met(oak, days_ago=1)
    ask(oak, over(there))
    with oak.open() as district, django_assert_num_queries(6):  # type: ignore[operator]
        assert reminders.ask_how_it_was(district, at=over(there)) == 0


@pytest.mark.parametrize(("days_ago", "is_due"), [(2, False), (3, True), (30, True), (60, False)])
def test_mia_is_reminded_after_the_days_of_the_program(oak: Cast, days_ago: int, is_due: bool) -> None:
    there = met(oak, days_ago=days_ago)
    with oak.open() as district:
        page = reminders.log_missing(district, there.today, 0)
        assert [one.to for one in page.dues] == ([oak.mia] if is_due else [])
        assert page.next is None


def test_the_link_is_made_when_the_mail_leaves(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        row = there.meeting.participations.get(match_mentor=there.mia)
        url = links.mint(Link("meetings.log", row.pk))
        assert "/log/" in url
        assert LogLink.objects.get().person == oak.mia

        Meeting.objects.update(state="canceled", cancel_cause="other", canceled_at=timezone.now())
        with pytest.raises(Outdated):
            links.mint(Link("meetings.log", row.pk))


@pytest.mark.parametrize("kind", ["how_was_it", "log_missing"])
def test_the_mail_says_whom_and_when(oak: Cast, kind: str) -> None:
    there = met(oak)
    with oak.open():
        row = there.meeting.participations.get(match_mentor=there.mia)
        message = Message(
            district=oak.district, kind=f"meetings/{kind}", person=oak.mia, context={"participation": row.pk}
        )
        context = getattr(log_mails, f"{kind}_context")(message)
        assert (context["students"], context["on"]) == ("Sam", there.meeting.on)
