"""Who reads which journal entries."""

from typing import TYPE_CHECKING, Self

from mentoring.querysets.reach import rows
from tenancy.models.owned import DistrictQuerySet

if TYPE_CHECKING:
    from journals.models.entry import Entry  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class EntryQuerySet(DistrictQuerySet["Entry"]):
    """Journal entries."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Rows of matches that this viewer sees at work."""
        matches = rows("Match").visible_to(viewer).values("pk")
        return self.of(viewer.district).filter(match_student__match__in=matches)
