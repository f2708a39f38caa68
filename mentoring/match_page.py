"""What a match's page says to staff: its parts, in the order of showing, each from the module that knows it.

A part is made by a function ``(match, viewer) -> MatchPart | None``; whoever has one adds it to ``SOURCES``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring.match_table import Members, members_of, place_words
from mentoring.models import Answer, Match, MatchMentor, MatchStudent
from mentoring.readiness import readiness
from tenancy.history import tell
from tenancy.models import AuditEvent
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionEvent, SectionRow
from tenancy.tables import Kind
from tenancy.viewer import Viewer

#: Lines of a match's history on its page; the audit log has them all.
MOST_EVENTS = 20
ANSWER_KINDS: Mapping[str, Kind] = {Answer.OPEN: "warn", Answer.YES: "ok", Answer.NO: "mute"}


@dataclass(frozen=True)
class MatchPart:
    """A part of the page: a template, and what it is given as ``part``, beside match, number and csrf_token."""

    template: str
    part: Mapping[str, object] = field(default_factory=dict)


PartSource = Callable[[Match, Viewer], MatchPart | None]


def parts(match: Match, viewer: Viewer) -> list[MatchPart]:
    """Every part of the page that this viewer needs."""
    return [found for source in SOURCES if (found := source(match, viewer)) is not None]


def may_edit(match: Match, viewer: Viewer) -> bool:
    """Whether the viewer's roles let them change this match; nobody changes one that they are themselves in."""
    if not viewer.can(Permission.MATCHES_EDIT) or match.program.is_archived:
        return False
    mine = Match.objects.of(viewer.district).in_reach_of(viewer, Permission.MATCHES_EDIT).filter(pk=match.pk)
    return mine.exists() and not is_member(match, viewer)


def is_member(match: Match, viewer: Viewer) -> bool:
    """Whether the viewer is in this match."""
    return Match.objects.of(viewer.district).with_member(viewer.person_id or 0).filter(pk=match.pk).exists()


def section(found: PersonSection) -> MatchPart:
    """A part that looks like those of a person's page."""
    return MatchPart("components/person_section.html", {"section": found})


# Parts


def _people(match: Match, viewer: Viewer) -> MatchPart:
    found = members_of([match], viewer)[match.pk]
    rows = [_student_row(one, viewer) for one in found.students]
    rows += _hidden_row(found)
    rows += [_mentor_row(one, viewer) for one in found.mentors]
    return section(PersonSection(_("Who takes part"), rows=rows, empty=_("Nobody is in this match any more.")))


def _student_row(row: MatchStudent, viewer: Viewer) -> SectionRow:
    school = row.student.school.name if row.student.school else ""
    return SectionRow(
        row.student.person.name,
        note=" · ".join(filter(None, [_("Student"), school, _left_words(row)])),
        kind=ANSWER_KINDS[row.answer],
        status=_answer_words(row),
        links=[(_("Open"), reverse("mentoring:student_detail", args=[row.student_id]))],
    )


def _mentor_row(row: MatchMentor, viewer: Viewer) -> SectionRow:
    url = reverse("mentoring:mentor_detail", args=[row.mentor_id])
    return SectionRow(
        row.mentor.person.name,
        note=" · ".join(filter(None, [_("Mentor"), row.mentor.occupation, _left_words(row)])),
        kind=ANSWER_KINDS[row.answer],
        status=_answer_words(row),
        links=[(_("Open"), url)] if viewer.can(Permission.MENTORS_VIEW) else [],
    )


def _hidden_row(found: Members) -> list[SectionRow]:
    if not found.hidden:
        return []
    words = ngettext("%(count)s other student", "%(count)s other students", found.hidden)
    return [SectionRow(words % {"count": found.hidden})]


def _left_words(row: MatchStudent | MatchMentor) -> str:
    return _("left on %(day)s") % {"day": date_format(row.left_on)} if row.left_on else ""


def _answer_words(row: MatchStudent | MatchMentor) -> str:
    words = {Answer.YES: _("Said yes"), Answer.NO: _("Said no"), Answer.OPEN: _("Has not answered")}
    return words[Answer(row.answer)]


def _readiness(match: Match, viewer: Viewer) -> MatchPart | None:
    """What is missing before it starts, or while it runs."""
    found = readiness(match, viewer, may_edit=may_edit(match, viewer), is_member=is_member(match, viewer))
    return MatchPart("components/readiness.html", {"found": found}) if found is not None else None


def _plan(match: Match, viewer: Viewer) -> MatchPart:
    teacher, adult = match.supervising_teacher, match.adult_in_charge
    minutes = _("%(count)s minutes") % {"count": match.meeting_minutes} if match.meeting_minutes else ""
    facts: list[tuple[str, object]] = [
        (_("Starts on"), date_format(match.starts_on) if match.starts_on else ""),
        (_("Planned until"), date_format(match.ends_on) if match.ends_on else ""),
        (_("Where they meet"), place_words(match)),
        (_("Room or address"), match.place_note),
        (_("When they meet"), match.schedule),
        (_("Meetings"), " · ".join(filter(None, [str(match.planned_meetings or ""), minutes]))),
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


def _history(match: Match, viewer: Viewer) -> MatchPart:
    events = AuditEvent.objects.of(viewer.district).filter(target_kind="mentoring.match", target_id=match.pk)
    newest = list(events.order_by("-at", "-pk")[:MOST_EVENTS])
    return section(
        PersonSection(
            _("What happened"),
            events=[SectionEvent(told.event.at, told.what, who=told.who) for told in tell(newest)],
            empty=_("Nothing yet."),
        )
    )


SOURCES: Sequence[PartSource] = (_people, _readiness, _plan, _history)
