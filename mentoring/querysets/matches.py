"""Who sees which matches."""

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from mentoring.querysets.reach import rows
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from mentoring.models.match import Match  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class MatchQuerySet(DistrictQuerySet["Match"]):
    """Matches of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The matches of the students whom this viewer may know of."""
        mine = self.of(viewer.district)
        if viewer.reach(Permission.STUDENTS_VIEW).whole_district:
            return mine
        students = rows("Student").visible_to(viewer)
        with_them = rows("MatchStudent").filter(
            district=OuterRef("district"), match=OuterRef("pk"), left_on=None, student__in=students.values("pk")
        )
        return mine.filter(Q(Exists(with_them)) | Q(supervising_teacher=viewer.person_id))

    def open(self) -> Self:
        """Matches that have not ended."""
        return self.filter(ended_on=None)
