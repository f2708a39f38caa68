"""Whose class groups are whose: who reads of them at work, who changes what is said of them, who belongs to them."""

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from mentoring.querysets.class_groups import ClassGroupQuerySet
from mentoring.querysets.reach import is_one_of, rows, same_persons
from screening.querysets.holds import is_not_held
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from tenancy.viewer import Viewer


def groups_seen(viewer: "Viewer") -> ClassGroupQuerySet:
    """The class groups that the viewer sees at work: their own as a teacher, those of their schools and programs.

    None without CLASSES_VIEW, and none while a safety hold is on the viewer.
    """
    groups: ClassGroupQuerySet = rows("ClassGroup").of(viewer.district)
    if not viewer.can(Permission.CLASSES_VIEW):
        return groups.none()
    return groups.visible_to(viewer).filter(is_not_held(viewer))


def groups_edited(viewer: "Viewer") -> ClassGroupQuerySet:
    """The class groups for which the viewer posts and takes attendance: those they teach, those of their programs.

    Teachers have no more than their own, wherever their role holds. None while a safety hold is on the viewer.
    """
    groups: ClassGroupQuerySet = rows("ClassGroup").of(viewer.district)
    if not viewer.can(Permission.CLASSES_EDIT):
        return groups.none()
    run = groups.in_reach_of(viewer, Permission.PROGRAMS_EDIT)
    taught = groups.filter(supervising_teacher__in=same_persons(viewer, Permission.CLASSES_EDIT))
    return (run | taught).filter(is_not_held(viewer), program__archived_on=None)


def groups_taught(viewer: "Viewer") -> ClassGroupQuerySet:
    """The class groups that the viewer teaches, or a colleague whom they cover."""
    mine = rows("ClassGroup").of(viewer.district).of_current_programs()
    taught: ClassGroupQuerySet = mine.filter(
        supervising_teacher__in=same_persons(viewer, Permission.STUDENTS_TAUGHT_VIEW)
    )
    return taught.filter(is_not_held(viewer))


def taught_by(viewer: "Viewer") -> "list[Any]":
    """``groups_taught`` in list order, with programs and school years, read once for a page."""

    def read() -> "list[Any]":
        return list(groups_taught(viewer).in_list_order().select_related("program__school_year"))

    return viewer.once(taught_by, read)


def seats_of(students: Any) -> Any:
    """Where these students sit now."""
    return rows("ClassGroupStudent").filter(left_on=None, program_student__student__in=students.values("pk"))


def groups_of_own_students(viewer: "Viewer") -> Q:
    """A condition on rows with a class group: a student of one's own sits in it.

    One's own: the viewer, their children, those whose match they supervise. A mentor's students count in the programs
    of their running matches alone.
    """
    allowed = Q(pk__in=[])
    if viewer.can(Permission.STUDENT_OWN):
        me = rows("Student").of(viewer.district).filter(person=viewer.person_id)
        allowed |= Q(class_group__in=seats_of(me).values("class_group"))
    if viewer.can(Permission.CHILDREN_VIEW):
        children = rows("Student").visible_to(viewer).filter(Exists(_guarded_by(viewer)))
        allowed |= Q(class_group__in=seats_of(children).values("class_group"))
    if viewer.can(Permission.STUDENTS_TAUGHT_VIEW):
        supervised = _seats_in_matches(viewer, _supervised(viewer))
        allowed |= Q(class_group__in=supervised.values("class_group")) & is_not_held(viewer)
    return allowed


def groups_of_mentees(viewer: "Viewer") -> Q:
    """A condition on rows with a class group: a student whom the viewer mentors now sits in it."""
    if not viewer.can(Permission.MENTOR_OWN):
        return Q(pk__in=[])
    seats = _seats_in_matches(viewer, running_matches_of_mentor(viewer))
    return Q(class_group__in=seats.values("class_group")) & is_not_held(viewer)


def running_matches_of_mentor(viewer: "Viewer") -> Any:
    """The viewer's running matches as a mentor. A safety hold on any member, or a pause, cuts them off."""
    mine = rows("MatchMentor").filter(district=viewer.district, left_on=None, mentor__person=viewer.person_id)
    return rows("Match").of(viewer.district).filter(pk__in=mine.values("match"), state="running").not_paused()


def students_in(matches: Any) -> Any:
    """The students of these matches, now, with the program in which they meet."""
    return rows("MatchStudent").filter(is_one_of("match", matches), left_on=None)


def supervised_matches(viewer: "Viewer") -> Any:
    """The matches that the viewer supervises as a teacher."""
    return _supervised(viewer)


def _supervised(viewer: "Viewer") -> Any:
    teachers = same_persons(viewer, Permission.STUDENTS_TAUGHT_VIEW)
    return rows("Match").of(viewer.district).filter(supervising_teacher__in=teachers, state="running")


def _seats_in_matches(viewer: "Viewer", matches: Any) -> Any:
    """Seats of the students of these matches, in class groups of the match's own program."""
    matched = students_in(matches).filter(
        district=OuterRef("district"),
        student=OuterRef("program_student__student"),
        match__program=OuterRef("class_group__program"),
    )
    return rows("ClassGroupStudent").filter(Exists(matched), district=viewer.district, left_on=None)


def _guarded_by(viewer: "Viewer") -> Any:
    return rows("Guardianship").filter(
        district=OuterRef("district"), student=OuterRef("pk"), ended_on=None, guardian__person=viewer.person_id
    )
