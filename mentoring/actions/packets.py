"""Sending what is signed for the students of a match, and replacing it when the plan changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.actions import agreements, packets
from agreements.models import Agreement, Kind, Packet
from mentoring.models import MatchStudent
from mentoring.packets import WITH_PACKET, parties, sending_blockers, values
from mentoring.rules import Blocker
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

    Afterwards both documents are out and the row names their packet. Refuses (CannotSend) while something is missing,
    and when documents of this student are out or stand already: those are replaced, not sent twice.
    """
    locked = _locked(row)
    if locked.packet_id and _live(locked.packet_id):
        raise CannotSend([Blocker("sent", _("The documents of this student are out already."))])
    if blockers := sending_blockers(locked, on=on):
        raise CannotSend(blockers)
    packet = packets.open(student=locked.student.person, about=_about(locked), by=by)
    for kind in Kind:
        made = agreements.draft(
            packet=packet,
            kind=kind,
            values=values(locked, kind, coordinator=coordinator, on=on),
            parties=parties(locked, kind, on=on),
            by=by,
        )
        agreements.send(agreement=made, at=at, expires_on=on + timedelta(days=DAYS_TO_SIGN), by=by)
    MatchStudent.objects.filter(pk=locked.pk).update(packet=packet)
    audit.record(by=by, verb="packet.send", target=locked.match, facts={"packet": packet.pk})
    return packet


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
    before = _live(locked.packet_id) if locked.packet_id else []
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


def _live(packet_id: int) -> list[Agreement]:
    return list(Agreement.objects.filter(packet=packet_id).live().order_by("pk"))


def _about(row: MatchStudent) -> About:
    return About(str(row.match.program.name)[:120], "mentoring:match_detail", row.match_id)
