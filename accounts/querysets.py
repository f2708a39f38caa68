"""Who sees which invitations, and which still hold."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from accounts.models import Invitation
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
