"""The signatures of a match, on its page: each student's documents, who signs, how far they are, what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from agreements.models import LIVE, Agreement, Kind, Packet, Party, State
from agreements.party_words import LOOKS, PartyWords, signed_of, words_of
from agreements.rules import current_agreements
from mentoring.models import Match, MatchStudent
from mentoring.packet_rows import parties_of, rows_edited_by, rows_seen_by
from mentoring.packets import WITH_PACKET, changes
from tenancy.permissions import Permission
from tenancy.tables import Kind as Look
from tenancy.viewer import Viewer


@dataclass(frozen=True)
class PaperLine:
    """One document: what it is, how far, who signs."""

    agreement: Agreement
    title: str
    look: Look
    status: str
    note: str
    parties: Sequence[PartyWords] = ()


@dataclass(frozen=True)
class StudentPapers:
    """The documents of one student, and what this viewer can do about them."""

    row: MatchStudent
    name: str
    lines: Sequence[PaperLine] = ()
    changed: Sequence[str] = ()
    send_url: str = ""
    replace_url: str = ""
    paper_url: str = ""
    may_edit: bool = False


@dataclass(frozen=True)
class Signatures:
    """What the page of a match says of signatures."""

    students: Sequence[StudentPapers] = field(default_factory=list)


def signatures(match: Match, viewer: Viewer) -> Signatures | None:
    """The documents of each present student whom this viewer may read of; None for whoever reads none."""
    if not viewer.can(Permission.AGREEMENTS_VIEW):
        return None
    rows = list(rows_seen_by(viewer).filter(match=match).prefetch_related(*WITH_PACKET).order_by("pk"))
    if not rows:
        return None
    edited = set(rows_edited_by(viewer).filter(match=match).values_list("pk", flat=True))
    seen = Packet.objects.visible_to(viewer).filter(pk__in=[row.packet_id for row in rows if row.packet_id])
    packets = set(seen.values_list("pk", flat=True))
    current = current_agreements(packets)
    parties = parties_of(one.pk for one in current.values())
    return Signatures([_papers(row, current, parties, viewer, may_edit=row.pk in edited) for row in rows])


def _papers(
    row: MatchStudent,
    current: dict[tuple[int, Kind], Agreement],
    parties: dict[int, list[Party]],
    viewer: Viewer,
    *,
    may_edit: bool,
) -> StudentPapers:
    mine = [found for kind in Kind if row.packet_id and (found := current.get((row.packet_id, kind)))]
    live = [one for one in mine if one.state in LIVE]
    is_open = row.match.state in {Match.State.AGREED, Match.State.RUNNING}
    may_send = may_edit and is_open and len(live) < len(Kind)
    may_file = may_send and not live
    changed = changes(row, live, on=viewer.today) if may_edit and live and is_open else []
    return StudentPapers(
        row,
        row.student.person.name,
        lines=[paper_line(one, parties.get(one.pk, [])) for one in mine],
        changed=changed,
        send_url=reverse("mentoring:packet_send", args=[row.pk]) if may_send else "",
        replace_url=reverse("mentoring:packet_replace", args=[row.pk]) if live and may_edit and is_open else "",
        paper_url=f"{reverse('mentoring:paper_file_selected')}?selected={row.match_id}" if may_file else "",
        may_edit=may_edit,
    )


def paper_line(agreement: Agreement, parties: Sequence[Party]) -> PaperLine:
    """One document in words."""
    return PaperLine(
        agreement,
        str(agreement.get_kind_display()),
        LOOKS[agreement.state],
        str(agreement.get_state_display()),
        _note(agreement, parties),
        words_of(agreement, parties),
    )


def _note(agreement: Agreement, parties: Sequence[Party]) -> str:
    told = [signed_of(parties)]
    if agreement.state == State.OUT and agreement.expires_on:
        told.append(_("to be signed by %(day)s") % {"day": date_format(agreement.expires_on)})
    elif agreement.ended_at:
        told = [date_format(localtime(agreement.ended_at))]
    elif agreement.completed_at:
        told.append(date_format(localtime(agreement.completed_at)))
    return " · ".join(told)
