"""Background checks: recorded, moved along, decided, renewed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from screening.actions import records
from screening.actions.records import CannotRecord as CannotRecord
from screening.actions.records import Recorded
from screening.models import BackgroundCheck
from tenancy.actor import Actor
from tenancy.models import Person

#: Days that can only lie behind.
_PAST = (
    "disclosed_on",
    "consented_on",
    "ordered_on",
    "received_on",
    "decided_on",
    "first_notice_on",
    "disputed_on",
    "final_notice_on",
    "renewed_on",
)
_DECIDED = {BackgroundCheck.Outcome.CLEAR, BackgroundCheck.Outcome.NOT_CLEAR}


@transaction.atomic
def record(*, person: Person, on: date, by: Actor, **facts: Any) -> BackgroundCheck:
    """Write a background check down. Who is recording an outcome is noted as having decided it.

    Refuses (CannotRecord) one’s own check, days to come, days in the wrong order, a second running check of the same
    kind, and any text that looks like a Social Security number.
    """
    check = BackgroundCheck(district=person.district, person=person, **facts)
    _check_days(check, on)
    _sign(check, by)
    return records.write(check, verb="background_check.record", on=on, by=by)


@transaction.atomic
def record_many(
    *, people: Sequence[Person], on: date, by: Actor, check_type: str, **facts: Any
) -> Recorded[BackgroundCheck]:
    """Write the same check down for many people. Left out is whom it is recorded of already, or has one running."""
    if not people:
        return Recorded()
    rows = []
    skipped = reasons_to_skip(people, check_type=check_type, decided_on=facts.get("decided_on"), by=by)
    for person in people:
        if person.pk not in skipped:
            check = BackgroundCheck(district=person.district, person=person, check_type=check_type, **facts)
            _check_days(check, on)
            _sign(check, by)
            rows.append(check)
    saved = records.write_many(rows, verb="background_check.record", on=on, by=by)
    return Recorded(saved, [(person.name, skipped[person.pk]) for person in people if person.pk in skipped])


def reasons_to_skip(people: Sequence[Person], *, check_type: str, decided_on: date | None, by: Actor) -> dict[int, str]:
    """By person: why a check of this kind and day is not recorded of them."""
    if not people:
        return {}
    theirs = (
        BackgroundCheck.objects.of(people[0].district)
        .live()
        .filter(person__in=[person.pk for person in people], check_type=check_type)
    )
    if decided_on:
        same_day = theirs.filter(decided_on=decided_on).values_list("person_id", flat=True)
        there = dict.fromkeys(same_day, _("is recorded already for this day"))
        return there | records.own_to_skip(people, by)
    running = theirs.filter(outcome__in=["pending", "review"]).values_list("person_id", flat=True)
    there = dict.fromkeys(running, _("has a check of this kind running already"))
    return there | records.own_to_skip(people, by)


@transaction.atomic
def change(*, check: BackgroundCheck, on: date, by: Actor, **facts: Any) -> list[str]:
    """Move a check along or set it right; returns the names of what changed, which the log keeps.

    Refuses (CannotRecord) what ``record`` refuses.
    """
    row = BackgroundCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(row, name, facts[name])
    _check_days(row, on)
    if "outcome" in changed:
        _sign(row, by)
    records.rewrite(row, verb="background_check.change", changed=changed, on=on, by=by)
    return changed


def _check_days(check: BackgroundCheck, on: date) -> None:
    for name in _PAST:
        records.not_later(getattr(check, name), on)


def _sign(check: BackgroundCheck, by: Actor) -> None:
    check.decided_by_id = by.person_id if check.outcome in _DECIDED else None
