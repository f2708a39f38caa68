"""Something is asked of people, or no more."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from screening.actions import standings
from screening.models import Asked, RequirementSet
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import Person


class CannotAsk(Exception):
    """Nothing is asked; the text says why."""


@transaction.atomic
def ask(*, people: Iterable[Person], requirement_set: RequirementSet, on: date, by: Actor) -> list[Asked]:
    """Ask a requirement set of these people from a day on. Of whom it is asked already, nothing changes.

    Refuses (CannotAsk) a set that is no longer used. A draft is in use from here on.
    """
    locked = RequirementSet.objects.select_for_update(of=("self",)).get(pk=requirement_set.pk)
    if locked.state == RequirementSet.State.RETIRED:
        raise CannotAsk(_("“%(name)s” is no longer used.") % {"name": locked.name})
    wanted = {person.pk: person for person in people}
    if not wanted:
        return []
    if locked.state == RequirementSet.State.DRAFT:
        locked.state = requirement_set.state = RequirementSet.State.CURRENT
        locked.save(update_fields=["state"])
    theirs = Asked.objects.of(locked.district).filter(requirement_set=locked, ended_on=None, person__in=wanted)
    present = set(theirs.values_list("person_id", flat=True))
    new = [
        Asked(district=locked.district, person=person, requirement_set=locked, asked_on=on)
        for pk, person in wanted.items()
        if pk not in present
    ]
    Asked.objects.bulk_create(new, batch_size=500)
    for row in new:
        audit.record(by=by, verb="clearance.ask", target=row.person, facts={"requirement_set": locked.pk})
    standings.refresh(district=locked.district, person_ids=[row.person_id for row in new], on=on, by=by)
    return new


@transaction.atomic
def stop_asking(*, people: Iterable[Person], requirement_set: RequirementSet, on: date, by: Actor) -> int:
    """Ask it of these people no more; returns of how many it was asked. What is recorded of them stays."""
    theirs = Asked.objects.of(requirement_set.district).filter(
        requirement_set=requirement_set, ended_on=None, person__in=[person.pk for person in people]
    )
    rows = list(theirs.select_for_update(of=("self",)).prefetch_related("person").order_by("pk"))
    for row in rows:
        row.ended_on = max(on, row.asked_on)
        audit.record(
            by=by, verb="clearance.stop_asking", target=row.person, facts={"requirement_set": requirement_set.pk}
        )
    Asked.objects.bulk_update(rows, ["ended_on"], batch_size=500)
    return len(rows)
