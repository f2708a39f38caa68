"""Who decides on proposals of another time, and which still wait."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from meetings.querysets.meetings import meetings
from tenancy.models.owned import DistrictQuerySet

if TYPE_CHECKING:
    from meetings.models.proposal import MeetingProposal  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class MeetingProposalQuerySet(DistrictQuerySet["MeetingProposal"]):
    """Proposals to meet at another time."""

    def to_decide_by(self, viewer: "Viewer") -> Self:
        """Those of the meetings that the viewer plans at work: never of meetings in which they take part."""
        return self.of(viewer.district).filter(meeting__in=meetings("Meeting").editable_by(viewer).values("pk"))

    def written_by(self, viewer: "Viewer") -> Self:
        """The viewer's own."""
        return self.of(viewer.district).filter(proposed_by=viewer.person_id or 0)

    def open(self) -> Self:
        """Those that nobody has decided, withdrawn or overtaken."""
        return self.filter(state="open")

    def coming(self, now: datetime) -> Self:
        """Open ones whose time has not passed."""
        return self.open().filter(starts_at__gt=now, meeting__state="planned")

    def in_list_order(self) -> Self:
        """The one that would be first, first; the id settles equal ones."""
        return self.order_by("starts_at", "pk")
