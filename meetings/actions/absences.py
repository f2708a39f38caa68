"""A student is not at school today: the mentor hears so before driving, and the student's part is off."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import mails
from meetings.actions import meetings
from meetings.models import DayAbsence, Meeting, Participation
from mentoring.models import Student
from tenancy import audit
from tenancy.actor import Actor

Standing = Participation.Standing


class CannotSay(Exception):
    """Nothing is noted; the text says why."""


@transaction.atomic
def say(*, student: Student, day: date, at: datetime, by: Actor) -> DayAbsence:
    """Note that a student is not at school on a day; their planned meetings of that day go on without them.

    Mentors and the adult in charge are told at once, whatever the hour. A meeting of which no student is left is
    canceled. Refuses (CannotSay) a day that has passed, and what is noted already.
    """
    if by.person_id is None:
        raise CannotSay(_("Only people of the district say this."))
    if day < timezone.localdate(at):
        raise CannotSay(_("This day has passed. Log the meeting instead."))
    locked = Student.objects.select_for_update(of=("self",)).get(pk=student.pk)
    if DayAbsence.objects.of(locked.district).live().filter(student=locked, day=day).exists():
        raise CannotSay(_("This student is noted as absent on this day already."))
    absence = DayAbsence.objects.create(
        district_id=locked.district_id, student=locked, day=day, said_by_id=by.person_id, said_at=at
    )
    audit.record(by=by, verb="day_absence.say", target=absence, facts={"student": locked.pk, "day": day.isoformat()})
    for row in _parts(locked, day, Standing.EXPECTED, [Meeting.State.PLANNED]):
        row.standing, row.said_by_id, row.said_at = Standing.ABSENT, by.person_id, at
        row.save(update_fields=["standing", "said_by", "said_at"])
        _go_on_without(row.meeting, at, by)
        row.meeting.refresh_from_db()
        mails.student_absent(absence, row.meeting, by=by)
    return absence


@transaction.atomic
def take_back(*, absence: DayAbsence, at: datetime, by: Actor) -> list[Meeting]:
    """The student is there after all; meetings that were canceled for it take place, and the same people are told.

    Returns the meetings of that day that stay canceled. Refuses (CannotSay) what was taken back already.
    """
    locked = DayAbsence.objects.select_for_update(of=("self",)).prefetch_related("student").get(pk=absence.pk)
    if locked.taken_back_at is not None:
        raise CannotSay(_("This is taken back already."))
    locked.taken_back_at = at
    locked.save(update_fields=["taken_back_at"])
    audit.record(by=by, verb="day_absence.take_back", target=locked, facts={"student": locked.student_id})
    kept = list[Meeting]()
    states = [Meeting.State.PLANNED, Meeting.State.CANCELED]
    for row in _parts(locked.student, locked.day, Standing.ABSENT, states):
        row.standing, row.said_by, row.said_at = Standing.EXPECTED, None, None
        row.save(update_fields=["standing", "said_by", "said_at"])
        meeting = row.meeting
        if meeting.cancel_cause == Meeting.Cause.STUDENT_ABSENT:
            back, _kept = meetings.bring_back_all(meetings=[meeting], at=at, by=by, told=False)
            if not back:
                kept.append(meeting)
                continue
        elif meeting.is_canceled:
            continue
        mails.student_present(locked, meeting, by=by)
    return kept


def _parts(student: Student, day: date, standing: str, states: list[Meeting.State]) -> list[Participation]:
    rows = Participation.objects.of(student.district).filter(
        match_student__student=student, match_student__left_on=None, standing=standing, meeting__on=day
    )
    found = rows.filter(meeting__state__in=states).order_by("meeting__starts_at", "pk")
    return list(found.prefetch_related("meeting__match", "meeting__adult"))


def _go_on_without(meeting: Meeting, at: datetime, by: Actor) -> None:
    """Cancel a meeting to which no student comes any more; the mentors are told in other words."""
    expected = Participation.objects.of(meeting.district).filter(
        meeting=meeting, match_student__isnull=False, match_student__left_on=None, standing=Standing.EXPECTED
    )
    if not expected.exists():
        meetings.cancel_all(meetings=[meeting], cause=Meeting.Cause.STUDENT_ABSENT, at=at, by=by, told=False)
