"""What is common to writing down what people have done: for one or for many, and taking it back."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from screening.actions import standings
from screening.models import Record
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Person

Row = TypeVar("Row", bound=Record)


class CannotRecord(Exception):
    """Nothing is written down; the text says why."""


@dataclass(frozen=True)
class Recorded(Generic[Row]):
    """What was written down, and who was left out, with the reason."""

    records: list[Row] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def write(row: Row, *, verb: str, on: date, by: Actor, is_own_deed: bool = False) -> Row:
    """Save a new record of one person and say anew whether they are cleared.

    Refuses (CannotRecord) what the model's own rules refuse, what somebody else recorded at the same moment, and what
    staff would record of themselves; ``is_own_deed``: people do this themselves, on their own page.
    """
    if not is_own_deed:
        refuse_own([row.person_id], by)
    row.recorded_by_id = by.person_id
    save_checked(row)
    note(row, verb=verb, by=by)
    standings.refresh(district=row.district, person_ids=[row.person_id], on=on, by=by)
    return row


@transaction.atomic
def rewrite(row: Record, *, verb: str, changed: list[str], on: date, by: Actor) -> None:
    """Save a record that was set right (the log keeps the names of what changed). Refuses what ``write`` refuses."""
    if row.taken_back_at is not None:
        raise CannotRecord(_("This was taken back. Record it anew."))
    refuse_own([row.person_id], by)
    save_checked(row)
    audit.record(by=by, verb=verb, target=row.person, facts={"record": row.pk, "changed": changed})
    standings.refresh(district=row.district, person_ids=[row.person_id], on=on, by=by)


@transaction.atomic
def write_many(rows: Sequence[Row], *, verb: str, on: date, by: Actor) -> list[Row]:
    """Save many new records at once; they can be taken back at once, too.

    Those recorded meanwhile are left out, and those of whoever is recording.
    """
    rows = [row for row in rows if row.person_id != by.person_id]
    if not rows:
        return []
    batch = uuid.uuid4()
    for row in rows:
        row.batch, row.recorded_by_id = batch, by.person_id
    model, district = type(rows[0]), rows[0].district
    model._default_manager.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    saved = list(
        model._default_manager.filter(district=district, batch=batch).prefetch_related("person").order_by("pk")
    )
    for row in saved:
        note(row, verb=verb, by=by)
    standings.refresh(district=district, person_ids=[row.person_id for row in saved], on=on, by=by)
    return saved


@transaction.atomic
def take_back(records: Iterable[Record], *, verb: str, at: datetime, on: date, by: Actor, reason: str = "") -> int:
    """Say that these records were a mistake; they count no more. Returns how many there were; twice changes nothing.

    Refuses (CannotRecord) records of whoever takes them back.
    """
    found = {row.pk: row for row in records}
    if not found:
        return 0
    refuse_own([row.person_id for row in found.values()], by)
    model = type(next(iter(found.values())))
    locked = model._default_manager.filter(pk__in=found, taken_back_at=None).select_for_update(of=("self",))
    rows = list(locked.prefetch_related("person").order_by("pk"))
    for row in rows:
        row.taken_back_at = at
        row.save(update_fields=["taken_back_at"])
        note(row, verb=verb, by=by, reason=reason)
    if rows:
        standings.refresh(district=rows[0].district, person_ids=[row.person_id for row in rows], on=on, by=by)
    return len(rows)


def note(row: Record, *, verb: str, by: Actor, reason: str = "") -> None:
    """One line in the log: of the person, with the record's id."""
    audit.record(by=by, verb=verb, target=row.person, reason=reason, facts={"record": row.pk})


def note_reading(*, person: Person, by: Actor, since: datetime) -> None:
    """Write down that somebody read outcomes of a person's checks: once for each reader and person since midnight."""
    if person.pk == by.person_id:
        return
    today = AuditEvent.objects.of(person.district).filter(
        verb="clearance.read", target_kind=Person._meta.label_lower, target_id=person.pk, at__gte=since
    )
    if not today.filter(actor_person_id=by.person_id, actor_user_id=by.user_id).exists():
        audit.record(by=by, verb="clearance.read", target=person)


def save_checked(row: Record) -> None:
    """Save a record that fits the model's own rules, or say why it does not (CannotRecord). Notes nothing."""
    try:
        row.full_clean()
        with transaction.atomic():
            row.save()
    except ValidationError as fault:
        raise CannotRecord(" ".join(fault.messages)) from fault
    except IntegrityError as fault:
        raise CannotRecord(_("This is recorded already.")) from fault


def refuse_own(person_ids: Sequence[int], by: Actor) -> None:
    """Refuse (CannotRecord) to record or take back anything of oneself: somebody else must have seen it."""
    if by.person_id is not None and by.person_id in person_ids:
        raise CannotRecord(_("Nobody records this of themselves. Ask a colleague."))


def own_to_skip(people: Sequence[Person], by: Actor) -> dict[int, str]:
    """Whoever is recording, where they are among these people, with the reason why they are left out."""
    return {person.pk: _("is you: a colleague records it") for person in people if person.pk == by.person_id}


def not_later(day: date | None, on: date) -> None:
    """Refuse (CannotRecord) a day to come: what has not happened cannot be written down."""
    if day is not None and day > on:
        raise CannotRecord(_("This day is still to come. Record it once it is done."))
