"""How far people are, worked out anew whenever something changes."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from screening import rules
from screening.models import Asked
from tenancy.actor import Actor
from tenancy.happenings import happened
from tenancy.models import District, Person

_KEPT = ("state", "covers_until", "lacking", "refreshed_on")


@transaction.atomic
def refresh(*, district: District, person_ids: Collection[int], on: date, by: Actor) -> int:
    """Say anew of these people whether they are cleared and until when; returns for how many that changed.

    Tells upwards (``clearance.changed``) for each person whose clearance is another one now. Two at the same moment
    wait for each other, so that the later one counts what the earlier one recorded.
    """
    live = Asked.objects.of(district).filter(ended_on=None, person__in=person_ids)
    rows = list(live.select_for_update(of=("self",)).order_by("pk"))
    return _refreshed(rows, district, on, by)


@transaction.atomic
def refresh_set(*, requirement_set_id: int, district: District, on: date, by: Actor) -> int:
    """The same for everybody of whom a requirement set is asked, because it asks something else now."""
    live = Asked.objects.of(district).filter(ended_on=None, requirement_set=requirement_set_id)
    return _refreshed(list(live.select_for_update(of=("self",)).order_by("pk")), district, on, by)


def _refreshed(rows: list[Asked], district: District, on: date, by: Actor) -> int:
    if not rows:
        return 0
    asks = rules.asks_by_set(district, {row.requirement_set_id for row in rows})
    records = rules.records_of(district, [row.person_id for row in rows])
    changed: set[int] = set()
    stale = []
    for row in rows:
        before = [getattr(row, name) for name in _KEPT]
        cleared = row.state == Asked.State.CLEAR, row.covers_until
        _set(row, rules.assess(asks[row.requirement_set_id], records.get(row.person_id, rules.NOTHING), on))
        if [getattr(row, name) for name in _KEPT] != before:
            stale.append(row)
        if (row.state == Asked.State.CLEAR, row.covers_until) != cleared:
            changed.add(row.person_id)
    Asked.objects.bulk_update(stale, _KEPT, batch_size=500)
    for person in Person.objects.of(district).filter(pk__in=changed).order_by("pk"):
        happened("clearance.changed", person=person, on=on, by=by)
    return len(changed)


def _set(row: Asked, clearance: rules.Clearance) -> None:
    row.covers_until = clearance.until
    row.state = Asked.State.CLEAR if clearance.is_clear else Asked.State(clearance.state)
    telling = clearance.limiting if clearance.is_clear else clearance.blocking
    row.lacking = sorted(step.ask.pk for step in telling)
    row.refreshed_on = clearance.on
