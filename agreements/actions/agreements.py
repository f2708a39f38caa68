"""Documents: drawn up, sent out, reminded of, taken back, replaced, corrected."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements import addresses, evidence, fields, mails, tokens, wordings
from agreements.actions import acts
from agreements.evidence import EventKind
from agreements.models import (
    STANDING,
    Agreement,
    Correction,
    DocumentText,
    Kind,
    Packet,
    Party,
    PartyState,
    Role,
    State,
)
from agreements.rules import OPEN, REMIND_AFTER, barred_words_of, turn
from tenancy import audit
from tenancy.actor import Actor
from tenancy.happenings import happened
from tenancy.models import Person

#: Letters and digits that nobody mistakes for each other on paper: 60 bits in twelve of them.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class CannotDraft(Exception):
    """No document is drawn up; the text says why."""


class CannotSend(Exception):
    """The document stays a draft; the text says why."""


class CannotEnd(Exception):
    """The document stays as it is; the text says why."""


class CannotCorrect(Exception):
    """Nothing is attached; the text says why."""


@dataclass(frozen=True)
class PartyWanted:
    """Somebody who is to sign. ``name`` and ``capacity`` ("Mother", "Principal") as they will be printed.

    ``any_of``: of those of the same role who have it, one signature is enough.
    """

    person: Person
    role: Role
    name: str
    capacity: str = ""
    basis: str = ""
    any_of: bool = False


@dataclass(frozen=True)
class Reminded:
    """Who was reminded, and who was not and why."""

    sent: list[Party] = field(default_factory=list)
    skipped: list[tuple[Party, str]] = field(default_factory=list)


@transaction.atomic
def draft(
    *, packet: Packet, kind: Kind, values: Mapping[str, object], parties: Sequence[PartyWanted], by: Actor
) -> Agreement:
    """Draw up a document of the newest wording. Nobody is asked anything yet.

    Refuses (CannotDraft) a second one of the kind while one is worked on or stands. A field that is missing or unknown
    is a fault of the caller (ValueError).
    """
    agreement = _draft(packet, kind, values, parties, None)
    audit.record(by=by, verb="agreement.draft", target=agreement)
    return agreement


def _draft(
    packet: Packet,
    kind: Kind,
    values: Mapping[str, object],
    parties: Sequence[PartyWanted],
    supersedes: Agreement | None,
) -> Agreement:
    if wrong := fields.missing(kind, values):
        raise ValueError(f"Fields of {kind} that are missing or unknown: {', '.join(wrong)}")
    if len({one.person.pk for one in parties}) != len(parties):
        raise CannotDraft(_("The same person stands twice among those who sign."))
    try:
        with transaction.atomic():
            agreement = Agreement.objects.create(
                district_id=packet.district_id,
                packet=packet,
                kind=kind,
                wording=wordings.CURRENT[kind],
                values=dict(values),
                public_id=new_public_id(),
                supersedes=supersedes,
            )
    except IntegrityError:
        raise CannotDraft(_("There is such a document already. Take it back or replace it.")) from None
    Party.objects.bulk_create(_party(agreement, one) for one in parties)
    return agreement


def _party(agreement: Agreement, wanted: PartyWanted) -> Party:
    return Party(
        district_id=agreement.district_id,
        agreement=agreement,
        person=wanted.person,
        role=wanted.role,
        name=wanted.name[:200],
        capacity=wanted.capacity[:80],
        basis=wanted.basis,
        any_of=wanted.any_of,
    )


def new_public_id() -> str:
    """What stands on every page: opaque, and readable aloud: ``7KQ2-M9XP-R4TD``."""
    letters = "".join(secrets.choice(_LETTERS) for _letter in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


@transaction.atomic
def send(*, agreement: Agreement, at: datetime, expires_on: date, by: Actor, is_on_paper: bool = False) -> Agreement:
    """Freeze a draft in every language and ask everybody but the school, which signs last.

    ``is_on_paper``: everybody has signed it with a pen, so nobody is asked; the signatures are noted next.

    Whoever cannot be reached by a message stays "not asked yet": they sign at school or on paper. Documents that are
    sent at the same moment come to each person in one message. Refuses (CannotSend) what is no draft, a document that
    nobody signs, an agreement without the school, somebody who has left, a day that is too soon.
    """
    parties = acts.lock([agreement.pk])[agreement.pk]
    agreement = Agreement.objects.prefetch_related("packet").get(pk=agreement.pk)
    if words := _sending_refusal(agreement, parties, expires_on=expires_on, at=at):
        raise CannotSend(words)
    texts = {language: wordings.render(agreement, language) for language in wordings.languages()}
    DocumentText.objects.bulk_create(
        DocumentText(
            district_id=agreement.district_id,
            agreement=agreement,
            language=language,
            title=text.title,
            html=text.html,
            digest=text.digest,
        )
        for language, text in texts.items()
    )
    agreement.state, agreement.sent_at, agreement.expires_on = State.OUT, at, expires_on
    agreement.save(update_fields=["state", "sent_at", "expires_on"])
    facts = {language: text.digest for language, text in texts.items()}
    evidence.append(agreement, EventKind.SENT, at=at, facts={"wording": agreement.wording, "texts": facts})
    audit.record(by=by, verb="agreement.send", target=agreement)
    if not is_on_paper:
        _invite(parties, at=at, by=by)
    return agreement


def _sending_refusal(agreement: Agreement, parties: Sequence[Party], *, expires_on: date, at: datetime) -> str:
    if agreement.state != State.DRAFT:
        return _("This document has been sent already.")
    if expires_on <= timezone.localdate(at):
        return _("Leave at least a day to sign it.")
    if not any(one.role != Role.SCHOOL for one in parties):
        return _("Nobody is named to sign this document.")
    if agreement.kind == Kind.MENTORSHIP and not any(one.role == Role.SCHOOL for one in parties):
        return _("Nobody is named to sign for the school.")
    for party in parties:
        if not party.person.is_active:
            return _("%(name)s is not in the district’s list of people any more.") % {"name": party.name}
    return ""


def _invite(parties: Sequence[Party], *, at: datetime, by: Actor) -> None:
    asked = [one for one in parties if one.role != Role.SCHOOL]
    refused, barred = addresses.refusals(asked), barred_words_of(asked, on=timezone.localdate(at))
    for party in asked:
        if not refused[party.pk] and not barred[party.pk]:
            party.state = PartyState.OPENED if party.opened_at else PartyState.INVITED
            party.invited_at = at
            party.save(update_fields=["state", "invited_at"])
            mails.invitation(party, key=f"{at:%Y%m%d%H%M%S%f}", by=by)


@transaction.atomic
def ask_anew(*, person: Person, at: datetime, by: Actor) -> list[Party]:
    """Send somebody whose address changed what waits for them, whenever they were asked before. Returns what waits."""
    mine = Party.objects.of(person.district).filter(person=person).to_sign().asked()
    by_agreement = acts.lock(set(mine.values_list("agreement_id", flat=True)))
    rows = [row for rows in by_agreement.values() for row in rows if row.person_id == person.pk]
    waiting = [row for row in rows if row.agreement.state == State.OUT and row.state in OPEN]
    _invite(waiting, at=at, by=by)
    return waiting


@transaction.atomic
def remind(*, parties: Collection[Party], at: datetime, by: Actor) -> Reminded:
    """Remind these once more, each with a fresh link; a person for whom several documents wait gets one message.

    Skipped, with a sentence: who signed or is not asked any more, whose turn has not come, who was asked within the
    last 24 hours, who has no address, the school, which signs in.
    """
    found = _who_to_remind(parties, acts.lock({one.agreement_id for one in parties}), at)
    for party in found.sent:
        _remind(party, at=at, by=by)
    return found


def would_remind(*, parties: Collection[Party], at: datetime) -> Reminded:
    """Whom ``remind`` would reach now, and whom not and why. Changes nothing."""
    by_agreement: dict[int, list[Party]] = {}
    rows = Party.objects.filter(agreement__in={one.agreement_id for one in parties})
    for row in rows.prefetch_related("person", "agreement__packet").order_by("agreement", "pk"):
        by_agreement.setdefault(row.agreement_id, []).append(row)
    return _who_to_remind(parties, by_agreement, at)


def not_reminded(party: Party, why: str) -> str:
    """That somebody was left out, and why, in sentences."""
    return _("%(name)s gets no reminder now. %(why)s") % {"name": party.name, "why": why}


def _who_to_remind(parties: Collection[Party], by_agreement: Mapping[int, list[Party]], at: datetime) -> Reminded:
    wanted = {one.pk for one in parties}
    rows = [row for party_rows in by_agreement.values() for row in party_rows if row.pk in wanted]
    refused = addresses.refusals(rows, "agreements/reminder")
    barred = barred_words_of(rows, on=timezone.localdate(at))
    found = Reminded()
    for party in rows:
        if words := _reminding_refusal(party, by_agreement[party.agreement_id], at) or refused[party.pk]:
            found.skipped.append((party, words))
        elif barred[party.pk]:
            found.skipped.append((party, _("May not sign at present.")))
        else:
            found.sent.append(party)
    return found


def _reminding_refusal(party: Party, parties: Sequence[Party], at: datetime) -> str:
    if party.agreement.state != State.OUT or party.state not in OPEN:
        return _("Nothing is missing from them any more.")
    if party not in turn(parties):
        return _("The others sign first.")
    if party.role == Role.SCHOOL:
        return _("Signs for the school, on the page “To sign for the school”.")
    last = max(filter(None, (party.invited_at, party.reminded_at)), default=None)
    if last is not None and at - last < REMIND_AFTER:
        words = (
            _("They were reminded on %(when)s. The next reminder is possible from %(next)s.")
            if last == party.reminded_at
            else _("They were asked on %(when)s. A reminder is possible from %(next)s.")
        )
        return words % {"when": _moment(last), "next": _moment(last + REMIND_AFTER)}
    return ""


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def _remind(party: Party, *, at: datetime, by: Actor) -> None:
    party.reminded_at = at
    if party.state == PartyState.WAITING:
        party.state, party.invited_at = PartyState.INVITED, at
    party.save(update_fields=["state", "invited_at", "reminded_at"])
    evidence.append(party.agreement, EventKind.REMINDED, party=party, at=at)
    audit.record(by=by, verb="agreement.remind", target=party.agreement, facts={"party": party.pk})
    mails.reminder(party, on=timezone.localdate(at), by=by)


@transaction.atomic
def void(*, agreement: Agreement, reason: str, at: datetime, by: Actor) -> Agreement:
    """Take a document back, be it sent, signed or sealed already. Links stop working; who was asked is told.

    Refuses (CannotEnd) one that ended before, and to do it without a reason.
    """
    parties = acts.lock([agreement.pk])[agreement.pk]
    agreement = Agreement.objects.get(pk=agreement.pk)
    if not reason.strip():
        raise CannotEnd(_("Say why the document is taken back."))
    if agreement.state in ENDED:
        raise CannotEnd(_("This document has ended already."))
    was_draft = agreement.state == State.DRAFT
    end(agreement, parties, State.VOIDED, reason=reason, at=at)
    audit.record(by=by, verb="agreement.void", target=agreement, reason=reason)
    if not was_draft:
        mails.voided(agreement, by=by)
        happened("agreement.voided", agreement=agreement, at=at, by=by)
    return agreement


@transaction.atomic
def supersede(
    *, agreement: Agreement, values: Mapping[str, object], parties: Sequence[PartyWanted], at: datetime, by: Actor
) -> Agreement:
    """Replace a document by a new draft because terms, days, places or parties changed: everybody signs again.

    Returns the draft; ``send`` sends it. Links to the old one stop working. Refuses (CannotEnd) one that was not sent
    or has ended, and (CannotDraft) what ``draft`` refuses.
    """
    old_parties = acts.lock([agreement.pk])[agreement.pk]
    agreement = Agreement.objects.prefetch_related("packet").get(pk=agreement.pk)
    if agreement.state == State.DRAFT or agreement.state in ENDED:
        raise CannotEnd(_("Only a document that is out or signed can be replaced."))
    end(agreement, old_parties, State.SUPERSEDED, at=at)
    newer = _draft(agreement.packet, Kind(agreement.kind), values, parties, agreement)
    audit.record(by=by, verb="agreement.supersede", target=agreement, facts={"by": newer.pk})
    happened("agreement.voided", agreement=agreement, at=at, by=by)
    return newer


@transaction.atomic
def expire(*, agreement: Agreement, at: datetime, by: Actor) -> Agreement:
    """End a document whose day has passed before everybody signed. Refuses (CannotEnd) any other."""
    parties = acts.lock([agreement.pk])[agreement.pk]
    agreement = Agreement.objects.get(pk=agreement.pk)
    if agreement.state != State.OUT or agreement.expires_on is None or agreement.expires_on >= timezone.localdate(at):
        raise CannotEnd(_("There is still time to sign this document."))
    end(agreement, parties, State.EXPIRED, at=at)
    audit.record(by=by, verb="agreement.expire", target=agreement)
    happened("agreement.voided", agreement=agreement, at=at, by=by)
    return agreement


@transaction.atomic
def correct(*, agreement: Agreement, says: str, at: datetime, by: Actor) -> Correction:
    """Attach a notice that corrects a name or a slip of the pen, and send it to everybody: nobody signs again.

    Refuses (CannotCorrect) a document that is not out or signed, an empty notice, and anybody but a person.
    """
    acts.lock([agreement.pk])
    agreement = Agreement.objects.get(pk=agreement.pk)
    if agreement.state != State.OUT and agreement.state not in STANDING:
        raise CannotCorrect(_("Only a document that is out or signed can be corrected."))
    if not says.strip() or by.person_id is None:
        raise CannotCorrect(_("Say what is corrected."))
    notice = Correction.objects.create(
        district_id=agreement.district_id, agreement=agreement, says=says.strip(), noted_by_id=by.person_id, noted_at=at
    )
    evidence.append(agreement, EventKind.CORRECTED, at=at, facts={"correction": notice.pk})
    audit.record(by=by, verb="agreement.correct", target=agreement, facts={"correction": notice.pk})
    mails.correction(notice, by=by)
    return notice


#: Documents that came to an end.
ENDED = (State.DECLINED, State.VOIDED, State.EXPIRED, State.SUPERSEDED)
_EVENTS = {
    State.DECLINED: EventKind.DECLINED,
    State.VOIDED: EventKind.VOIDED,
    State.EXPIRED: EventKind.EXPIRED,
    State.SUPERSEDED: EventKind.SUPERSEDED,
}


def end(
    agreement: Agreement,
    parties: Sequence[Party],
    state: State,
    *,
    at: datetime,
    reason: str = "",
    party: Party | None = None,
) -> None:
    """End a locked document: its state, its last event, its links."""
    agreement.state, agreement.ended_at, agreement.reason = state, at, reason.strip()[:500]
    agreement.save(update_fields=["state", "ended_at", "reason"])
    evidence.append(agreement, _EVENTS[state], party=party, at=at)
    tokens.revoke(parties=[one.pk for one in parties], at=at)
