"""References: asked for, received."""

from datetime import date
from typing import Any

from django.db import transaction

from screening.actions import records
from screening.actions.records import CannotRecord as CannotRecord
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


@transaction.atomic
def change(*, reference: Reference, on: date, by: Actor, **facts: Any) -> None:
    """Say what came in, or set it right. Refuses (CannotRecord) what ``record`` refuses."""
    row = Reference.objects.select_for_update(of=("self",)).get(pk=reference.pk)
    for name, value in facts.items():
        setattr(row, name, value)
    records.not_later(row.asked_on, on)
    records.not_later(row.received_on, on)
    records.rewrite(row, verb="reference.change", changed=sorted(facts), on=on, by=by)
