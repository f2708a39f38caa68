"""How far documents are, whose turn it is, what is permitted, and who may sign now."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from agreements.models import LIVE, STANDING, Agreement, Kind, Party, PartyState, Permission, Role, State

#: Those whose signature is still missing.
OPEN = (PartyState.WAITING, PartyState.INVITED, PartyState.OPENED)
#: Nobody is reminded twice within it.
REMIND_AFTER = timedelta(hours=24)

#: What a floor above knows of who may sign: of those who may not any more a sentence why, by the party's id. Asked of
#: many at once, in a number of queries that does not grow with them.
StillMaySign = Callable[[Sequence[Party], date], Mapping[int, str]]


@dataclass(frozen=True)
class Standing:
    """How far the document of one kind is in a packet.

    ``agreement`` is the one that is worked on or stands, else the newest that ended, else None. ``signed`` of
    ``needed``: a group of whom one is enough counts as one. ``waiting``: whose turn it is now, since ``since``.
    """

    agreement: Agreement | None = None
    state: str = ""
    signed: int = 0
    needed: int = 0
    waiting: list[Party] = field(default_factory=list)
    since: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether everybody signed and nothing took it back."""
        return self.state in STANDING


@dataclass(frozen=True)
class PermissionStanding:
    """One permission of a packet. ``is_granted`` is None as long as somebody's answer is missing."""

    is_granted: bool | None = None
    withdrawn_at: datetime | None = None


def standings(packet_ids: Collection[int]) -> dict[int, dict[Kind, Standing]]:
    """How far each packet's documents are, each kind named. Three queries for however many packets."""
    current = current_agreements(packet_ids)
    return _standings(packet_ids, current, _parties_of(current.values()))


@dataclass(frozen=True)
class Papers:
    """What ``standings`` and ``permissions_of`` say of some packets, and by document who signs it."""

    standings: Mapping[int, Mapping[Kind, Standing]]
    permissions: Mapping[int, Mapping[Permission.Kind, PermissionStanding]]
    parties: Mapping[int, Sequence[Party]]


def papers_of(packet_ids: Collection[int]) -> Papers:
    """Everything about these packets at once. Four queries for however many packets."""
    current = current_agreements(packet_ids)
    parties = _parties_of(current.values(), "permissions")
    return Papers(
        _standings(packet_ids, current, parties), _permissions(packet_ids, current.values(), parties), parties
    )


def _standings(
    packet_ids: Collection[int],
    current: Mapping[tuple[int, Kind], Agreement],
    parties: Mapping[int, Sequence[Party]],
) -> dict[int, dict[Kind, Standing]]:
    found: dict[int, dict[Kind, Standing]] = {pk: {kind: Standing() for kind in Kind} for pk in packet_ids}
    for (packet_id, kind), agreement in current.items():
        found[packet_id][kind] = _standing(agreement, parties.get(agreement.pk, []))
    return found


def current_agreements(packet_ids: Collection[int]) -> dict[tuple[int, Kind], Agreement]:
    """Of each packet and kind: the document that is worked on or stands, else the newest that ended."""
    found: dict[tuple[int, Kind], Agreement] = {}
    for agreement in Agreement.objects.filter(packet__in=list(packet_ids)).order_by("pk"):
        key = (agreement.packet_id, Kind(agreement.kind))
        if key not in found or agreement.state in LIVE or found[key].state not in LIVE:
            found[key] = agreement
    return found


def permissions_of(packet_ids: Collection[int]) -> dict[int, dict[Permission.Kind, PermissionStanding]]:
    """What is permitted for the student of each packet. Four queries for however many packets.

    Only a document that stands permits anything. Every one of those who had to sign must have said yes and not taken
    it back; where one of a group was enough, that one.
    """
    standing = _permitting(current_agreements(packet_ids).values())
    return _permissions(packet_ids, standing, _parties_of(standing, "permissions"))


def _permitting(current: Iterable[Agreement]) -> list[Agreement]:
    """The documents that permit something."""
    return [one for one in current if one.kind == Kind.PERMISSIONS and one.state in STANDING]


def _permissions(
    packet_ids: Collection[int], current: Iterable[Agreement], parties: Mapping[int, Sequence[Party]]
) -> dict[int, dict[Permission.Kind, PermissionStanding]]:
    found = {pk: {kind: PermissionStanding() for kind in Permission.Kind} for pk in packet_ids}
    for agreement in _permitting(current):
        signed = [one for one in parties.get(agreement.pk, []) if one.state == PartyState.SIGNED]
        answers = [answer for party in signed for answer in party.permissions.all()]
        for kind in Permission.Kind:
            found[agreement.packet_id][kind] = _permission([one for one in answers if one.kind == kind])
    return found


def _permission(answers: Sequence[Permission]) -> PermissionStanding:
    if not answers:
        return PermissionStanding()
    withdrawn = [one.withdrawn_at for one in answers if one.withdrawn_at is not None]
    is_granted = not withdrawn and all(one.is_granted for one in answers)
    return PermissionStanding(is_granted, max(withdrawn, default=None))


def _parties_of(agreements: Iterable[Agreement], *also: str) -> dict[int, list[Party]]:
    by_agreement: dict[int, list[Party]] = {}
    rows = Party.objects.filter(agreement__in=[one.pk for one in agreements]).prefetch_related("person", *also)
    for party in rows.order_by("pk"):
        by_agreement.setdefault(party.agreement_id, []).append(party)
    return by_agreement


def _standing(agreement: Agreement, parties: Sequence[Party]) -> Standing:
    signed, needed = progress(parties)
    waiting = turn(parties) if agreement.state == State.OUT else []
    return Standing(agreement, agreement.state, signed, needed, waiting, _since(agreement, parties, waiting))


def _since(agreement: Agreement, parties: Sequence[Party], waiting: Sequence[Party]) -> datetime | None:
    if agreement.state != State.OUT:
        return agreement.ended_at or agreement.completed_at or agreement.sent_at or agreement.created_at
    if waiting and waiting[0].role == Role.SCHOOL:
        return max((one.signed_at for one in parties if one.signed_at is not None), default=agreement.sent_at)
    return agreement.sent_at


def progress(parties: Iterable[Party]) -> tuple[int, int]:
    """How many signatures there are, of how many. A group of whom one is enough is one."""
    groups: dict[object, bool] = {}
    for party in parties:
        key: object = party.role if party.any_of else party.pk
        groups[key] = groups.get(key, False) or party.state == PartyState.SIGNED
    return sum(groups.values()), len(groups)


def turn(parties: Sequence[Party]) -> list[Party]:
    """Whose turn it is: everybody whose signature is missing, and the school once nobody else's is."""
    missing = [one for one in parties if one.state in OPEN]
    return [one for one in missing if one.role != Role.SCHOOL] or missing


def is_complete(parties: Sequence[Party]) -> bool:
    """Whether every signature that is needed is there."""
    return not any(one.state in (*OPEN, PartyState.DECLINED) for one in parties)


def needs_code(party: Party) -> bool:
    """Whether a code is asked besides the link: of guardians, and of whoever lets records out."""
    return party.role == Role.GUARDIAN or (party.role != Role.SCHOOL and party.agreement.kind == Kind.PERMISSIONS)


def asked_of(party: Party) -> list[Permission.Kind]:
    """Which permissions a party answers with yes or no."""
    return list(Permission.Kind) if party.agreement.kind == Kind.PERMISSIONS and party.role != Role.SCHOOL else []


def signing_refusal(party: Party, *, on: date) -> str:
    """Why a party may not sign on that day, although they were asked; empty when they may.

    Asks the floors above, too: a student may have turned 18, a court may have spoken (``config/signing.py``).
    """
    return signing_refusals([party], on=on)[party.pk]


def signing_refusals(parties: Collection[Party], *, on: date) -> dict[int, str]:
    """``signing_refusal`` of many by their ids. Read them with person, and packet of the agreement."""
    found = {party.pk: _own_refusal(party, on=on) for party in parties}
    return found | barred_words_of([party for party in parties if not found[party.pk]], on=on)


def _own_refusal(party: Party, *, on: date) -> str:
    """What the document itself says against a party's signature."""
    if party.agreement.state != State.OUT:
        return _ended_words(party.agreement)
    if party.agreement.expires_on is not None and party.agreement.expires_on < on:
        return _("The time to sign this document is over. Ask the school to send it anew.")
    if party.state == PartyState.RELEASED:
        return _("Somebody else signed already, and one signature is enough.")
    if not party.person.is_active:
        return _("This person is not in the district’s list of people any more.")
    return ""


def barred_words(party: Party, *, on: date) -> str:
    """What the floors above say against a party who was asked: a student turned 18, a court spoke; else empty."""
    return barred_words_of([party], on=on)[party.pk]


def barred_words_of(parties: Collection[Party], *, on: date) -> dict[int, str]:
    """``barred_words`` of many by their ids, in a fixed number of queries. Read them with the packet of the agreement.

    Of several reasons the first counts, in the order of ``config/signing.py``.
    """
    found = {party.pk: "" for party in parties}
    checks: Sequence[StillMaySign] = import_string(settings.STILL_MAY_SIGN)
    for check in checks:
        if asked := [party for party in parties if not found[party.pk]]:
            found |= check(asked, on)
    return found


def _ended_words(agreement: Agreement) -> str:
    if agreement.state == State.DRAFT:
        return _("This document has not been sent out yet.")
    if agreement.state in STANDING:
        return _("Everybody has signed this document already.")
    if agreement.state == State.EXPIRED:
        return _("The time to sign this document is over. Ask the school to send it anew.")
    if agreement.state == State.SUPERSEDED:
        return _("There is a newer version of this document. Please sign that one.")
    if agreement.state == State.DECLINED:
        return _("Somebody decided not to sign this document, so it is not needed any more.")
    return _("The school took this document back.")
