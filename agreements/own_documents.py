"""What one person has to sign, or has signed: their part of each packet, in words."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from agreements.models import (
    LIVE,
    STANDING,
    Agreement,
    DocumentText,
    Packet,
    Party,
    PartyState,
    Permission,
    Role,
    State,
)
from agreements.rules import OPEN, asked_of
from tenancy.models import Person
from tenancy.names import fold
from tenancy.tables import Kind as Look
from tenancy.viewer import Viewer


@dataclass(frozen=True)
class Part:
    """Somebody's part of one document."""

    party: Party
    look: Look
    status: str
    sentence: str

    @property
    def agreement(self) -> Agreement:
        """The document."""
        return self.party.agreement

    @property
    def is_open(self) -> bool:
        """Whether their signature is still missing in a document that is out."""
        return _is_open(self.party)

    @property
    def has_copy(self) -> bool:
        """Whether there is a final copy to open."""
        return self.agreement.state == State.SEALED


@dataclass(frozen=True)
class Act:
    """All of one packet that one person signs in one go: the documents for one student."""

    packet: Packet
    parts: Sequence[Part]

    @property
    def student(self) -> Person:
        """For whom."""
        return self.packet.student

    @cached_property
    def parties(self) -> list[Party]:
        """What is still to be signed."""
        return [part.party for part in self.parts if part.is_open]

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be signed."""
        return bool(self.parties)

    @property
    def is_own(self) -> bool:
        """Whether the student is the reader."""
        return self.parts[0].party.person_id == self.packet.student_id

    @property
    def name_of_another(self) -> str:
        """The student's name, where somebody else signs who is not called the same: it cannot be their signature."""
        student, signer = self.packet.student.name, self.parts[0].party.person.name
        return "" if self.is_own or fold(student) == fold(signer) else student

    @property
    def until(self) -> date | None:
        """The last day to sign."""
        days = (party.agreement.expires_on for party in self.parties)
        return min((day for day in days if day), default=None)

    @property
    def asked(self) -> list[Permission.Kind]:
        """The permissions to say yes or no to."""
        return [kind for party in self.parties for kind in asked_of(party)]

    @property
    def has_permissions(self) -> bool:
        """Whether a yes or no was, or is, part of it."""
        return any(asked_of(part.party) for part in self.parts)

    @property
    def capacity(self) -> str:
        """As what they sign: "Mother", "Mentor, Pharmacist"; in the reader's language where the word is one of ours."""
        party = self.parts[0].party
        if party.role == Role.MENTOR:
            return party.signs_as
        return _(party.capacity) if party.capacity else str(Role(party.role).label)

    @property
    def texts(self) -> dict[str, list["ShownText"]]:
        """The wording of what is still to be signed, by language. Reads the database."""
        rows = DocumentText.objects.filter(agreement__in=[party.agreement_id for party in self.parties])
        titles = {party.agreement_id: party for party in self.parties}
        found: dict[str, list[ShownText]] = {}
        for row in rows.order_by("agreement"):
            found.setdefault(row.language, []).append(ShownText(titles[row.agreement_id], row))
        return found


@dataclass(frozen=True)
class ShownText:
    """One document as it is read before it is signed."""

    party: Party
    text: DocumentText

    @property
    def html(self) -> SafeString:
        """The frozen wording: what our own template made of it when it went out, its values escaped."""
        return mark_safe(self.text.html)  # noqa: S308


def digest_of(texts: Iterable[ShownText]) -> str:
    """What was shown, in 64 letters: it differs as soon as one of the documents is another."""
    return hashlib.sha256(" ".join(shown.text.digest for shown in texts).encode()).hexdigest()


def acts_of(person: Person, *, packet_pk: int | None = None) -> list[Act]:
    """A person's packets, those with something to sign first, then the newest. Four queries for however many."""
    mine = Party.objects.of(person.district).filter(person=person).asked().exclude(agreement__state=State.DRAFT)
    if packet_pk is not None:
        mine = mine.filter(agreement__packet=packet_pk)
    rows = mine.prefetch_related("agreement__packet__student").order_by("pk")
    packets: dict[int, dict[str, Party]] = {}
    for party in rows:
        kinds = packets.setdefault(party.agreement.packet_id, {})
        known = kinds.get(party.agreement.kind)
        if known is None or party.agreement.state in LIVE or known.agreement.state not in LIVE:
            kinds[party.agreement.kind] = party
    acts = [
        Act(next(iter(kinds.values())).agreement.packet, [_part(party) for party in kinds.values()])
        for kinds in packets.values()
    ]
    return sorted(acts, key=lambda act: (not act.is_open, -act.packet.pk))


def open_parties(person: Person) -> list[Party]:
    """Everything that waits for a person's signature."""
    mine = Party.objects.of(person.district).filter(person=person).to_sign().asked()
    return list(mine.prefetch_related("person", "agreement__packet__student").order_by("pk"))


def waiting_for(viewer: Viewer) -> list[Party]:
    """``open_parties`` of the viewer, read once for a page."""
    person = viewer.person
    return viewer.once(open_parties, lambda: open_parties(person)) if person else []


def waiting_students(parties: Iterable[Party]) -> list[str]:
    """For whom, each once, as they are called."""
    students = (party.agreement.packet.student for party in parties)
    return list(dict.fromkeys(one.preferred_name or one.given_name for one in students))


def _is_open(party: Party) -> bool:
    return party.state in OPEN and party.agreement.state == State.OUT


def _part(party: Party) -> Part:
    look, status, sentence = _signed(party) if party.state == PartyState.SIGNED else _unsigned(party)
    return Part(party, look, status, sentence)


def _signed(party: Party) -> tuple[Look, str, str]:
    """A signature that counts says how far the others are; one that does not count any more says so."""
    day = date_format(timezone.localtime(party.signed_at)) if party.signed_at else ""
    signed = _("You signed on %(day)s.") % {"day": day}
    agreement = party.agreement
    if agreement.state == State.SEALED:
        return "ok", _("Signed by all"), f"{signed} {_('Everybody has signed. Your final copy is ready.')}"
    if agreement.state in STANDING:
        return "ok", _("Signed by all"), f"{signed} {_('Everybody has signed. The final copy is being made.')}"
    if agreement.state == State.OUT:
        return "ok", _("You signed"), f"{signed} {_('It stands once everybody else has signed, too.')}"
    return "mute", _("Does not count"), f"{signed} {_ended(agreement)} {_('Your signature does not count any more.')}"


def _unsigned(party: Party) -> tuple[Look, str, str]:
    agreement = party.agreement
    if party.state == PartyState.DECLINED:
        return "mute", _("You declined"), _("You decided not to sign this. Nothing else is asked of you.")
    if party.state == PartyState.RELEASED:
        return "mute", _("Not needed"), _("Somebody else signed already, and one signature is enough.")
    if agreement.state in STANDING:
        return "mute", _("Not needed"), _("Everybody has signed this document already.")
    if agreement.state != State.OUT:
        return "mute", _("Not needed"), _ended(agreement)
    day = date_format(agreement.expires_on) if agreement.expires_on else ""
    return "warn", _("To sign"), _("Please sign by %(day)s.") % {"day": day} if day else ""


def _ended(agreement: Agreement) -> str:
    if agreement.state == State.EXPIRED:
        return _("The time to sign this document is over.")
    if agreement.state == State.SUPERSEDED:
        return _("This document was replaced by a newer version.")
    if agreement.state == State.DECLINED:
        return _("This document is not needed any more.")
    return _("The school took this document back.")
