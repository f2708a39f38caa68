"""What follows for meetings from what happens below: named in config/consequences.py."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from meetings.actions import days as school_days
from meetings.actions import proposals, stops
from meetings.merging import MERGING
from meetings.models import Meeting
from mentoring.models import Match
from mentoring.querysets.matches import MatchQuerySet
from tenancy.actor import Actor
from tenancy.context import current_district
from tenancy.merging import move
from tenancy.models import Person


def calendar_changed(*, days: Sequence[date], by: Actor) -> None:
    """Meetings on days that are closed now do not take place; those on days that are open again do."""
    district = current_district()
    if district is not None:
        school_days.settle(district=district, days=days, at=timezone.now(), by=by)


def match_paused(*, match: Match, at: datetime, by: Actor) -> None:
    """Nothing takes place while the match stands still; everybody reads of the pause in a message about the match."""
    stops.stop(match=match, at=at, by=by)


def match_resumed(*, match: Match, at: datetime, by: Actor) -> None:
    """What is still to come takes place."""
    stops.go_on(match=match, at=at, by=by)


def match_ended(*, match: Match, on: date, by: Actor) -> None:
    """Nothing takes place any more; everybody reads of the end in a message about the match."""
    stops.stop(match=match, at=timezone.now(), by=by, cause=Meeting.Cause.OTHER)


def match_end_taken_back(*, match: Match, ended_at: datetime, by: Actor) -> None:
    """What the end canceled takes place."""
    stops.go_on_after_end(match=match, ended_at=ended_at, at=timezone.now(), by=by)


def meeting_changed(*, meeting: Meeting, at: datetime, by: Actor, **_what: object) -> None:
    """What was proposed for a meeting that is at another time now, canceled or over, is about nothing any more."""
    proposals.outdate(meeting=meeting, at=at)


def person_held(*, person: Person, at: datetime, by: Actor) -> None:
    """Meetings of somebody on hold do not take place; everybody in them is told, never why."""
    for match in _running(person):
        stops.stop(match=match, at=at, by=by, told=True)


def person_hold_lifted(*, person: Person, at: datetime, by: Actor) -> None:
    """What is still to come takes place, and whoever was told is told."""
    for match in _running(person):
        stops.go_on(match=match, at=at, by=by, told=True)


def person_merged(*, kept: Person, gone: Person, by: Actor, **_what: object) -> None:
    """Rows that belong to a person go to the one who stays."""
    move(MERGING.moves, kept, gone)


def _running(person: Person) -> MatchQuerySet:
    return Match.objects.of(person.district).filter(state=Match.State.RUNNING).with_member(person.pk).order_by("pk")
