"""When an entry is due, and what a grade adds up to. Pure: days, calendars and rows come in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from journals.models import Level
from mentoring.models import JournalRhythm
from tenancy.rules import SchoolCalendar, is_school_day, next_school_day


def due_on(first: date, days: int, *, calendar: SchoolCalendar, school_id: int | None) -> date:
    """So many days after ``first``; the next school day where school is closed then. Past all years: the day itself."""
    day = first + timedelta(days=days)
    if is_school_day(day, calendar=calendar, school_id=school_id):
        return day
    return next_school_day(day, calendar=calendar, school_id=school_id) or day


@dataclass(frozen=True)
class Period:
    """A week or a month for which an entry is owed."""

    first: date
    last: date


def period_of(day: date, rhythm: str) -> Period:
    """The week (from Monday) or the month in which a day lies. Raises ValueError for other rhythms."""
    if rhythm == JournalRhythm.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6))
    if rhythm == JournalRhythm.MONTH:
        first = day.replace(day=1)
        return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    raise ValueError(f"{rhythm!r} has no periods.")


def last_school_day(period: Period, *, calendar: SchoolCalendar, school_id: int | None) -> date | None:
    """The last day of a period on which school is held; None in a week or month of vacation."""
    days = (period.last - timedelta(days=back) for back in range((period.last - period.first).days + 1))
    return next((day for day in days if is_school_day(day, calendar=calendar, school_id=school_id)), None)


def points_of(levels: Iterable[Level]) -> int:
    """What the levels of a grade add up to."""
    return sum(level.points for level in levels)
