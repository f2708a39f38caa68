"""Everything that happened in a match, in one list: status changes, meetings, signatures, messages, support.

This floor's sources stand in ``SOURCES``, those of floors above on ``config/match_pages.py``. A source may say the kind
of each event; where it does not, the floor that tells it says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.evidence import EventKind
from agreements.models import SignatureEvent
from correspondence import message_table
from correspondence.models import Message
from mentoring.models import Match, MatchInterview
from mentoring.packet_rows import rows_seen_by
from mentoring.page_parts import Side, TimelineSource, additions
from tenancy.history import tell
from tenancy.models import AuditEvent
from tenancy.permissions import Permission
from tenancy.person_pages import SectionEvent
from tenancy.viewer import Viewer

#: The kinds to choose from, in this order.
KINDS: Mapping[str, str | Promise] = {
    "status": gettext_lazy("Status changes"),
    "meetings": gettext_lazy("Meetings"),
    "signatures": gettext_lazy("Signatures"),
    "messages": gettext_lazy("Messages"),
    "class": gettext_lazy("Class"),
    "support": gettext_lazy("Support"),
    "journals": gettext_lazy("Journals"),
}
#: The kind of what a floor tells without saying one.
_OF_FLOORS = {
    "meetings": "meetings",
    "agreements": "signatures",
    "correspondence": "messages",
    "classes": "class",
    "support": "support",
    "journals": "journals",
}
#: Lines at first, and how many "Show older" adds; a source is read no further back than MOST.
STEP, MOST = 15, 300
#: What of a document's history is told here; its own page has everything.
_TOLD = (
    EventKind.SENT,
    EventKind.SIGNED,
    EventKind.COMPLETED,
    EventKind.SEALED,
    EventKind.DECLINED,
    EventKind.VOIDED,
    EventKind.EXPIRED,
    EventKind.SUPERSEDED,
    EventKind.WITHDRAWN,
)


@dataclass(frozen=True)
class KindLink:
    """A kind to choose: its words, how many lines there are, where it leads."""

    label: str | Promise
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True)
class Timeline:
    """The lines shown, the kinds to choose from, and where the older ones are."""

    events: Sequence[SectionEvent]
    kinds: Sequence[KindLink]
    older_url: str


def read(match: Match, viewer: Viewer, query: QueryDict) -> Timeline:
    """The list of a match as this viewer may read it, the newest first.

    ``kind`` of the query narrows it, ``lines`` says how many are shown. The number of queries does not grow with them.
    """
    found = sorted(_events(match, viewer), key=lambda one: one.at, reverse=True)
    present = [kind for kind in KINDS if any(one.kind == kind for one in found)]
    kind = query.get("kind", "")
    kind = kind if kind in present else ""
    chosen = [one for one in found if kind in {"", one.kind}]
    lines = _lines(query.get("lines", ""))
    older = _url(match, kind, lines + STEP) if len(chosen) > lines else ""
    links = [KindLink(_("Everything"), len(found), _url(match), not kind)]
    links += [
        KindLink(KINDS[one], sum(event.kind == one for event in found), _url(match, one), one == kind)
        for one in present
    ]
    return Timeline(chosen[:lines], links if len(present) > 1 else [], older)


def _lines(typed: str) -> int:
    return max(STEP, min(int(typed), MOST)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else STEP


def _url(match: Match, kind: str = "", lines: int = STEP) -> str:
    asked = [f"kind={kind}"] if kind else []
    asked += [f"lines={lines}"] if lines != STEP else []
    page = reverse("mentoring:match_detail", args=[match.pk, Side.TIMELINE])
    return f"{page}{'?' if asked else ''}{'&'.join(asked)}#timeline"


def _events(match: Match, viewer: Viewer) -> Iterable[SectionEvent]:
    for source in (*SOURCES, *additions().timeline):
        floor = source.__module__.partition(".")[0]
        for event in source(match, viewer):
            yield event if event.kind in KINDS else replace(event, kind=_OF_FLOORS.get(floor, "status"))


# Sources


def status_changes(match: Match, viewer: Viewer) -> Iterable[SectionEvent]:
    """Deeds with the match and its first talks, from the audit log."""
    events = AuditEvent.objects.of(viewer.district)
    talks = list(MatchInterview.objects.of(viewer.district).filter(match=match).values_list("pk", flat=True))
    about = events.filter(target_kind="mentoring.match", target_id=match.pk)
    if talks:
        about = about | events.filter(target_kind="mentoring.matchinterview", target_id__in=talks)
    for told in tell(list(about.order_by("-at", "-pk")[:MOST])):
        yield SectionEvent(told.event.at, told.what, who=told.who, kind="status")


def signatures(match: Match, viewer: Viewer) -> Iterable[SectionEvent]:
    """What happened to the documents of students whose documents this viewer reads."""
    packets = rows_seen_by(viewer).filter(match=match, packet__isnull=False).values("packet")
    events = SignatureEvent.objects.of(viewer.district).filter(agreement__packet__in=packets, kind__in=_TOLD)
    words = dict(EventKind.choices)
    for event in events.order_by("-at", "-pk").prefetch_related("agreement__packet__student", "party")[:MOST]:
        document = event.agreement
        yield SectionEvent(
            event.at,
            f"{document.get_kind_display()}: {words[event.kind]}",
            who=event.party.name if event.party else "",
            text=document.packet.student.name,
            url=reverse("agreements:agreement_detail", args=[document.pk]),
            kind="signatures",
        )


def messages(match: Match, viewer: Viewer) -> Iterable[SectionEvent]:
    """Which messages about the match went to whom, and whether they arrived; never what they say."""
    if not viewer.can(Permission.MAIL_VIEW):
        return
    about = Message.objects.visible_to(viewer).filter(about_url_name="mentoring:match_detail", about_pk=match.pk)
    for one in about.order_by("-created_at", "-pk").prefetch_related("person")[:MOST]:
        yield SectionEvent(
            one.sent_at or one.created_at,
            message_table.label_of(one),
            who=_("to %(name)s") % {"name": one.reader_name},
            text=one.get_state_display(),
            url=reverse("correspondence:message_detail", args=[one.pk]),
            kind="messages",
        )


def beginnings(match: Match, viewer: Viewer) -> Iterable[SectionEvent]:
    """The first day of a match that nobody started here: it ran already when it was brought in."""
    if match.started_by_id is None and match.starts_on and match.state in {Match.State.RUNNING, Match.State.ENDED}:
        at = make_aware(datetime.combine(match.starts_on, time(0)))
        yield SectionEvent(at, _("The match began"), kind="status")


SOURCES: Sequence[TimelineSource] = (status_changes, beginnings, signatures, messages)
