"""Who sees which long work."""

from typing import TYPE_CHECKING, Self

from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from tenancy.models.job import Job  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class JobQuerySet(DistrictQuerySet["Job"]):
    """Long work of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """What this viewer started; whoever may change the district's settings sees all of it."""
        mine = self.of(viewer.district)
        return mine if viewer.can(Permission.SETTINGS_EDIT) else mine.filter(created_by=viewer.person_id)
