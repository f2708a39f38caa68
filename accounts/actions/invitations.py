"""People are invited to sign in: by a link in a mail, or by a code on paper."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts import events, mails, not_invited
from accounts.actions import sign_ins
from accounts.models import Invitation, InvitationSecret, SignInVerb, User
from accounts.rules import invitation_refusal, printed_code_refusal
from accounts.secrets import new_code, new_sign_in_code, plain, spaced
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District, Person

#: How long a mailed link and a printed code can be used.
VALID_FOR = {Invitation.Channel.EMAIL: timedelta(days=14), Invitation.Channel.PAPER: timedelta(days=30)}


class CannotInvite(Exception):
    """No invitation leaves; the text says why."""


class CannotAccept(Exception):
    """The invitation stays as it was; the text says why."""


@dataclass(frozen=True)
class PrintedCode:
    """What stands on one person's paper. The code is shown this once; nobody can read it back."""

    person: Person
    sign_in_code: str
    expires_at: datetime
    code: str = field(repr=False)

    @property
    def spaced_sign_in_code(self) -> str:
        """The sign-in code as people read it."""
        return spaced(self.sign_in_code)


@transaction.atomic
def invite(*, person: Person, by: Actor, at: datetime) -> Invitation:
    """Send somebody a link by which they make themselves a sign-in. Who was invited before gets a new link.

    Refuses (CannotInvite) who has no address, can sign in already, left, or is a student who shares an address.
    """
    if refusal := invitation_refusal(person):
        raise CannotInvite(refusal)
    invitation = _opened(person, Invitation.Channel.EMAIL, at)
    audit.record(by=by, verb="invitation.send", target=invitation, facts={"person": person.pk})
    mails.invitation(invitation, by=by)
    return invitation


@transaction.atomic
def invite_again(*, invitation: Invitation, by: Actor, at: datetime) -> Invitation:
    """Send a new link to the same address; links sent before work on. Refuses (CannotInvite) what is over."""
    if not invitation.is_open or invitation.channel != Invitation.Channel.EMAIL:
        raise CannotInvite(_("This invitation is over."))
    return invite(person=invitation.person, by=by, at=at)


@transaction.atomic
def revoke(*, invitation: Invitation, by: Actor, at: datetime) -> None:
    """Take an invitation back: no link and no code of it works any more. Twice is once."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.is_open:
        locked.revoked_at = at
        locked.save(update_fields=["revoked_at"])
        locked.secrets.all().delete()
        audit.record(by=by, verb="invitation.revoke", target=locked, facts={"person": locked.person_id})


def revoke_all(*, person: Person, by: Actor, at: datetime, channels: Iterable[str] = Invitation.Channel.values) -> None:
    """What follows when somebody leaves or their address changes: open invitations are taken back."""
    for invitation in Invitation.objects.of(person.district).open().filter(person=person, channel__in=channels):
        revoke(invitation=invitation, by=by, at=at)


@transaction.atomic
def new_printed_codes(*, people: Iterable[Person], by: Actor, at: datetime) -> list[PrintedCode]:
    """Make a code for each person, to be printed now. Codes printed for them before stop working.

    Refuses (CannotInvite) the whole batch when one of them cannot have a code: ``printed_code_refusal`` says who.
    """
    printed = []
    for person in people:
        if refusal := printed_code_refusal(person):
            raise CannotInvite(refusal)
        invitation = _opened(person, Invitation.Channel.PAPER, at)
        invitation.sign_in_code = _sign_in_code(person) or invitation.sign_in_code or new_sign_in_code()
        invitation.save(update_fields=["sign_in_code"])
        invitation.secrets.all().delete()
        code = new_code()
        InvitationSecret.objects.keep(invitation, plain(code))
        audit.record(by=by, verb="invitation.print", target=invitation, facts={"person": person.pk})
        printed.append(PrintedCode(person, invitation.sign_in_code, invitation.expires_at, code))
    return printed


def find(district: District, secret: str, channel: Invitation.Channel) -> Invitation | None:
    """The invitation that a link or code belongs to, be it still valid or not; None when there is none.

    It runs out when the link does: a link that ran out stays so, though a newer one was sent since.
    """
    kept = InvitationSecret.objects.of(district).matching(secret).filter(invitation__channel=channel).first()
    if kept is None:
        return None
    found = Invitation.objects.select_related("person", "district").get(pk=kept.invitation_id)
    found.expires_at = min(found.expires_at, kept.expires_at)
    return found


def is_live(invitation: Invitation, at: datetime) -> bool:
    """Whether it can be accepted now."""
    return invitation.is_open and invitation.expires_at > at and invitation.person.is_active


def send_anew_refusal(invitation: Invitation) -> str:
    """Why an invitation that ran out cannot be sent again by whoever holds its link; empty when it can."""
    return invitation_refusal(invitation.person) if invitation.is_open else _("This invitation is over.")


def known_sign_in(invitation: Invitation) -> User | None:
    """The sign-in that whoever accepts already has: the one of the mailed address, or the person's own by code."""
    if invitation.channel == Invitation.Channel.EMAIL:
        return User.objects.filter(email=invitation.person.email.lower()).first()
    return User.objects.filter(seats__district=invitation.district_id, seats__person=invitation.person_id).first()


@transaction.atomic
def accept(*, invitation: Invitation, user: User, at: datetime, request: HttpRequest | None = None) -> None:
    """Let a sign-in stand for the invited person from now on; every link and code made for them is spent.

    Refuses (CannotAccept) an invitation that is over, and a sign-in that may not stand for this person.
    """
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("person").get(pk=invitation.pk)
    if not is_live(locked, at):
        raise CannotAccept(_("This invitation is over. Ask for a new one."))
    by = Actor.link("accounts.invitation", locked.pk)
    try:
        sign_ins.link(person=locked.person, user=user, by=by)
    except sign_ins.CannotLink as refusal:
        raise CannotAccept(str(refusal)) from None
    if not user.language:
        user.language = locked.person.language
        user.save(update_fields=["language"])
    locked.accepted_at = at
    locked.save(update_fields=["accepted_at"])
    locked.secrets.all().delete()
    revoke_all(person=locked.person, by=by, at=at)
    audit.record(by=by, verb="invitation.accept", target=locked, facts={"person": locked.person_id, "user": user.pk})
    events.record(SignInVerb.INVITATION_ACCEPTED, user=user, request=request, method=locked.channel)


@transaction.atomic
def accept_anew(*, invitation: Invitation, password: str, at: datetime, request: HttpRequest | None = None) -> User:
    """Make a sign-in for the invited person and let it stand for them; without a password it uses codes and passkeys.

    Who forgot the password of their sign-in code gets it back by a new printed code. Refuses like ``accept``.
    """
    person = invitation.person
    user = known_sign_in(invitation)
    if user is not None and invitation.channel == Invitation.Channel.EMAIL:
        raise CannotAccept(_("You have a sign-in already. Sign in with it."))
    if user is not None and printed_code_refusal(person):  # what the paper may open has changed since it was printed
        raise CannotAccept(_("This invitation is over. Ask for a new one."))
    if user is not None:
        sign_ins.renew_password(user=user, password=password)
    elif invitation.channel == Invitation.Channel.EMAIL:
        user = sign_ins.make(email=person.email, password=password or None, language=person.language)
    else:
        user = sign_ins.make(code=invitation.sign_in_code, password=password, language=person.language)
    accept(invitation=invitation, user=user, at=at, request=request)
    return user


def _opened(person: Person, channel: Invitation.Channel, at: datetime) -> Invitation:
    """The person's open invitation by this channel, valid anew, or a new one."""
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    mine = Invitation.objects.of(person.district).open().filter(person=person, channel=channel)
    invitation = mine.first() or Invitation(district_id=person.district_id, person=person, channel=channel)
    invitation.expires_at = at + VALID_FOR[channel]
    invitation.save()
    not_invited.forget(person.district_id)
    return invitation


def _sign_in_code(person: Person) -> str:
    """The sign-in code that the person has already."""
    own = User.objects.filter(seats__district=person.district_id, seats__person=person).exclude(code=None)
    return own.values_list("code", flat=True).first() or ""
