"""What all ways of signing share: the evidence, the locks, and what follows once the last one has signed."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import signature
from django.db.models import F
from django.utils.translation import gettext as _

from agreements import addresses, evidence
from agreements.evidence import EventKind
from agreements.models import Agreement, DocumentText, Method, Party, PartyState, Permission, Role, SigningLink, State
from agreements.rules import OPEN, asked_of, is_complete, needs_code, turn
from tenancy.actor import Actor
from tenancy.celery import ring
from tenancy.happenings import happened
from tenancy.models import Person

#: Rung by name: tasks stand above this module.
_SEAL = signature("agreements.tasks.seal_agreement")

#: The box in which a signature is drawn, and how much of it is kept.
BOX = (600, 200)
MOST_POINTS = 5000
#: A code that was entered counts for one sitting.
CODE_COUNTS_FOR = timedelta(hours=1)


class CannotSign(Exception):
    """It does not count as signed; the text says why. ``code`` is "signed" when it had been signed before."""

    def __init__(self, sentence: str, code: str = "") -> None:
        self.code = code
        super().__init__(sentence)


@dataclass(frozen=True)
class Refused:
    """A refusal that leaves something behind: a counted try, say. Returned, since raised it would roll that back.

    ``party``: whose old link it was; they may be sent a new one.
    """

    reason: str
    code: str = ""
    party: Party | None = None


@dataclass(frozen=True)
class Evidence:
    """How somebody signed, as the page saw it. ``strokes``: lists of points (x, y) in a box of 600 × 200."""

    method: Method
    language: str
    typed_name: str = ""
    strokes: Sequence[Sequence[Sequence[Any]]] = ()
    internet_address: str | None = None
    browser: str = ""
    host: Person | None = None
    shared_address: bool = False
    code_confirmed_at: datetime | None = None
    disclosure_version: int | None = None
    consented_at: datetime | None = None


def lock(agreement_ids: Collection[int]) -> dict[int, list[Party]]:
    """The parties of these documents, which nobody else changes until this transaction ends; by document, as they are
    now. Documents are locked in order of their ids, so that two who sign the same ones wait for each other.
    """
    agreements = {
        one.pk: one for one in Agreement.objects.filter(pk__in=agreement_ids).locked().prefetch_related("packet")
    }
    found: dict[int, list[Party]] = {pk: [] for pk in agreements}
    rows = Party.objects.filter(agreement__in=list(agreements)).prefetch_related("person")
    for party in rows.order_by("agreement", "pk"):
        party.agreement = agreements[party.agreement_id]
        found[party.agreement_id].append(party)
    return found


def check_evidence(party: Party, given: Evidence, *, at: datetime) -> None:
    """Raise CannotSign unless this is enough for a party to sign by."""
    if not given.typed_name.strip() and not given.strokes:
        raise CannotSign(_("Type or draw your name to sign."))
    if given.strokes and not _is_drawing(given.strokes):
        raise CannotSign(_("The drawing could not be read. Draw it once more, or type your name."))
    if given.method == Method.IN_PERSON and given.host is None:
        raise CannotSign(_("Say who of the school hosts the signing."))
    if given.host is not None and given.host.pk == party.person_id:
        raise CannotSign(_("Nobody hosts their own signing."))
    if party.role == Role.SCHOOL:
        return
    if given.disclosure_version is None or given.consented_at is None:
        raise CannotSign(_("Agree to sign electronically first, or ask for paper."))
    by_themselves = given.method in (Method.LINK, Method.SIGNED_IN)
    if by_themselves and needs_code(party) and not _is_fresh(given.code_confirmed_at, at):
        raise CannotSign(_("Enter the code that was sent to you first."), "code")


def write_signature(party: Party, given: Evidence, *, at: datetime) -> dict[str, str | int | bool | None]:
    """Write the signature with its evidence into the party's row; returns what the event says of it."""
    text = DocumentText.objects.filter(agreement=party.agreement_id, language=given.language).first()
    if text is None:
        raise CannotSign(_("This document is not written in that language."))
    reached_alone = given.method != Method.IN_PERSON and party.role != Role.SCHOOL
    party.state, party.signed_at, party.method = PartyState.SIGNED, at, given.method
    party.opened_at = party.opened_at or at
    party.language, party.text_digest = given.language, text.digest
    party.typed_name, party.strokes = given.typed_name.strip()[:200], [list(map(list, one)) for one in given.strokes]
    party.internet_address, party.browser = given.internet_address, given.browser[:200]
    party.host = given.host
    party.shared_address = given.shared_address or (reached_alone and addresses.is_shared(party.person))
    party.code_confirmed_at, party.consented_at = given.code_confirmed_at, given.consented_at
    party.disclosure_version = given.disclosure_version
    party.save()
    return {
        "method": str(given.method),
        "language": given.language,
        "text": text.digest,
        "mark": digest_of(party.typed_name, party.strokes),
        "drawn": bool(given.strokes),
        "disclosure": given.disclosure_version,
        "code": given.code_confirmed_at is not None,
        "shared_address": party.shared_address,
        "host": given.host.pk if given.host else None,
    }


def write_answers(party: Party, answers: Mapping[Permission.Kind, bool], *, at: datetime) -> dict[str, bool]:
    """Write one row for each permission that this party is asked; raises CannotSign when one is left open."""
    asked = asked_of(party)
    if missing := [kind for kind in asked if kind not in answers]:
        raise CannotSign(_("Say yes or no to each: %(first)s.") % {"first": missing[0].label}, "answers")
    rows = [
        Permission(
            district_id=party.district_id, party=party, kind=kind, is_granted=bool(answers[kind]), answered_at=at
        )
        for kind in asked
    ]
    Permission.objects.bulk_create(rows)
    return {str(row.kind): row.is_granted for row in rows}


def digest_of(typed_name: str, strokes: object) -> str:
    """The digest of a mark: what was typed, what was drawn."""
    written = json.dumps([typed_name, strokes], separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def settle(agreement: Agreement, parties: Sequence[Party], *, at: datetime, by: Actor) -> list[Party]:
    """What follows from a signature: a group of whom one is enough is done, then it is the school's turn, and after
    the school the document is complete and goes to be sealed. Returns the school's parties whose turn has just come.
    """
    _release(agreement, parties, at=at)
    if is_complete(parties):
        agreement.state, agreement.completed_at = State.ALL_SIGNED, at
        agreement.save(update_fields=["state", "completed_at"])
        evidence.append(agreement, EventKind.COMPLETED, at=at)
        happened("agreement.completed", agreement=agreement, at=at, by=by)
        ring(_SEAL, agreement.pk)
        return []
    schools = [one for one in turn(parties) if one.role == Role.SCHOOL and one.state == PartyState.WAITING]
    for party in schools:
        party.state, party.invited_at = PartyState.INVITED, at
        party.save(update_fields=["state", "invited_at"])
    return schools


def use_up_links(person_id: int, *, at: datetime) -> None:
    """Once nothing waits for somebody, their links to sign have done their work; those to a copy go on working."""
    mine = Party.objects.filter(person=person_id)
    if not mine.to_sign().asked().exists():
        links = SigningLink.objects.filter(party__in=mine.values("pk"), used_at=None)
        links.exclude(minted_at__gt=F("party__signed_at")).update(used_at=at)


def _release(agreement: Agreement, parties: Sequence[Party], *, at: datetime) -> None:
    done = {one.role for one in parties if one.any_of and one.state == PartyState.SIGNED}
    for party in parties:
        if party.any_of and party.role in done and party.state in OPEN:
            party.state = PartyState.RELEASED
            party.save(update_fields=["state"])
            evidence.append(agreement, EventKind.RELEASED, party=party, at=at)


def _is_fresh(confirmed_at: datetime | None, at: datetime) -> bool:
    return confirmed_at is not None and timedelta(0) <= at - confirmed_at <= CODE_COUNTS_FOR


def _is_drawing(strokes: Sequence[Sequence[Sequence[Any]]]) -> bool:
    points = [point for stroke in strokes for point in stroke]
    return 2 <= len(points) <= MOST_POINTS and all(
        len(point) == 2
        and all(isinstance(part, int | float) and 0 <= part <= most for part, most in zip(point, BOX, strict=True))
        for point in points
    )
