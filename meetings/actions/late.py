"""Somebody is running late today: the others hear so."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import mails
from meetings.models import Meeting
from tenancy import audit
from tenancy.actor import Actor

#: Later than this is another hour: the meeting is moved.
LATEST = 90


class CannotSay(Exception):
    """Nobody is told; the text says why."""


@transaction.atomic
def say(*, meeting: Meeting, minutes: int, at: datetime, by: Actor) -> Meeting:
    """Whoever says so comes so many minutes late; the others and the adult in charge are told at once.

    Refuses (CannotSay) a meeting of another day, one that is over or canceled, and more than LATEST minutes.
    """
    locked = Meeting.objects.select_for_update(of=("self",)).prefetch_related("adult", "match").get(pk=meeting.pk)
    if locked.state != Meeting.State.PLANNED or locked.on != timezone.localdate(at) or locked.ends_at < at:
        raise CannotSay(_("One can say so on the day of the meeting, until it is over."))
    if not 1 <= minutes <= LATEST:
        raise CannotSay(_("Ask for another hour instead: this is too late."))
    locked.late_minutes, locked.late_said_by_id = minutes, by.person_id
    locked.save(update_fields=["late_minutes", "late_said_by", "changed_at"])
    audit.record(by=by, verb="meeting.say_late", target=locked, facts={"minutes": minutes})
    mails.running_late(locked, at=at, by=by)
    return locked


@transaction.atomic
def take_back(*, meeting: Meeting, by: Actor) -> Meeting:
    """Nobody is late any more. Messages that have not left say nothing then."""
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    locked.late_minutes, locked.late_said_by = None, None
    locked.save(update_fields=["late_minutes", "late_said_by", "changed_at"])
    audit.record(by=by, verb="meeting.say_late", target=locked, facts={"minutes": 0})
    return locked
