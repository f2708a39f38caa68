"""The trainings that a district offers."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from screening.models import Requirement, RequirementSet, Training
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District


class CannotRetire(Exception):
    """It stays in use; the text says why."""


@transaction.atomic
def add(*, district: District, by: Actor, **facts: Any) -> Training:
    """A new training."""
    made = Training.objects.create(district=district, **facts)
    audit.record(by=by, verb="training.add", target=made)
    return made


@transaction.atomic
def change(*, training: Training, by: Actor, **facts: Any) -> None:
    """Set its title, length or address right."""
    for name, value in facts.items():
        setattr(training, name, value)
    training.save(update_fields=list(facts))
    audit.record(by=by, verb="training.change", target=training)


@transaction.atomic
def retire(*, training: Training, by: Actor) -> None:
    """Offer it no more; who took it keeps it. Refuses (CannotRetire) while somebody is asked for it."""
    if asking := sets_asking(training):
        words = _("It is still asked for by: %(names)s. Take it out there first.")
        raise CannotRetire(words % {"names": ", ".join(asking)})
    training.is_active = False
    training.save(update_fields=["is_active"])
    audit.record(by=by, verb="training.retire", target=training)


@transaction.atomic
def bring_back(*, training: Training, by: Actor) -> None:
    """Offer it again."""
    training.is_active = True
    training.save(update_fields=["is_active"])
    audit.record(by=by, verb="training.bring_back", target=training)


def sets_asking(training: Training) -> list[str]:
    """Names of the requirement sets that ask for it."""
    asking = Requirement.objects.of(training.district).filter(until_version=None, training=training)
    sets = RequirementSet.objects.of(training.district).usable().filter(pk__in=asking.values("requirement_set"))
    return list(sets.order_by("name").values_list("name", flat=True))
