"""Who sees which wishes to meet."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from mentoring.querysets.reach import rows
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from mentoring.models.choosing import Interest  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class InterestQuerySet(DistrictQuerySet["Interest"]):
    """Wishes to meet."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """One's own, as the student or the mentor; with MATCHES_VIEW, those of the students whom one sees."""
        mine = self.of(viewer.district)
        own = Q(student__person=viewer.person_id) | Q(mentor__person=viewer.person_id)
        if not viewer.can(Permission.MATCHES_VIEW):
            return mine.filter(own) if viewer.person_id else mine.none()
        students = rows("Student").visible_to(viewer).values("pk")
        return mine.filter(own | Q(student__in=students)) if viewer.person_id else mine.filter(student__in=students)

    def open(self) -> Self:
        """Wishes that nobody has answered."""
        return self.filter(state="open")
