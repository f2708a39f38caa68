"""People join, change and leave."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tenancy import audit
from tenancy.actions import memberships
from tenancy.actor import Actor
from tenancy.happenings import happened
from tenancy.models import AuditEvent, Person, School, Scope
from tenancy.permissions import Role
from tenancy.rules import last_administrator_refusal

#: What may be changed of a person, and is named in the audit log when it was.
DETAILS = ("given_name", "family_name", "preferred_name", "email", "phone", "language")
NAMES = frozenset({"given_name", "family_name", "preferred_name"})


class CannotDeactivate(Exception):
    """The person stays active; the text says why."""


@transaction.atomic
def add(
    *,
    given_name: str,
    family_name: str,
    role: Role,
    on: date,
    by: Actor,
    scope: Scope = Scope.DISTRICT,
    schools: Sequence[School] = (),
    title: str = "",
    invite: bool = False,
    **details: Any,
) -> Person:
    """Add somebody to the district at hand with one role. With ``invite`` an invitation leaves as well.

    Refuses (CannotGive) a role without a place where it holds.
    """
    person = Person(given_name=given_name, family_name=family_name, **details).with_search_keys()
    person.email = person.email.lower()
    person.save()
    audit.record(by=by, verb="person.add", target=person)
    memberships.give(person=person, role=role, scope=scope, schools=schools, title=title, on=on, by=by)
    if invite:
        happened("person.invitation_wanted", person=person, by=by)
    return person


@transaction.atomic
def change(*, person: Person, by: Actor, **details: Any) -> list[str]:
    """Change a person's details. Returns the names of what really changed; the audit log keeps the names alone.

    Tells that the address changed, so that links sent to the old one stop working, and that the name did.
    """
    before = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    details = {**details, "email": details.get("email", before.email).lower()}
    changed = [name for name in DETAILS if name in details and details[name] != getattr(before, name)]
    if not changed:
        return []
    for name in changed:
        setattr(person, name, details[name])
    person.with_search_keys()
    person.save(update_fields=[*changed, "search_key", "search_key_given", "search_key_preferred"])
    audit.record(by=by, verb="person.change", target=person, facts={"changed": changed})
    if "email" in changed:
        happened("person.address_changed", person=person, by=by)
    if not NAMES.isdisjoint(changed):
        happened("person.renamed", person=person, by=by)
    return changed


@transaction.atomic
def deactivate(*, person: Person, reason: str, at: datetime, by: Actor) -> None:
    """Let somebody go: they cannot sign in, get no mail and stand in no list. Roles stay, so that it can be undone.

    Refuses (CannotDeactivate) the last administrator, oneself, and doing it twice.
    """
    if person.pk == by.person_id:
        raise CannotDeactivate(_("You cannot deactivate yourself. Ask another administrator."))
    if not person.is_active:
        raise CannotDeactivate(_("%(name)s is not active any more.") % {"name": person.name})
    if refusal := last_administrator_refusal(person.district, person):
        raise CannotDeactivate(refusal)
    person.deactivated_at = at
    person.save(update_fields=["deactivated_at"])
    audit.record(by=by, verb="person.deactivate", target=person, reason=reason)
    happened("person.deactivated", person=person, by=by)


@transaction.atomic
def reactivate(*, person: Person, by: Actor) -> None:
    """Take somebody back, with the roles they had. Doing it twice changes nothing."""
    if person.deactivated_at is None:
        return
    person.deactivated_at = None
    person.save(update_fields=["deactivated_at"])
    audit.record(by=by, verb="person.reactivate", target=person)
    happened("person.reactivated", person=person, by=by)


def note_reading(*, person: Person, by: Actor, since: datetime) -> None:
    """Write down that somebody opened a person's page: once for each reader and person since midnight."""
    if person.pk == by.person_id:
        return
    today = AuditEvent.objects.of(person.district).filter(
        verb="person.read", target_kind=Person._meta.label_lower, target_id=person.pk, at__gte=since
    )
    if not today.filter(actor_person_id=by.person_id, actor_user_id=by.user_id).exists():
        audit.record(by=by, verb="person.read", target=person)
