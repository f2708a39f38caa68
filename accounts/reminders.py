"""Who reads that an exception ends soon: whoever made it, and of cover the two whom it is about."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import cast

from django.db.models import F
from django.utils import timezone

from accounts import mails
from correspondence.reminders import Due, Page, Reminder
from tenancy.models import District, MembershipGrant, Person, PersonGrant
from tenancy.models.grant import GrantQuerySet

#: How long before its last day it is said; an exception that holds no longer than SHORT ends as everybody expects.
BEFORE, SHORT = timedelta(days=3), timedelta(days=7)
CHUNK = 200


def shares(district: District, on: date, after: int) -> Page:
    """Whoever shared somebody’s page by exception: once for each end."""
    found = _ending(PersonGrant.all_grants.of(district), on, after)
    dues = [_due(one, "persongrant", person) for one in found for person in _active([one.granted_by])]
    return Page(dues, found[-1].pk if len(found) == CHUNK else None)


def covers(district: District, on: date, after: int) -> Page:
    """Whoever named cover, who is covered, and who covers: once for each end."""
    rows = MembershipGrant.all_grants.of(district).prefetch_related("content_object__person")
    found = cast("list[MembershipGrant]", _ending(rows, on, after))
    dues = [
        _due(one, "membershipgrant", person)
        for one in found
        for person in _active([one.granted_by, one.content_object.person, one.person])
    ]
    return Page(dues, found[-1].pk if len(found) == CHUNK else None)


def _ending(rows: "GrantQuerySet", on: date, after: int) -> "list[PersonGrant | MembershipGrant]":
    """Those that end within the next days and have held for a while."""
    last = timezone.now() + BEFORE + timedelta(days=1)
    ending = rows.live().filter(expires_at__lt=last, expires_at__gt=F("starts_at") + SHORT, pk__gt=after)
    return list(ending.order_by("pk").prefetch_related("granted_by", "person")[:CHUNK])


def _active(people: Iterable[Person | None]) -> list[Person]:
    """Each once."""
    return list(dict.fromkeys(one for one in people if one is not None and one.is_active))


def _due(grant: PersonGrant | MembershipGrant, name: str, person: Person) -> Due:
    until = grant.last_day.isoformat()
    return Due(to=person, key=f"{grant.pk}:{until}:{person.pk}", context={name: grant.pk, "until": until})


REMINDERS = (
    Reminder("share_ending", mails.GRANT_ENDING, shares),
    Reminder("cover_ending", mails.GRANT_ENDING, covers),
)
