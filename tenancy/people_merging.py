"""What the ground floor knows of merging people: roles, sharing, what somebody started."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenancy.merging import FloorMerging, Move, drop
from tenancy.models import Membership, MembershipGrant, Person, PersonGrant, Scope
from tenancy.permissions import Role


def refusals(kept: Person, gone: Person) -> Iterable[str]:
    """A student is never merged with an adult; a role held in different ways is settled first."""
    held = list(Membership.objects.of(kept.district).live().filter(person__in=[kept.pk, gone.pk]))
    by_person = {pk: {one.role: one for one in held if one.person_id == pk} for pk in (kept.pk, gone.pk)}
    mine, theirs = by_person[kept.pk], by_person[gone.pk]
    for student, other in ((mine, theirs), (theirs, mine)):
        if Role.STUDENT in student and other and Role.STUDENT not in other:
            yield _("One of the two is a student and the other is not. A student and an adult are never merged.")
    for role in mine.keys() & theirs.keys():
        scopes = {mine[role].scope, theirs[role].scope}
        if scopes == {Scope.PROGRAMS} or (len(scopes) > 1 and Scope.PROGRAMS in scopes):
            words = _("Both have the role “%(role)s”, in some programs. End one of the two roles first.")
            yield words % {"role": Role(role).label}
    if not gone.is_active and gone.merged_into_id is not None:
        yield _("%(name)s was merged already.") % {"name": gone.name}


def _longer(row: PersonGrant | MembershipGrant, kept: object) -> None:
    """Of two grants of the same thing, the one that holds longer stays."""
    kind = type(row)
    like = Q(person=kept, content_object=row.content_object_id) | Q(person=row.person_id, content_object=kept)
    twin = kind.all_grants.filter(like, district=row.district_id, permission=row.permission_id).exclude(pk=row.pk).get()
    if row.expires_at > twin.expires_at:
        kind.all_grants.filter(pk=twin.pk).update(expires_at=row.expires_at, reason=row.reason)
    row.delete()


MERGING = FloorMerging(
    moves=[
        Move("tenancy.PersonGrant", "person", gettext_lazy("Shared with them"), _longer),
        Move("tenancy.PersonGrant", "content_object", gettext_lazy("Shared with others"), _longer),
        Move("tenancy.MembershipGrant", "person", gettext_lazy("Cover"), _longer),
        Move("tenancy.Job", "created_by"),
        Move("tenancy.Person", "merged_into"),
        Move("tenancy.Snooze", "person", "", drop),
    ],
    deeper=[
        Move("tenancy.MembershipGrant", "content_object", "", _longer),
        Move("tenancy.MembershipSchool", "membership", "", drop),
    ],
    stays={
        "tenancy.AuditEvent.actor_person": "the log is never changed",
        "tenancy.Membership.person": "combined by the action: of a role that both have, the places are joined",
        "tenancy.MembershipGrant.granted_by": "who named cover then",
        "tenancy.PersonApart.other": "says something of the row that is gone",
        "tenancy.PersonApart.person": "says something of the row that is gone",
        "tenancy.PersonApart.said_by": "who looked then",
        "tenancy.PersonGrant.granted_by": "who shared then",
    },
    refusals=refusals,
)
