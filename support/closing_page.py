"""Closing a match, in words: its list of tasks, and the part on a match's own page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentoring.models import Match
from mentoring.page_parts import PagePart, section
from support.closing_rules import is_settled
from support.closing_table import again_words, standing
from support.models import Closing, Continuation, ExitInterview
from tenancy.history import tell
from tenancy.models import AuditEvent, Person
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionEvent, SectionRow
from tenancy.tables import Kind
from tenancy.viewer import Viewer

#: Deeds that stand in a match's timeline; who answered what does not.
_TOLD = (
    "closing.begin",
    "closing.finish",
    "closing.take_back",
    "closing.drop",
    "continuation.ask",
    "continuation.stop",
)
MOST_EVENTS = 20


@dataclass(frozen=True)
class Task:
    """One line of the list: what it is about, how it stands."""

    title: str
    status: str
    kind: Kind
    text: str = ""
    url: str = ""


def may_close(match: Match, viewer: Viewer) -> bool:
    """Whether the viewer's roles let them close this match; nobody closes one that they are themselves in.

    Of an archived program it is still "yes": each deed then says why not.
    """
    if not viewer.can(Permission.SUPPORT_EDIT):
        return False
    mine = Match.objects.of(viewer.district).in_reach_of(viewer, Permission.SUPPORT_EDIT).filter(pk=match.pk)
    person = Person.objects.of(viewer.district).filter(pk=viewer.person_id or 0)
    own = Match.objects.of(viewer.district).naming(person).filter(pk=match.pk)
    return mine.exists() and not own.exists()


def tasks_of(closing: Closing, *, edit_url: str = "") -> list[Task]:
    """What is done of a closing besides the last talks."""
    needed = closing.kind == Closing.Kind.PLANNED
    shown, updated = closing.presentation_on, closing.profile_updated_on
    presentation = _day_task(_("Presentation"), shown, needed=needed and not closing.presentation_waived, url=edit_url)
    if closing.presentation_waived:
        presentation = Task(_("Presentation"), _("None"), "mute", url=edit_url)
    step = closing.next_step
    return [
        presentation,
        _day_task(_("Skills profile and career plan updated"), updated, needed=needed, url=edit_url),
        Task(_("Next step"), _("Noted") if step else _still(needed), _kind(bool(step), needed), step, edit_url),
    ]


def _day_task(title: str, day: object, *, needed: bool, url: str) -> Task:
    words = date_format(day) if day else ""  # type: ignore[arg-type]
    return Task(title, _("Done") if day else _still(needed), _kind(bool(day), needed), words, url)


def _still(needed: bool) -> str:
    return _("Not yet") if needed else _("Not needed")


def _kind(is_done: bool, needed: bool) -> Kind:
    return "ok" if is_done else "warn" if needed else "mute"


def facts_of(closing: Closing, *, reads_all: bool) -> list[tuple[str, object]]:
    """What is known of a closing; the reason is for those who may close."""
    found: list[tuple[str, object]] = [
        (_("Why it ends"), closing.get_kind_display()),
        (_("Who wished it"), closing.get_initiator_display()),
    ]
    if reads_all:
        found.append((_("Reason"), closing.reason))
    found += [
        (_("Last meeting"), date_format(closing.last_meeting_on) if closing.last_meeting_on else ""),
        (_("Contact afterwards"), closing.contact_after),
    ]
    return found


def talk_rows(interviews: Iterable[ExitInterview], *, reads_all: bool, may_change: bool) -> list[SectionRow]:
    """The last talks: held, skipped, still to come. What was said is for those who may close."""
    return [_talk_row(one, reads_all=reads_all, may_change=may_change) for one in interviews]


def _talk_row(talk: ExitInterview, *, reads_all: bool, may_change: bool) -> SectionRow:
    note = [talk.get_role_display()]
    links: list[tuple[str, str]] = []
    note_url = reverse("support:exit_interview_note", args=[talk.pk])
    if talk.held_on is not None:
        note.append(date_format(talk.held_on))
        if reads_all:
            quality = _("%(number)s of 10") % {"number": talk.quality} if talk.quality else ""
            note += filter(None, [quality, talk.best, talk.better, talk.told])
        links = [(_("Change"), note_url)] if may_change else []
        return SectionRow(talk.person.name, " · ".join(note), kind="ok", status=_("Held"), links=links)
    if talk.skipped_on is not None:
        note.append(talk.skip_reason)
        return SectionRow(talk.person.name, " · ".join(filter(None, note)), kind="mute", status=_("Skipped"))
    if may_change:
        links = [(_("Note it"), note_url), (_("Skip"), reverse("support:exit_interview_skip", args=[talk.pk]))]
    return SectionRow(talk.person.name, " · ".join(note), kind="warn", status=_("Not yet"), links=links)


# On a match's page


def closing_part(match: Match, viewer: Viewer) -> PagePart | None:
    """How far the closing is, and whether they go on next year."""
    if match.state not in {Match.State.RUNNING, Match.State.ENDED} or not viewer.can(Permission.SUPPORT_VIEW):
        return None
    closing = Closing.objects.visible_to(viewer).filter(match=match).prefetch_related("interviews__person").first()
    asked = Continuation.objects.visible_to(viewer).filter(match=match).order_by("-pk").prefetch_related("answers")
    newest, may = asked.first(), may_close(match, viewer) and match.program.archived_on is None
    rows = [row for row in (_closing_row(closing), _again_row(newest)) if row is not None]
    links = []
    if closing is None and may:
        links.append((_("Close this match"), reverse("support:closing_begin", args=[match.pk])))
    if may and (newest is None or (newest.closed_on is not None and newest.became_id is None)):
        links.append((_("Ask: same pair again?"), reverse("support:continuation_ask", args=[match.pk])))
    if match.state == Match.State.ENDED and not rows and not links:
        return None
    return section(PersonSection(_("Closing"), rows=rows, links=links, empty=_("Not begun.")))


def _closing_row(closing: Closing | None) -> SectionRow | None:
    if closing is None:
        return None
    cell = standing(closing)
    done = sum(is_settled(one) for one in closing.interviews.all())
    talks = _("%(done)s of %(all)s last talks") % {"done": done, "all": len(closing.interviews.all())}
    note = " · ".join(filter(None, [str(cell.note), talks]))
    links = [(_("Open"), reverse("support:closing_detail", args=[closing.pk]))]
    return SectionRow(_("Closing list"), note, kind=cell.kind, status=str(cell.text), links=links)


def _again_row(asked: Continuation | None) -> SectionRow | None:
    if asked is None:
        return None
    cell = again_words(asked)
    links = [(_("Open"), str(cell.url))]
    return SectionRow(_("Same pair again?"), str(cell.note), kind=cell.kind, status=str(cell.text), links=links)


def closing_events(match: Match, viewer: Viewer) -> Iterable[SectionEvent]:
    """Lines of a match's timeline: when closing began and ended, when it was asked whether they go on. Never more."""
    if not viewer.can(Permission.SUPPORT_VIEW):
        return []
    closings = Closing.objects.of(viewer.district).filter(match=match).values_list("pk", flat=True)
    asked = Continuation.objects.of(viewer.district).filter(match=match).values_list("pk", flat=True)
    told = Q(target_kind="support.closing", target_id__in=list(closings)) | Q(
        target_kind="support.continuation", target_id__in=list(asked)
    )
    events = AuditEvent.objects.of(viewer.district).filter(told, verb__in=_TOLD).order_by("-at", "-pk")
    return [SectionEvent(one.event.at, one.what, who=one.who) for one in tell(list(events[:MOST_EVENTS]))]
