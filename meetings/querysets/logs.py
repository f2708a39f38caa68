"""Who reads logs and worries."""

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef

from meetings.querysets.meetings import meetings
from meetings.querysets.reach import matches_for, matches_of_mentor, with_member
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from meetings.models.log import MeetingLog, Worry  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class MeetingLogQuerySet(DistrictQuerySet["MeetingLog"]):
    """Logs of meetings."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Staff: logs of the matches whose meetings they may read. Never those of a match that they are in."""
        mine = self.of(viewer.district).filter(meeting__match__in=_matches(viewer, Permission.MEETINGS_VIEW))
        return mine.exclude(meeting__match__in=with_member(viewer).values("pk"))

    def changeable_by(self, viewer: "Viewer") -> Self:
        """Staff who log for others: the logs that they may change at any time."""
        mine = self.of(viewer.district).filter(meeting__match__in=_matches(viewer, Permission.MEETINGS_EDIT))
        return mine.exclude(meeting__match__in=with_member(viewer).values("pk"))

    def own_of(self, viewer: "Viewer") -> Self:
        """A mentor: the logs of their own matches, whoever wrote them. None of a held student, none while on hold."""
        return self.of(viewer.district).filter(meeting__match__in=matches_of_mentor(viewer).values("pk"))

    def to_look_at(self) -> Self:
        """Logs of meetings at a place that is not allowed, which nobody has seen yet."""
        return self.filter(is_allowed_place=False, seen_at=None)

    def though_absent(self) -> Self:
        """Logs of meetings to which a student came, as it says, whom the office noted as not at school on that day."""
        came = meetings("Participation").filter(
            district=OuterRef("district"),
            meeting=OuterRef("meeting"),
            standing="came",
            match_student__student__day_absences__day=OuterRef("meeting__on"),
            match_student__student__day_absences__taken_back_at=None,
        )
        return self.filter(Exists(came), meeting__state="held")


class WorryQuerySet(DistrictQuerySet["Worry"]):
    """What worried somebody about a meeting."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Coordinators and counselors: of their matches. Nobody reads what was said of a match that they are in."""
        mine = self.of(viewer.district).filter(meeting__match__in=_matches(viewer, Permission.WORRIES_VIEW))
        return mine.exclude(meeting__match__in=with_member(viewer).values("pk"))

    def open(self) -> Self:
        """Those that nobody has answered."""
        return self.filter(closed_at=None)


def _matches(viewer: "Viewer", permission: Permission) -> Any:
    return matches_for(viewer, permission).values("pk")
