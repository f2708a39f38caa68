"""Somebody who was invited, and what they hold in their hands."""

from django.conf import settings
from django.db.models import Model
from django.utils import timezone, translation

from accounts import mails
from accounts.actions import invitations
from accounts.models import Invitation, Seat
from tenancy.actor import Actor
from tenancy.models import Person
from tenancy.permissions import Role
from tests.accounts.people import PASSWORD
from tests.conftest import Cast
from tests.factories.tenancy import MembershipFactory, PersonFactory

NEW = {"way": "password", "password": PASSWORD}


def newcomer(oak: Cast, role: Role = Role.GUARDIAN, **details: str) -> Person:
    """Hala, who cannot sign in yet."""
    details = {"given_name": "Hala", "family_name": "Haddad", "email": "hala@oak.example", **details}
    with oak.open():
        person = PersonFactory(**details)
        MembershipFactory(person=person, role=role)
    return person


def invited(oak: Cast, person: Person) -> Invitation:
    with oak.open():
        return invitations.invite(person=person, by=Actor.person(oak.ana), at=timezone.now())


def link_of(oak: Cast, invitation: Invitation) -> str:
    """The path of a fresh link, as a mail would carry it."""
    with oak.open(), translation.override(invitation.person.language):
        return mails.invitation_link(invitation.pk).removeprefix(settings.PUBLIC_URL)


def printed(oak: Cast, person: Person) -> invitations.PrintedCode:
    with oak.open():
        return invitations.new_printed_codes(people=[person], by=Actor.person(oak.ana), at=timezone.now())[0]


def seats_of(person: Person) -> list[Seat]:
    return list(Seat.objects.filter(person_id=person.pk))


def everything(*models: type[Model]) -> str:
    """All that these tables hold, as text."""
    return str([list(model._default_manager.values_list()) for model in models])
