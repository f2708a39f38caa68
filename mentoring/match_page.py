"""What a match's page says to staff: its parts, in the order of showing, each from the module that knows it.

A part is made by a function ``(match, viewer) -> PagePart | None``. This floor's stand in ``SOURCES`` and ``LAST``,
those of floors above on ``config/match_pages.py``.
"""

from collections.abc import Mapping, Sequence

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import STANDING, Agreement
from agreements.models import Kind as Document
from mentoring.match_table import Members, members_of, place_words
from mentoring.models import Answer, Format, Match, MatchInterview, MatchMentor, MatchStudent, PlaceKind
from mentoring.packet_page import signatures
from mentoring.page_parts import MatchSource, PagePart, match_parts, section
from mentoring.pairing_rules import MOST_STUDENTS
from mentoring.policy_rules import policy_of
from mentoring.readiness import readiness
from tenancy.models import AuditEvent
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.tables import Kind
from tenancy.viewer import Viewer

State = Match.State
ANSWER_KINDS: Mapping[str, Kind] = {Answer.OPEN: "warn", Answer.YES: "ok", Answer.NO: "mute"}


def parts(match: Match, viewer: Viewer) -> list[PagePart]:
    """Every part of the page that this viewer needs."""
    own = [found for source in SOURCES if (found := source(match, viewer)) is not None]
    after = [found for source in LAST if (found := source(match, viewer)) is not None]
    return [*own, *match_parts(match, viewer), *after]


def may_edit(match: Match, viewer: Viewer) -> bool:
    """Whether the viewer's roles let them change this match; nobody changes one that they are themselves in."""
    if not viewer.can(Permission.MATCHES_EDIT) or match.program.is_archived:
        return False
    mine = Match.objects.of(viewer.district).in_reach_of(viewer, Permission.MATCHES_EDIT).filter(pk=match.pk)
    return mine.exists() and not is_member(match, viewer)


def is_member(match: Match, viewer: Viewer) -> bool:
    """Whether the viewer is in this match."""
    return Match.objects.of(viewer.district).with_member(viewer.person_id or 0).filter(pk=match.pk).exists()


def deeds(match: Match) -> list[tuple[str, str]]:
    """What one may do with a match as a whole, each with its address."""
    if match.ended_on is not None:
        return []
    found = [(_("Plan"), reverse("mentoring:match_plan", args=[match.pk]))]
    present = list(match.student_rows.filter(left_on=None))
    has_room = match.format == Format.SMALL_GROUP and len(present) < MOST_STUDENTS[Format.SMALL_GROUP]
    if match.state != State.RUNNING:
        if has_room:
            found.append((_("Add a student"), reverse("mentoring:match_student_add", args=[match.pk])))
        if not match.mentor_rows.filter(left_on=None).exists():
            found.append((_("Add a mentor"), reverse("mentoring:match_mentor_add", args=[match.pk])))
    label = _("End the match") if match.state == State.RUNNING else _("Take the proposal back")
    return [*found, (label, reverse("mentoring:match_end", args=[match.pk]))]


def warnings(match: Match) -> list[str]:
    """What is wrong with who is left in a match: members who leave warn, and never end it."""
    found = []
    if not match.mentor_rows.filter(left_on=None).exists():
        found.append(_("No mentor is left in this match. End it, and propose a new one."))
    if not match.student_rows.filter(left_on=None).exists():
        found.append(_("No student is left in this match. End it."))
    return [*found, *place_warnings(match)]


def place_warnings(match: Match) -> list[str]:
    """Places of a running match that an agreement that stands does not name: nobody has signed for them."""
    if match.state != State.RUNNING:
        return []
    rows = (
        match.student_rows.filter(left_on=None, packet__isnull=False).order_by("pk").prefetch_related("student__person")
    )
    students = {row.packet_id: row.student.person.name for row in rows}
    standing = Agreement.objects.of(match.district).filter(packet__in=students, kind=Document.MENTORSHIP)
    found = []
    for agreement in standing.filter(state__in=STANDING).order_by("pk"):
        lacking = [PlaceKind(one).label for one in match.places if one not in agreement.values.get("places", [])]
        if lacking:
            words = _("What was signed for %(name)s does not name this place: %(places)s. Replace the documents.")
            places = ", ".join(str(one) for one in lacking)
            found.append(words % {"name": students[agreement.packet_id], "places": places})
    return found


def last_end(match: Match) -> AuditEvent | None:
    """The event that ended a match, for its Undo."""
    events = AuditEvent.objects.of(match.district).filter(
        target_kind="mentoring.match", target_id=match.pk, verb__in=["match.end", "match.not_start"]
    )
    return events.order_by("-at", "-pk").first()


# Parts


def _people(match: Match, viewer: Viewer) -> PagePart:
    found = members_of([match], viewer)[match.pk]
    prefetch_related_objects([row.student for row in found.students], "school")
    reads = may_edit(match, viewer)
    rows = [_student_row(match, one, reads=reads) for one in found.students]
    rows += _hidden_row(found)
    rows += [_mentor_row(match, one, viewer, reads=reads) for one in found.mentors]
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


def _interviews(match: Match, viewer: Viewer) -> PagePart | None:
    """The first talk: planned, held, called off."""
    talks = list(match.interviews.order_by("-pk").prefetch_related("adult"))
    is_open = match.state == State.PROPOSED and may_edit(match, viewer)
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
    rows = [_talk_row(one, is_open=is_open, reads=may_edit(match, viewer)) for one in talks]
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


def _readiness(match: Match, viewer: Viewer) -> PagePart | None:
    """What is missing before it starts, or while it runs."""
    found = readiness(match, viewer, may_edit=may_edit(match, viewer), is_member=is_member(match, viewer))
    return PagePart("components/readiness.html", {"found": found}) if found is not None else None


def _signatures(match: Match, viewer: Viewer) -> PagePart | None:
    """What is signed, by whom, whose turn it is."""
    found = signatures(match, viewer)
    return PagePart("mentoring/parts/signatures.html", {"found": found}) if found is not None else None


def _plan(match: Match, viewer: Viewer) -> PagePart:
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
    objectives = match.objectives.order_by("position")
    facts += [
        (_("Objective %(number)s") % {"number": one.position}, " · ".join(filter(None, [one.text, one.standard])))
        for one in objectives
    ]
    return section(PersonSection(_("What they plan"), facts=facts))


SOURCES: Sequence[MatchSource] = (_people, _readiness, _signatures, _interviews)
#: Below what the floors above add.
LAST: Sequence[MatchSource] = (_plan,)
