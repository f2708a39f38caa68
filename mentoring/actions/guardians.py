"""Parents and guardians themselves: who they are, how to reach them, what they wish."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from mentoring.models import Guardian
from tenancy import audit
from tenancy.actions import memberships, people
from tenancy.actor import Actor
from tenancy.models import Membership, Person
from tenancy.permissions import Role

#: What a parent may wish, and is named in the audit log when it changed.
WISHES = ("needs_interpreter", "prefers_paper")


@transaction.atomic
def add_person(details: Mapping[str, Any], *, on: date, by: Actor) -> Person:
    """Somebody new, with the role of a parent or guardian."""
    return people.add(**details, role=Role.GUARDIAN, on=on, by=by)


@transaction.atomic
def of_person(person: Person, *, on: date, by: Actor) -> Guardian:
    """The person as a parent or guardian: with the role, and the row of one. Doing it twice changes nothing."""
    held = Membership.objects.of(person.district).live().filter(person=person, role=Role.GUARDIAN)
    if not held.exists():
        memberships.give(person=person, role=Role.GUARDIAN, on=on, by=by)
    guardian, _made = Guardian.objects.get_or_create(
        district=person.district, person=person, defaults={"search_key": person.search_key}
    )
    return guardian


@transaction.atomic
def change(*, guardian: Guardian, by: Actor, **details: Any) -> list[str]:
    """Change who a parent is, how to reach them, and what they wish. Returns the names of what really changed."""
    wishes = {name: details.pop(name) for name in WISHES if name in details}
    changed = people.change(person=guardian.person, by=by, **details) if details else []
    return changed + wish(guardian=guardian, by=by, **wishes)


@transaction.atomic
def wish(*, guardian: Guardian, by: Actor, **wishes: bool) -> list[str]:
    """An interpreter is needed, letters on paper are wanted, or no more. Returns the names of what really changed."""
    locked = Guardian.objects.select_for_update(of=("self",)).get(pk=guardian.pk)
    changed = [name for name in WISHES if name in wishes and wishes[name] != getattr(locked, name)]
    for name in changed:
        setattr(locked, name, wishes[name])
        setattr(guardian, name, wishes[name])
    if changed:
        locked.save(update_fields=changed)
        facts: dict[str, audit.Fact] = {"changed": changed, "person": locked.person_id}
        audit.record(by=by, verb="guardian.change", target=locked, facts=facts)
    return changed
