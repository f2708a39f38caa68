"""The lists of students without a mentor, and of who asked to meet whom."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from mentoring.forms.interests import InterestFilterForm
from mentoring.forms.matches import UnmatchedFilterForm
from mentoring.grades import grade_words
from mentoring.models import ClassGroupStudent, Interest, ProgramStudent
from tenancy.lists import ListColumn, ListScreen
from tenancy.permissions import Permission
from tenancy.tables import Cell, Kind
from tenancy.viewer import Viewer

#: The shape and color of each state of a question.
INTEREST_KINDS: Mapping[str, Kind] = {
    Interest.State.OPEN: "warn",
    Interest.State.YES: "ok",
    Interest.State.NO: "mute",
    Interest.State.UNAVAILABLE: "mute",
    Interest.State.EXPIRED: "mute",
    Interest.State.WITHDRAWN: "mute",
}

# Students without a mentor


def _unmatched(viewer: Viewer) -> "QuerySet[ProgramStudent]":
    known = ProgramStudent.objects.of(viewer.district).known_to_staff(viewer).unmatched(viewer.district)
    return known.prefetch_related("student__person", "program__school_year")


def _names(places: Sequence[ProgramStudent], viewer: Viewer) -> Mapping[int, Cell]:
    page = "mentoring:match_propose" if viewer.can(Permission.MATCHES_EDIT) else "mentoring:program_student_detail"
    return {one.pk: Cell(one.student.person.sorted_name, url=reverse(page, args=[one.pk])) for one in places}


def _programs(places: Sequence[ProgramStudent], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.program.name, note=one.program.school_year.name) for one in places}


def _schools(places: Sequence[ProgramStudent], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.student.school.name if one.student.school else "") for one in places}


def _grades(places: Sequence[ProgramStudent], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(grade_words(one.student.grade) if one.student.grade else "") for one in places}


def _areas(places: Sequence[ProgramStudent], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.student.get_career_area_display()) for one in places}


def _asked(places: Sequence[ProgramStudent], viewer: Viewer) -> Mapping[int, Cell]:
    by_pair = {(one.student_id, one.program_id): one.pk for one in places}
    interests = Interest.objects.of(viewer.district).filter(
        student__in=[one.student_id for one in places], state__in=[Interest.State.OPEN, Interest.State.YES]
    )
    words: dict[int, list[str]] = defaultdict(list)
    for one in interests.order_by("pk").prefetch_related("mentor__person"):
        if pk := by_pair.get((one.student_id, one.program_id)):
            words[pk].append(f"{one.mentor.person.name}: {one.get_state_display()}")
    return {pk: Cell("; ".join(found)) for pk, found in words.items()}


def _groups(places: Sequence[ProgramStudent], viewer: Viewer) -> Mapping[int, Cell]:
    rows = ClassGroupStudent.objects.of(viewer.district).filter(
        program_student__in=[one.pk for one in places], left_on=None
    )
    return {row.program_student_id: Cell(row.class_group.name) for row in rows.prefetch_related("class_group")}


def _since(places: Sequence[ProgramStudent], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.decided_on or "") for one in places}


UNMATCHED: ListScreen[ProgramStudent] = ListScreen(
    name="students-without-a-mentor",
    caption=gettext_lazy("Students without a mentor"),
    counted=ngettext_lazy("%(words)s student", "%(words)s students", "count"),
    rows=_unmatched,
    form=UnmatchedFilterForm,
    columns=[
        ListColumn("name", gettext_lazy("Name"), _names),
        ListColumn("area", gettext_lazy("Career area"), _areas),
        ListColumn("asked", gettext_lazy("Asked to meet"), _asked),
        ListColumn("grade", gettext_lazy("Grade"), _grades),
        ListColumn("school", gettext_lazy("School"), _schools, prefetch=["student__school"]),
        ListColumn("group", gettext_lazy("Class group"), _groups, is_shown=False),
        ListColumn("program", gettext_lazy("Program"), _programs),
        ListColumn("since", gettext_lazy("Accepted on"), _since),
    ],
    export_url_name="mentoring:unmatched_export",
    export_verb="match.export_unmatched",
    lead=gettext_lazy("Accepted students who are in no match. Open one to see who could mentor them."),
    empty_title=gettext_lazy("Every accepted student is in a match"),
    empty_text=gettext_lazy("Students show here once they are accepted into a program and wait for a mentor."),
    icon="people",
)

# Who asked to meet whom


def _interests(viewer: Viewer) -> "QuerySet[Interest]":
    return (
        Interest.objects.of(viewer.district)
        .known_to_staff(viewer)
        .prefetch_related("student__person", "mentor__person", "program")
    )


def _askers(interests: Sequence[Interest], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.student.person.sorted_name, url=reverse("mentoring:interest_detail", args=[one.pk]))
        for one in interests
    }


def _asked_mentors(interests: Sequence[Interest], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.mentor.person.name) for one in interests}


def _states(interests: Sequence[Interest], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(*state_words(one)) for one in interests}


def state_words(interest: Interest) -> tuple[str, str, Kind]:
    """Words, no address, and color of how a question stands; one that led to a proposal says so."""
    if interest.match_id is not None:
        return _("Proposed"), "", "info"
    return interest.get_state_display(), "", INTEREST_KINDS[interest.state]


def _interest_programs(interests: Sequence[Interest], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.program.name) for one in interests}


def _asked_on(interests: Sequence[Interest], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.asked_on) for one in interests}


def _answer_by(interests: Sequence[Interest], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.answer_until) for one in interests}


def _answered_on(interests: Sequence[Interest], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.answered_on or "") for one in interests}


INTERESTS: ListScreen[Interest] = ListScreen(
    name="asked-to-meet",
    caption=gettext_lazy("Asked to meet"),
    counted=ngettext_lazy("%(words)s question", "%(words)s questions", "count"),
    rows=_interests,
    form=InterestFilterForm,
    columns=[
        ListColumn("student", gettext_lazy("Student"), _askers),
        ListColumn("mentor", gettext_lazy("Mentor"), _asked_mentors),
        ListColumn("state", gettext_lazy("State"), _states),
        ListColumn("asked", gettext_lazy("Asked on"), _asked_on),
        ListColumn("by", gettext_lazy("To be answered by"), _answer_by),
        ListColumn("answered", gettext_lazy("Answered on"), _answered_on, is_shown=False),
        ListColumn("program", gettext_lazy("Program"), _interest_programs),
    ],
    export_url_name="mentoring:interest_export",
    export_verb="interest.export",
    empty_title=gettext_lazy("Nobody waits for an answer"),
    empty_text=gettext_lazy("When a student asks to meet a mentor, it shows here until somebody has taken it up."),
    icon="inbox",
    key="asked_on",
    is_descending=True,
)
