"""Who sees which wishes to meet."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from mentoring.querysets.reach import rows
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from mentoring.models.choosing import Interest  # noqa: F401  named as the rows' type
    from tenancy.models import Person
    from tenancy.viewer import Viewer


class InterestQuerySet(DistrictQuerySet["Interest"]):
    """Wishes to meet."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """One's own, as the student or the mentor; with MATCHES_VIEW, those of the students whom one sees."""
        mine = self.of(viewer.district)
        own = Q(student__person=viewer.person_id) | Q(mentor__person=viewer.person_id)
        if not viewer.can(Permission.MATCHES_VIEW):
            return mine.filter(own) if viewer.person_id else mine.none()
        students = rows("Student").known_to_staff(viewer).values("pk")
        return mine.filter(own | Q(student__in=students)) if viewer.person_id else mine.filter(student__in=students)

    def known_to_staff(self, viewer: "Viewer") -> Self:
        """Those of the students whom this viewer sees at work."""
        return self.of(viewer.district).filter(student__in=rows("Student").known_to_staff(viewer).values("pk"))

    def waiting(self) -> Self:
        """Wishes that nobody has answered, and those answered with yes that nobody has taken up."""
        return self.filter(Q(state="open") | Q(state="yes", match=None))

    def naming(self, people: "QuerySet[Person]") -> Self:
        """Wishes of these people, as students or mentors."""
        ids = people.values("pk")
        return self.filter(Q(student__person__in=ids) | Q(mentor__person__in=ids))

    def open(self) -> Self:
        """Wishes that nobody has answered."""
        return self.filter(state="open")
