"""Who sees which files that were brought in."""

from typing import TYPE_CHECKING, Self

from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from rosters.models.imports import ImportRun  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class ImportRunQuerySet(DistrictQuerySet["ImportRun"]):
    """Files that were brought in."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """With ROSTER_IMPORT for the whole district: every file. For some schools or programs: one's own."""
        mine = self.of(viewer.district)
        if viewer.reach(Permission.ROSTER_IMPORT).whole_district:
            return mine
        return mine.filter(created_by=viewer.person_id) if viewer.can(Permission.ROSTER_IMPORT) else mine.none()
