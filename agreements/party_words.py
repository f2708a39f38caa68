"""How far somebody is who signs a document, in words for the staff."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from agreements.models import STANDING, Agreement, Party, PartyState, Role, State
from agreements.rules import OPEN, progress, turn
from tenancy.tables import Kind as Look

#: The color of each state of a document.
LOOKS: dict[str, Look] = {
    State.DRAFT: "mute",
    State.OUT: "warn",
    State.ALL_SIGNED: "info",
    State.SEALING: "info",
    State.SEALED: "ok",
    State.SEAL_FAILED: "bad",
    State.DECLINED: "bad",
    State.VOIDED: "mute",
    State.EXPIRED: "bad",
    State.SUPERSEDED: "mute",
}
_PARTY_LOOKS: dict[str, Look] = {
    PartyState.WAITING: "warn",
    PartyState.INVITED: "warn",
    PartyState.OPENED: "info",
    PartyState.SIGNED: "ok",
    PartyState.DECLINED: "bad",
    PartyState.RELEASED: "mute",
}


@dataclass(frozen=True)
class PartyWords:
    """One who signs: name, as what, how far, since when; ``is_next`` when it is their turn."""

    party: Party
    look: Look
    status: str
    note: str
    is_next: bool = False

    @property
    def signs_as(self) -> str:
        """As what: "Mother", "Mentor, Pharmacist"."""
        return self.party.signs_as

    @property
    def may_be_reminded(self) -> bool:
        """Whether a message to them would make sense now; the school signs in."""
        return self.is_next and self.party.role != Role.SCHOOL


def words_of(agreement: Agreement, parties: Sequence[Party]) -> list[PartyWords]:
    """Everybody who signs a document, in the order in which they are named."""
    waiting = {one.pk for one in turn(parties)} if agreement.state == State.OUT else set()
    return [_words(agreement, one, is_next=one.pk in waiting) for one in parties]


def signed_of(parties: Sequence[Party]) -> str:
    """How many signatures there are: "2 of 4 signed"."""
    signed, needed = progress(parties)
    return _("%(signed)s of %(needed)s signed") % {"signed": signed, "needed": needed}


def _words(agreement: Agreement, party: Party, *, is_next: bool) -> PartyWords:
    look, status = _PARTY_LOOKS[party.state], party.get_state_display()
    if party.state in OPEN and agreement.state != State.OUT:
        look, status = "mute", _("Did not sign") if agreement.state not in (State.DRAFT, *STANDING) else _("Not needed")
    elif party.state in OPEN and not is_next:
        look, status = "mute", _("Signs last")
    return PartyWords(party, look, status, _note(party), is_next)


def _note(party: Party) -> str:
    if party.state == PartyState.SIGNED:
        if party.paper_signed_on:
            words = _("on paper on %(day)s, filed at %(place)s")
            return words % {"day": date_format(party.paper_signed_on), "place": party.paper_filed_at}
        moment = date_format(localtime(party.signed_at), "DATETIME_FORMAT") if party.signed_at else ""
        return f"{moment} · {party.get_method_display()}"
    days = [
        (party.declined_at, _("declined on %(day)s")),
        (party.opened_at, _("opened on %(day)s")),
        (party.reminded_at, _("reminded on %(day)s")),
        (party.invited_at, _("asked on %(day)s")),
    ]
    told = [words % {"day": date_format(localtime(at))} for at, words in days if at is not None]
    reason = [_("Why: %(reason)s") % {"reason": party.reason}] if party.reason else []
    return " · ".join([*told, *reason])
