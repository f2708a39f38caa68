"""Sittings: who signs in this browser, how they came here, until when. Kept in the session, bound to one person.

A link is traded for a sitting, so that no address after the first page holds a token. It lasts half an hour after the
last page, and one that began with a link no longer than the address to which links go. What somebody filled in but has
not signed yet is kept in it, too, packet by packet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from agreements import tokens
from agreements.models import Method, Party
from agreements.rules import needs_code
from tenancy.actor import Actor
from tenancy.models import District, Person

LASTS = timedelta(minutes=30)
#: How old the note of the last page may grow before it is written anew.
_NOTED_EVERY = timedelta(minutes=1)
_KEY = "agreements.sitting"


@dataclass(frozen=True)
class Sitting:
    """One person signing in one browser. ``party_pk`` is what they were asked for first; codes hang on it.

    ``packet_pks``: on a device of the school, what the host sees to. None: all that is theirs.
    """

    person: Person
    method: Method
    party_pk: int
    code_confirmed_at: datetime | None = None
    disclosure_version: int | None = None
    consented_at: datetime | None = None
    host_pk: int | None = None
    packet_pks: frozenset[int] | None = None

    @property
    def holder(self) -> Actor:
        """Who acts in a sitting without a sign-in: whoever holds the link, or was handed the host's device."""
        return Actor.link("agreements.party", self.party_pk)


def begin(
    session: SessionBase,
    party: Party,
    *,
    method: Method,
    at: datetime,
    host: Person | None = None,
    packet_pks: Iterable[int] | None = None,
) -> None:
    """Begin a sitting of the person of this party; whichever there was in this browser is over."""
    session.cycle_key()
    session[_KEY] = {
        "district": party.district_id,
        "person": party.person_id,
        "party": party.pk,
        "method": str(method),
        "host": host.pk if host else None,
        "packets": None if packet_pks is None else sorted(packet_pks),
        "address": tokens.address_digest(party.person),
        "seen_at": at.timestamp(),
        "drafts": {},
    }


def current(session: SessionBase, district: District, *, at: datetime) -> Sitting | None:
    """The sitting of this browser; None when there is none, it is over, or it belongs to another district."""
    kept = session.get(_KEY)
    if not isinstance(kept, Mapping) or kept["district"] != district.pk or _moment(kept["seen_at"]) + LASTS <= at:
        return None
    person = Person.objects.of(district).active().filter(pk=kept["person"]).first()
    if person is None:
        return None
    if kept["method"] == Method.LINK and not tokens.is_still_theirs(person, kept.get("address", "")):
        return None
    if at - _moment(kept["seen_at"]) > _NOTED_EVERY:
        _note(session, seen_at=at.timestamp())
    return Sitting(
        person=person,
        method=Method(kept["method"]),
        party_pk=kept["party"],
        code_confirmed_at=_moment(kept["code_at"]) if kept.get("code_at") else None,
        disclosure_version=kept.get("disclosure"),
        consented_at=_moment(kept["consented_at"]) if kept.get("consented_at") else None,
        host_pk=kept["host"],
        packet_pks=None if kept.get("packets") is None else frozenset(kept["packets"]),
    )


def is_over(session: SessionBase, district: District) -> bool:
    """Whether this browser had a sitting here before; asked where it has none now."""
    kept = session.get(_KEY)
    return isinstance(kept, Mapping) and bool(kept["district"] == district.pk)


def asks_code(sitting: Sitting, parties: Iterable[Party]) -> bool:
    """Whether the code still has to be entered before anything is shown. A host at school knows who is in the room."""
    if sitting.method not in (Method.LINK, Method.SIGNED_IN) or sitting.code_confirmed_at is not None:
        return False
    return any(needs_code(party) for party in parties)


def code_sent(session: SessionBase, to: str) -> None:
    """A code is on its way, to an address that only its owner knows again."""
    _note(session, code_to=to)


def code_went_to(session: SessionBase) -> str:
    """Where the last code went; empty when none was sent."""
    return str(session[_KEY].get("code_to", ""))


def code_confirmed(session: SessionBase, *, at: datetime) -> None:
    """The code was right."""
    _note(session, code_at=at.timestamp())


def consented(session: SessionBase, *, version: int, at: datetime) -> None:
    """They agreed to sign electronically, having read this version of the disclosure."""
    _note(session, disclosure=version, consented_at=at.timestamp())


def keep_draft(session: SessionBase, packet_pk: int, draft: Mapping[str, Any]) -> None:
    """Keep what was filled in for a packet until it is signed."""
    _note(session, drafts={**session[_KEY]["drafts"], str(packet_pk): dict(draft)})


def draft(session: SessionBase, packet_pk: int) -> dict[str, Any]:
    """What was filled in for a packet; empty when nothing was."""
    found = session[_KEY]["drafts"].get(str(packet_pk), {})
    return dict(found)


def forget_draft(session: SessionBase, packet_pk: int) -> None:
    """It is signed, or declined."""
    kept = session[_KEY]["drafts"]
    _note(session, drafts={pk: one for pk, one in kept.items() if pk != str(packet_pk)})


def end(session: SessionBase) -> None:
    """Nobody signs in this browser any more."""
    session.pop(_KEY, None)


def _note(session: SessionBase, **facts: Any) -> None:
    session[_KEY] = {**session[_KEY], **facts}


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
