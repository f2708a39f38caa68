"""Who sees which invitations, and which still hold."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

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
        """All of the district for those who invite; nobody else sees any."""
        return self.of(viewer.district) if viewer.can(Permission.SIGN_INS_EDIT) else self.none()

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
