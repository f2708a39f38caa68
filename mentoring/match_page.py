"""What the first page of a match says to staff, and which sub-pages stand beside it.

A part is made by a function ``(look) -> PagePart | None``. This floor's stand in ``SOURCES`` and ``LAST``, in the order
of showing; those of floors above, and their sub-pages, on ``config/match_pages.py``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import Kind as Document
from agreements.rules import Papers, papers_of
from mentoring.gate_reading import Reading
from mentoring.match_members import present_mentors, present_students, read_members
from mentoring.match_table import Members, members_read, place_words
from mentoring.models import (
    Answer,
    Format,
    Guardianship,
    Match,
    MatchInterview,
    MatchMentor,
    MatchObjective,
    MatchStudent,
    PlaceKind,
)
from mentoring.packet_page import signatures
from mentoring.page_parts import PagePart, Side, SubPage, additions, match_parts, section
from mentoring.pairing_rules import MOST_STUDENTS
from mentoring.policy_rules import policy_of
from mentoring.readiness import Sight, readiness
from tenancy.models import AuditEvent
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.tables import Kind
from tenancy.viewer import Viewer

State = Match.State
ANSWER_KINDS: Mapping[str, Kind] = {Answer.OPEN: "warn", Answer.YES: "ok", Answer.NO: "mute"}


@dataclass(frozen=True)
class MatchLook:
    """One look at a match: what several parts of its page need is read once, and kept for this request alone.

    For pages that change nothing. ``read`` says whom a viewer may look at.
    """

    match: Match
    viewer: Viewer

    @classmethod
    def read(cls, pk: int, viewer: Viewer) -> "MatchLook":
        """A match that the viewer sees, with its program and members. Raises Http404. Four queries."""
        along = ("program__school_year", "supervising_teacher", "adult_in_charge")
        seen = Match.objects.visible_to(viewer).select_related(*along).prefetch_related("program__policies")
        match = get_object_or_404(seen, pk=pk)
        match.district = viewer.district
        read_members(match, viewer)
        return cls(match, viewer)

    @cached_property
    def members(self) -> Members:
        """Who is named on the page."""
        return members_read(self.match)

    @cached_property
    def is_member(self) -> bool:
        """``is_member``, out of what was read."""
        people = [row.student.person_id for row in present_students(self.match)]
        people += [row.mentor.person_id for row in present_mentors(self.match)]
        return self.viewer.person_id in people

    @cached_property
    def may_edit(self) -> bool:
        """``may_edit``, asked once."""
        return not self.is_member and _is_in_charge(self.match, self.viewer)

    @cached_property
    def objectives(self) -> list[MatchObjective]:
        """What they want to reach, in order."""
        prefetch_related_objects([self.match], "objectives")
        return sorted(self.match.objectives.all(), key=lambda one: one.position)

    @cached_property
    def reading(self) -> Reading:
        """What the gate and the signatures ask of the match."""
        _read_signers(self.match)
        prefetch_related_objects([self.match], "objectives")
        return Reading.of_page(self.match)

    @cached_property
    def sight(self) -> Sight:
        """Whom no sentence may name."""
        hidden = {row.student.person_id for row in present_students(self.match)}
        return Sight(self.viewer, frozenset(hidden - {row.student.person_id for row in self.members.students}))


def _read_signers(match: Match) -> None:
    """Who may sign for the students, and who may not, in two queries."""
    students = [row.student for row in present_students(match)]
    along = Prefetch("guardianships", Guardianship.objects.select_related("guardian__person"))
    prefetch_related_objects(students, along, "court_orders")


#: Makes a part of the first page, or None where there is nothing for this viewer.
LookSource = Callable[[MatchLook], PagePart | None]


def parts(look: MatchLook) -> list[PagePart]:
    """Every part of the first page that this viewer needs."""
    own = [found for source in SOURCES if (found := source(look)) is not None]
    after = [found for source in LAST if (found := source(look)) is not None]
    return [*own, *match_parts(look.match, look.viewer), *after]


def sub_page(side: Side | None) -> SubPage | None:
    """The page about a side of a match; None for the first page."""
    return next((one for one in _sub_pages() if one.side == side), None)


def tabs(match: Match, viewer: Viewer, current: SubPage | None) -> list[dict[str, object]]:
    """Links to the first page and the sub-pages on which this viewer may find something, and to the current one."""
    found: list[dict[str, object]] = [
        {
            "label": _("Overview"),
            "url": reverse("mentoring:match_detail", args=[match.pk]),
            "is_current": current is None,
        }
    ]
    for one in _sub_pages():
        is_current = current is not None and one.side == current.side
        if is_current or one.is_offered(match, viewer):
            url = reverse("mentoring:match_detail", args=[match.pk, one.side])
            found.append({"label": one.label, "url": url, "is_current": is_current})
    return found


def _sub_pages() -> list[SubPage]:
    """Those of floors above; what happened comes last."""
    return [*additions().sub_pages, SubPage(Side.TIMELINE, _("What happened"))]


def may_edit(match: Match, viewer: Viewer) -> bool:
    """Whether the viewer's roles let them change this match; nobody changes one that they are themselves in."""
    return _is_in_charge(match, viewer) and not is_member(match, viewer)


def _is_in_charge(match: Match, viewer: Viewer) -> bool:
    if not viewer.can(Permission.MATCHES_EDIT) or match.program.is_archived:
        return False
    mine = Match.objects.of(viewer.district).in_reach_of(viewer, Permission.MATCHES_EDIT)
    return mine.filter(pk=match.pk).exists()


def is_member(match: Match, viewer: Viewer) -> bool:
    """Whether the viewer is in this match."""
    return Match.objects.of(viewer.district).with_member(viewer.person_id or 0).filter(pk=match.pk).exists()


def deeds(match: Match) -> list[tuple[str, str]]:
    """What one may do with a match as a whole, each with its address."""
    if match.ended_on is not None:
        return []
    found = [(_("Plan"), reverse("mentoring:match_plan", args=[match.pk]))]
    present = len(present_students(match))
    has_room = match.format == Format.SMALL_GROUP and present < MOST_STUDENTS[Format.SMALL_GROUP]
    if match.state != State.RUNNING:
        if has_room:
            found.append((_("Add a student"), reverse("mentoring:match_student_add", args=[match.pk])))
        if not present_mentors(match):
            found.append((_("Add a mentor"), reverse("mentoring:match_mentor_add", args=[match.pk])))
    label = _("End the match") if match.state == State.RUNNING else _("Take the proposal back")
    return [*found, (label, reverse("mentoring:match_end", args=[match.pk]))]


def warnings(look: MatchLook) -> list[str]:
    """What is wrong with who is left in a match: members who leave warn, and never end it."""
    match, found = look.match, []
    if match.ended_on is not None:
        return []
    if not present_mentors(match):
        found.append(_("No mentor is left in this match. End it, and propose a new one."))
    if not present_students(match):
        found.append(_("No student is left in this match. End it."))
    return [*found, *place_warnings(match, look.reading.papers)] if match.state == State.RUNNING else found


def place_warnings(match: Match, papers: Papers | None = None) -> list[str]:
    """Places of a running match that an agreement that stands does not name: nobody has signed for them.

    ``papers`` are those of its students, where somebody has read them.
    """
    if match.state != State.RUNNING:
        return []
    rows = [row for row in present_students(match) if row.packet_id]
    if papers is None:
        papers = papers_of([row.packet_id for row in rows if row.packet_id])
    found = []
    for row in rows:
        standing = papers.standings[row.packet_id or 0][Document.MENTORSHIP]
        if standing.agreement is None or not standing.stands:
            continue
        signed_for = standing.agreement.values.get("places", [])
        lacking = [PlaceKind(one).label for one in match.places if one not in signed_for]
        if lacking:
            words = _("What was signed for %(name)s does not name this place: %(places)s. Replace the documents.")
            places = ", ".join(str(one) for one in lacking)
            found.append(words % {"name": row.student.person.name, "places": places})
    return found


def last_end(match: Match) -> AuditEvent | None:
    """The event that ended a match, for its Undo."""
    events = AuditEvent.objects.of(match.district).filter(
        target_kind="mentoring.match", target_id=match.pk, verb__in=["match.end", "match.not_start"]
    )
    return events.order_by("-at", "-pk").first()


# Parts


def _people(look: MatchLook) -> PagePart:
    match, found, reads = look.match, look.members, look.may_edit
    rows = [_student_row(match, one, reads=reads) for one in found.students]
    rows += _hidden_row(found)
    rows += [_mentor_row(match, one, look.viewer, reads=reads) for one in found.mentors]
    return section(PersonSection(_("Who takes part"), rows=rows, empty=_("Nobody is in this match any more.")))


def _student_row(match: Match, row: MatchStudent, *, reads: bool) -> SectionRow:
    school = row.student.school.name if row.student.school else ""
    links = [(_("Open"), reverse("mentoring:student_detail", args=[row.student_id]))]
    if reads:
        links += _member_links(match, row, "student")
    words, kind = _answer_words(match, row, reads=reads)
    note = " · ".join(filter(None, [_("Student"), school, _private_words(row, reads=reads)]))
    return SectionRow(row.student.person.name, note=note, kind=kind, status=words, links=links)


def _mentor_row(match: Match, row: MatchMentor, viewer: Viewer, *, reads: bool) -> SectionRow:
    links = []
    if viewer.can(Permission.MENTORS_VIEW):
        links.append((_("Open"), reverse("mentoring:mentor_detail", args=[row.mentor_id])))
    if reads:
        links += _member_links(match, row, "mentor")
    words, kind = _answer_words(match, row, reads=reads)
    note = " · ".join(filter(None, [_("Mentor"), row.mentor.occupation, _private_words(row, reads=reads)]))
    return SectionRow(row.mentor.person.name, note=note, kind=kind, status=words, links=links)


def _member_links(match: Match, row: MatchStudent | MatchMentor, side: str) -> list[tuple[str, str]]:
    if match.ended_on is not None:
        return []
    links = []
    if match.state == State.PROPOSED and row.answer == Answer.OPEN:
        links.append((_("Type in the answer"), reverse(f"mentoring:match_{side}_answer", args=[row.pk])))
    return [*links, (_("Record leaving"), reverse(f"mentoring:match_{side}_leave", args=[row.pk]))]


def _hidden_row(found: Members) -> list[SectionRow]:
    if not found.hidden:
        return []
    words = ngettext("%(count)s other student", "%(count)s other students", found.hidden)
    return [SectionRow(words % {"count": found.hidden})]


def _answer_words(match: Match, row: MatchStudent | MatchMentor, *, reads: bool) -> tuple[str, Kind]:
    """What a member said. A no is read by those alone who may change the match."""
    answer = Answer(row.answer)
    if match.state not in {State.PROPOSED, State.AGREED} and not (reads and match.state == State.NOT_STARTED):
        return "", ""
    if match.format == Format.SMALL_GROUP and answer == Answer.OPEN:
        return _("Has not answered"), "warn"
    words = {Answer.YES: _("Said yes"), Answer.NO: _("Said no"), Answer.OPEN: _("Has not answered")}
    return words[answer], ANSWER_KINDS[answer]


def _private_words(row: MatchStudent | MatchMentor, *, reads: bool) -> str:
    """How a colleague knows the answer, and what the member thought of the talk: for coordinators."""
    if not reads:
        return ""
    rating = _("thought of the talk: %(rating)s of 5") % {"rating": row.rating} if row.rating else ""
    return " · ".join(filter(None, [row.answer_said, rating]))


def _talk_ahead(look: MatchLook) -> PagePart | None:
    """The first talk of a match that has not started."""
    return _interviews(look) if look.match.state in {State.PROPOSED, State.AGREED} else None


def _talk_behind(look: MatchLook) -> PagePart | None:
    """The first talk of a match that has, or that never will."""
    return _interviews(look) if look.match.state not in {State.PROPOSED, State.AGREED} else None


def _interviews(look: MatchLook) -> PagePart | None:
    """The first talk: planned, held, called off."""
    match = look.match
    talks = list(match.interviews.order_by("-pk").select_related("adult"))
    is_open = match.state == State.PROPOSED and look.may_edit
    if not talks and not is_open:
        return None
    links = []
    if is_open:
        planned = any(one.held_on is None and one.canceled_on is None for one in talks)
        label = _("Move it") if planned else _("Plan it")
        links = [
            (label, reverse("mentoring:interview_plan", args=[match.pk])),
            (_("They have talked"), reverse("mentoring:interview_hold", args=[match.pk])),
        ]
    rows = [_talk_row(one, is_open=is_open, reads=look.may_edit) for one in talks]
    empty = _("Not planned yet. They talk with each other before they say yes or no.")
    return section(PersonSection(_("First talk"), rows=rows, links=links, empty=empty))


def _talk_row(talk: MatchInterview, *, is_open: bool, reads: bool) -> SectionRow:
    where = ", ".join(filter(None, [talk.get_place_display(), talk.place_note]))
    adult = _("%(name)s is there") % {"name": talk.adult.name}
    note = " · ".join(filter(None, [where, adult, talk.notes if reads else ""]))
    if talk.held_on is not None:
        return SectionRow(date_format(talk.held_on), note=note, kind="ok", status=_("Held"))
    when = date_format(localtime(talk.planned_at), "DATETIME_FORMAT")
    if talk.canceled_on is not None:
        return SectionRow(when, note=note, kind="mute", status=_("Canceled"))
    links = [(_("Cancel it"), reverse("mentoring:interview_cancel", args=[talk.pk]))] if is_open else []
    return SectionRow(when, note=note, kind="info", status=_("Planned"), links=links)


def _readiness(look: MatchLook) -> PagePart | None:
    """What is missing before it starts, or while it runs."""
    match, may = look.match, look.may_edit
    found = readiness(match, look.reading, look.sight, may_edit=may, is_member=look.is_member)
    return PagePart("components/readiness.html", {"found": found}) if found is not None else None


def _signatures(look: MatchLook) -> PagePart | None:
    """What is signed, by whom, whose turn it is."""
    if not look.viewer.can(Permission.AGREEMENTS_VIEW):
        return None
    found = signatures(look.match, look.viewer, look.reading.papers, is_member=look.is_member)
    return PagePart("mentoring/parts/signatures.html", {"found": found}) if found is not None else None


def _plan(look: MatchLook) -> PagePart:
    match = look.match
    teacher, adult = match.supervising_teacher, match.adult_in_charge
    # Where the plan says nothing, the program's rules hold: they stand in the agreement.
    policy = policy_of(match.program)
    meetings = match.planned_meetings or (policy.planned_meetings if policy else None)
    length = match.meeting_minutes or (policy.meeting_minutes if policy else None)
    minutes = _("%(count)s minutes") % {"count": length} if length else ""
    facts: list[tuple[str, object]] = [
        (_("Starts on"), date_format(match.starts_on) if match.starts_on else ""),
        (_("Planned until"), date_format(match.ends_on) if match.ends_on else ""),
        (_("Where they meet"), place_words(match)),
        (_("Room or address"), match.place_note),
        (_("When they meet"), match.schedule),
        (_("Meetings"), " · ".join(filter(None, [str(meetings or ""), minutes]))),
        (_("Activities"), "; ".join(match.activities)),
        (_("Transport"), match.transport),
        (_("Adult in charge"), adult.name if adult else ""),
        (_("Supervising teacher"), teacher.name if teacher else ""),
    ]
    facts += [
        (_("Objective %(number)s") % {"number": one.position}, " · ".join(filter(None, [one.text, one.standard])))
        for one in look.objectives
    ]
    # What need not be there is not said to be missing.
    needless = {_("Room or address"), _("Activities"), _("Transport")}
    shown = [(label, value) for label, value in facts if value or label not in needless]
    return section(PersonSection(_("What they plan"), facts=shown))


SOURCES: Sequence[LookSource] = (_people, _readiness, _talk_ahead)
#: Below what the floors above add.
LAST: Sequence[LookSource] = (_signatures, _plan, _talk_behind)
