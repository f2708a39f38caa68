"""Who reads which assignments."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from classes.querysets.class_groups import groups_edited, groups_of_mentees, groups_of_own_students, groups_seen
from tenancy.models.owned import DistrictQuerySet

if TYPE_CHECKING:
    from classes.models.assignment import Assignment  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class AssignmentQuerySet(DistrictQuerySet["Assignment"]):
    """Assignments of class groups."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Staff: of class groups that they see at work. Students and parents: of one's own classes.

        Mentors: those for mentors, of the classes of the students whom they meet now. Who is no staff of the class
        reads nothing that was withdrawn.
        """
        others = groups_of_own_students(viewer) | (groups_of_mentees(viewer) & Q(is_for_mentors=True))
        mine = Q(class_group__in=groups_seen(viewer).values("pk"))
        return self.of(viewer.district).filter(mine | (others & Q(withdrawn_at=None)))

    def editable_by(self, viewer: "Viewer") -> Self:
        """Of class groups for which the viewer posts."""
        return self.of(viewer.district).filter(class_group__in=groups_edited(viewer).values("pk"))

    def posted(self) -> Self:
        """Whatever was not withdrawn."""
        return self.filter(withdrawn_at=None)

    def not_over(self, on: date) -> Self:
        """Due or taking place on this day or later, or on no day in particular."""
        return self.posted().filter(Q(due_on=None) | Q(due_on__gte=on))

    def newest_first(self) -> Self:
        """What was posted last, first."""
        return self.order_by("-posted_at", "-pk")
