"""The lists of class groups and of who sits in them: columns for the screen and for the file."""

from collections.abc import Mapping, Sequence

from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from mentoring.forms.class_groups import ClassGroupFilterForm, SeatFilterForm
from mentoring.grades import grade_words
from mentoring.models import ClassGroup, ClassGroupStudent, ProgramStudent
from tenancy.lists import ListColumn, ListDeed, ListScreen
from tenancy.permissions import Permission
from tenancy.tables import Cell, Kind
from tenancy.viewer import Viewer

#: The colors of a student's state in a program; the words say the same.
STATE_KINDS: Mapping[str, Kind] = {
    ProgramStudent.State.INVITED: "info",
    ProgramStudent.State.APPLIED: "info",
    ProgramStudent.State.WAITLISTED: "warn",
    ProgramStudent.State.ACCEPTED: "ok",
    ProgramStudent.State.DECLINED: "mute",
    ProgramStudent.State.LEFT: "mute",
}
#: The class group in which a student sits now, read along with the place in the program.
SEAT = Prefetch(
    "class_group_rows",
    ClassGroupStudent.objects.filter(left_on=None).prefetch_related("class_group__supervising_teacher"),
    to_attr="seats",
)


def seat_of(place: ProgramStudent) -> ClassGroup | None:
    """The class group of a place that was read with SEAT."""
    seats: list[ClassGroupStudent] = place.seats  # type: ignore[attr-defined]  # set by the prefetch
    return seats[0].class_group if seats else None


# Class groups


def _group_names(groups: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.name, url=reverse("mentoring:class_group_detail", args=[one.pk])) for one in groups}


def _group_programs(groups: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.program.name, note=one.program.school_year.name) for one in groups}


def _group_schools(groups: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.school.name) for one in groups}


def _group_teachers(groups: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.supervising_teacher.sorted_name)
        if one.supervising_teacher
        else Cell(_("Nobody yet"), kind="warn")
        for one in groups
    }


def _group_sizes(groups: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    sitting = ClassGroupStudent.objects.of(viewer.district).filter(class_group__in=groups, left_on=None)
    sizes = dict(sitting.values_list("class_group").annotate(Count("pk")))
    return {one.pk: Cell(sizes.get(one.pk, 0)) for one in groups}


CLASS_GROUPS = ListScreen(
    name="class-groups",
    caption=gettext_lazy("Class groups"),
    counted=ngettext_lazy("%(words)s class group", "%(words)s class groups", "count"),
    rows=ClassGroup.objects.visible_to,
    form=ClassGroupFilterForm,
    columns=[
        ListColumn("name", gettext_lazy("Class group"), _group_names),
        ListColumn("program", gettext_lazy("Program"), _group_programs, prefetch=["program__school_year"]),
        ListColumn("school", gettext_lazy("School"), _group_schools, prefetch=["school"]),
        ListColumn("teacher", gettext_lazy("Supervising teacher"), _group_teachers, prefetch=["supervising_teacher"]),
        ListColumn("students", gettext_lazy("Students"), _group_sizes, is_number=True),
    ],
    key="name",
    lead=gettext_lazy("A teacher’s students in a program. The teacher prepares them and supervises their matches."),
    deeds=[
        ListDeed(
            gettext_lazy("Give to another teacher"),
            "mentoring:class_group_hand_over_selected",
            Permission.PROGRAMS_EDIT,
        )
    ],
    add=ListDeed(gettext_lazy("Take from the roster"), "mentoring:class_group_suggest", Permission.PROGRAMS_EDIT),
    export_url_name="mentoring:class_group_export",
    export_verb="class_group.export",
    empty_title=gettext_lazy("No class groups yet"),
    empty_text=gettext_lazy(
        "A class group is a teacher’s students in a program. The classes of the roster can become class groups."
    ),
    icon="school",
)


# Who sits in them


def _student_names(places: Sequence[ProgramStudent], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.student.person.sorted_name, url=reverse("mentoring:student_detail", args=[one.student_id]))
        for one in places
    }


def _seats(places: Sequence[ProgramStudent], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: _seat(one) for one in places}


def _seat(place: ProgramStudent) -> Cell:
    group = seat_of(place)
    if group is None:
        return Cell(_("None"), kind="warn")
    return Cell(group.name, url=reverse("mentoring:class_group_detail", args=[group.pk]))


def _seat_teachers(places: Sequence[ProgramStudent], viewer: Viewer) -> Mapping[int, Cell]:
    teachers = {one.pk: (group.supervising_teacher if (group := seat_of(one)) else None) for one in places}
    return {pk: Cell(teacher.sorted_name if teacher else "") for pk, teacher in teachers.items()}


def _grades(places: Sequence[ProgramStudent], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(grade_words(one.student.grade)) for one in places}


def _student_schools(places: Sequence[ProgramStudent], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.student.school.name if one.student.school else "") for one in places}


def _states(places: Sequence[ProgramStudent], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.get_state_display(), kind=STATE_KINDS[one.state]) for one in places}


SEATS = ListScreen(
    name="students-by-class-group",
    caption=gettext_lazy("Students by class group"),
    counted=ngettext_lazy("%(words)s student", "%(words)s students", "count"),
    rows=lambda viewer: ProgramStudent.objects.known_to_staff(viewer).prefetch_related("student__person", SEAT),
    form=SeatFilterForm,
    columns=[
        ListColumn("name", gettext_lazy("Name"), _student_names),
        ListColumn("group", gettext_lazy("Class group"), _seats),
        ListColumn("teacher", gettext_lazy("Supervising teacher"), _seat_teachers, is_shown=False),
        ListColumn("grade", gettext_lazy("Grade"), _grades, is_number=True),
        ListColumn("school", gettext_lazy("School"), _student_schools, prefetch=["student__school"]),
        ListColumn("state", gettext_lazy("State"), _states),
    ],
    deeds=[
        ListDeed(gettext_lazy("Move to a class group"), "mentoring:class_group_move_selected", Permission.PROGRAMS_EDIT)
    ],
    export_url_name="mentoring:class_group_student_export",
    export_verb="class_group.export_students",
    empty_title=gettext_lazy("No students in this program yet"),
    empty_text=gettext_lazy("Students show here once they were added to the program."),
    icon="people",
)
