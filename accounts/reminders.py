"""Who reads that an exception ends soon: whoever made it, and of cover the two whom it is about."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar, cast

from django.db.models import F, QuerySet
from django.utils import timezone

from accounts import mails
from correspondence.reminders import Due, Page, Reminder
from tenancy.models import District, MembershipGrant, Person, PersonGrant

#: How long before its last day it is said; an exception that holds no longer than SHORT ends as everybody expects.
BEFORE, SHORT = timedelta(days=3), timedelta(days=7)
CHUNK = 200
AnyGrant = TypeVar("AnyGrant", PersonGrant, MembershipGrant)


def shares(district: District, on: date, after: int) -> Page:
    """Whoever shared somebody’s page by exception: once for each end."""
    found: list[PersonGrant] = _ending(PersonGrant, district, after, "granted_by", "person")
    dues = [_due(one, "persongrant", person) for one in found for person in _active([one.granted_by])]
    return Page(dues, found[-1].pk if len(found) == CHUNK else None)


def covers(district: District, on: date, after: int) -> Page:
    """Whoever named cover, who is covered, and who covers: once for each end."""
    along = ("granted_by", "person", "content_object__person")
    found: list[MembershipGrant] = _ending(MembershipGrant, district, after, *along)
    dues = [
        _due(one, "membershipgrant", person)
        for one in found
        for person in _active([one.granted_by, one.content_object.person, one.person])
    ]
    return Page(dues, found[-1].pk if len(found) == CHUNK else None)


def _ending(kind: type[AnyGrant], district: District, after: int, *along: str) -> list[AnyGrant]:
    """Those that end within the next days and have held for a while."""
    last = timezone.now() + BEFORE + timedelta(days=1)
    rows = cast("QuerySet[AnyGrant]", kind.all_grants.of(district).live())
    ending = rows.filter(expires_at__lt=last, expires_at__gt=F("starts_at") + SHORT, pk__gt=after)
    return list(ending.order_by("pk").prefetch_related(*along)[:CHUNK])


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
