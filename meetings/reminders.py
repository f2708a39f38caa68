"""Who is reminded of tomorrow’s meeting, asked how one was, and reminded that one is not written down."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from correspondence.links import Link
from correspondence.models import Message
from correspondence.reminders import Due, Page, Reminder
from meetings import log_mails, mails
from meetings.models import Meeting, Participation
from mentoring.models import Match, MatchMentor, MatchStudent, Policy
from screening.querysets.holds import held_people
from tenancy.about import About
from tenancy.models import District, Person
from tenancy.models.owned import DistrictQuerySet

FRIDAY = 4
#: Mentors on a page.
CHUNK = 500
#: The fewest days that a program gives to write a meeting down.
SOONEST = timedelta(days=1)
#: A meeting of longer ago was reminded of before, or came with an import.
LONGEST = timedelta(days=45)
#: Asked how it was until the next day: a night's quiet hours, or workers that were down, lose nothing.
ASKED_WITHIN = timedelta(days=1)


def log_missing(district: District, on: date, after: int) -> Page:
    """Mentors of meetings that nobody wrote down within the days of their program; once for each meeting."""
    late = _not_written(district).filter(meeting__on__gte=on - LONGEST, meeting__on__lte=on - SOONEST, pk__gt=after)
    rows = list(late.order_by("pk").prefetch_related("meeting__match", "match_mentor__mentor__person")[:CHUNK])
    days = dict(Policy.objects.of(district).values_list("program_id", "log_days"))
    dues = [
        Due(
            to=row.match_mentor.mentor.person,
            key=f"log:{row.pk}:{row.meeting.on}",
            about=About(str(_("Match")), "mentoring:match_detail", row.meeting.match_id),
            link=Link("meetings.log", row.pk),
            context={"participation": row.pk},
        )
        for row in rows
        if row.match_mentor is not None
        and row.match_mentor.mentor.person.is_active
        and row.meeting.on + timedelta(days=days.get(row.meeting.match.program_id, 2)) < on
    ]
    return Page(dues, rows[-1].pk if len(rows) == CHUNK else None)


def ask_how_it_was(district: District, *, at: datetime) -> int:
    """Ask the mentors of meetings that are over now how it was, each once; returns how many were asked.

    Two or three queries where there is nobody to ask.
    """
    today = timezone.localdate(at)
    ended = _not_written(district).filter(
        meeting__on__gte=today - ASKED_WITHIN, meeting__on__lte=today, meeting__starts_at__lte=at
    )
    along = ("meeting", "match_mentor__mentor__person")
    rows = [one for one in ended.order_by("pk").prefetch_related(*along) if _is_over(one.meeting, at)]
    keys = {log_mails.how_was_it_key(row): row for row in rows}
    asked = Message.objects.of(district).filter(dedupe_key__in=list(keys)).values_list("dedupe_key", flat=True)
    fresh = [keys[key] for key in keys.keys() - set(asked)]
    for row in sorted(fresh, key=lambda one: one.pk):
        if row.match_mentor is not None and row.match_mentor.mentor.person.is_active:
            log_mails.how_was_it(row)
    return len(fresh)


def _is_over(meeting: Meeting, at: datetime) -> bool:
    return meeting.starts_at is not None and meeting.starts_at + timedelta(minutes=meeting.minutes) <= at


def _not_written(district: District) -> "DistrictQuerySet[Participation]":
    """Parts of mentors in planned meetings of running matches. Not where a safety hold cuts their view of a student."""
    held = held_people(district)
    students = MatchStudent.objects.filter(
        district=OuterRef("district"), match=OuterRef("meeting__match"), left_on=None, student__person__in=held
    )
    present = MatchMentor.objects.of(district).filter(left_on=None).exclude(mentor__person__in=held)
    rows = Participation.objects.of(district).filter(
        meeting__state=Meeting.State.PLANNED,
        meeting__match__state=Match.State.RUNNING,
        match_mentor__in=present.values("pk"),
        standing__in=[Participation.Standing.EXPECTED, Participation.Standing.CAME],
    )
    return rows.filter(~Exists(students))


def tomorrow(district: District, on: date, after: int) -> Page:
    """Everybody who meets before the next pass: tomorrow, and over a weekend until the day after it.

    Mentors, students and the adult in charge; families were told when it was planned. Once for each meeting and hour.
    """
    ahead = 3 if on.weekday() == FRIDAY else 1
    rows = Participation.objects.of(district).filter(
        meeting__state=Meeting.State.PLANNED,
        meeting__on__gt=on,
        meeting__on__lte=on + timedelta(days=ahead),
        standing=Participation.Standing.EXPECTED,
        pk__gt=after,
    )
    paused = Match.objects.of(district).paused().values("pk")
    along = ("meeting", "match_student__student__person", "match_mentor__mentor__person")
    found = list(rows.exclude(meeting__match__in=paused).order_by("pk").prefetch_related(*along)[:CHUNK])
    dues = [
        Due(
            to=person,
            key=f"meeting:{row.meeting_id}:{row.meeting.sequence}:{person.pk}",
            about=mails.about(row.meeting),
            link=mails.tomorrow_link(row.meeting),
            context={"tomorrow": row.meeting_id},
        )
        for row in found
        if (person := _expected(row)) is not None and person.is_active
    ]
    return Page(dues, found[-1].pk if len(found) == CHUNK else None)


def _expected(row: Participation) -> Person | None:
    """Who a participation is of, unless they left the match."""
    if row.match_student is not None:
        return row.match_student.student.person if row.match_student.left_on is None else None
    if row.match_mentor is not None and row.match_mentor.left_on is None:
        return row.match_mentor.mentor.person
    return None


REMINDERS = (
    Reminder("log_missing", "meetings/log_missing", log_missing),
    Reminder("meeting_tomorrow", mails.TOMORROW, tomorrow),
)
