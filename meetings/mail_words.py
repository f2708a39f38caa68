"""What messages about a meeting say to whoever reads them: names as the reader knows them, when, where, who is there.

A student's name is never in a subject. Of several students, a family reads of its own alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from correspondence.links import absolute, opening
from correspondence.models import Message
from meetings.models import Meeting
from meetings.rules import day_words, instant
from mentoring.models import Guardianship, Match, MatchMentor, MatchStudent, Student
from tenancy.http import district_url

MENTOR, STUDENT, GUARDIAN, STAFF = "mentor", "student", "guardian", "staff"


@dataclass(frozen=True)
class Seen:
    """A match as the reader of a message knows it."""

    reader: str
    students: str
    mentors: str

    @property
    def names(self) -> Mapping[str, str]:
        """For sentences."""
        return {"students": self.students, "mentors": self.mentors}


def seen_by(message: Message, match: Match) -> Seen:
    """What the reader of a message is to a match, and the names that they know. Five queries."""
    students = [
        row.student
        for row in MatchStudent.objects.of(message.district)
        .filter(match=match, left_on=None)
        .order_by("pk")
        .prefetch_related("student__person")
    ]
    mentors = [
        row.mentor.person
        for row in MatchMentor.objects.of(message.district)
        .filter(match=match, left_on=None)
        .order_by("pk")
        .prefetch_related("mentor__person")
    ]
    named = ", ".join(one.name for one in mentors)
    reader = message.person_id
    if reader in {one.pk for one in mentors}:
        return Seen(MENTOR, first_names(students), named)
    if reader in {one.person_id for one in students}:
        return Seen(STUDENT, "", named)
    theirs = Guardianship.objects.of(message.district).live().filter(guardian__person=reader)
    own = set(theirs.values_list("student_id", flat=True))
    if children := [one for one in students if one.pk in own]:
        return Seen(GUARDIAN, first_names(children), named)
    return Seen(STAFF, ", ".join(one.person.name for one in students), named)


def first_names(students: Iterable[Student]) -> str:
    """Names by which students are called."""
    return ", ".join(one.person.preferred_name or one.person.given_name for one in students)


def when(meeting: Meeting) -> str:
    """Day and hour: "Tuesday, November 24, 2:30 PM"."""
    if meeting.starts_at is None:
        return day_words(meeting.on)
    return at_words(meeting.on, timezone.localtime(meeting.starts_at).time())


def at_words(day: date, hour: time) -> str:
    """A day and an hour in words."""
    return _("%(day)s, %(hour)s") % {"day": day_words(day), "hour": time_format(instant(day, hour), "TIME_FORMAT")}


def instant_words(at: datetime) -> str:
    """An instant as a day and an hour at the school."""
    local = timezone.localtime(at)
    return at_words(local.date(), local.time())


def hour_words(at: datetime) -> str:
    """An hour in words."""
    return time_format(timezone.localtime(at).time(), "TIME_FORMAT")


def where(meeting: Meeting) -> str:
    """The kind of place, and the room or address."""
    return ", ".join(filter(None, [meeting.get_place_display(), meeting.place_note]))


def facts(meeting: Meeting, reader: str) -> list[tuple[str, str]]:
    """When, where, who is there the whole time, how the student gets there."""
    found = [(_("When"), when(meeting)), (_("How long"), minutes_words(meeting.minutes)), (_("Where"), where(meeting))]
    if meeting.adult is not None:
        found.append((_("Adult in charge"), meeting.adult.name))
    if meeting.transport and reader != STAFF:
        found.append((_("How the student gets there"), meeting.transport))
    if meeting.mentor_drives:
        found.append((_("Transport"), _("The mentor drives.")))
    return found


def minutes_words(minutes: int) -> str:
    """So many minutes."""
    return _("%(count)s minutes") % {"count": minutes}


def page_of(message: Message, meeting: Meeting, reader: str) -> str:
    """Where the reader sees the meeting: staff its page, everybody else their own meetings."""
    if reader == STAFF:
        return absolute(district_url(message.district, "meetings:meeting_detail", meeting.pk))
    return opening(district_url(message.district, "meetings:meeting_own_list"))


def propose_page(message: Message, meeting: Meeting, reader: str) -> str:
    """Where a mentor or student proposes another time; nothing for everybody else."""
    if reader not in {MENTOR, STUDENT}:
        return ""
    return opening(district_url(message.district, "meetings:meeting_propose", meeting.pk))
