"""Who reads logs and worries."""

from typing import TYPE_CHECKING, Self

from mentoring.querysets.reach import rows
from tenancy.models.owned import DistrictQuerySet

if TYPE_CHECKING:
    from meetings.models.log import MeetingLog, Worry  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class MeetingLogQuerySet(DistrictQuerySet["MeetingLog"]):
    """Logs of meetings."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Rows of matches that this viewer sees at work."""
        matches = rows("Match").visible_to(viewer).values("pk")
        return self.of(viewer.district).filter(meeting__match__in=matches)


class WorryQuerySet(DistrictQuerySet["Worry"]):
    """What worried somebody about a meeting."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Rows of matches that this viewer sees at work."""
        matches = rows("Match").visible_to(viewer).values("pk")
        return self.of(viewer.district).filter(meeting__match__in=matches)
