"""Who knows of which referrals."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from tenancy.models.owned import DistrictQuerySet

if TYPE_CHECKING:
    from support.models.referral import Referral  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class ReferralQuerySet(DistrictQuerySet["Referral"]):
    """Referrals to counselors."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Those whose text this viewer may read: as the counselor, or as the back-up once it was passed on."""
        me = viewer.person_id or 0
        return self.of(viewer.district).filter(Q(counselor=me) | Q(backup=me, passed_at__isnull=False))
