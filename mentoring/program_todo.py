"""What programs and their class groups ask of somebody today."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring.models import ClassGroup, ClassGroupStudent, ProgramStudent
from tenancy.permissions import Permission
from tenancy.todo import Line, Source, Todo
from tenancy.viewer import Viewer


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """What programs ask of the viewer."""
    if viewer.can(Permission.PROGRAMS_EDIT) and viewer.person_id:
        yield from _without_class_group(viewer)
        yield from _without_teacher(viewer)


def _without_class_group(viewer: Viewer) -> Iterator[Todo]:
    """Accepted students whom no teacher supervises, program by program; only where class groups are used at all."""
    with_groups = ClassGroup.objects.of(viewer.district).of_current_programs().order_by().values("program")
    seats = ClassGroupStudent.objects.of(viewer.district).filter(
        district=OuterRef("district"), program_student=OuterRef("pk"), left_on=None
    )
    places = ProgramStudent.objects.in_reach_of(viewer, Permission.PROGRAMS_EDIT).filter(
        ~Exists(seats), program__in=with_groups, state=ProgramStudent.State.ACCEPTED
    )
    named = places.order_by("program").values_list("program", "program__name", "program__school_year__name")
    counted = named.annotate(Count("pk"))
    for program_id, name, year, count in counted:
        words = ngettext(
            "%(count)s accepted student has no class group in %(program)s.",
            "%(count)s accepted students have no class group in %(program)s.",
            count,
        )
        query = urlencode({"program": program_id, "group": "none", "state": ProgramStudent.State.ACCEPTED})
        yield Todo(
            key=f"class_groups.missing:{program_id}",
            group="ready",
            harm=3,
            kind="warn",
            status=_("Missing"),
            sentence=words % {"count": count, "program": f"{name} ({year})"},
            action=_("Put them into class groups"),
            url=f"{reverse('mentoring:class_group_student_list')}?{query}",
        )


def _without_teacher(viewer: Viewer) -> Iterator[Todo]:
    groups = ClassGroup.objects.in_reach_of(viewer, Permission.PROGRAMS_EDIT).of_current_programs()
    waiting = list(groups.filter(supervising_teacher=None).in_list_order().prefetch_related("program__school_year")[:2])
    for group in waiting[:1]:
        yield Todo(
            key="class_groups.without_teacher",
            group="ready",
            harm=3,
            kind="warn",
            status=_("Missing"),
            sentence=_("%(name)s has no supervising teacher.") % {"name": group.name_with_year}
            if len(waiting) == 1
            else _("%(name)s and other class groups have no supervising teacher.") % {"name": group.name_with_year},
            action=_("Choose a teacher"),
            url=reverse("mentoring:class_group_edit", args=[group.pk])
            if len(waiting) == 1
            else reverse("mentoring:class_group_list"),
        )
