"""Whose meetings a viewer has to do with: as staff, or as one who mentors in the match."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, Q

from mentoring.querysets.matches import to_the_end
from mentoring.querysets.reach import rows, same_persons
from screening.querysets.holds import is_not_held

if TYPE_CHECKING:
    from tenancy.permissions import Permission
    from tenancy.viewer import Viewer

#: Matches that meet, or met.
MET = ("running", "ended")


def matches_for(viewer: "Viewer", permission: "Permission") -> Any:
    """The matches that the viewer sees at work and for which their roles hold this permission.

    A teacher holds it for the matches that they supervise. While a safety hold is on the viewer: none.
    """
    return viewer.once((matches_for, permission), lambda: _matches_for(viewer, permission)).all()


def _matches_for(viewer: "Viewer", permission: "Permission") -> Any:
    seen = rows("Match").visible_to(viewer)
    if not viewer.can(permission):
        return seen.none()
    if viewer.reach(permission).whole_district:
        return seen
    reached = rows("Match").in_reach_of(viewer, permission).values("pk")
    return seen.filter(Q(pk__in=reached) | Q(supervising_teacher__in=same_persons(viewer, permission)))


def matches_of_mentor(viewer: "Viewer") -> Any:
    """The matches in which the viewer mentors, or did when they ended.

    None while a safety hold is on the viewer; none of those where one is on a student (S-34).
    """
    mine = rows("Match").of(viewer.district).filter(is_not_held(viewer), state__in=MET)
    held = apps.get_model("screening", "SafetyHold")._default_manager
    on_students = held.filter(district=viewer.district, lifted_at=None).values("person")
    return mine.filter(Exists(to_the_end("MatchMentor", mentor__person=viewer.person_id))).exclude(
        Exists(to_the_end("MatchStudent", student__person__in=on_students))
    )


def matches_of_student(viewer: "Viewer") -> Any:
    """The matches in which the viewer is the student, or was when they ended. None while they are on hold."""
    mine = rows("Match").of(viewer.district).filter(is_not_held(viewer), state__in=MET)
    return mine.filter(Exists(to_the_end("MatchStudent", student__person=viewer.person_id)))


def with_member(viewer: "Viewer") -> Any:
    """Matches in which the viewer is or was a member, whatever became of them."""
    people = apps.get_model("tenancy", "Person")._default_manager.filter(pk=viewer.person_id or 0)
    return rows("Match").of(viewer.district).naming(people)
