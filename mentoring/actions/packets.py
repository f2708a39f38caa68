"""Sending what is signed for the students of a match, and replacing it when the plan changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.actions import agreements, packets, signing
from agreements.models import Agreement, Kind, Packet, Party, PartyState, Permission
from mentoring.blockers import Blocker
from mentoring.models import MatchStudent
from mentoring.packets import WITH_PACKET, kinds_to_send, live_agreements, parties, sending_blockers, values
from tenancy import audit
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.models import Person

#: How long a family has to sign before a document expires and is sent anew.
DAYS_TO_SIGN = 45


class CannotSend(Exception):
    """The documents of a student cannot go out yet; ``blockers`` say why."""

    def __init__(self, blockers: Sequence[Blocker]) -> None:
        super().__init__(" ".join(one.sentence for one in blockers))
        self.blockers = list(blockers)


@dataclass(frozen=True)
class Sent:
    """What became of sending for several students: whose documents are out, and who was skipped and why."""

    done: Sequence[MatchStudent]
    skipped: Sequence[tuple[MatchStudent, str]]


@transaction.atomic
def send(*, row: MatchStudent, coordinator: Person, on: date, at: datetime, by: Actor) -> Packet:
    """Draw up the agreement and the permissions of one student of a match, and ask everybody to sign.

    Afterwards both documents are out and the row names their packet. Where one of them is out or stands already, only
    the other is sent, in the same packet. Refuses (CannotSend) while something is missing, and when nothing is left to
    send: what stands is replaced, not sent twice.
    """
    locked = _locked(row)
    if not kinds_to_send(locked):
        raise CannotSend([Blocker("sent", _("The documents of this student are out already."))])
    if blockers := sending_blockers(locked, on=on):
        raise CannotSend(blockers)
    packet = _drawn_up(locked, coordinator=coordinator, on=on, at=at, by=by)
    audit.record(by=by, verb="packet.send", target=locked.match, facts={"packet": packet.pk})
    return packet


def _drawn_up(
    row: MatchStudent, *, coordinator: Person, on: date, at: datetime, by: Actor, is_on_paper: bool = False
) -> Packet:
    kinds = kinds_to_send(row)
    packet = row.packet if len(kinds) < len(Kind) else None
    packet = packet or packets.open(student=row.student.person, about=_about(row), by=by)
    for kind in kinds:
        made = agreements.draft(
            packet=packet,
            kind=kind,
            values=values(row, kind, coordinator=coordinator, on=on),
            parties=parties(row, kind, on=on),
            by=by,
        )
        until = on + timedelta(days=DAYS_TO_SIGN)
        agreements.send(agreement=made, at=at, expires_on=until, by=by, is_on_paper=is_on_paper)
    MatchStudent.objects.filter(pk=row.pk).update(packet=packet)
    return packet


@transaction.atomic
def file_paper(
    *,
    row: MatchStudent,
    signed_on: date,
    filed_at: str,
    attested_by: Person,
    answers: Mapping[Permission.Kind, bool],
    on: date,
    at: datetime,
    by: Actor,
) -> Packet:
    """Note that everybody signed the documents of one student on paper, before the program was kept here.

    Draws both documents up without asking anybody, notes each signature, and they go to be sealed. Day and place that
    came with a spreadsheet go before ``signed_on`` and ``filed_at``. Refuses (CannotSend) where documents are out or
    stand, where a court order or nobody to sign is in the way, and what ``sign_on_paper`` refuses.
    """
    locked = _locked(row)
    if refusal := paper_refusal(locked, on=on):
        raise CannotSend([refusal])
    packet = _drawn_up(locked, coordinator=attested_by, on=on, at=at, by=by, is_on_paper=True)
    try:
        # The school signs last: within each document it is named last.
        for party in Party.objects.filter(agreement__packet=packet).prefetch_related("agreement").order_by("pk"):
            if Party.objects.filter(pk=party.pk, state=PartyState.RELEASED).exists():
                continue
            signing.sign_on_paper(
                party=party,
                signed_on=locked.paper_signed_on or signed_on,
                filed_at=locked.paper_filed_at or filed_at,
                attested_by=attested_by,
                answers=answers,
                at=at,
                by=by,
            )
    except signing.CannotSign as refusal:
        raise CannotSend([Blocker("paper", str(refusal))]) from None
    audit.record(by=by, verb="packet.file_paper", target=locked.match, facts={"packet": packet.pk})
    return packet


def paper_refusal(row: MatchStudent, *, on: date) -> Blocker | None:
    """Why documents cannot be noted as signed on paper. What is not planned here may well stand on the paper."""
    if live_agreements(row):
        return Blocker("sent", _("The documents of this student are out already."))
    missing = sending_blockers(row, on=on)
    return next((one for one in missing if one.code not in {"plan", "objectives"}), None)


def file_several(
    *,
    rows: Iterable[MatchStudent],
    signed_on: date,
    filed_at: str,
    attested_by: Person,
    answers: Mapping[Permission.Kind, bool],
    on: date,
    at: datetime,
    by: Actor,
) -> Sent:
    """``file_paper`` for several students, each on its own; who cannot be done is named with the reason."""
    done, skipped = [], []
    for row in rows:
        try:
            file_paper(
                row=row,
                signed_on=signed_on,
                filed_at=filed_at,
                attested_by=attested_by,
                answers=answers,
                on=on,
                at=at,
                by=by,
            )
        except CannotSend as refusal:
            skipped.append((row, refusal.blockers[0].sentence))
        else:
            done.append(row)
    return Sent(done, skipped)


def send_several(*, rows: Iterable[MatchStudent], coordinator: Person, on: date, at: datetime, by: Actor) -> Sent:
    """``send`` for several students, each on its own; who cannot be asked yet is named with the first reason."""
    done, skipped = [], []
    for row in rows:
        try:
            send(row=row, coordinator=coordinator, on=on, at=at, by=by)
        except CannotSend as refusal:
            skipped.append((row, refusal.blockers[0].sentence))
        else:
            done.append(row)
    return Sent(done, skipped)


@transaction.atomic
def replace(*, row: MatchStudent, coordinator: Person, on: date, at: datetime, by: Actor) -> list[Agreement]:
    """Replace what is out or stands by documents with the plan as it is now: everybody signs again.

    Refuses (CannotSend) while something is missing, and when nothing was sent yet.
    """
    locked = _locked(row)
    before = live_agreements(locked)
    if not before:
        raise CannotSend([Blocker("not_sent", _("Nothing was sent for this student yet."))])
    if blockers := sending_blockers(locked, on=on):
        raise CannotSend(blockers)
    made = [
        agreements.supersede(
            agreement=one,
            values=values(locked, Kind(one.kind), coordinator=coordinator, on=on),
            parties=parties(locked, Kind(one.kind), on=on),
            at=at,
            by=by,
        )
        for one in before
    ]
    for draft in made:
        agreements.send(agreement=draft, at=at, expires_on=on + timedelta(days=DAYS_TO_SIGN), by=by)
    audit.record(by=by, verb="packet.replace", target=locked.match, facts={"packet": locked.packet_id or 0})
    return made


def _locked(row: MatchStudent) -> MatchStudent:
    """The row as it is now, for this transaction alone, with everything that the texts need."""
    MatchStudent.objects.of(row.district).select_for_update().get(pk=row.pk)
    return MatchStudent.objects.of(row.district).prefetch_related(*WITH_PACKET).get(pk=row.pk)


def _about(row: MatchStudent) -> About:
    return About(str(row.match.program.name)[:120], "mentoring:match_detail", row.match_id)
