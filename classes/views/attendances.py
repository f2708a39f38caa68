"""How one student was in class."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from classes.models import ClassAbsence
from classes.own_class import attendance_of
from classes.querysets.class_groups import groups_seen
from mentoring.models import ProgramStudent
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@requires(Permission.CLASSES_VIEW)
def attendance_detail(request: DistrictRequest, program_student_pk: int) -> HttpResponse:
    """Every day that a student missed, in this program, with what is to be done about it."""
    viewer = request.viewer
    places = ProgramStudent.objects.of(viewer.district)
    # A class group may have students of another school than the viewer's.
    here = Q(pk__in=places.known_to_staff(viewer).values("pk")) | Q(
        class_group_rows__class_group__in=groups_seen(viewer)
    )
    place = get_object_or_404(
        places.filter(here).distinct().prefetch_related("student__person", "program"), pk=program_student_pk
    )
    rows = ClassAbsence.objects.of(viewer.district).visible_to(viewer).filter(program_student=place)
    mine = set(rows.editable_by(viewer).values_list("pk", flat=True))
    groups = groups_seen(viewer).filter(student_rows__program_student=place).distinct()
    context = {
        "name": place.student.person.name,
        "program": place.program,
        "groups": attendance_of(place, groups.in_list_order()),
        "absences": list(rows.newest_first().prefetch_related("class_day__class_group", "follow_up_by")),
        "mine": mine,
    }
    return render(request, "classes/attendance_detail.html", context)
