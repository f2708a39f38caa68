"""Signing: read, signed, declined, on paper; the school's signature; a permission withdrawn.

Everything that a signing page needs is here by name: what concerns links and codes comes from ``links``.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import evidence as chain
from agreements import mails
from agreements.actions import acts
from agreements.actions.acts import CannotSign, Evidence, Refused
from agreements.actions.agreements import end
from agreements.actions.links import Sent, ask_link, confirm_code, open_link, send_code
from agreements.evidence import EventKind
from agreements.models import Agreement, Method, PaperScan, Party, PartyState, Permission, Role, State
from agreements.rules import OPEN, barred_words, signing_refusal, signing_refusals, turn
from correspondence.actions import messages
from correspondence.models import Message
from correspondence.models import State as MessageState
from tenancy import audit
from tenancy.actor import Actor
from tenancy.happenings import happened
from tenancy.models import Membership, Person
from tenancy.permissions import ROLE_PERMISSIONS, STAFF_ROLES
from tenancy.permissions import Permission as DeedPermission
from tenancy.permissions import Role as DistrictRole
from tenancy.viewer import Viewer

__all__ = [
    "CannotDelegate",
    "CannotSign",
    "CannotWithdraw",
    "Evidence",
    "Refused",
    "Sent",
    "Signed",
    "ask_link",
    "confirm_code",
    "decline",
    "delegate",
    "open_link",
    "opened",
    "send_code",
    "sign",
    "sign_for_school",
    "sign_on_paper",
    "withdraw",
]

#: Roles that may sign for the school.
_SCHOOL_SIGNERS = [role for role in DistrictRole if DeedPermission.AGREEMENTS_SIGN in ROLE_PERMISSIONS[role]]


class CannotDelegate(Exception):
    """The signature stays with whom it was; the text says why."""


class CannotWithdraw(Exception):
    """The permission stays as it is; the text says why."""


@dataclass(frozen=True)
class Signed:
    """What was signed for the school, and what was not and why."""

    done: list[Agreement] = field(default_factory=list)
    skipped: list[tuple[Agreement, str]] = field(default_factory=list)


@transaction.atomic
def opened(*, party: Party, language: str, at: datetime, by: Actor) -> None:
    """Note that somebody was shown a document, in which language. Later readings change nothing."""
    row = _row(acts.lock([party.agreement_id]), party)
    if row.agreement.state != State.OUT or row.state not in (PartyState.WAITING, PartyState.INVITED):
        return
    row.state, row.opened_at, row.language = PartyState.OPENED, at, language
    row.save(update_fields=["state", "opened_at", "language"])
    chain.append(row.agreement, EventKind.OPENED, party=row, at=at, facts={"language": language})


@transaction.atomic
def sign(
    *, parties: Sequence[Party], answers: Mapping[Permission.Kind, bool], evidence: Evidence, at: datetime, by: Actor
) -> None:
    """Sign all documents of one packet for one person, by one act; either all of them count or none.

    ``answers``: a yes or no for each permission that the packet asks. Two who sign at the same moment both count; the
    same act twice counts once, and the second is refused with the code "signed". Whoever signs last completes a
    document, and it goes to be sealed.

    Refuses (CannotSign) with the reason: not asked, ended, expired, may not sign any more, no consent to sign
    electronically, no code where one is needed, no name, an answer left open, the school.
    """
    by_agreement = acts.lock({one.agreement_id for one in parties})
    rows = [_row(by_agreement, one) for one in parties]
    _check_one_act(rows)
    refused = signing_refusals(rows, on=timezone.localdate(at))
    for row in rows:
        _check_may_sign(row, refused[row.pk])
        acts.check_evidence(row, evidence, at=at)
    for row in rows:
        facts: dict[str, chain.Fact] = dict(acts.write_signature(row, evidence, at=at))
        if given := acts.write_answers(row, answers, at=at):
            facts["answers"] = given
        chain.append(row.agreement, EventKind.SIGNED, party=row, at=at, facts=facts)
        method = str(evidence.method)
        audit.record(by=by, verb="agreement.sign", target=row.agreement, facts={"party": row.pk, "method": method})
        _settle(row.agreement, by_agreement, at=at, by=by)
    acts.use_up_links(rows[0].person_id, at=at)


def _check_one_act(rows: Sequence[Party]) -> None:
    if not rows:
        raise CannotSign(_("There is nothing to sign."))
    if len({(row.person_id, row.agreement.packet_id) for row in rows}) != 1:
        raise CannotSign(_("Sign for one student at a time."))


def _check_may_sign(row: Party, refusal: str) -> None:
    """Raise CannotSign unless a party's signature is asked for and they may give it."""
    if row.state == PartyState.SIGNED:
        raise CannotSign(_("You have signed this document already. It counts."), "signed")
    if refusal:
        raise CannotSign(refusal)
    if row.state not in OPEN:
        raise CannotSign(_("Your signature is not needed any more."))
    if row.role == Role.SCHOOL:
        raise CannotSign(_("The school signs on its own page."))


def _settle(agreement: Agreement, by_agreement: Mapping[int, list[Party]], *, at: datetime, by: Actor) -> None:
    for party in acts.settle(agreement, by_agreement[agreement.pk], at=at, by=by):
        mails.school_turn(party)


@transaction.atomic
def sign_for_school(
    *, agreements: Sequence[Agreement], person: Person, evidence: Evidence, at: datetime, by: Actor
) -> Signed:
    """Sign these documents for the school, those that it is the school's turn to sign. Each stands for itself.

    Skipped, with a sentence: where others have not signed yet, where somebody else was named to sign, what is signed or
    has ended.
    """
    by_agreement = acts.lock({one.pk for one in agreements})
    own = [one for parties in by_agreement.values() for one in parties if _is_for_school(one, person)]
    refused = signing_refusals(own, on=timezone.localdate(at))
    done, skipped = [], []
    for parties in by_agreement.values():
        if not parties:
            continue
        agreement = parties[0].agreement
        mine = next((one for one in parties if _is_for_school(one, person)), None)
        words = _school_refusal(parties, mine, refused)
        if words or mine is None:
            skipped.append((agreement, words))
            continue
        acts.check_evidence(mine, evidence, at=at)
        facts = acts.write_signature(mine, evidence, at=at)
        chain.append(agreement, EventKind.SIGNED, party=mine, at=at, facts=facts)
        audit.record(by=by, verb="agreement.sign_for_school", target=agreement, facts={"party": mine.pk})
        _settle(agreement, by_agreement, at=at, by=by)
        done.append(agreement)
    _take_off_summary(person, at=at)
    return Signed(done, skipped)


def _take_off_summary(person: Person, *, at: datetime) -> None:
    """Once nothing waits for the school's signer, their next daily summary does not say that something does."""
    if Party.objects.of(person.district).filter(person=person).to_sign().of_school().called().exists():
        return
    lines = Message.objects.of(person.district).filter(kind="agreements/school_turn", person=person)
    for line in lines.filter(state=MessageState.WAITING):
        with suppress(messages.TooLate):  # it is leaving right now
            messages.cancel(line, at=at, by=Actor.system("signatures"))


def _is_for_school(party: Party, person: Person) -> bool:
    """Whether this is somebody's own signature for the school."""
    return party.role == Role.SCHOOL and party.person_id == person.pk


def _school_refusal(parties: Sequence[Party], mine: Party | None, refused: Mapping[int, str]) -> str:
    named = [one for one in parties if one.role == Role.SCHOOL]
    if mine is None:
        if not named:
            return _("The school does not sign this document.")
        return _("%(name)s is named to sign. They can hand it over.") % {"name": named[0].name}
    if mine.state == PartyState.SIGNED:
        return _("The school has signed this document already.")
    if words := refused[mine.pk]:
        return words
    if mine not in turn(parties):
        missing = [one.name for one in turn(parties)]
        return _("The others sign first. Missing: %(names)s.") % {"names": ", ".join(missing)}
    return ""


@transaction.atomic
def delegate(*, agreement: Agreement, to: Person, by: Actor) -> Party:
    """Let somebody else of the school sign a document. Only the school can; guardians and students never do.

    Refuses (CannotDelegate) somebody who is no staff, of another school, or signs the document already, and what is
    signed or has ended.
    """
    parties = acts.lock([agreement.pk])[agreement.pk]
    school = next((one for one in parties if one.role == Role.SCHOOL), None)
    if school is None or school.state not in OPEN or school.agreement.state not in (State.DRAFT, State.OUT):
        raise CannotDelegate(_("There is no signature of the school to hand over."))
    if any(one.person_id == to.pk for one in parties):
        raise CannotDelegate(_("%(name)s is among those who sign this document already.") % {"name": to.name})
    roles = Membership.objects.of(to.district).live().filter(person=to, role__in=_SCHOOL_SIGNERS).order_by("pk")
    held = roles.first()
    if held is None or not to.is_active:
        raise CannotDelegate(_("Only a principal or an administrator can sign for the school."))
    reached = Person.objects.in_reach_of(Viewer.of_person(to.district, to), DeedPermission.AGREEMENTS_SIGN)
    if not reached.filter(pk=school.agreement.packet.student_id).exists():
        raise CannotDelegate(_("%(name)s is of another school.") % {"name": to.name})
    facts: dict[str, chain.Fact] = {"from": school.person_id, "to": to.pk}
    school.person, school.name, school.capacity = to, to.name, str(held.get_role_display())[:80]
    school.save(update_fields=["person", "name", "capacity"])
    chain.append(school.agreement, EventKind.DELEGATED, party=school, at=timezone.now(), facts=facts)
    audit.record(by=by, verb="agreement.delegate", target=school.agreement, facts={"to": to.pk})
    if school.state != PartyState.WAITING:
        mails.school_turn(school)
    return school


@transaction.atomic
def sign_on_paper(
    *,
    party: Party,
    signed_on: date,
    filed_at: str,
    attested_by: Person,
    scan: PaperScan | None = None,
    answers: Mapping[Permission.Kind, bool] | None = None,
    at: datetime,
    by: Actor,
) -> None:
    """Note that somebody signed on paper: on which day, where the paper is, and who of the staff attests it.

    The school is last on paper, too. Refuses (CannotSign) a day to come, a paper that is nowhere, an attestation by
    whoever signed or by nobody of the staff, a scan of another document, and whatever ``sign`` refuses.
    """
    by_agreement = acts.lock([party.agreement_id])
    parties = by_agreement[party.agreement_id]
    row = _row(by_agreement, party)
    on = timezone.localdate(at)
    _check_paper(row, signed_on=signed_on, filed_at=filed_at, attested_by=attested_by, scan=scan, on=on)
    if row.state == PartyState.SIGNED:
        raise CannotSign(_("This signature is here already."), "signed")
    if words := signing_refusal(row, on=on):
        raise CannotSign(words)
    if row not in turn(parties):
        raise CannotSign(_("The others sign first."))
    row.state, row.signed_at, row.method = PartyState.SIGNED, at, Method.PAPER
    row.paper_signed_on, row.paper_filed_at, row.paper_attested_by = signed_on, filed_at.strip()[:200], attested_by
    row.scan = scan
    row.save()
    facts: dict[str, chain.Fact] = {
        "method": str(Method.PAPER),
        "on": signed_on.isoformat(),
        "attested_by": attested_by.pk,
        "scan": scan.digest if scan else "",
    }
    if given := acts.write_answers(row, answers or {}, at=at):
        facts["answers"] = given
    chain.append(row.agreement, EventKind.SIGNED, party=row, at=at, facts=facts)
    audit.record(by=by, verb="agreement.file_paper", target=row.agreement, facts={"party": row.pk})
    _settle(row.agreement, by_agreement, at=at, by=by)
    acts.use_up_links(row.person_id, at=at)


def _check_paper(
    row: Party, *, signed_on: date, filed_at: str, attested_by: Person, scan: PaperScan | None, on: date
) -> None:
    if signed_on > on:
        raise CannotSign(_("A paper cannot have been signed on a day to come."))
    if not filed_at.strip():
        raise CannotSign(_("Say where the paper is filed."))
    if scan is not None and scan.agreement_id != row.agreement_id:
        raise CannotSign(_("This scan belongs to another document."))
    is_staff = Membership.objects.of(attested_by.district).live().filter(person=attested_by, role__in=STAFF_ROLES)
    if attested_by.pk == row.person_id or not attested_by.is_active or not is_staff.exists():
        raise CannotSign(_("A paper is attested by somebody of the staff who has seen it, not by who signed it."))


@transaction.atomic
def decline(*, party: Party, reason: str, at: datetime, by: Actor) -> Agreement:
    """Somebody does not sign: the document ends, links of the others stop working, they are told without saying who or
    why, and the coordinator finds it among what is to be done. Other documents of the packet that are still out are
    taken back with it.

    Refuses (CannotSign) who signed already, who may not sign any more, and a document that ended.
    """
    packet_id = Agreement.objects.values_list("packet_id", flat=True).get(pk=party.agreement_id)
    out = Agreement.objects.filter(packet=packet_id, state=State.OUT).values_list("pk", flat=True)
    by_agreement = acts.lock({*out, party.agreement_id})
    row = _row(by_agreement, party)
    if row.state == PartyState.SIGNED:
        raise CannotSign(_("You have signed this document already. Talk to the school."), "signed")
    if row.agreement.state != State.OUT or row.state not in OPEN:
        raise CannotSign(_("There is nothing to decline any more."))
    if words := barred_words(row, on=timezone.localdate(at)):
        raise CannotSign(words)
    row.state, row.declined_at, row.reason = PartyState.DECLINED, at, reason.strip()[:500]
    row.opened_at = row.opened_at or at
    row.save(update_fields=["state", "declined_at", "reason", "opened_at"])
    end(row.agreement, by_agreement[row.agreement_id], State.DECLINED, reason=reason, at=at, party=row)
    audit.record(by=by, verb="agreement.decline", target=row.agreement, facts={"party": row.pk})
    mails.declined(row.agreement, but=row, by=by)
    happened("agreement.declined", agreement=row.agreement, at=at, by=by)
    _take_back_others(row.agreement, by_agreement, at=at, by=by)
    return row.agreement


def _take_back_others(declined: Agreement, by_agreement: Mapping[int, list[Party]], *, at: datetime, by: Actor) -> None:
    """What else is out in the packet goes back without a further message: everybody reads the same in the first."""
    for pk, parties in by_agreement.items():
        if pk != declined.pk and parties and parties[0].agreement.state == State.OUT:
            other = parties[0].agreement
            end(other, parties, State.VOIDED, at=at)
            audit.record(by=by, verb="agreement.void", target=other, facts={"declined": declined.pk})
            happened("agreement.voided", agreement=other, at=at, by=by)


@transaction.atomic
def withdraw(*, permission: Permission, note: str, at: datetime, by: Actor) -> Permission:
    """Take back a permission that was given: by the parent, or by staff on their word. The agreement stays.

    Refuses (CannotWithdraw) one that was not given or is withdrawn already.
    """
    party = Party.objects.get(pk=permission.party_id)
    row = _row(acts.lock([party.agreement_id]), party)
    permission = Permission.objects.select_for_update(of=("self",), no_key=True).get(pk=permission.pk)
    if not permission.is_granted or permission.withdrawn_at is not None:
        raise CannotWithdraw(_("This permission is not given, so there is nothing to withdraw."))
    permission.withdrawn_at, permission.withdrawn_note = at, note.strip()[:300]
    permission.withdrawn_by_id = by.person_id or row.person_id
    permission.save(update_fields=["withdrawn_at", "withdrawn_note", "withdrawn_by"])
    permission.party = row
    facts: dict[str, chain.Fact] = {"permission": str(permission.kind), "by": permission.withdrawn_by_id}
    chain.append(row.agreement, EventKind.WITHDRAWN, party=row, at=at, facts=facts)
    audit.record(by=by, verb="permission.withdraw", target=permission, facts={"kind": str(permission.kind)})
    mails.withdrawn(permission, by=by)
    happened("permission.withdrawn", permission=permission, at=at, by=by)
    return permission


def _row(by_agreement: Mapping[int, list[Party]], party: Party) -> Party:
    """The party as it is now, locked."""
    return next(one for one in by_agreement[party.agreement_id] if one.pk == party.pk)
