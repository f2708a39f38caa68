"""Schools of a district."""

from typing import Any

from django.db import transaction

from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import School


@transaction.atomic
def add(*, by: Actor, name: str, phone: str = "", address: str = "") -> School:
    """Add a school to the district at hand."""
    school = School.objects.create(name=name, phone=phone, address=address)
    audit.record(by=by, verb="school.add", target=school)
    return school


@transaction.atomic
def change(*, school: School, by: Actor, **details: Any) -> None:
    """Change a school's details."""
    before = School.objects.select_for_update().get(pk=school.pk)
    changed = [name for name, value in details.items() if value != getattr(before, name)]
    if not changed:
        return
    for name in changed:
        setattr(school, name, details[name])
    school.save(update_fields=changed)
    audit.record(by=by, verb="school.change", target=school, facts={"changed": changed})


@transaction.atomic
def retire(*, school: School, by: Actor) -> None:
    """Take a school out of use: it is no longer offered anywhere; what happened there stays."""
    _set_active(school, active=False, by=by)


@transaction.atomic
def bring_back(*, school: School, by: Actor) -> None:
    """Put a school into use again."""
    _set_active(school, active=True, by=by)


def _set_active(school: School, *, active: bool, by: Actor) -> None:
    if school.is_active == active:
        return
    school.is_active = active
    school.save(update_fields=["is_active"])
    audit.record(by=by, verb="school.bring_back" if active else "school.retire", target=school)
