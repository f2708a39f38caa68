"""Meetings of a match that stands still or ends: canceled without fault, and brought back once it goes on."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from meetings import mails
from meetings.actions import meetings
from meetings.models import Meeting
from mentoring.models import Match
from tenancy.actor import Actor

Cause, State = Meeting.Cause, Meeting.State
#: What a deed causes is written down no later than this after the deed itself.
_SAME_DEED = timedelta(minutes=1)


@transaction.atomic
def stop(
    *, match: Match, at: datetime, by: Actor, cause: Meeting.Cause = Cause.PAUSED, told: bool = False
) -> list[Meeting]:
    """Cancel everything that is still to come. Members read of the pause itself in another message.

    ``told``: there is no other message, so they are told that nothing takes place, nobody is named and no reason given.
    """
    coming = Meeting.objects.of(match.district).coming(at).filter(match=match)
    found = list(coming.in_list_order().prefetch_related("match", "adult"))
    if found:
        meetings.cancel_all(meetings=found, cause=cause, at=at, by=by, told=False)
        if told:
            mails.meetings_stopped(found[0], at=at, by=by)
    return found


@transaction.atomic
def go_on(*, match: Match, at: datetime, by: Actor, told: bool = False) -> list[Meeting]:
    """Bring back what a pause canceled and is still to come, unless something else stops the match."""
    if Match.objects.of(match.district).paused().filter(pk=match.pk).exists():
        return []
    stopped = Meeting.objects.of(match.district).filter(
        match=match, state=State.CANCELED, cancel_cause=Cause.PAUSED, on__gte=timezone.localdate(at), starts_at__gt=at
    )
    found = list(stopped.in_list_order().prefetch_related("match"))
    back, _kept = meetings.bring_back_all(meetings=found, at=at, by=by, told=told)
    return back


@transaction.atomic
def go_on_after_end(*, match: Match, ended_at: datetime, at: datetime, by: Actor) -> list[Meeting]:
    """Bring back what the end of the match canceled, now that it is taken back. Nobody was told of either by us."""
    stopped = Meeting.objects.of(match.district).filter(
        match=match,
        state=State.CANCELED,
        cancel_cause=Cause.OTHER,
        canceled_at__range=(ended_at, ended_at + _SAME_DEED),
        starts_at__gt=at,
    )
    found = list(stopped.in_list_order().prefetch_related("match"))
    back, _kept = meetings.bring_back_all(meetings=found, at=at, by=by, told=False)
    return back
