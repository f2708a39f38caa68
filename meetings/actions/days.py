"""School is closed on a day: meetings of its students do not take place, without fault of anybody (S-35)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.actions import meetings
from meetings.models import Meeting
from meetings.rules import is_open_for
from mentoring.models import MatchStudent, PlaceKind
from tenancy.actions import calendar_days
from tenancy.actions.calendar_days import NewDay
from tenancy.actor import Actor
from tenancy.models import CalendarDay, District, School
from tenancy.rules import SchoolCalendar

Cause, State = Meeting.Cause, Meeting.State


class CannotClose(Exception):
    """The day stays as it is; the text says why."""


@dataclass(frozen=True)
class Closed:
    """The day of the calendar, and the meetings that do not take place for it."""

    day: CalendarDay
    meetings: list[Meeting]


@transaction.atomic
def close_day(*, school: School, on: date, note: str = "", at: datetime, by: Actor) -> Closed:
    """The school is closed that day; planned meetings of its students are canceled, and everybody is told.

    Refuses (CannotClose) a day that has passed, and one on which the school is closed already.
    """
    if on < timezone.localdate(at):
        raise CannotClose(_("This day has passed."))
    known = CalendarDay.objects.of(school.district).for_school(school.pk).filter(day=on, kind=CalendarDay.Kind.CLOSED)
    if known.exists():
        raise CannotClose(_("The calendar has this school closed on this day already."))
    # What follows is the same whoever writes the day into the calendar: ``settle``.
    [day] = calendar_days.add(
        district=school.district, days=[NewDay(on, CalendarDay.Kind.CLOSED, note)], schools=[school], by=by
    )
    closed = Meeting.objects.of(school.district).at_school(school.pk).filter(on=on, cancel_cause=Cause.SCHOOL_CLOSED)
    return Closed(day, list(closed.in_list_order()))


@transaction.atomic
def reopen_day(*, day: CalendarDay, by: Actor) -> None:
    """The school is open after all: what was canceled for it takes place, and whoever was told is told."""
    calendar_days.delete([day], by=by)


@transaction.atomic
def settle(*, district: District, days: Collection[date], at: datetime, by: Actor) -> None:
    """After the calendar changed: cancel what these days close, bring back what they no longer close."""
    coming = [day for day in days if day >= timezone.localdate(at)]
    rows = Meeting.objects.of(district).filter(on__in=coming)
    planned = list(rows.planned().prefetch_related("match").order_by("pk"))
    canceled = list(rows.filter(state=State.CANCELED, cancel_cause=Cause.SCHOOL_CLOSED).prefetch_related("match"))
    if not planned and not canceled:
        return
    calendar = SchoolCalendar.of(district)
    schools = _schools_of([*planned, *canceled])
    closed = [one for one in planned if not _is_open(one, schools, calendar)]
    if closed:
        meetings.cancel_all(meetings=closed, cause=Cause.SCHOOL_CLOSED, at=at, by=by)
    reopened = [one for one in canceled if _is_open(one, schools, calendar)]
    meetings.bring_back_all(meetings=reopened, at=at, by=by)


def _schools_of(found: Sequence[Meeting]) -> dict[int, set[int | None]]:
    """By match: the schools of the students who are in it now."""
    rows = MatchStudent.objects.filter(match__in={one.match_id for one in found}, left_on=None)
    schools: dict[int, set[int | None]] = {}
    for match_id, school_id in rows.values_list("match_id", "student__school_id"):
        schools.setdefault(match_id, set()).add(school_id)
    return schools


def _is_open(meeting: Meeting, schools: dict[int, set[int | None]], calendar: SchoolCalendar) -> bool:
    """Whether at least one student's school is not closed. A weekend was planned knowingly: it closes nothing."""
    return any(
        is_open_for(meeting.on, PlaceKind.ONLINE, calendar=calendar, school_id=one)
        for one in schools.get(meeting.match_id, {None})
    )
