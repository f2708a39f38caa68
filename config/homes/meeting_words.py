"""Meetings in a few words, for homes and cards."""

from collections.abc import Collection
from datetime import date

from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Meeting
from meetings.reading import Held
from mentoring.models import PlaceKind
from tenancy.models import Person


def when_words(meeting: Meeting) -> str:
    """The day and hour: "Tuesday, November 24, 3:00 PM"."""
    if meeting.starts_at is None:
        return _day_of_week(meeting.on)
    begins = localtime(meeting.starts_at)
    return f"{_day_of_week(begins.date())}, {time_format(begins)}"


def where_words(meeting: Meeting) -> str:
    """The place: "At school, Room 104"."""
    place = str(PlaceKind(meeting.place).label) if meeting.place in PlaceKind.values else ""
    return ", ".join(filter(None, [place, meeting.place_note]))


def meeting_words(meeting: Meeting) -> str:
    """When and where."""
    return ", ".join(filter(None, [when_words(meeting), where_words(meeting)]))


def held_words(held: Held | None) -> str:
    """How often they met, and when last."""
    if held is None or held.last_on is None:
        return _("No meeting yet")
    words = ngettext("Met %(count)s time, last on %(day)s", "Met %(count)s times, last on %(day)s", held.count)
    return words % {"count": held.count, "day": day_words(held.last_on)}


def day_words(day: date) -> str:
    """A day of this year or the last."""
    return date_format(day)


def _day_of_week(day: date) -> str:
    return f"{date_format(day, 'l')}, {date_format(day, 'MONTH_DAY_FORMAT')}"


def first_names(people: Collection[Person]) -> str:
    """What people are called."""
    return ", ".join(dict.fromkeys(one.preferred_name or one.given_name for one in people))
