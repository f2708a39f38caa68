"""The list of matches: columns of choice, for the screen and for the file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from mentoring.agreed_steps import agreed_steps
from mentoring.forms.matches import MatchFilterForm
from mentoring.match_members import mentors_to_the_end, students_to_the_end
from mentoring.models import (
    Answer,
    Format,
    Match,
    MatchInterview,
    MatchMentor,
    MatchStudent,
    PlaceKind,
    Student,
)
from mentoring.page_parts import additions
from screening.words import PAUSED
from tenancy.lists import ListColumn, ListDeed, ListScreen, read_once
from tenancy.models import School
from tenancy.permissions import Permission
from tenancy.tables import Cell, Kind
from tenancy.viewer import Viewer

State = Match.State
#: The shape and color of each state.
STATE_KINDS: Mapping[str, Kind] = {
    State.PROPOSED: "warn",
    State.AGREED: "info",
    State.RUNNING: "ok",
    State.ENDED: "mute",
    State.NOT_STARTED: "mute",
}


@dataclass
class Members:
    """Who is in a match, or was when it ended: the students whom a viewer sees at work, how many others, mentors.

    ``school_ids`` are those of all students.
    """

    students: list[MatchStudent] = field(default_factory=list)
    hidden: int = 0
    mentors: list[MatchMentor] = field(default_factory=list)
    school_ids: dict[int, None] = field(default_factory=dict)

    @property
    def student_names(self) -> list[str]:
        """The students' names; those whom the viewer does not see are counted."""
        names = [row.student.person.name for row in self.students]
        if self.hidden:
            words = ngettext("%(count)s other student", "%(count)s other students", self.hidden)
            names.append(words % {"count": self.hidden})
        return names

    @property
    def mentor_names(self) -> list[str]:
        """The mentors' names."""
        return [row.mentor.person.name for row in self.mentors]

    @property
    def title(self) -> str:
        """What the match is called: "Sam Reyes and Mia Chen"."""
        students, mentors = ", ".join(self.student_names), ", ".join(self.mentor_names)
        if students and mentors:
            return _("%(students)s and %(mentors)s") % {"students": students, "mentors": mentors}
        return students or mentors or _("Nobody is in this match any more")

    @property
    def has_unanswered(self) -> bool:
        """Whether somebody has not answered."""
        rows: list[MatchStudent | MatchMentor] = [*self.students, *self.mentors]
        return any(row.answer == Answer.OPEN for row in rows)


def members_read(match: Match) -> Members:
    """``members_of`` one match whose page began with ``match_members.read_members``. Asks the database nothing."""
    students = students_to_the_end(match)
    seen = [row for row in students if row.is_seen]  # type: ignore[attr-defined]  # annotated
    return Members(seen, len(students) - len(seen), mentors_to_the_end(match))


def members_of(matches: Iterable[Match], viewer: Viewer) -> Mapping[int, Members]:
    """Who is in each of these matches, by its id. Two queries, however many."""
    by_pk = {one.pk: one for one in matches}
    found: dict[int, Members] = {pk: Members() for pk in by_pk}
    seen = Student.objects.known_to_staff(viewer).filter(pk=OuterRef("student"))
    rows = MatchStudent.objects.of(viewer.district).filter(match__in=by_pk).annotate(is_seen=Exists(seen))
    for row in rows.order_by("pk").select_related("student__person"):
        if row.left_on is not None and row.left_on != by_pk[row.match_id].ended_on:
            continue
        if row.student.school_id is not None:
            found[row.match_id].school_ids.setdefault(row.student.school_id)
        if row.is_seen:
            found[row.match_id].students.append(row)
        else:
            found[row.match_id].hidden += 1
    mentors = MatchMentor.objects.of(viewer.district).filter(match__in=by_pk).order_by("pk")
    for one in mentors.select_related("mentor__person"):
        if one.left_on is None or one.left_on == by_pk[one.match_id].ended_on:
            found[one.match_id].mentors.append(one)
    return found


def paused_among(matches: Iterable[Match], viewer: Viewer) -> set[int]:
    """Ids of the matches that stand still now. One query."""
    ids = [one.pk for one in matches if one.ended_on is None]
    return set(Match.objects.of(viewer.district).paused().filter(pk__in=ids).values_list("pk", flat=True))


def state_badge(match: Match, *, is_paused: bool) -> tuple[str, Kind]:
    """Words and color of where a match stands."""
    return (str(PAUSED), "mute") if is_paused else (match.get_state_display(), STATE_KINDS[match.state])


# Columns


@read_once
def members(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Members]:
    """``members_of`` the matches of a page, for its columns."""
    return members_of(matches, viewer)


def _students(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    found = members(matches, viewer)
    return {
        one.pk: Cell(
            ", ".join(found[one.pk].student_names) or _("Nobody any more"),
            url=reverse("mentoring:match_detail", args=[one.pk]),
        )
        for one in matches
    }


def _mentors(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {pk: Cell(", ".join(found.mentor_names)) for pk, found in members(matches, viewer).items()}


def _states(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    paused = paused_among(matches, viewer)
    cells = {}
    for one in matches:
        words, kind = state_badge(one, is_paused=one.pk in paused)
        cells[one.pk] = Cell(words, kind=kind)
    return cells


def _next_steps(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    proposed = [one for one in matches if one.state == State.PROPOSED]
    cells: dict[int, Cell] = {pk: Cell(words) for pk, words in next_steps(proposed, viewer).items()}
    agreed = [one for one in matches if one.state == State.AGREED]
    if not agreed:
        return cells
    found = members(matches, viewer)
    return {**cells, **agreed_steps(agreed, {one.pk: found[one.pk].students for one in agreed}, viewer)}


def next_steps(proposed: Sequence[Match], viewer: Viewer) -> Mapping[int, str]:
    """What comes next for each proposed match: the interview, or whose answer is waited for. Three queries."""
    ids = [one.pk for one in proposed]
    talks: dict[int, MatchInterview] = {}
    for talk in MatchInterview.objects.of(viewer.district).filter(match__in=ids, canceled_on=None).order_by("pk"):
        if talk.match_id not in talks or talk.held_on is not None:
            talks[talk.match_id] = talk
    students = _unanswered(MatchStudent.objects.of(viewer.district).filter(match__in=ids))
    mentors = _unanswered(MatchMentor.objects.of(viewer.district).filter(match__in=ids))
    return {pk: _next_step(talks.get(pk), pk in students, pk in mentors) for pk in ids}


def _unanswered(rows: "QuerySet[MatchStudent] | QuerySet[MatchMentor]") -> set[int]:
    return set(rows.filter(left_on=None, answer=Answer.OPEN).values_list("match_id", flat=True))


def _next_step(talk: MatchInterview | None, waits_for_student: bool, waits_for_mentor: bool) -> str:
    if talk is None:
        return _("First talk to be planned")
    if talk.held_on is None:
        return _("First talk on %(day)s") % {"day": date_format(localtime(talk.planned_at), "DATETIME_FORMAT")}
    if waits_for_student and waits_for_mentor:
        return _("Both have to answer")
    return _("The student has to answer") if waits_for_student else _("The mentor has to answer")


def _programs(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.program.name, note=one.program.school_year.name) for one in matches}


def _formats(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(Format(one.format).label) for one in matches}


def _schools(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    ids = {pk: list(found.school_ids) for pk, found in members(matches, viewer).items()}
    schools = School.objects.of(viewer.district).in_bulk({one for found in ids.values() for one in found})
    return {pk: Cell(", ".join(schools[one].name for one in found)) for pk, found in ids.items()}


def _teachers(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.supervising_teacher.name if one.supervising_teacher else "") for one in matches}


def _starts(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.starts_on or "") for one in matches}


def _ends(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.ends_on or "") for one in matches}


def _ended(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.ended_on or "") for one in matches}


def _reasons(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.end_reason) for one in matches}


def _proposed(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(localtime(one.created_at).date()) for one in matches}


def _places(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(place_words(one), note=one.place_note) for one in matches}


def _schedules(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.schedule) for one in matches}


def _adults(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.adult_in_charge.name if one.adult_in_charge else "") for one in matches}


def _meetings(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    """How many meetings are planned: "12 planned"; once it started, how many of them took place: "5 of 12 held"."""
    held = _held(matches, viewer)
    return {one.pk: Cell(_meeting_words(one, held.get(one.pk))) for one in matches}


def _meetings_held(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {pk: Cell(count) for pk, count in _held(matches, viewer).items()}


def _meetings_planned(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell("" if one.planned_meetings is None else one.planned_meetings) for one in matches}


@read_once
def _held(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, int]:
    """How many meetings each match that started had."""
    return additions().held_counts([one.pk for one in matches if one.state in {State.RUNNING, State.ENDED}])


def _meeting_words(match: Match, held: int | None) -> str:
    words = {"count": held, "planned": match.planned_meetings}
    if held is None:
        return _("%(planned)s planned") % words if match.planned_meetings else ""
    return _("%(count)s of %(planned)s held") % words if match.planned_meetings else _("%(count)s held") % words


def place_words(match: Match) -> str:
    """Where they meet, in words."""
    return ", ".join(str(PlaceKind(one).label) for one in match.places)


#: What one may do with several matches: each a page that asks first and reads a Selection of MATCHES.
DEEDS: list[ListDeed] = [
    ListDeed(gettext_lazy("Send the documents to sign"), "mentoring:packet_send_selected", Permission.AGREEMENTS_EDIT),
    ListDeed(gettext_lazy("Were signed on paper"), "mentoring:paper_file_selected", Permission.AGREEMENTS_EDIT),
]

MATCHES: ListScreen[Match] = ListScreen(
    name="matches",
    caption=gettext_lazy("Matches"),
    counted=ngettext_lazy("%(words)s match", "%(words)s matches", "count"),
    rows=Match.objects.all().visible_to,
    form=MatchFilterForm,
    columns=[
        ListColumn("students", gettext_lazy("Students"), _students),
        ListColumn("mentors", gettext_lazy("Mentors"), _mentors),
        ListColumn("state", gettext_lazy("State"), _states),
        ListColumn("next", gettext_lazy("What comes next"), _next_steps),
        ListColumn("program", gettext_lazy("Program"), _programs, prefetch=["program__school_year"]),
        ListColumn("format", gettext_lazy("Who meets whom"), _formats, is_shown=False),
        ListColumn("schools", gettext_lazy("School"), _schools),
        ListColumn(
            "teacher", gettext_lazy("Supervising teacher"), _teachers, is_shown=False, prefetch=["supervising_teacher"]
        ),
        ListColumn("proposed", gettext_lazy("Proposed on"), _proposed, is_shown=False),
        ListColumn("starts", gettext_lazy("Starts on"), _starts),
        ListColumn("ends", gettext_lazy("Planned until"), _ends, is_shown=False),
        ListColumn("ended", gettext_lazy("Ended on"), _ended, is_shown=False),
        ListColumn(
            "reason", gettext_lazy("Why it ended"), _reasons, is_shown=False, permission=Permission.MATCHES_EDIT
        ),
        ListColumn("places", gettext_lazy("Where they meet"), _places, is_shown=False),
        ListColumn("schedule", gettext_lazy("When they meet"), _schedules, is_shown=False),
        ListColumn("meetings", gettext_lazy("Meetings"), _meetings),
        # For sums in a spreadsheet.
        ListColumn("held", gettext_lazy("Meetings held"), _meetings_held, is_number=True, is_shown=False),
        ListColumn("planned", gettext_lazy("Meetings planned"), _meetings_planned, is_number=True, is_shown=False),
        ListColumn("adult", gettext_lazy("Adult in charge"), _adults, is_shown=False, prefetch=["adult_in_charge"]),
    ],
    deeds=DEEDS,
    export_url_name="mentoring:match_export",
    export_verb="match.export",
    empty_title=gettext_lazy("No matches yet"),
    empty_text=gettext_lazy("Matches show here once somebody proposes one, or they come with a spreadsheet."),
    icon="people",
    key="created_at",
    is_descending=True,
)
