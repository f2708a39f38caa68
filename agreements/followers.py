"""What follows for documents from what happens to people: named in config/consequences.py."""

from datetime import date

from django.utils import timezone

from agreements import tokens
from agreements.actions import agreements
from agreements.merging import MERGING
from tenancy.actor import Actor
from tenancy.merging import move
from tenancy.models import Person


def address_changed(*, person: Person, by: Actor) -> None:
    """Links and codes that went to the old address stop working; what waits for the person is sent to the new one."""
    now = timezone.now()
    tokens.revoke_of_person(person, at=now)
    agreements.ask_anew(person=person, at=now, by=by)


def person_left(*, person: Person, by: Actor) -> None:
    """Links and codes of somebody who was deactivated stop working."""
    tokens.revoke_of_person(person, at=timezone.now())


def person_merged(*, kept: Person, gone: Person, from_gone: frozenset[str], on: date, by: Actor) -> None:
    """Everything belongs to the one who stayed; links that went to the other stop working."""
    tokens.revoke_of_person(gone, at=timezone.now())
    move(MERGING.moves, kept, gone)
