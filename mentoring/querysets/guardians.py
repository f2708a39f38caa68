"""Who sees which parents and guardians."""

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from mentoring.querysets.reach import rows
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from mentoring.models.guardian import Guardian  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class GuardianQuerySet(DistrictQuerySet["Guardian"]):
    """Guardians of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """With GUARDIANS_VIEW: the guardians of the students for whom it holds. Everybody sees themselves."""
        mine = self.of(viewer.district)
        if viewer.reach(Permission.GUARDIANS_VIEW).whole_district:
            return mine
        students = rows("Student").in_reach_of(viewer, Permission.GUARDIANS_VIEW)
        theirs = rows("Guardianship").filter(
            district=OuterRef("district"), guardian=OuterRef("pk"), ended_on=None, student__in=students.values("pk")
        )
        return mine.filter(Q(person=viewer.person_id) | Q(Exists(theirs)))

    def in_list_order(self) -> Self:
        """By family name, as an index has them; the id settles equal names."""
        return self.order_by("search_key", "pk")
