"""Who reads shared work."""

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from classes.querysets.class_groups import groups_seen, running_matches_of_mentor, students_in, supervised_matches
from mentoring.querysets.reach import rows
from screening.querysets.holds import is_not_held
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from classes.models.assignment import SharedWork  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class SharedWorkQuerySet(DistrictQuerySet["SharedWork"]):
    """Work that students share."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The student: one's own. Staff: of class groups that they see at work, of matches that they supervise.

        Mentors: what the students whom they meet now share, in the program in which they meet. Nobody but the student
        reads what was taken back. Parents know that something is shared (``classes.reading``), and read it with their
        child.
        """
        own = Q(student__person=viewer.person_id)
        read = Q(assignment__class_group__in=groups_seen(viewer).values("pk"))
        if viewer.can(Permission.STUDENTS_TAUGHT_VIEW):
            read |= Q(_is_in(supervised_matches(viewer))) & is_not_held(viewer)
        if viewer.can(Permission.MENTOR_OWN):
            read |= Q(_is_in(running_matches_of_mentor(viewer))) & is_not_held(viewer)
        return self.of(viewer.district).filter(own | (read & Q(taken_back_at=None)))

    def own(self, viewer: "Viewer") -> Self:
        """One's own as a student, what was taken back too."""
        mine = rows("Student").filter(district=OuterRef("district"), pk=OuterRef("student"), person=viewer.person_id)
        return self.of(viewer.district).filter(Exists(mine))

    def mentored_by(self, viewer: "Viewer") -> Self:
        """What the students whom the viewer meets now share with them."""
        mine = self.of(viewer.district).filter(is_not_held(viewer), taken_back_at=None)
        return mine.filter(_is_in(running_matches_of_mentor(viewer)))

    def live(self) -> Self:
        """What was not taken back."""
        return self.filter(taken_back_at=None)

    def newest_first(self) -> Self:
        """What was shared last, first."""
        return self.order_by("-shared_at", "-pk")


def _is_in(matches: object) -> Exists:
    """The student is in one of these matches, in the program of the class."""
    matched = students_in(matches).filter(
        district=OuterRef("district"),
        student=OuterRef("student"),
        match__program=OuterRef("assignment__class_group__program"),
    )
    return Exists(matched)
