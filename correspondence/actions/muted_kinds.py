"""What somebody wants to be reminded of."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from correspondence import kinds
from correspondence.models import MutedKind
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import Person
from tenancy.permissions import Role


def choices(roles: Iterable[Role]) -> list[kinds.Kind]:
    """The kinds that people of these roles may mute, by what they are called."""
    held = set(roles)
    return sorted((one for one in kinds.every() if one.muted_by & held), key=lambda one: str(one.label))


@transaction.atomic
def choose(*, person: Person, wanted: Iterable[str], roles: Iterable[Role], at: datetime, by: Actor) -> None:
    """Of the kinds that these roles may mute, the person gets from now on exactly those that they want."""
    offered = {one.name for one in choices(roles)}
    unwanted = offered - set(wanted)
    mine = MutedKind.objects.of(person.district).filter(person=person, kind__in=offered)
    before = set(mine.values_list("kind", flat=True))
    mine.exclude(kind__in=unwanted).delete()
    MutedKind.objects.bulk_create(
        [MutedKind(district=person.district, person=person, kind=name, muted_at=at) for name in unwanted - before],
        ignore_conflicts=True,
    )
    if unwanted != before:
        audit.record(by=by, verb="reminder.choose", target=person, facts={"muted": len(unwanted)})
