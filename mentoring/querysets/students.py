"""Who sees which students: staff by their schools and programs, everybody else by what they are to the student."""

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from mentoring.querysets.reach import in_reach, programs_named, rows, same_persons
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from mentoring.models.program_student import ProgramStudent  # noqa: F401  named as the rows' type
    from mentoring.models.student import Student  # noqa: F401
    from tenancy.viewer import Viewer


class StudentQuerySet(DistrictQuerySet["Student"]):
    """Students of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The students this viewer may know of.

        With STUDENTS_VIEW: those of the district, of the viewer's schools, or of the programs named by their role. A
        teacher: those in class groups they supervise. A mentor: those in their running matches. A guardian: their
        children. A student: themselves. And whoever was shared by a grant that is still live.
        """
        mine = self.of(viewer.district)
        if viewer.reach(Permission.STUDENTS_VIEW).whole_district:
            return mine
        return mine.filter(
            Q(person=viewer.person_id)
            | Q(person__in=viewer.granted_person_ids)
            | _of_staff(viewer, Permission.STUDENTS_VIEW)
            | _taught_by(viewer)
            | _mentored_by(viewer)
            | _children_of(viewer)
        )

    def in_reach_of(self, viewer: "Viewer", permission: Permission) -> Self:
        """The students for whom the viewer's own roles hold this permission."""
        mine = self.of(viewer.district)
        if viewer.reach(permission).whole_district:
            return mine
        taught = _taught_by(viewer) if permission == Permission.STUDENTS_INTERVIEW else Q(pk__in=[])
        return mine.filter(_of_staff(viewer, permission) | taught)

    def present(self) -> Self:
        """Students who are still here."""
        return self.filter(left_on=None)

    def in_list_order(self) -> Self:
        """By family name, as an index has them; the id settles equal names."""
        return self.order_by("search_key", "pk")


class ProgramStudentQuerySet(DistrictQuerySet["ProgramStudent"]):
    """Students in programs."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The places in programs of the students whom this viewer may know of."""
        students = rows("Student").visible_to(viewer)
        mine = self.of(viewer.district)
        if viewer.reach(Permission.STUDENTS_VIEW).whole_district:
            return mine
        return mine.filter(student__in=students.values("pk"))


def _of_staff(viewer: "Viewer", permission: Permission) -> Q:
    """Students of the viewer's schools, and of the programs that the viewer's role names."""
    allowed = Q(school__in=viewer.reach(permission).school_ids)
    if programs_named(viewer, permission) is not None:
        places = rows("ProgramStudent").filter(
            in_reach(viewer, permission, program="program", has_schools=False),
            district=OuterRef("district"),
            student=OuterRef("pk"),
        )
        allowed |= Q(Exists(places))
    return allowed


def _taught_by(viewer: "Viewer") -> Q:
    if not viewer.can(Permission.STUDENTS_TAUGHT_VIEW):
        return Q(pk__in=[])
    in_group = rows("ClassGroupStudent").filter(
        district=OuterRef("district"),
        program_student__student=OuterRef("pk"),
        left_on=None,
        class_group__supervising_teacher__in=same_persons(viewer, Permission.STUDENTS_TAUGHT_VIEW),
    )
    return Q(Exists(in_group))


def _mentored_by(viewer: "Viewer") -> Q:
    if not viewer.can(Permission.MENTOR_OWN):
        return Q(pk__in=[])
    of_viewer = rows("MatchMentor").filter(
        district=OuterRef("district"), match=OuterRef("match"), left_on=None, mentor__person=viewer.person_id
    )
    matched = rows("MatchStudent").filter(
        Exists(of_viewer),
        district=OuterRef("district"),
        student=OuterRef("pk"),
        left_on=None,
        match__state="running",
    )
    return Q(Exists(matched))


def _children_of(viewer: "Viewer") -> Q:
    if not viewer.can(Permission.CHILDREN_VIEW):
        return Q(pk__in=[])
    theirs = rows("Guardianship").filter(
        district=OuterRef("district"), student=OuterRef("pk"), ended_on=None, guardian__person=viewer.person_id
    )
    return Q(Exists(theirs))
