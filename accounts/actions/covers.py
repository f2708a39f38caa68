"""Cover: somebody stands in for a colleague while they are away."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import mails
from accounts.actions import invitations
from accounts.actions.grants import CannotShare, sign_in_of
from accounts.models import Invitation
from tenancy import grants
from tenancy.actor import Actor
from tenancy.models import Membership, MembershipGrant, Person
from tenancy.permissions import STAFF_ROLES, Role


class CannotCover(Exception):
    """No cover is named; the text says why."""


@transaction.atomic
def name(
    *,
    memberships: Sequence[Membership],
    to: Person,
    reason: str,
    starts_at: datetime,
    expires_at: datetime,
    by: Actor,
) -> None:
    """Let ``to`` stand in for these roles of one colleague, and for nothing wider: roles covered are not passed on.

    Whoever covers is told by mail.

    Refuses (CannotCover) no role, oneself, somebody who is not staff or cannot sign in, and days that are over.
    """
    if not memberships:
        raise CannotCover(_("There is no staff role to cover."))
    if any(membership.person_id == to.pk for membership in memberships):
        raise CannotCover(_("Choose somebody else: nobody covers for themselves."))
    if any(Role(membership.role) not in STAFF_ROLES for membership in memberships):
        raise CannotCover(_("Only staff roles can be covered."))
    if not Membership.objects.of(to.district).live().filter(person=to, role__in=STAFF_ROLES).exists():
        raise CannotCover(_("%(name)s is not on the staff. Only staff can cover.") % {"name": to.name})
    try:
        user = sign_in_of(to)
        for membership in memberships:
            grants.give(
                MembershipGrant,
                to=to,
                user=user,
                target=membership,
                reason=reason,
                starts_at=starts_at,
                expires_at=expires_at,
                by=by,
            )
    except (CannotShare, grants.CannotGrant) as refusal:
        raise CannotCover(str(refusal)) from refusal
    if to.pk != by.person_id:
        mails.cover_named(to, absent_id=memberships[0].person_id, by=by)
    # A code printed for them before does not open the roles that they cover from now on.
    invitations.revoke_all(person=to, by=by, at=timezone.now(), channels=[Invitation.Channel.PAPER])


def end(*, grant: MembershipGrant, by: Actor) -> None:
    """End a cover now."""
    grants.end(grant, by=by)
