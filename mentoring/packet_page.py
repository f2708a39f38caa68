"""The signatures of a match, on its page: each student's documents, who signs, how far they are, what can be done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from agreements.models import LIVE, STANDING, Agreement, Kind, Packet, Party, State
from agreements.party_words import LOOKS, PartyWords, signed_of, words_of
from agreements.rules import Papers
from mentoring.match_members import present_mentors, present_students
from mentoring.models import Employment, Match, MatchStudent
from mentoring.packet_rows import rows_edited_but_own, rows_seen_by
from mentoring.packets import WITH_PACKET, changes
from tenancy.tables import Kind as Look
from tenancy.viewer import Viewer


@dataclass(frozen=True)
class PaperLine:
    """One document: what it is, how far; who signs, as long as somebody has to."""

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


def signatures(match: Match, viewer: Viewer, papers: Papers, *, is_member: bool) -> Signatures | None:
    """The documents of each present student whom this viewer may read of; None for whoever reads none."""
    seen = set(rows_seen_by(viewer).filter(match=match).values_list("pk", flat=True))
    rows = [row for row in present_students(match) if row.pk in seen]
    if not rows:
        return None
    prefetch_related_objects(rows, *WITH_PACKET)
    edited: set[int] = set()
    if not is_member and not match.program.is_archived:
        edited = set(rows_edited_but_own(viewer).filter(match=match).values_list("pk", flat=True))
    if edited:
        work = Prefetch("mentor__employments", Employment.objects.select_related("employer"))
        prefetch_related_objects(present_mentors(match), work)
    visible = Packet.objects.visible_to(viewer).filter(pk__in=[row.packet_id for row in rows if row.packet_id])
    packets = set(visible.values_list("pk", flat=True))
    return Signatures([_papers(row, packets, papers, viewer, may_edit=row.pk in edited) for row in rows])


def _papers(
    row: MatchStudent, packets: Collection[int], papers: Papers, viewer: Viewer, *, may_edit: bool
) -> StudentPapers:
    standings = papers.standings[row.packet_id] if row.packet_id and row.packet_id in packets else {}
    mine = [one.agreement for one in standings.values() if one.agreement is not None]
    parties = papers.parties
    live = [one for one in mine if one.state in LIVE]
    is_open = row.match.state in {Match.State.AGREED, Match.State.RUNNING}
    may_send = may_edit and is_open and len(live) < len(Kind)
    may_file = may_send and not live
    signing = [party for one in live for party in parties.get(one.pk, ())]
    changed = changes(row, live, on=viewer.today, parties=signing) if may_edit and live and is_open else []
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
    """One document in words. Of one that stands, its own page says who signed when."""
    return PaperLine(
        agreement,
        str(agreement.get_kind_display()),
        LOOKS[agreement.state],
        str(agreement.get_state_display()),
        _note(agreement, parties),
        words_of(agreement, parties) if agreement.state not in STANDING else (),
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
