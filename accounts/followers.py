"""What follows for sign-ins from what happens to people: named in config/consequences.py."""

from datetime import date

from django.utils import timezone

from accounts.actions import invitations, sign_ins
from accounts.models import Invitation
from accounts.rules import invitation_refusal
from tenancy.actor import Actor
from tenancy.models import Membership, Person


def person_left(*, person: Person, by: Actor) -> None:
    """Who was deactivated is signed out and not invited any more."""
    invitations.revoke_all(person=person, by=by, at=timezone.now())
    sign_ins.stop(person=person, by=by)


def person_merged(*, kept: Person, gone: Person, from_gone: frozenset[str], on: date, by: Actor) -> None:
    """Whoever signed in as the one that went signs in as the one that stayed; nobody is invited as the former."""
    invitations.revoke_all(person=gone, by=by, at=timezone.now())
    sign_ins.hand_over(kept=kept, gone=gone, by=by)


def address_changed(*, person: Person, by: Actor) -> None:
    """Links sent to the old address stop working."""
    invitations.revoke_all(person=person, by=by, at=timezone.now(), channels=[Invitation.Channel.EMAIL])


def role_given(*, membership: Membership, by: Actor) -> None:
    """A code printed for somebody does not open what they were given since: whoever printed it could not have."""
    invitations.revoke_all(person=membership.person, by=by, at=timezone.now(), channels=[Invitation.Channel.PAPER])


def invitation_wanted(*, person: Person, by: Actor) -> None:
    """Who was added is invited, unless that is refused; their page then says why."""
    if not invitation_refusal(person):
        invitations.invite(person=person, by=by, at=timezone.now())
