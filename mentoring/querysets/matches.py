"""Who sees which matches."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
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

    def with_member(self, person_id: int) -> Self:
        """Matches of which somebody is a member now, as student or as mentor."""
        return self.filter(
            Q(Exists(_members("MatchStudent", student__person=person_id)))
            | Q(Exists(_members("MatchMentor", mentor__person=person_id)))
        )

    def paused(self) -> Self:
        """Matches that stand still now, because a safety hold is on one of their members."""
        return self.filter(_is_paused())

    def not_paused(self) -> Self:
        """Matches that no safety hold stops."""
        return self.exclude(_is_paused())

    def open(self) -> Self:
        """Matches that have not ended."""
        return self.filter(ended_on=None)


def _members(model: str, **which: Any) -> Any:
    """Members of the outer match who have not left it."""
    return rows(model).filter(district=OuterRef("district"), match=OuterRef("pk"), left_on=None, **which)


def _is_paused() -> Q:
    held = apps.get_model("screening", "SafetyHold")._default_manager.filter(lifted_at=None).values("person")
    students = rows("MatchStudent").filter(left_on=None, student__person__in=held)
    mentors = rows("MatchMentor").filter(left_on=None, mentor__person__in=held)
    # Found from the holds, which are few, once for all matches.
    return Q(pk__in=students.values("match")) | Q(pk__in=mentors.values("match"))
