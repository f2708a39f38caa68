"""Who reads reviews of goals, and who answers them."""

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from mentoring.querysets.reach import rows
from screening.querysets.holds import is_not_held
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from support.models.goals import GoalReview  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class GoalReviewQuerySet(DistrictQuerySet["GoalReview"]):
    """Rounds in which both sides look at the goals."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """With SUPPORT_VIEW: rounds of matches that this viewer sees at work."""
        mine = self.of(viewer.district)
        if not viewer.can(Permission.SUPPORT_VIEW):
            return mine.none()
        return mine.filter(match__in=rows("Match").visible_to(viewer).values("pk"))

    def open(self) -> Self:
        """Rounds that wait for answers, of matches that run in programs that go on."""
        return self.filter(closed_on=None, match__state="running", match__program__archived_on=None)

    def answerable_by(self, viewer: "Viewer") -> Self:
        """Open rounds of the viewer's own matches that nothing stops, as student or mentor."""
        here = {"district": OuterRef("district"), "match": OuterRef("match"), "left_on": None}
        learns = rows("MatchStudent").filter(**here, student__person=viewer.person_id)
        mentors = rows("MatchMentor").filter(**here, mentor__person=viewer.person_id)
        paused = rows("Match").filter(district=viewer.district).paused()
        mine = self.of(viewer.district).open().filter(Q(Exists(learns)) | Q(Exists(mentors)), is_not_held(viewer))
        return mine.exclude(match__in=paused.values("pk"))
