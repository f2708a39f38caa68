"""Who sees which mentors, applications and employers."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from mentoring.querysets.reach import in_reach, rows
from tenancy.models import Person
from tenancy.models.owned import DistrictQuerySet
from tenancy.names import fold
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from mentoring.models.employer import Employer  # noqa: F401  named as the rows' type
    from mentoring.models.mentor import Mentor, MentorApplication, ProgramMentor  # noqa: F401
    from tenancy.viewer import Viewer


class MentorQuerySet(DistrictQuerySet["Mentor"]):
    """Mentors of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The mentors this viewer may know of.

        With MENTORS_VIEW: all of the district, or those in the programs of the viewer's schools and those named by
        their role. Everybody else: themselves, and the mentors of the running matches of students whom they see.
        """
        mine = self.of(viewer.district)
        if viewer.reach(Permission.MENTORS_VIEW).whole_district:
            return mine
        return mine.filter(
            Q(person=viewer.person_id)
            | Q(person__in=viewer.granted_person_ids)
            | self._of_staff(viewer, Permission.MENTORS_VIEW)
            | _matched_with_students_of(viewer)
        )

    def in_reach_of(self, viewer: "Viewer", permission: Permission) -> Self:
        """The mentors for whom the viewer's own roles hold this permission."""
        mine = self.of(viewer.district)
        return mine if viewer.reach(permission).whole_district else mine.filter(self._of_staff(viewer, permission))

    def _of_staff(self, viewer: "Viewer", permission: Permission) -> Q:
        places = rows("ProgramMentor").filter(
            in_reach(viewer, permission, program="program"), district=OuterRef("district"), mentor=OuterRef("pk")
        )
        return Q(Exists(places))

    def present(self) -> Self:
        """Mentors who have not left."""
        return self.filter(left_on=None)

    def here(self) -> Self:
        """Mentors who have not left and are still with the district."""
        gone = Person.objects.gone().filter(district=OuterRef("district"), pk=OuterRef("person"))
        return self.present().filter(~Exists(gone))

    def in_list_order(self) -> Self:
        """By family name, as an index has them; the id settles equal names."""
        return self.order_by("search_key", "pk")


class ProgramMentorQuerySet(DistrictQuerySet["ProgramMentor"]):
    """Mentors in programs."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Mentors in the programs where the viewer sees mentors, and the viewer's own places."""
        mine = self.of(viewer.district)
        if viewer.reach(Permission.MENTORS_VIEW).whole_district:
            return mine
        own = Q(mentor__person=viewer.person_id)
        return mine.filter(own | in_reach(viewer, Permission.MENTORS_VIEW, program="program"))

    def in_reach_of(self, viewer: "Viewer", permission: Permission) -> Self:
        """Mentors in the programs for which the viewer's own roles hold this permission."""
        mine = self.of(viewer.district)
        if viewer.reach(permission).whole_district:
            return mine
        return mine.filter(in_reach(viewer, permission, program="program"))


class MentorApplicationQuerySet(DistrictQuerySet["MentorApplication"]):
    """Applications of mentors."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Applications to the programs whose mentors the viewer decides on."""
        mine = self.of(viewer.district)
        if viewer.reach(Permission.MENTORS_EDIT).whole_district:
            return mine
        return mine.filter(in_reach(viewer, Permission.MENTORS_EDIT, program="program"))


class EmployerQuerySet(DistrictQuerySet["Employer"]):
    """Employers of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """With MENTORS_VIEW: all of the district, since employers belong to no school. Others: none."""
        mine = self.of(viewer.district)
        return mine if viewer.can(Permission.MENTORS_VIEW) else mine.none()

    def named(self, text: str) -> Self:
        """Employers whose name begins with the text."""
        key = fold(text)
        return self.filter(search_key__starts_with_key=key) if key else self.none()

    def in_list_order(self) -> Self:
        """By name, as an index has them."""
        return self.order_by("search_key", "pk")


def students_met() -> Coalesce:
    """How many students a mentor meets in matches that have not ended, as a value of a query of mentors."""
    own = rows("MatchMentor").filter(
        district=OuterRef("district"), mentor=OuterRef(OuterRef("pk")), match=OuterRef("match"), left_on=None
    )
    met = rows("MatchStudent").filter(Exists(own), district=OuterRef("district"), left_on=None, match__ended_on=None)
    counted = met.order_by().values("district").annotate(number=Count("student", distinct=True)).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def students_met_by(mentors: "Iterable[Mentor]", viewer: "Viewer") -> dict[int, int]:
    """The same number for these mentors, by their ids; one of them who meets nobody is not in it. One query."""
    their_matches = {
        "match__district": viewer.district,
        "match__ended_on": None,
        "match__mentor_rows__district": viewer.district,
        "match__mentor_rows__mentor__in": [one.pk for one in mentors],
        "match__mentor_rows__left_on": None,
    }
    met = rows("MatchStudent").filter(district=viewer.district, left_on=None, **their_matches).order_by()
    return dict(met.values_list("match__mentor_rows__mentor").annotate(number=Count("student", distinct=True)))


def _matched_with_students_of(viewer: "Viewer") -> Q:
    students = rows("Student").visible_to(viewer)
    with_them = rows("MatchStudent").filter(
        district=OuterRef("district"), match=OuterRef("match"), left_on=None, student__in=students.values("pk")
    )
    matched = rows("MatchMentor").filter(
        Exists(with_them), district=OuterRef("district"), mentor=OuterRef("pk"), left_on=None, match__state="running"
    )
    return Q(Exists(matched))
