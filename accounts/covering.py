"""Whose cover and which shared people a viewer may see and end."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Seat
from tenancy.models import Membership, MembershipGrant, MembershipSchool, Person, PersonGrant, Scope
from tenancy.people_table import LIVE_ROLES
from tenancy.permissions import STAFF_ROLES, Permission, Role
from tenancy.viewer import Viewer


@dataclass(frozen=True)
class Span:
    """From the beginning of one day to the end of another, in the district's time."""

    starts_at: datetime
    expires_at: datetime

    @classmethod
    def of_days(cls, first: date, last: date) -> "Span":
        """Both days counted."""
        return cls(_midnight(first), _midnight(last + timedelta(days=1)))


def covers_seen_by(viewer: Viewer) -> QuerySet[MembershipGrant]:
    """Cover that lasts or is to come: one's own, what one does for others, and that of people one sets cover for."""
    covers = cast("QuerySet[MembershipGrant]", MembershipGrant.all_grants.of(viewer.district))
    running = covers.filter(expires_at__gt=timezone.now())
    mine = Q(person=viewer.person_id) | Q(content_object__person=viewer.person_id)
    if viewer.can(Permission.COVER_SET):
        mine |= Q(content_object__in=roles_to_set_cover_for(viewer).values("pk"))
    return running.filter(mine).prefetch_related("person", "content_object__person", "granted_by")


def may_end_cover(viewer: Viewer, grant: MembershipGrant) -> bool:
    """Whether the viewer may end this cover: whoever is covered, whoever covers, whoever may set it."""
    if viewer.person_id in {grant.person_id, grant.content_object.person_id}:
        return True
    return roles_to_set_cover_for(viewer).filter(pk=grant.content_object_id).exists()


def roles_to_set_cover_for(viewer: Viewer) -> QuerySet[Membership]:
    """The live staff roles for which the viewer may name cover.

    Administrators: all. Principals: those of their own schools, and never an administrator's, which would be a way to
    hold that role themselves.
    """
    roles = Membership.objects.of(viewer.district).live().filter(role__in=STAFF_ROLES)
    if not viewer.can(Permission.COVER_SET):
        return roles.none()
    if viewer.can(Permission.ROLES_EDIT):
        return roles
    reach = viewer.reach(Permission.COVER_SET)
    roles = roles.exclude(role=Role.ADMINISTRATOR)
    if reach.whole_district:
        return roles
    elsewhere = MembershipSchool.objects.of(viewer.district).exclude(school__in=reach.school_ids)
    return roles.filter(scope=Scope.SCHOOLS).exclude(pk__in=elsewhere.values("membership"))


def own_roles(viewer: Viewer) -> QuerySet[Membership]:
    """The viewer's own live staff roles, not those they cover."""
    return Membership.objects.of(viewer.district).live().filter(person=viewer.person_id, role__in=STAFF_ROLES)


def colleagues(viewer: Viewer) -> QuerySet[Person]:
    """Staff whom the viewer may know of and who can sign in: who may cover, or be shown somebody."""
    staff = Membership.objects.of(viewer.district).live().filter(role__in=STAFF_ROLES).values("person")
    seated = Seat.objects.of(viewer.district).values("person")
    people = Person.objects.visible_to(viewer).active().filter(pk__in=staff).filter(pk__in=seated)
    return people.in_list_order().prefetch_related(LIVE_ROLES)


def grants_seen_by(viewer: Viewer) -> QuerySet[PersonGrant]:
    """What is shared of people whom the viewer may know of, still or no longer."""
    visible = Person.objects.visible_to(viewer).values("pk")
    grants = cast("QuerySet[PersonGrant]", PersonGrant.all_grants.of(viewer.district))
    return grants.filter(content_object__in=visible).prefetch_related("person", "content_object", "granted_by")


def may_share(viewer: Viewer, person: Person) -> bool:
    """Whether the viewer may show this person's page to others: what was shared with them is not passed on."""
    return Person.objects.in_reach_of(viewer, Permission.GRANTS_GIVE).filter(pk=person.pk).exists()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
