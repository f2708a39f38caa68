"""Whose journals a viewer reads at work. No other floor's permission widens it: a principal or counselor reads none."""

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from mentoring.querysets.reach import programs_named, rows, same_persons
from tenancy.models import Scope
from tenancy.permissions import ROLE_PERMISSIONS, Permission

if TYPE_CHECKING:
    from tenancy.viewer import Viewer

#: Who runs programs: their roles hold where they are placed, while a teacher's hold for those whom they teach.
_BROAD = Permission.STUDENTS_SELECT


def at_work(viewer: "Viewer", permission: Permission, *, member: str) -> Q:
    """A condition: the viewer holds this journal permission for the match student at this path ("match_student").

    Coordinators and administrators: of their district, schools or programs. Teachers: students of the class groups that
    they or covered colleagues supervise, in the group's program, and those of matches that they supervise.
    """
    broad = [held for held in viewer.roles_held if {permission, _BROAD} <= ROLE_PERMISSIONS[held.role]]
    if any(held.scope == Scope.DISTRICT for held in broad):
        return Q()
    school_ids = frozenset().union(*(held.school_ids for held in broad)) if broad else frozenset()
    allowed = Q(**{f"{member}__student__school__in": school_ids})
    named = programs_named(viewer, _BROAD) if broad else None
    if named is not None:
        allowed |= Q(**{f"{member}__match__program__in": named})
    teachers = same_persons(viewer, permission)
    return (
        allowed
        | Q(**{f"{member}__match__supervising_teacher__in": teachers})
        | Q(Exists(seats(member).filter(class_group__supervising_teacher__in=teachers)))
    )


def groups_with_journal(viewer: "Viewer") -> Any:
    """The class groups of programs with a journal of which the viewer may know: what journals are listed by."""
    here = rows("ClassGroup").visible_to(viewer).of_current_programs()
    return here.exclude(program__policies__journal_rhythm="none")


def seats(member: str) -> Any:
    """Where the outer row's student sits now, in the program of the row's match."""
    return rows("ClassGroupStudent").filter(
        district=OuterRef("district"),
        left_on=None,
        program_student__student=OuterRef(f"{member}__student"),
        program_student__program=OuterRef(f"{member}__match__program"),
    )
