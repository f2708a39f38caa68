"""Who sees which matches."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from mentoring.querysets.reach import programs_named, rows, same_persons
from screening.querysets.holds import is_not_held
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from mentoring.models.match import Match  # noqa: F401  named as the rows' type
    from tenancy.models import Person
    from tenancy.viewer import Viewer


class MatchQuerySet(DistrictQuerySet["Match"]):
    """Matches of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The matches of students whom this viewer sees at work, and those that they supervise as a teacher.

        Members who stayed to the end of a match that is over count. While a safety hold is on the viewer: none.
        """
        mine = self.of(viewer.district).filter(is_not_held(viewer))
        if viewer.reach(Permission.STUDENTS_VIEW).whole_district:
            return mine
        students = rows("Student").known_to_staff(viewer).values("pk")
        supervised = Q(supervising_teacher__in=same_persons(viewer, Permission.STUDENTS_TAUGHT_VIEW))
        return mine.filter(Q(Exists(to_the_end("MatchStudent", student__in=students))) | supervised)

    def in_reach_of(self, viewer: "Viewer", permission: Permission) -> Self:
        """The matches for which the viewer's own roles hold this permission: by program, or a student's school.

        While a safety hold is on the viewer: none.
        """
        mine = self.of(viewer.district).filter(is_not_held(viewer))
        reach = viewer.reach(permission)
        if reach.whole_district:
            return mine
        allowed = Q(Exists(to_the_end("MatchStudent", student__school__in=reach.school_ids)))
        named = programs_named(viewer, permission)
        return mine.filter(allowed if named is None else allowed | Q(program__in=named))

    def with_member(self, person_id: int) -> Self:
        """Matches of which somebody is a member now, as student or as mentor."""
        return self.filter(
            Q(Exists(_members("MatchStudent", student__person=person_id)))
            | Q(Exists(_members("MatchMentor", mentor__person=person_id)))
        )

    def paused(self) -> Self:
        """Matches that stand still now: a safety hold is on one of their members, or a pause is in force."""
        return self.filter(_is_paused())

    def not_paused(self) -> Self:
        """Matches that nothing stops."""
        return self.exclude(_is_paused())

    def naming(self, people: "QuerySet[Person]") -> Self:
        """Matches of which one of these people is or was a member."""
        ids = people.values("pk")
        return self.filter(
            Q(Exists(_ever("MatchStudent", student__person__in=ids)))
            | Q(Exists(_ever("MatchMentor", mentor__person__in=ids)))
        )

    def at_school(self, school_id: int) -> Self:
        """Matches of a school's students."""
        return self.filter(Exists(to_the_end("MatchStudent", student__school=school_id)))

    def open(self) -> Self:
        """Matches that have not ended."""
        return self.filter(ended_on=None)


def to_the_end(model: str, **which: Any) -> Any:
    """Members of the outer match who are in it, or were when it ended."""
    there = Q(left_on=None) | Q(left_on=OuterRef("ended_on"))
    return rows(model).filter(there, district=OuterRef("district"), match=OuterRef("pk"), **which)


def _ever(model: str, **which: Any) -> Any:
    """Everybody who is or was a member of the outer match."""
    return rows(model).filter(district=OuterRef("district"), match=OuterRef("pk"), **which)


def _members(model: str, **which: Any) -> Any:
    """Members of the outer match who have not left it."""
    return rows(model).filter(district=OuterRef("district"), match=OuterRef("pk"), left_on=None, **which)


def _is_paused() -> Q:
    held = apps.get_model("screening", "SafetyHold")._default_manager.filter(lifted_at=None).values("person")
    students = rows("MatchStudent").filter(left_on=None, student__person__in=held)
    mentors = rows("MatchMentor").filter(left_on=None, mentor__person__in=held)
    pauses = rows("MatchPause").filter(state="in_force")
    # Found from the holds and pauses, which are few, once for all matches.
    return Q(pk__in=students.values("match")) | Q(pk__in=mentors.values("match")) | Q(pk__in=pauses.values("match"))
