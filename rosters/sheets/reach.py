"""Where somebody may bring a spreadsheet in: the schools and programs in which they hold the permission."""

from collections.abc import Mapping, Sequence

from mentoring.models import Program, ProgramSchool
from rosters.sheets.rows import Place
from tenancy.permissions import Permission
from tenancy.viewer import Viewer


def place_of_viewer(viewer: Viewer) -> Place:
    """Where this viewer may write. For roles in some programs these and their schools, for roles in schools theirs."""
    reach = viewer.reach(Permission.ROSTER_IMPORT)
    schools = programs = None
    if not reach.whole_district:
        reached = Program.objects.in_reach_of(viewer, Permission.ROSTER_IMPORT)
        programs = frozenset(reached.values_list("pk", flat=True))
        of_programs = ProgramSchool.objects.of(viewer.district).filter(program__in=programs)
        schools = reach.school_ids or frozenset(of_programs.values_list("school", flat=True))
    return Place(district=viewer.district, on=viewer.today, by=viewer.actor, school_ids=schools, program_ids=programs)


def is_within(reach: Mapping[str, Sequence[int] | None], place: Place) -> bool:
    """Whether what a run was given for (its ``options["reach"]``) is no wider than this place."""
    pairs = ((reach["schools"], place.school_ids), (reach["programs"], place.program_ids))
    return all(now is None or (then is not None and set(then) <= now) for then, now in pairs)
