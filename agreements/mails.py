"""Messages of this floor. They are neutral, name no student in their subject, and lead to one page."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements import addresses, evidence, tokens
from agreements.evidence import EventKind
from agreements.models import Agreement, Correction, Party, PartyState, Permission, Role
from agreements.rules import barred_words_of
from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Link, Outdated, absolute, minter, opening
from correspondence.models import Message
from correspondence.models import State as MessageState
from tenancy.actor import Actor
from tenancy.http import district_url
from tenancy.logged import logged
from tenancy.models import District, Person

logged(Agreement, _("Document"), naming=str)
logged(Permission, _("Permission"))


class Poster(Protocol):
    """Sends one party something."""

    def __call__(self, party: Party, /, *, by: Actor) -> Message:
        """Post it."""
        ...


#: Where a link leads: the landing page, which opens nothing before somebody presses "Continue".
LINK_PAGE = "agreements:sign_open"
#: Parties to whom something is told: whoever was asked.
TOLD = (PartyState.INVITED, PartyState.OPENED, PartyState.SIGNED, PartyState.RELEASED, PartyState.DECLINED)


# Links and codes


@minter("agreements.sign")
def sign_link(party_pk: int) -> str:
    """A fresh link to what somebody has to sign. Outdated when nothing waits for them any more."""
    party = Party.objects.filter(pk=party_pk).prefetch_related("person", "agreement__packet").first()
    party = party and next(iter(_waiting(party)), None)
    if party is None or addresses.refusal(party):
        raise Outdated
    return _link(party)


@minter("agreements.copy")
def copy_link(party_pk: int) -> str:
    """A fresh link to what somebody signed."""
    party = Party.objects.filter(pk=party_pk).prefetch_related("person", "agreement__packet").first()
    if party is None or addresses.refusal(party):
        raise Outdated
    return _link(party)


@minter("agreements.code")
def code(party_pk: int) -> str:
    """A fresh code of six digits."""
    party = Party.objects.filter(pk=party_pk).prefetch_related("person", "agreement__packet").first()
    if party is None or addresses.refusal(party):
        raise Outdated
    now = timezone.now()
    made = tokens.new_code(party, at=now)
    evidence.append(party.agreement, EventKind.CODE_SENT, party=party, at=now)
    return made


def _link(party: Party) -> str:
    now = timezone.now()
    token = tokens.new_link(party, at=now)
    evidence.append(party.agreement, EventKind.LINK_SENT, party=party, at=now)
    return opening(district_url(party.district, LINK_PAGE, token))


def _waiting(party: Party) -> list[Party]:
    """What waits for the person of a party and what they may still sign, that one first."""
    mine = Party.objects.of(party.district).filter(person=party.person_id).to_sign().asked()
    rows = list(mine.prefetch_related("person", "agreement__packet__student").order_by("pk"))
    barred = barred_words_of(rows, on=timezone.localdate())
    return sorted((one for one in rows if not barred[one.pk]), key=lambda one: one.pk != party.pk)


# Asking


def _asking(message: Message) -> Mapping[str, object]:
    """What waits for the reader, for which students, and until when."""
    party = Party.objects.of(message.district).get(pk=message.context["party"])
    waiting = _waiting(party)
    students = dict.fromkeys(_goes_by(one.agreement.packet.student) for one in waiting)
    days = [one.agreement.expires_on for one in waiting if one.agreement.expires_on is not None]
    return {"students": list(students), "count": len(waiting) or 1, "until": min(days, default=None)}


@kind("agreements/invitation", label=_("Asked to sign"))
def invitation_context(message: Message) -> Mapping[str, object]:
    """What waits for the reader."""
    return _asking(message)


def invitation(party: Party, *, key: str, by: Actor) -> Message:
    """Ask somebody to sign. Asked with the same key for several documents, they get one message."""
    return outbox.post(
        kind="agreements/invitation",
        to=party.person,
        by=by,
        link=Link("agreements.sign", party.pk),
        context={"party": party.pk},
        dedupe_key=f"agreements.invitation:{party.person_id}:{key}",
    )


@kind("agreements/reminder", label=_("Reminded to sign"))
def reminder_context(message: Message) -> Mapping[str, object]:
    """What waits for the reader."""
    return _asking(message)


def reminder(party: Party, *, on: date, by: Actor) -> Message:
    """Remind somebody, with a fresh link; once a day however many documents wait."""
    return outbox.post(
        kind="agreements/reminder",
        to=party.person,
        by=by,
        link=Link("agreements.sign", party.pk),
        context={"party": party.pk},
        dedupe_key=f"agreements.reminder:{party.person_id}:{on}",
    )


def link_again(party: Party, *, by: Actor) -> Message:
    """A new link for somebody who has an old one and asked for it just now."""
    is_signed = party.state == PartyState.SIGNED
    return outbox.post(
        kind="agreements/copy" if is_signed else "agreements/reminder",
        to=party.person,
        by=by,
        link=Link("agreements.copy" if is_signed else "agreements.sign", party.pk),
        context={"agreement": party.agreement_id, "party": party.pk},
        leave_after=timedelta(0),
    )


@kind("agreements/copy", label=_("Link to a signed document"))
def copy_context(message: Message) -> Mapping[str, object]:
    """Which document."""
    return _about(message)


@kind("agreements/code", label=_("Code to sign"))
def code_context(message: Message) -> Mapping[str, object]:
    """The mail holds the code and names nobody but its reader."""
    return {"minutes": int(tokens.CODE_LASTS.total_seconds() // 60)}


def signing_code(party: Party, *, by: Actor) -> Message:
    """Send a code to the address that the school holds, at once."""
    return outbox.post(
        kind="agreements/code",
        to=party.person,
        by=by,
        link=Link("agreements.code", party.pk),
        leave_after=timedelta(0),
    )


@kind("agreements/school_turn", label=_("The school signs next"), for_digest=True)
def school_turn_context(message: Message) -> Mapping[str, object]:
    """How many documents wait for the reader's signature for the school."""
    mine = Party.objects.of(message.district).filter(person=message.person_id).to_sign().of_school().called()
    return {"count": mine.count(), "url": absolute(district_url(message.district, "agreements:school_sign_list"))}


def school_turn(party: Party) -> None:
    """Tell whoever signs for the school, in their daily summary, that documents wait: one line for all of them."""
    before = Message.objects.of(party.district).filter(kind="agreements/school_turn", person=party.person_id)
    if not before.filter(state=MessageState.WAITING).exists():
        outbox.post(kind="agreements/school_turn", to=party.person, by=Actor.system("signatures"))


# Telling


@kind("agreements/completed", label=_("Everybody signed"))
def completed_context(message: Message) -> Mapping[str, object]:
    """Which document is signed and sealed."""
    return _about(message)


@kind("agreements/completed_for_school", label=_("Everybody signed, for the school"), for_digest=True)
def completed_for_school_context(message: Message) -> Mapping[str, object]:
    """Which document is signed and sealed."""
    return _about(message)


def completed(agreement: Agreement, *, by: Actor) -> list[Message]:
    """Tell everybody who had to do with a document that it is signed and sealed, each with a link to their copy; the
    school's own signer, who signs many, in the daily summary. Asked again, it sends nothing.
    """
    return [
        _tell("agreements/completed_for_school" if party.role == Role.SCHOOL else "agreements/completed", party, by=by)
        for party in _told(agreement)
    ]


@kind("agreements/declined", label=_("Somebody did not sign"))
def declined_context(message: Message) -> Mapping[str, object]:
    """Which document. Neither who declined nor why."""
    return _about(message)


def declined(agreement: Agreement, *, but: Party, by: Actor) -> None:
    """Tell everybody else who was asked that nothing is to be signed any more."""
    for party in _told(agreement):
        if party.pk != but.pk:
            _tell("agreements/declined", party, by=by)


@kind("agreements/voided", label=_("Document taken back"))
def voided_context(message: Message) -> Mapping[str, object]:
    """Which document."""
    return _about(message)


def voided(agreement: Agreement, *, by: Actor) -> None:
    """Tell everybody who was asked that the school took the document back."""
    for party in _told(agreement):
        if party.person_id != by.person_id:
            _tell("agreements/voided", party, by=by)


@kind("agreements/correction", label=_("Notice of correction"))
def correction_context(message: Message) -> Mapping[str, object]:
    """What is corrected, in the school's words."""
    notice = Correction.objects.of(message.district).filter(pk=message.context.get("correction", 0)).first()
    return {**_about(message), "says": notice.says if notice else ""}


def correction(notice: Correction, *, by: Actor) -> None:
    """Send the notice to everybody who was asked."""
    for party in _told(notice.agreement):
        if party.person_id != by.person_id:
            _tell("agreements/correction", party, by=by, correction=notice.pk)


@kind("agreements/withdrawn", label=_("Permission withdrawn"))
def withdrawn_context(message: Message) -> Mapping[str, object]:
    """Which permission, for which student."""
    found = Permission.objects.of(message.district).filter(pk=message.context.get("permission", 0)).first()
    return {**_about(message), "permission": found.get_kind_display() if found else ""}


def withdrawn(permission: Permission, *, by: Actor) -> None:
    """Confirm to whoever had given the permission that it is withdrawn."""
    if not addresses.refusal(permission.party):
        _tell("agreements/withdrawn", permission.party, by=by, permission=permission.pk)


def _tell(name: str, party: Party, *, by: Actor, **about: int) -> Message:
    """Tell one party something of their document, once; with a link to it, or, for the school, to where they sign in.

    ``about``: ids of what it is about besides, each of which is told on its own.
    """
    key = ":".join([name.replace("/", "."), str(party.pk), *map(str, about.values())])
    return outbox.post(
        kind=name,
        to=party.person,
        by=by,
        link=None if party.role == Role.SCHOOL else Link("agreements.copy", party.pk),
        context={"agreement": party.agreement_id, "party": party.pk, **about},
        dedupe_key=key,
    )


def _about(message: Message) -> Mapping[str, object]:
    """Which document, for which student; where somebody of the school finds it."""
    agreement = Agreement.objects.of(message.district).get(pk=message.context["agreement"])
    return {
        "document": agreement.get_kind_display(),
        "student": _goes_by(agreement.packet.student),
        "url": _home(message.district),
    }


def _told(agreement: Agreement) -> list[Party]:
    """Everybody who was asked and is still here, but for guardians whose address a student uses, and for those who
    had not signed and may not any more.
    """
    rows = Party.objects.filter(district=agreement.district_id, agreement=agreement, state__in=TOLD)
    found = list(rows.prefetch_related("person", "agreement__packet__student").order_by("pk"))
    refused, barred = addresses.refusals(found), barred_words_of(found, on=timezone.localdate())
    return [one for one in found if not refused[one.pk] and (one.state == PartyState.SIGNED or not barred[one.pk])]


def _goes_by(student: Person) -> str:
    return student.preferred_name or student.given_name


def _home(of: District) -> str:
    """The district's first page: whoever is of the school signs in there."""
    return opening(of.mount_point)
