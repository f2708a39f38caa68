"""What a meeting's page says to staff: its parts, in the order of showing, and what one may do there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings import mail_words as words
from meetings.log_access import matches_to_log
from meetings.models import Meeting, MeetingProposal, Participation
from mentoring.models import MatchStudent, Student
from mentoring.page_parts import PagePart, section
from tenancy.history import tell
from tenancy.models import AuditEvent
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionEvent, SectionRow
from tenancy.tables import Kind
from tenancy.viewer import Viewer

Standing = Participation.Standing
#: Makes a part of a meeting's page, or None where there is nothing for this viewer.
MeetingSource = Callable[[Meeting, Viewer], PagePart | None]

STANDING_KINDS: Mapping[str, Kind] = {
    Standing.EXPECTED: "info",
    Standing.CAME: "ok",
    Standing.ABSENT: "warn",
    Standing.EXCUSED: "mute",
    Standing.NO_SHOW: "bad",
}
_State = MeetingProposal.State
PROPOSAL_KINDS: Mapping[str, Kind] = {
    _State.OPEN: "warn",
    _State.ACCEPTED: "ok",
    _State.DECLINED: "mute",
    _State.OUTDATED: "mute",
}
#: Lines of a meeting's history on its page, and proposals of other times.
MOST_EVENTS, MOST_PROPOSALS = 20, 5


def parts(meeting: Meeting, viewer: Viewer) -> list[PagePart]:
    """Every part of the page that this viewer needs."""
    return [found for source in SOURCES if (found := source(meeting, viewer)) is not None]


def may_edit(meeting: Meeting, viewer: Viewer) -> bool:
    """Whether the viewer plans, moves and cancels this meeting."""
    return Meeting.objects.of(viewer.district).editable_by(viewer).filter(pk=meeting.pk).exists()


def may_change_adult(meeting: Meeting, viewer: Viewer) -> bool:
    """Whoever plans it; and at the front desk, today."""
    at_desk = viewer.can(Permission.FRONT_DESK_VIEW) and meeting.on == viewer.today
    if at_desk and Meeting.objects.of(viewer.district).at_desk(viewer).filter(pk=meeting.pk).exists():
        return True
    return may_edit(meeting, viewer)


def own_deeds(meeting: Meeting, viewer: Viewer, now: datetime) -> list[tuple[str, str]]:
    """What one may do who takes part in the meeting: of staff, those who mentor besides."""
    if meeting.state != Meeting.State.PLANNED or meeting.starts_at is None or meeting.starts_at <= now:
        return []
    if not Meeting.objects.of(viewer.district).of_member(viewer).filter(pk=meeting.pk).exists():
        return []
    return [(_("Propose another time"), reverse("meetings:meeting_propose", args=[meeting.pk]))]


def log_deeds(meeting: Meeting, viewer: Viewer) -> list[tuple[str, str]]:
    """To say how it went, once its day has come: for whoever may log in its match."""
    if meeting.state != Meeting.State.PLANNED or meeting.on > viewer.today:
        return []
    if not matches_to_log(viewer).filter(pk=meeting.match_id).exists():
        return []
    return [(_("Write it down"), reverse("meetings:log_write", args=[meeting.pk]))]


def deeds(meeting: Meeting) -> list[tuple[str, str]]:
    """What one may do with a planned meeting, each with its address."""
    if meeting.state != Meeting.State.PLANNED:
        return []
    return [
        (_("Move"), reverse("meetings:meeting_move", args=[meeting.pk])),
        (_("Cancel the meeting"), reverse("meetings:meeting_cancel", args=[meeting.pk])),
    ]


def is_over(meeting: Meeting, now: datetime) -> bool:
    """Whether it should have taken place by now."""
    return meeting.ends_at < now


# Parts


def _facts(meeting: Meeting, viewer: Viewer) -> PagePart:
    facts: list[tuple[str, object]] = [*words.facts(meeting, words.STAFF)]
    if meeting.transport:
        facts.append((_("How the student gets there"), meeting.transport))
    if meeting.objective is not None:
        facts.append((_("Learning objective"), meeting.objective.text))
    if meeting.is_canceled:
        facts.append((_("Why canceled"), meeting.get_cancel_cause_display()))
        facts.append((_("Note"), meeting.cancel_note))
    elif meeting.late_minutes:
        facts.append((_("Running late"), words.minutes_words(meeting.late_minutes)))
    links = []
    if may_change_adult(meeting, viewer) and meeting.state == Meeting.State.PLANNED:
        links.append((_("Change the adult in charge"), reverse("meetings:meeting_change_adult", args=[meeting.pk])))
    links.append((_("Calendar file"), reverse("meetings:meeting_calendar", args=[meeting.pk])))
    return section(PersonSection(_("The meeting"), facts=facts, links=links))


@dataclass(frozen=True)
class Proposed:
    """Another time for the meeting, as whoever plans reads it."""

    pk: int
    wanted: str
    who: str
    note: str
    status: str
    kind: Kind
    may_decide: bool


def _proposals(meeting: Meeting, viewer: Viewer) -> PagePart | None:
    """Which other times were proposed, and what became of them."""
    if not viewer.can(Permission.MEETINGS_VIEW):
        return None
    rows = MeetingProposal.objects.of(viewer.district).filter(meeting=meeting).exclude(state=_State.WITHDRAWN)
    found = list(rows.order_by("-proposed_at", "-pk").prefetch_related("proposed_by")[:MOST_PROPOSALS])
    if not found:
        return None
    may_decide = may_edit(meeting, viewer)
    told = [_proposed(one, viewer, may_decide=may_decide and one.is_open) for one in found]
    return PagePart("meetings/parts/proposals.html", {"proposals": told})


def _proposed(proposal: MeetingProposal, viewer: Viewer, *, may_decide: bool) -> Proposed:
    person = proposal.proposed_by
    unknown = Student.objects.of(viewer.district).filter(person=person)
    is_known = not unknown.exclude(pk__in=Student.objects.known_to_staff(viewer).values("pk")).exists()
    return Proposed(
        pk=proposal.pk,
        wanted=words.instant_words(proposal.starts_at),
        who=person.name if is_known else _("Another student"),
        note=proposal.note,
        status=proposal.get_state_display(),
        kind=PROPOSAL_KINDS[proposal.state],
        may_decide=may_decide,
    )


def _people(meeting: Meeting, viewer: Viewer) -> PagePart:
    """Who is expected or came. Of students whom the viewer does not see, nothing but that there are some."""
    rows = Participation.objects.of(viewer.district).filter(meeting=meeting).order_by("pk")
    found = list(rows.prefetch_related("match_student__student__person", "match_mentor__mentor__person"))
    ids = [row.match_student.student_id for row in found if row.match_student]
    seen = set(Student.objects.known_to_staff(viewer).filter(pk__in=ids).values_list("pk", flat=True))
    at_desk = viewer.can(Permission.FRONT_DESK_VIEW)
    lines = []
    for row in found:
        if row.match_student is not None:
            shown = row.match_student.student_id in seen or at_desk
            name = row.match_student.student.person.name if shown else _("Another student")
            lines.append(_row(name, _note(_("Student"), row.match_student), row))
        elif row.match_mentor is not None:
            left = _("has left the match") if row.match_mentor.left_on else ""
            lines.append(_row(row.match_mentor.mentor.person.name, _joined(_("Mentor"), left), row))
    return section(PersonSection(_("Who takes part"), rows=lines, empty=_("Nobody is expected any more.")))


def _note(role: str, row: MatchStudent) -> str:
    left = _("has left the match") if row.left_on else ""
    return _joined(role, left, row.student.helps_at_meetings)


def _joined(*words_of_it: str) -> str:
    return " · ".join(filter(None, words_of_it))


def _row(name: str, note: str, row: Participation) -> SectionRow:
    return SectionRow(name, note=note, kind=STANDING_KINDS[row.standing], status=row.get_standing_display())


def _history(meeting: Meeting, viewer: Viewer) -> PagePart:
    events = AuditEvent.objects.of(viewer.district).filter(target_kind="meetings.meeting", target_id=meeting.pk)
    newest = list(events.order_by("-at", "-pk")[:MOST_EVENTS])
    told = [SectionEvent(one.event.at, one.what, who=one.who) for one in tell(newest)]
    return section(PersonSection(_("What happened"), events=told, empty=_("Nothing yet.")))


SOURCES: Sequence[MeetingSource] = (_proposals, _facts, _people, _history)
