"""A member cannot come: the others hear so; without a mentor or without a student the meeting does not take place."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from meetings import mails
from meetings.actions import meetings
from meetings.models import Meeting, Participation
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import Person

Cause, Standing = Meeting.Cause, Participation.Standing


class CannotCallOff(Exception):
    """Nothing changes; the text says why."""


@transaction.atomic
def call_off(*, meeting: Meeting, person: Person, note: str = "", at: datetime, by: Actor) -> Meeting:
    """A member says that they cannot come. The meeting goes on with the others, or is canceled when it cannot.

    Refuses (CannotCallOff) one that is over or canceled, and somebody who is not expected.
    """
    locked = Meeting.objects.select_for_update(of=("self",)).prefetch_related("match", "adult").get(pk=meeting.pk)
    if locked.state != Meeting.State.PLANNED or locked.ends_at < at:
        raise CannotCallOff(_("This meeting is canceled or over already."))
    row = _part_of(locked, person)
    if row is None or row.standing != Standing.EXPECTED:
        raise CannotCallOff(_("You are not expected at this meeting."))
    row.standing, row.said_by_id, row.said_at = Standing.EXCUSED, by.person_id, at
    row.save(update_fields=["standing", "said_by", "said_at"])
    is_mentor = row.match_mentor_id is not None
    expected = Participation.objects.filter(meeting=locked, standing=Standing.EXPECTED)
    if expected.filter(match_mentor__isnull=not is_mentor).exists():
        audit.record(by=by, verb="meeting.excuse", target=locked, facts={"participation": row.pk})
        mails.member_excused(locked, row, at=at, by=by)
    else:
        cause = Cause.MENTOR if is_mentor else Cause.STUDENT
        meetings.cancel_all(meetings=[locked], cause=cause, note=note, at=at, by=by)
        locked.refresh_from_db()
    return locked


@transaction.atomic
def take_back(*, meeting: Meeting, person: Person, at: datetime, by: Actor) -> Meeting:
    """The member comes after all; a meeting that was canceled for it takes place, and whoever was told is told.

    Refuses (CannotCallOff) what this member did not call off, and a meeting that cannot be brought back.
    """
    locked = Meeting.objects.select_for_update(of=("self",)).prefetch_related("match", "adult").get(pk=meeting.pk)
    row = _part_of(locked, person)
    if row is None or row.standing != Standing.EXCUSED or row.said_by_id != by.person_id:
        raise CannotCallOff(_("There is nothing to take back."))
    row.standing, row.said_by, row.said_at = Standing.EXPECTED, None, None
    row.save(update_fields=["standing", "said_by", "said_at"])
    if locked.is_canceled and locked.canceled_by_id == by.person_id:
        try:
            return meetings.bring_back(meeting=locked, at=at, by=by)
        except meetings.CannotBringBack as refusal:
            raise CannotCallOff(str(refusal)) from refusal
    audit.record(by=by, verb="meeting.excuse_back", target=locked, facts={"participation": row.pk})
    return locked


def _part_of(meeting: Meeting, person: Person) -> Participation | None:
    rows = Participation.objects.filter(meeting=meeting).order_by("pk")
    of_mentor = rows.filter(match_mentor__mentor__person=person, match_mentor__left_on=None).first()
    return of_mentor or rows.filter(match_student__student__person=person, match_student__left_on=None).first()
