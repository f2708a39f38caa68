"""A district's timetable, with the closed days of its calendar."""

from datetime import datetime, timedelta

from correspondence.rules import LONGEST_BREAK, Timetable
from tenancy.models import CalendarDay, District


def timetable(district: District, now: datetime) -> Timetable:
    """The timetable around this instant. Closed are the days on which every school of the district is. One query."""
    first = (now - timedelta(days=1)).date()
    days = CalendarDay.objects.of(district).filter(
        school=None, kind=CalendarDay.Kind.CLOSED, day__range=(first, first + timedelta(days=LONGEST_BREAK))
    )
    return Timetable.of(district, frozenset(days.values_list("day", flat=True)))
