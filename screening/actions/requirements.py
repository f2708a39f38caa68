"""The steps of a requirement set. Changing a set that is in use makes a new version of it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from screening.actions import standings
from screening.models import Requirement, RequirementSet
from tenancy import audit
from tenancy.actor import Actor

#: What people may set of a step.
FIELDS = (
    "kind",
    "title",
    "title_es",
    "check_type",
    "tier",
    "training",
    "document",
    "number",
    "valid_months",
    "renews_yearly",
    "minutes",
    "before_first_day",
    "counts_from_on",
)


class CannotChange(Exception):
    """The requirement set stays as it is; the text says why."""


@transaction.atomic
def add(*, requirement_set: RequirementSet, on: date, by: Actor, **facts: Any) -> Requirement:
    """Ask one thing more. Refuses (CannotChange) a set that is no longer used."""
    changed = _next_version(requirement_set)
    last = Requirement.objects.of(changed.district).filter(requirement_set=changed).aggregate(last=Max("position"))
    made = Requirement.objects.create(
        district=changed.district,
        requirement_set=changed,
        position=(last["last"] or 0) + 1,
        from_version=changed.version,
        **facts,
    )
    _tell(changed, "requirement.add", made, on, by)
    return made


@transaction.atomic
def change(*, requirement: Requirement, on: date, by: Actor, **facts: Any) -> Requirement:
    """Ask for something else, or for another time. Of a set in use, the old step stays in its old versions."""
    _refuse_past(requirement)
    changed = _next_version(requirement.requirement_set)
    row = Requirement.objects.get(pk=requirement.pk)
    if row.from_version == changed.version:
        for name, value in facts.items():
            setattr(row, name, value)
        row.save()
    else:
        kept = {name: getattr(row, name) for name in FIELDS}
        _end(row, changed)
        row = Requirement.objects.create(
            district=changed.district,
            requirement_set=changed,
            position=row.position,
            from_version=changed.version,
            **{**kept, **facts},
        )
    _tell(changed, "requirement.change", row, on, by)
    return row


@transaction.atomic
def remove(*, requirement: Requirement, on: date, by: Actor) -> None:
    """Ask for it no more. Refuses (CannotChange) the last step of a set in use: then nothing would be asked."""
    _refuse_past(requirement)
    changed = _next_version(requirement.requirement_set)
    others = (
        Requirement.objects.of(changed.district).current().filter(requirement_set=changed).exclude(pk=requirement.pk)
    )
    if changed.state == RequirementSet.State.CURRENT and not others.exists():
        raise CannotChange(_("This is the only step. Without it nothing would be asked of anybody."))
    row = Requirement.objects.get(pk=requirement.pk)
    if row.from_version == changed.version:
        audit.record(by=by, verb="requirement.remove", target=changed, facts={"version": changed.version})
        row.delete()
    else:
        _end(row, changed)
        audit.record(by=by, verb="requirement.remove", target=changed, facts={"version": changed.version})
    standings.refresh_set(requirement_set_id=changed.pk, district=changed.district, on=on, by=by)


def _next_version(requirement_set: RequirementSet) -> RequirementSet:
    """The set, locked, with the version that the change at hand makes: of a draft always the first."""
    locked = RequirementSet.objects.select_for_update(of=("self",)).get(pk=requirement_set.pk)
    if locked.state == RequirementSet.State.RETIRED:
        raise CannotChange(_("“%(name)s” is no longer used.") % {"name": locked.name})
    if locked.state == RequirementSet.State.CURRENT:
        locked.version += 1
        locked.save(update_fields=["version"])
    return locked


def _refuse_past(requirement: Requirement) -> None:
    # Read anew under the lock of its set, so that two at the same moment do not both change it.
    RequirementSet.objects.select_for_update(of=("self",)).get(pk=requirement.requirement_set_id)
    if Requirement.objects.filter(pk=requirement.pk, until_version=None).first() is None:
        raise CannotChange(_("This step was changed meanwhile. Look once more."))


def _end(row: Requirement, changed: RequirementSet) -> None:
    row.until_version = changed.version - 1
    row.save(update_fields=["until_version"])


def _tell(changed: RequirementSet, verb: str, row: Requirement, on: date, by: Actor) -> None:
    audit.record(by=by, verb=verb, target=changed, facts={"version": changed.version, "requirement": row.pk})
    standings.refresh_set(requirement_set_id=changed.pk, district=changed.district, on=on, by=by)
