"""Who sees which support calls and visits."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from mentoring.querysets.reach import rows
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from support.models.call import SupportCall, Visit  # noqa: F401  named as the rows' type
    from tenancy.models import Person
    from tenancy.viewer import Viewer


class SupportCallQuerySet(DistrictQuerySet["SupportCall"]):
    """Support calls."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """With SUPPORT_VIEW: talks of matches that this viewer sees at work, about students they see."""
        mine = self.of(viewer.district)
        if not viewer.can(Permission.SUPPORT_VIEW):
            return mine.none()
        mine = mine.filter(match__in=rows("Match").visible_to(viewer).values("pk"))
        if viewer.reach(Permission.STUDENTS_VIEW).whole_district:
            return mine
        known = rows("Student").known_to_staff(viewer).values("pk")
        return mine.filter(Q(match_student=None) | Q(match_student__student__in=known))

    def in_reach_of(self, viewer: "Viewer", permission: Permission) -> Self:
        """Talks of the matches for which the viewer's own roles hold this permission."""
        reached = rows("Match").of(viewer.district).in_reach_of(viewer, permission)
        return self.of(viewer.district).filter(match__in=reached.values("pk"))

    def open(self) -> Self:
        """Talks that are still to come, of matches that run in programs that go on."""
        return self.filter(held_on=None, skipped_on=None, match__state="running", match__program__archived_on=None)

    def overdue(self, on: date) -> Self:
        """Open talks whose day has passed."""
        return self.open().filter(due_on__lt=on)

    def unsafe(self) -> Self:
        """Talks whose answer to the fixed question was no or not sure, until somebody says what was done."""
        return self.filter(is_safe__in=["no", "unsure"], followed_up_at=None)

    def naming(self, people: "QuerySet[Person]") -> Self:
        """Talks with one of these people, or about one of them."""
        ids = people.values("pk")
        return self.filter(Q(person__in=ids) | Q(match_student__student__person__in=ids))


class VisitQuerySet(DistrictQuerySet["Visit"]):
    """Visits to workplaces."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """With SUPPORT_VIEW: visits of matches that this viewer sees at work."""
        mine = self.of(viewer.district)
        if not viewer.can(Permission.SUPPORT_VIEW):
            return mine.none()
        return mine.filter(match__in=rows("Match").visible_to(viewer).values("pk"))
