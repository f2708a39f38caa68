"""Who sees which rubrics."""

from typing import TYPE_CHECKING, Self

from mentoring.querysets.reach import rows
from tenancy.models.owned import DistrictQuerySet

if TYPE_CHECKING:
    from journals.models.rubric import Rubric  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class RubricQuerySet(DistrictQuerySet["Rubric"]):
    """Rubrics of programs."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Those of programs that this viewer sees at work."""
        programs = rows("Program").visible_to(viewer).values("pk")
        return self.of(viewer.district).filter(program__in=programs)
