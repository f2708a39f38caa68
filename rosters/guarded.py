"""Whose email address no file changes: it is the way into a sign-in that may do much.

A roster or a spreadsheet comes from elsewhere, and whoever keeps it must not become an administrator by it.
Coordinators, administrators and principals, and who stands in for one of them, keep their address until somebody
changes it by hand.
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy

from tenancy import grants
from tenancy.models import District, Membership, Person
from tenancy.permissions import Role

GUARDED = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.PRINCIPAL)
REFUSAL = gettext_lazy(
    "Coordinators, administrators and principals keep their email address here. An administrator can change it on the "
    "person’s page."
)
#: SQL: the ids of all of them in a district. Values: ``guarded`` the roles, ``now``.
IDS = """
    SELECT m.person_id FROM tenancy_membership m
    WHERE m.district_id = %(district)s AND m.ended_on IS NULL AND m.role = ANY(%(guarded)s)
    UNION
    SELECT g.person_id FROM tenancy_membershipgrant g
    JOIN tenancy_membership m ON m.district_id = %(district)s AND m.id = g.content_object_id
    WHERE g.district_id = %(district)s AND g.expires_at > %(now)s AND m.role = ANY(%(guarded)s)
"""


def is_guarded(district: District, person: Person) -> bool:
    """Whether no file changes this person's address."""
    held = Membership.objects.of(district).live().filter(person=person, role__in=GUARDED)
    covers = grants.roles_stood_in_for(district, at=timezone.now())
    return held.exists() or not covers.get(person.pk, frozenset()).isdisjoint(GUARDED)
