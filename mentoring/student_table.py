"""Lists of students: all whom one knows, those who could join a program, and those who are in one."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext as _

from mentoring import age_rules, eligibility_rules
from mentoring.eligibility_rules import Answer
from mentoring.forms.students import CandidateFilterForm, PlaceFilterForm, StudentFilterForm
from mentoring.grades import grade_words
from mentoring.models import (
    ClassGroupStudent,
    Enrollment,
    Goal,
    Guardianship,
    Match,
    MatchStudent,
    Policy,
    Program,
    ProgramStudent,
    Student,
    StudentApplication,
    StudentInterview,
)
from tenancy.lists import ListColumn, ListDeed, ListScreen
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.tables import Cell, Kind
from tenancy.viewer import Viewer

#: How a state of a place is colored.
SHAPES: Mapping[str, Kind] = {
    ProgramStudent.State.INVITED: "info",
    ProgramStudent.State.APPLIED: "warn",
    ProgramStudent.State.WAITLISTED: "mute",
    ProgramStudent.State.ACCEPTED: "ok",
    ProgramStudent.State.DECLINED: "mute",
    ProgramStudent.State.LEFT: "mute",
}
#: How an answer about eligibility is colored, and said.
FITS: Mapping[Answer, tuple[Kind, object]] = {
    Answer.MET: ("ok", gettext_lazy("Fits")),
    Answer.UNKNOWN: ("warn", gettext_lazy("Ask")),
    Answer.NOT_MET: ("bad", gettext_lazy("Does not fit")),
}


def _read_places(viewer: Viewer) -> "Prefetch[Any]":
    """Places in programs, read along with students as ``places``."""
    places = ProgramStudent.objects.of(viewer.district).order_by("pk").prefetch_related("program")
    return Prefetch("programs", places, to_attr="places")


def _read_guardianships(viewer: Viewer) -> "Prefetch[Any]":
    """Who is a guardian now, read along with students as ``live_guardianships``."""
    live = Guardianship.objects.of(viewer.district).filter(ended_on=None)
    return Prefetch(
        "guardianships", live.order_by("pk").prefetch_related("guardian__person"), to_attr="live_guardianships"
    )


Students = Sequence[Student]
Cells = Mapping[int, Cell]


# Columns of students


def _names(students: Students, viewer: Viewer) -> Cells:
    return {
        one.pk: Cell(
            one.person.sorted_name,
            url=reverse("mentoring:student_detail", args=[one.pk]),
            note=_("Left the district") if one.left_on else "",
        )
        for one in students
    }


def _schools(students: Students, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.school.name if one.school else "") for one in students}


def _grades(students: Students, viewer: Viewer) -> Cells:
    return {one.pk: Cell(int(one.grade) if one.grade.isdecimal() else grade_words(one.grade)) for one in students}


def _areas(students: Students, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.get_career_area_display()) for one in students}


def _programs(students: Students, viewer: Viewer) -> Cells:
    cells = {}
    for one in students:
        running = [place for place in one.places if not place.program.archived_on]  # type: ignore[attr-defined]  # set by the prefetch
        cells[one.pk] = Cell("; ".join(f"{place.program.name}: {place.get_state_display()}" for place in running))
    return cells


def _class_groups(students: Students, viewer: Viewer) -> Cells:
    rows = ClassGroupStudent.objects.of(viewer.district).filter(program_student__student__in=students, left_on=None)
    found: dict[int, list[str]] = {}
    for row in rows.order_by("pk").prefetch_related("class_group", "program_student"):
        found.setdefault(row.program_student.student_id, []).append(row.class_group.name)
    return {one.pk: Cell(", ".join(found.get(one.pk, []))) for one in students}


def _mentors(students: Students, viewer: Viewer) -> Cells:
    found = mentor_names(students, viewer)
    return {one.pk: Cell(", ".join(found.get(one.pk, []))) for one in students}


def mentor_names(students: Students, viewer: Viewer) -> Mapping[int, list[str]]:
    """Names of the mentors in running matches, by the students' ids."""
    meeting = MatchStudent.objects.of(viewer.district).filter(
        student__in=students,
        left_on=None,
        match__district=viewer.district,
        match__state=Match.State.RUNNING,
        match__mentor_rows__district=viewer.district,
        match__mentor_rows__left_on=None,
    )
    pairs = list(
        meeting.order_by("match__mentor_rows__pk").values_list("student_id", "match__mentor_rows__mentor__person")
    )
    people = Person.objects.of(viewer.district).in_bulk({person_id for _student, person_id in pairs})
    names: dict[int, list[str]] = {}
    for student_id, person_id in dict.fromkeys(pairs):
        names.setdefault(student_id, []).append(people[person_id].name)
    return names


def _guardians(students: Students, viewer: Viewer) -> Cells:
    return {one.pk: Cell(", ".join(row.guardian.person.name for row in _live(one))) for one in students}


def _family_languages(students: Students, viewer: Viewer) -> Cells:
    cells = {}
    for one in students:
        languages = dict.fromkeys(row.guardian.person.language for row in _live(one))
        cells[one.pk] = Cell(", ".join(_language(code) for code in languages))
    return cells


def _missing(students: Students, viewer: Viewer) -> Cells:
    cells = {}
    for one in students:
        missing = eligibility_rules.missing_of(one, has_signer=any(row.may_sign for row in _live(one)))
        cells[one.pk] = Cell(", ".join(missing).capitalize())
    return cells


def _transport(students: Students, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.transport) for one in students}


def _helps(students: Students, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.helps_at_meetings) for one in students}


def _of_age(students: Students, viewer: Viewer) -> Cells:
    return {one.pk: Cell(age_rules.comes_of_age_on(one.birth_on) if one.birth_on else "") for one in students}


def _told_at_18(students: Students, viewer: Viewer) -> Cells:
    """Whether the rules of their programs say that parents are told when a student of 18 signs."""
    places = ProgramStudent.objects.of(viewer.district).filter(student__in=students, program__archived_on=None)
    found: dict[int, set[bool]] = {}
    for pk, is_told in places.values_list("student_id", "program__policies__tells_guardian_at_18"):
        found.setdefault(pk, set()).add(bool(is_told))
    told, not_told = _("Parents are told"), _("Parents are not told")
    return {pk: Cell(told if answers == {True} else not_told) for pk, answers in found.items()}


def _state_ids(students: Students, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.state_student_id) for one in students}


def _live(student: Student) -> Sequence[Guardianship]:
    return student.live_guardianships  # type: ignore[attr-defined,no-any-return]  # set by the prefetch


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code


_NAME = ListColumn("name", gettext_lazy("Name"), _names)
_SCHOOL = ListColumn("school", gettext_lazy("School"), _schools)
_GRADE = ListColumn("grade", gettext_lazy("Grade"), _grades, is_number=True)
_AREA = ListColumn("career_area", gettext_lazy("Career area"), _areas)

STUDENTS: ListScreen[Student] = ListScreen(
    name="students",
    caption=gettext_lazy("Students"),
    counted=ngettext_lazy("%(words)s student", "%(words)s students", "count"),
    rows=lambda viewer: Student.objects.known_to_staff(viewer).prefetch_related("person", "school"),
    form=StudentFilterForm,
    columns=[
        _NAME,
        _SCHOOL,
        _GRADE,
        _AREA,
        ListColumn("programs", gettext_lazy("Programs"), _programs, prefetch=[_read_places]),
        ListColumn("mentor", gettext_lazy("Mentor"), _mentors),
        ListColumn("class_group", gettext_lazy("Class group"), _class_groups, is_shown=False),
        ListColumn(
            "guardians",
            gettext_lazy("Parents and guardians"),
            _guardians,
            permission=Permission.GUARDIANS_VIEW,
            is_shown=False,
            prefetch=[_read_guardianships],
        ),
        ListColumn(
            "family_language",
            gettext_lazy("Language at home"),
            _family_languages,
            permission=Permission.GUARDIANS_VIEW,
            is_shown=False,
            prefetch=[_read_guardianships],
        ),
        ListColumn(
            "missing",
            gettext_lazy("Missing"),
            _missing,
            permission=Permission.GUARDIANS_VIEW,
            is_shown=False,
            prefetch=[_read_guardianships],
        ),
        ListColumn("transport", gettext_lazy("Transport"), _transport, is_shown=False),
        ListColumn("helps", gettext_lazy("What helps at meetings"), _helps, is_shown=False),
        ListColumn("turns_18", gettext_lazy("Turns 18"), _of_age, permission=Permission.STUDENTS_EDIT, is_shown=False),
        ListColumn(
            "told_at_18",
            gettext_lazy("When they sign at 18"),
            _told_at_18,
            permission=Permission.STUDENTS_EDIT,
            is_shown=False,
        ),
        ListColumn(
            "state_id",
            gettext_lazy("State student ID"),
            _state_ids,
            permission=Permission.STUDENTS_EDIT,
            is_shown=False,
        ),
    ],
    add=ListDeed(gettext_lazy("Add a student"), "mentoring:student_add", Permission.STUDENTS_EDIT),
    deeds=[
        ListDeed(
            gettext_lazy("Add to a program"), "mentoring:program_student_add_selected", Permission.STUDENTS_SELECT
        ),
        ListDeed(gettext_lazy("Print labels"), "mentoring:student_label_print_selected", Permission.STUDENTS_VIEW),
        ListDeed(
            gettext_lazy("Print a sign-in sheet"),
            "mentoring:student_sign_in_sheet_print_selected",
            Permission.PROGRAMS_VIEW,
        ),
    ],
    export_url_name="mentoring:student_export",
    export_verb="student.export",
    empty_title=gettext_lazy("No students yet"),
    empty_text=gettext_lazy("Students show here once they come with the roster, from a spreadsheet, or are added."),
    icon="people",
)


# Who could join a program


def candidates(program: Program, policy: Policy) -> ListScreen[Student]:
    """The students of a program's schools who are not in it yet, with how its rules fit them."""
    school_ids = list(program.school_rows.values_list("school_id", flat=True))
    return ListScreen(
        name="candidates",
        caption=gettext_lazy("Students to add"),
        counted=ngettext_lazy("%(words)s student", "%(words)s students", "count"),
        rows=lambda viewer: (
            Student.objects.in_reach_of(viewer, Permission.STUDENTS_SELECT)
            .present()
            .at_schools(school_ids)
            .not_in_program(program.pk)
            .prefetch_related("person", "school")
        ),
        form=partial(CandidateFilterForm, program=program, policy=policy),
        columns=[
            _NAME,
            _SCHOOL,
            _GRADE,
            _AREA,
            ListColumn("sections", gettext_lazy("Classes"), _sections, is_shown=False),
            ListColumn("fits", gettext_lazy("Fits the rules"), _fit_of(policy)),
        ],
        deeds=[
            ListDeed(
                gettext_lazy("Add to the program"),
                "mentoring:candidate_add_selected",
                Permission.STUDENTS_SELECT,
                [program.pk],
            )
        ],
        empty_title=gettext_lazy("Nobody to add"),
        empty_text=gettext_lazy("Every student whom you see is in this program already, or there are no students yet."),
        icon="people",
    )


def _fit_of(policy: Policy) -> Callable[[Students, Viewer], Cells]:
    def cells(students: Students, viewer: Viewer) -> Cells:
        found = eligibility_rules.eligibilities(students, policy)
        return {pk: fit_cell(one) for pk, one in found.items()}

    return cells


def fit_cell(found: eligibility_rules.Eligibility) -> Cell:
    """How the rules fit, with what is open below."""
    kind, words = FITS[found.answer]
    return Cell(words, kind=kind, note=found.words)


def _sections(students: Students, viewer: Viewer) -> Cells:
    by_person: dict[int, list[str]] = {}
    sits_in = Enrollment.objects.of(viewer.district).filter(
        person__in=[one.person_id for one in students], role=Enrollment.Role.STUDENT, ended_on=None
    )
    for row in sits_in.order_by("pk").prefetch_related("section"):
        by_person.setdefault(row.person_id, []).append(row.section.title)
    return {one.pk: Cell(", ".join(by_person.get(one.person_id, []))) for one in students}


# Who is in a program

Places = Sequence[ProgramStudent]


def places_of(program: Program, policy: Policy) -> ListScreen[ProgramStudent]:
    """The students of a program, with where each stands."""
    args = [program.pk]
    select = Permission.STUDENTS_SELECT
    waitlist = "mentoring:program_student_waitlist_selected"
    return ListScreen(
        name="program-students",
        caption=gettext_lazy("Students in the program"),
        lead=program.name,
        counted=ngettext_lazy("%(words)s student", "%(words)s students", "count"),
        rows=lambda viewer: (
            ProgramStudent.objects.known_to_staff(viewer)
            .filter(program=program)
            .prefetch_related("student__person", "student__school")
        ),
        form=PlaceFilterForm,
        columns=[
            ListColumn("name", gettext_lazy("Name"), _place_names),
            ListColumn("school", gettext_lazy("School"), _place_schools),
            ListColumn("grade", gettext_lazy("Grade"), _place_grades, is_number=True),
            ListColumn("state", gettext_lazy("State"), _place_states),
            ListColumn("fits", gettext_lazy("Fits the rules"), _place_fit_of(policy)),
            ListColumn("application", gettext_lazy("Application"), _applications),
            ListColumn("interview", gettext_lazy("Interview"), _interviews),
            ListColumn("goals", gettext_lazy("Goals"), _goals, is_shown=False),
            ListColumn("career_area", gettext_lazy("Career area"), _place_areas, is_shown=False),
            ListColumn("decided", gettext_lazy("Decided on"), _decided, is_shown=False),
            ListColumn("reason", gettext_lazy("Reason"), _reasons, permission=select, is_shown=False),
        ],
        add=ListDeed(gettext_lazy("Add students"), "mentoring:candidate_list", select, args),
        deeds=[
            ListDeed(gettext_lazy("Accept"), "mentoring:program_student_accept_selected", select, args),
            ListDeed(gettext_lazy("Put on the waiting list"), waitlist, select, args),
            ListDeed(gettext_lazy("Decline"), "mentoring:program_student_decline_selected", select, args),
            ListDeed(gettext_lazy("Print letters"), "mentoring:program_student_letter_selected", select, args),
        ],
        export_url_name="mentoring:program_student_export",
        export_url_args=args,
        export_verb="program_student.export",
        empty_title=gettext_lazy("No students in this program yet"),
        empty_text=gettext_lazy("Add students from the roster, or let them apply."),
        icon="people",
    )


def _place_names(places: Places, viewer: Viewer) -> Cells:
    return {
        one.pk: Cell(one.student.person.sorted_name, url=reverse("mentoring:program_student_detail", args=[one.pk]))
        for one in places
    }


def _place_schools(places: Places, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.student.school.name if one.student.school else "") for one in places}


def _place_grades(places: Places, viewer: Viewer) -> Cells:
    found = _grades([one.student for one in places], viewer)
    return {one.pk: found[one.student_id] for one in places}


def _place_areas(places: Places, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.student.get_career_area_display()) for one in places}


def _place_states(places: Places, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.get_state_display(), kind=SHAPES[one.state]) for one in places}


def _place_fit_of(policy: Policy) -> Callable[[Places, Viewer], Cells]:
    def cells(places: Places, viewer: Viewer) -> Cells:
        found = eligibility_rules.eligibilities([one.student for one in places], policy)
        return {one.pk: fit_cell(found[one.student_id]) for one in places}

    return cells


def _applications(places: Places, viewer: Viewer) -> Cells:
    sent = StudentApplication.objects.of(viewer.district).filter(program_student__in=places, sent_at__isnull=False)
    days = {pk: timezone.localdate(at) for pk, at in sent.values_list("program_student_id", "sent_at")}
    return {one.pk: Cell(days.get(one.pk, "")) for one in places}


def _interviews(places: Places, viewer: Viewer) -> Cells:
    held = StudentInterview.objects.of(viewer.district).filter(program_student__in=places).order_by("held_on")
    days = dict(held.values_list("program_student_id", "held_on"))
    return {one.pk: Cell(days.get(one.pk, "")) for one in places}


def _goals(places: Places, viewer: Viewer) -> Cells:
    found: dict[int, list[str]] = {}
    goals = Goal.objects.of(viewer.district).filter(program_student__in=places, dropped_on=None).order_by("pk")
    for pk, text in goals.values_list("program_student_id", "text"):
        found.setdefault(pk, []).append(text)
    return {one.pk: Cell("; ".join(found.get(one.pk, []))) for one in places}


def _decided(places: Places, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.decided_on or "") for one in places}


def _reasons(places: Places, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.reason) for one in places}
