"""Who knows of which referrals."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from screening.querysets.holds import is_not_held
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission, Role

if TYPE_CHECKING:
    from support.models.referral import Referral  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class ReferralQuerySet(DistrictQuerySet["Referral"]):
    """Referrals to counselors."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Those whose text this viewer may read: as the counselor, or as the back-up once it was passed on.

        Only the two themselves: nobody by covering for them, and no counselor who is none any more. While a safety hold
        is on the viewer: none.
        """
        me = viewer.person_id or 0
        allowed = Q(backup=me, passed_at__isnull=False)
        if any(held.role == Role.COUNSELOR and held.covering_id is None for held in viewer.roles_held):
            allowed |= Q(counselor=me)
        return self.of(viewer.district).filter(allowed, is_not_held(viewer))

    def written_by(self, viewer: "Viewer") -> Self:
        """Those that the viewer wrote."""
        return self.of(viewer.district).filter(written_by=viewer.person_id or 0)

    def watched_by(self, viewer: "Viewer") -> Self:
        """With REFERRALS_WATCH: those that nobody opened although the back-up was asked; that they exist, no more."""
        mine = self.of(viewer.district).filter(raised_at__isnull=False, opened_at=None)
        reach = viewer.reach(Permission.REFERRALS_WATCH)
        return mine if reach.whole_district else mine.filter(school__in=reach.school_ids)

    def unread(self) -> Self:
        """Those that nobody opened."""
        return self.filter(opened_at=None)

    def open(self) -> Self:
        """Those that are not settled."""
        return self.filter(closed_at=None)
