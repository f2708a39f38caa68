"""Who reads which grades."""

from typing import TYPE_CHECKING, Self

from django.db.models import F

from journals.querysets.reach import at_work
from mentoring.querysets.reach import rows
from screening.querysets.holds import is_not_held
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from journals.models.grade import BankedComment, Grade  # noqa: F401  named as the rows' types
    from tenancy.viewer import Viewer


class GradeQuerySet(DistrictQuerySet["Grade"]):
    """Grades of journal entries, and comments without points."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The grades of students whose journals this viewer reads at work. While on hold: none."""
        return self._at_work(viewer, Permission.JOURNALS_VIEW)

    def gradable_by(self, viewer: "Viewer") -> Self:
        """The grades that this viewer gives, changes and makes visible. While on hold: none."""
        return self._at_work(viewer, Permission.JOURNALS_GRADE)

    def _at_work(self, viewer: "Viewer", permission: Permission) -> Self:
        mine = self.of(viewer.district)
        if not viewer.can(permission):
            return mine.none()
        return mine.filter(is_not_held(viewer)).filter(at_work(viewer, permission, member="entry__match_student"))

    def released(self) -> Self:
        """Those that students and their parents read."""
        return self.exclude(released_at=None)

    def own(self, viewer: "Viewer") -> Self:
        """A student's own, once they are visible."""
        return self.of(viewer.district).released().filter(entry__match_student__student__person=viewer.person_id)

    def of_child(self, viewer: "Viewer", student_id: int) -> Self:
        """A child's, once they are visible, for a parent who may know of the child."""
        known = rows("Student").visible_to(viewer).filter(pk=student_id).values("pk")
        theirs = rows("Guardianship").live().filter(guardian__person=viewer.person_id, student=student_id)
        return (
            self.of(viewer.district)
            .released()
            .filter(entry__match_student__student__in=known.filter(pk__in=theirs.values("student")))
        )

    def current(self) -> Self:
        """Grades of entries as they were handed in last."""
        return self.filter(entry_version=F("entry__version"), entry__state="handed_in")


class BankedCommentQuerySet(DistrictQuerySet["BankedComment"]):
    """Comments that teachers keep for themselves."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """One's own alone."""
        return self.of(viewer.district).filter(teacher=viewer.person_id)
