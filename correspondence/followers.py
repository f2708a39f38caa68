"""What follows for messages from what happens to people: named in config/consequences.py."""

from datetime import date

from correspondence.merging import MERGING
from correspondence.models import PENDING, Message
from tenancy.actor import Actor
from tenancy.merging import move
from tenancy.models import Person


def person_merged(*, kept: Person, gone: Person, from_gone: frozenset[str], on: date, by: Actor) -> None:
    """Messages that have not left go to the one who stayed; agreements to text messages are theirs."""
    Message.objects.of(kept.district).filter(person=gone, state__in=PENDING).update(person=kept)
    move(MERGING.moves, kept, gone)
