"""What follows for clearance from what happens to people: named in config/consequences.py."""

from datetime import date

from screening.actions import standings
from screening.merging import MERGING
from tenancy.actor import Actor
from tenancy.merging import move
from tenancy.models import Person


def person_merged(*, kept: Person, gone: Person, from_gone: frozenset[str], on: date, by: Actor) -> None:
    """What was recorded of both counts for the one who stayed; whether they are cleared is said anew."""
    move(MERGING.moves, kept, gone)
    standings.refresh(district=kept.district, person_ids=[kept.pk], on=on, by=by)
