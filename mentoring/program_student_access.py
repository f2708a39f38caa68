"""Whose students of a program are whose: looked up for a viewer, or refused."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from mentoring.models import Policy, Program, ProgramStudent
from mentoring.querysets.students import ProgramStudentQuerySet
from tenancy.http import DistrictRequest
from tenancy.models import AuditEvent
from tenancy.permissions import Permission
from tenancy.viewer import Viewer


def program_with_rules(request: DistrictRequest, pk: int) -> tuple[Program, Policy]:
    """A program that the viewer sees, else 404, with its rules."""
    program = get_object_or_404(Program.objects.visible_to(request.viewer), pk=pk)
    return program, rules_of(program)


def rules_of(program: Program) -> Policy:
    """The rules of a program; where it has none, the usual ones."""
    policy = Policy.objects.of(program.district).prefetch_related("program").filter(program=program).first()
    return policy or Policy(program=program)


def places_of_district(viewer: Viewer) -> ProgramStudentQuerySet:
    """The students in programs of the district, to be narrowed at once by what the viewer may."""
    return ProgramStudent.objects.of(viewer.district)


def place_for(request: DistrictRequest, pk: int, permission: Permission) -> ProgramStudent:
    """The place, if this viewer sees it (404) and holds the permission for it (403)."""
    known = places_of_district(request.viewer).known_to_staff(request.viewer)
    place = get_object_or_404(known.prefetch_related("student__person", "student__school", "program"), pk=pk)
    if not holds_for(request.viewer, permission, place):
        raise PermissionDenied
    return place


def holds_for(viewer: Viewer, permission: Permission, place: ProgramStudent) -> bool:
    """Whether the viewer holds a permission for this place."""
    return (
        viewer.can(permission)
        and places_of_district(viewer).in_reach_of(viewer, permission).filter(pk=place.pk).exists()
    )


def selects_in(viewer: Viewer, program: Program) -> bool:
    """Whether the viewer decides on students of this program."""
    reach = Program.objects.visible_to(viewer).in_reach_of(viewer, Permission.STUDENTS_SELECT)
    return viewer.can(Permission.STUDENTS_SELECT) and reach.filter(pk=program.pk).exists()


def own_event(request: DistrictRequest, pk: int) -> AuditEvent:
    """A deed of the viewer's own on students who are still theirs: nobody takes back what somebody else did."""
    viewer = request.viewer
    event = get_object_or_404(AuditEvent.objects.of(viewer.district), pk=pk)
    ids = event.facts.get("places", [])
    mine = places_of_district(viewer).in_reach_of(viewer, Permission.STUDENTS_SELECT).filter(pk__in=ids).count()
    if event.actor_person_id != viewer.person_id or mine != places_of_district(viewer).filter(pk__in=ids).count():
        raise PermissionDenied
    return event
