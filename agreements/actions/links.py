"""Links and codes: how somebody who has no sign-in comes to what they sign."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agreements import addresses, evidence, mails, tokens
from agreements.actions.acts import Refused
from agreements.evidence import EventKind
from agreements.models import Party, PartyState, State
from agreements.rules import OPEN
from correspondence.models import Channel
from tenancy import audit
from tenancy.actor import Actor


@dataclass(frozen=True)
class Sent:
    """A code or link is on its way: by which channel, to an address that only its owner knows again."""

    channel: Channel
    to: str


def open_link(*, token: str, at: datetime) -> Party | Refused:
    """Whose link this is, and what they have to sign or have signed. Opening it changes nothing.

    Every link of somebody works until all that waits for them is signed, or it is 21 days old, or it was taken back.
    """
    link = tokens.find_link(token)
    if link is None:
        return Refused(_("This link does not work."), "unknown")
    party = link.party
    if not party.person.is_active:
        return Refused(_("This link does not work."), "unknown")
    if link.used_at is not None:
        return Refused(_("You have signed with this link already."), "used", party)
    is_theirs = tokens.is_still_theirs(party.person, link.address_digest)
    if link.revoked_at is not None or link.expires_at <= at or not is_theirs:
        return Refused(_("This link does not work any more."), "over", party)
    return _first_waiting(party) or party


def _first_waiting(party: Party) -> Party | None:
    mine = Party.objects.of(party.district).filter(person=party.person_id).to_sign().asked()
    rows = list(mine.prefetch_related("person", "agreement__packet").order_by("pk"))
    return next((one for one in sorted(rows, key=lambda one: one.pk != party.pk)), None)


@transaction.atomic
def ask_link(*, token: str, at: datetime, by: Actor) -> Sent | Refused:
    """Send whoever holds an old link a new one, to the address that the school has of them; at most three an hour.

    Says the same whether the link was ever good or not: "sent", for all that its holder can tell.
    """
    link = tokens.find_link(token)
    if link is None or not link.party.person.is_active:
        return Refused(_("This link does not work."), "unknown")
    party = _first_waiting(link.party) or link.party
    if party.state not in (PartyState.SIGNED, *OPEN) or (party.state in OPEN and party.agreement.state != State.OUT):
        return Refused(_("Nothing waits for you to be signed. Ask the school if you expected something."), "nothing")
    return _send(party, "agreements/reminder", tokens.LINK_ASKED.spend(f"{party.person_id}"), mails.link_again, by)


@transaction.atomic
def send_code(*, party: Party, at: datetime, by: Actor) -> Sent | Refused:
    """Send a code of six digits to the address that the school has of the person; it holds for ten minutes.

    Refused, and counted: more than five in a quarter of an hour for a person, or ten for an address. Refused, too: no
    address, or one that a student uses.
    """
    if words := addresses.refusal(party, "agreements/code"):
        return Refused(words, "unreachable")
    address = addresses.address(party.person, "agreements/code")
    room = f"{party.district_id}:{address.to.lower() if address else ''}"
    counts = [
        tokens.CODE_ASKED.spend(f"{party.person_id}"),
        tokens.CODE_ASKED_A_DAY.spend(f"{party.person_id}"),
        tokens.CODE_ASKED_AT.spend(room),
    ]
    return _send(party, "agreements/code", all(counts), mails.signing_code, by)


def _send(party: Party, kind: str, may: bool, post: mails.Poster, by: Actor) -> Sent | Refused:
    address = addresses.address(party.person, kind)
    if (words := addresses.refusal(party, kind)) or address is None:
        return Refused(words, "unreachable")
    if not may:
        return Refused(_("You have asked too often. Wait a while, then try again."), "throttled")
    post(party, by=by)
    return Sent(address.channel, addresses.masked(address))


@transaction.atomic
def confirm_code(*, party: Party, code: str, at: datetime, by: Actor) -> datetime | Refused:
    """Whether this is the code that the person was sent: the moment at which it was entered.

    A wrong one is counted and Refused, never raised: five for a code, twenty an hour for a person.
    """
    if not tokens.CODE_GUESSED.spend(f"{party.person_id}"):
        return Refused(_("Too many tries. Wait an hour, then ask for a new code."), "throttled")
    if not tokens.take_code(party.person, code, at=at):
        return Refused(_("This code does not work. Check it, or ask for a new one."), "wrong")
    tokens.CODE_GUESSED.give_back(f"{party.person_id}")
    evidence.append(party.agreement, EventKind.CODE_CONFIRMED, party=party, at=at)
    audit.record(by=by, verb="agreement.confirm_code", target=party.agreement, facts={"party": party.pk})
    return at
