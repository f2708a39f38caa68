"""Who reads which assignments."""

from typing import TYPE_CHECKING, Self

from mentoring.querysets.reach import rows
from tenancy.models.owned import DistrictQuerySet

if TYPE_CHECKING:
    from classes.models.assignment import Assignment  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class AssignmentQuerySet(DistrictQuerySet["Assignment"]):
    """Assignments of class groups."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Rows of class groups that this viewer sees at work."""
        groups = rows("ClassGroup").visible_to(viewer).values("pk")
        return self.of(viewer.district).filter(class_group__in=groups)
