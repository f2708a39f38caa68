"""A district's day: what ran out is said anew, and whose clearance ends soon is reminded."""

from datetime import date

from screening import mails
from screening.actions import standings
from screening.models import Asked
from tenancy.actor import Actor
from tenancy.models import District

#: Days before the last one on which somebody is reminded. A day that was missed is made up for on the next.
TIERS = (1, 7, 30, 60)
#: People in one transaction.
CHUNK = 200


def say_lapsed(district: District, *, on: date) -> int:
    """Say anew, for up to CHUNK people, that what they had ran out; returns how many. Call until it returns 0."""
    lapsed = Asked.objects.of(district).live().filter(covers_until__lt=on).order_by("pk")
    ids = set(lapsed.values_list("person_id", flat=True)[:CHUNK])
    if ids:
        standings.refresh(district=district, person_ids=ids, on=on, by=Actor.system("calendar"))
    return len(ids)


def remind(district: District, *, on: date, after: int) -> int | None:
    """Remind the next CHUNK people whose clearance ends soon; returns where to go on, None at the end."""
    ending = Asked.objects.of(district).live().running_out(on).filter(pk__gt=after)
    rows = list(ending.prefetch_related("person").order_by("pk")[:CHUNK])
    for row in rows:
        if row.covers_until is not None:
            mails.expiring(row, until=row.covers_until, tier=tier_of(row.covers_until, on))
    return rows[-1].pk if rows else None


def tier_of(until: date, on: date) -> int:
    """Which reminder is due so many days before the last day: 60, 30, 7 or 1."""
    return next(tier for tier in TIERS if (until - on).days <= tier)
