"""Who sees which invitations, and which still hold."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models

from accounts.secrets import digest, digests
from tenancy.models.owned import DistrictQuerySet, Row
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from accounts.models import Invitation, InvitationSecret, User
    from tenancy.viewer import Viewer


class InvitationQuerySet(DistrictQuerySet["Invitation"]):
    """Invitations of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """For those who invite: invitations of the people whom they see; nobody else sees any."""
        if not viewer.can(Permission.SIGN_INS_EDIT):
            return self.none()
        mine = self.of(viewer.district)
        if viewer.reach(Permission.SIGN_INS_EDIT).whole_district:
            return mine
        people = apps.get_model("tenancy", "Person")._default_manager.visible_to(viewer)
        return mine.filter(person__in=people)

    def open(self) -> Self:
        """Neither accepted nor taken back; some may have run out."""
        return self.filter(accepted_at=None, revoked_at=None)

    def live(self, at: datetime) -> Self:
        """Those that can be accepted now."""
        return self.open().filter(expires_at__gt=at)


class InvitationSecretQuerySet(DistrictQuerySet["InvitationSecret"]):
    """Digests of links and codes."""

    def keep(self, invitation: "Invitation", secret: str) -> "InvitationSecret":
        """Keep the digest of a link or code of an invitation, for as long as the invitation is valid."""
        return self.create(
            district_id=invitation.district_id,
            invitation=invitation,
            digest=digest(secret),
            expires_at=invitation.expires_at,
        )

    def matching(self, secret: str) -> Self:
        """What was kept of this link or code."""
        return self.filter(digest__in=digests(secret))


class SeatQuerySet(models.QuerySet[Row]):
    """For whom sign-ins stand."""

    def of(self, district: models.Model) -> Self:
        """Seats of this district. (The table has no policy: it lists a sign-in's districts.)"""
        return self.filter(district=district)


class SignInEventQuerySet(models.QuerySet[Row]):
    """What happened to sign-ins."""

    def of(self, user: "User") -> Self:
        """What happened to this one."""
        return self.filter(user=user)
