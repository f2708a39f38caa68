"""A district's day: who was asked and has not signed is reminded, and documents whose day has passed end."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from agreements import mails
from agreements.actions import agreements
from agreements.models import Agreement, Party, PartyState, Role, State
from agreements.rules import turn
from tenancy.actor import Actor
from tenancy.models import District

#: Days after somebody was asked on which they are reminded. A day that was missed is made up for on the next.
DAYS = (3, 7, 14)
#: Days before the last one on which they are reminded once more.
BEFORE_END = 3
#: Documents in one transaction.
CHUNK = 50


def expire(district: District, *, on: date, at: datetime) -> int:
    """End up to CHUNK documents that were not signed in time; returns how many. Call until it returns 0."""
    over = Agreement.objects.of(district).filter(state=State.OUT, expires_on__lt=on).order_by("pk")
    late = list(over[:CHUNK])
    for agreement in late:
        agreements.expire(agreement=agreement, at=at, by=Actor.system("calendar"))
    return len(late)


def remind(district: District, *, on: date, at: datetime, after: int) -> int | None:
    """Remind those who are due in the next CHUNK documents; returns where to go on, None at the end.

    The school's own signers find what waits in their daily summary.
    """
    out = Agreement.objects.of(district).filter(state=State.OUT, pk__gt=after).order_by("pk")
    rows = list(out.prefetch_related("parties__person")[:CHUNK])
    due = list(_due(rows, on=on))
    agreements.remind(parties=[one for one in due if one.role != Role.SCHOOL], at=at, by=Actor.system("reminders"))
    for party in due:
        if party.role == Role.SCHOOL:
            Party.objects.of(district).filter(pk=party.pk).update(reminded_at=at)
            mails.school_turn(party)
    return rows[-1].pk if rows else None


def _due(rows: list[Agreement], *, on: date) -> Iterator[Party]:
    for agreement in rows:
        parties = sorted(agreement.parties.all(), key=lambda one: one.pk)
        for party in turn(parties):
            if party.state != PartyState.WAITING and is_due(party, expires_on=agreement.expires_on, on=on):
                yield party


def is_due(party: Party, *, expires_on: date | None, on: date) -> bool:
    """Whether a day on which this party is to be reminded has come since they last heard of it."""
    if party.invited_at is None:
        return False
    asked_on = timezone.localdate(party.invited_at)
    heard_on = max(asked_on, timezone.localdate(party.reminded_at)) if party.reminded_at else asked_on
    days = [asked_on + timedelta(days=days) for days in DAYS]
    if expires_on is not None:
        days.append(expires_on - timedelta(days=BEFORE_END))
    return any(heard_on < day <= on for day in days)
