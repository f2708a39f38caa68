"""Who sees which pieces of a portfolio."""

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from mentoring.querysets.reach import rows
from screening.querysets.holds import is_not_held
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from mentoring.models.portfolio import PortfolioItem  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class PortfolioItemQuerySet(DistrictQuerySet["PortfolioItem"]):
    """Pieces of portfolios."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """A student's own; for staff and parents, those of the students whom they see; for a mentor, what is shared.

        Somebody who is a mentor alone sees only what the student chose to show.
        """
        kept = self.of(viewer.district).filter(deleted_at=None)
        students = rows("Student").visible_to(viewer)
        if viewer.reach(Permission.STUDENTS_VIEW).whole_district:
            return kept.filter(Q(student__person=viewer.person_id) | is_not_held(viewer))
        shared = Q(is_for_mentor=True, student__in=students.values("pk"))
        own = Q(student__person=viewer.person_id)
        others = rows("Student").visible_but_as_mentor(viewer)
        return kept.filter(own | shared | Q(student__in=others.values("pk")))

    def own(self, viewer: "Viewer") -> Self:
        """The viewer's own pieces, deleted ones too."""
        mine = rows("Student").filter(district=OuterRef("district"), pk=OuterRef("student"), person=viewer.person_id)
        return self.of(viewer.district).filter(Exists(mine))

    def in_list_order(self) -> Self:
        """The newest first."""
        return self.order_by("-added_on", "-pk")
