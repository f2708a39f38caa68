"""Who sees which meetings."""

from typing import TYPE_CHECKING, Self

from mentoring.querysets.reach import rows
from tenancy.models.owned import DistrictQuerySet

if TYPE_CHECKING:
    from meetings.models.meeting import Meeting  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class MeetingQuerySet(DistrictQuerySet["Meeting"]):
    """Meetings of matches."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Rows of matches that this viewer sees at work."""
        matches = rows("Match").visible_to(viewer).values("pk")
        return self.of(viewer.district).filter(match__in=matches)
