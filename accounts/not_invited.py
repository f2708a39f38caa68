"""How many of the staff can neither sign in nor were invited."""

from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Invitation, Seat
from tenancy.models import Membership, Person
from tenancy.pages import MOST_COUNTED
from tenancy.permissions import STAFF_ROLES, Permission
from tenancy.viewer import Viewer

#: Seconds for which a whole district's number is remembered: finding out looks at every one of its staff.
REMEMBERED = 300


def count(viewer: Viewer) -> int:
    """How many, counted no further than to one more than a thousand; perhaps of five minutes ago."""
    if not viewer.reach(Permission.PEOPLE_VIEW).whole_district:
        return _count_now(viewer)
    return cache.get_or_set(_key(viewer.district.pk), lambda: _count_now(viewer), REMEMBERED) or 0


def forget(district_id: int) -> None:
    """Count anew the next time: somebody was invited."""
    cache.delete(_key(district_id))


def _key(district_id: int) -> str:
    return f"{district_id}:staff-not-invited"


def _count_now(viewer: Viewer) -> int:
    theirs = {"district": OuterRef("district"), "person": OuterRef("pk")}
    staff = Membership.objects.filter(**theirs, ended_on=None, role__in=STAFF_ROLES)
    people = Person.objects.visible_to(viewer).active().filter(Exists(staff))
    people = people.exclude(Exists(Seat.objects.filter(**theirs)))
    people = people.exclude(Exists(Invitation.objects.live(timezone.now()).filter(**theirs)))
    return people[: MOST_COUNTED + 1].count()
