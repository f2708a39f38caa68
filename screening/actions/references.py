"""References: asked for, received."""

from datetime import date
from typing import Any

from django.db import transaction

from screening.actions import records
from screening.models import Reference
from tenancy.actor import Actor
from tenancy.models import Person


@transaction.atomic
def record(*, person: Person, on: date, by: Actor, **facts: Any) -> Reference:
    """Write a reference down, asked for or received.

    Refuses (CannotRecord) days to come or in the wrong order, and a second one by the same person.
    """
    row = Reference(district=person.district, person=person, **facts)
    records.not_later(row.asked_on, on)
    records.not_later(row.received_on, on)
    return records.write(row, verb="reference.record", on=on, by=by)
