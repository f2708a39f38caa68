"""What most of the people ticked in the board lack: filled in beforehand when something is recorded for all of them."""

from collections import Counter
from collections.abc import Sequence

from screening.clearance_table import asked_of
from screening.models import PolicyDocument, Requirement, Training
from tenancy.models import District, Person


def training_most_lack(district: District, people: Sequence[Person]) -> Training | None:
    """The training that most of these people lack. They were read for the board."""
    return next((one.training for one in _lacked(district, people, "training") if one.training), None)


def policy_most_lack(district: District, people: Sequence[Person]) -> PolicyDocument | None:
    """The policy that most of these people lack. They were read for the board."""
    return next((one.document for one in _lacked(district, people, "document") if one.document), None)


def _lacked(district: District, people: Sequence[Person], what: str) -> list[Requirement]:
    """Requirements about such a thing, those that most people lack first."""
    counts = Counter(pk for person in people for row in asked_of(person) for pk in row.lacking)
    wanted = Requirement.objects.of(district).filter(pk__in=counts, **{f"{what}__isnull": False})
    return sorted(wanted.prefetch_related(what), key=lambda one: (-counts[one.pk], one.pk))
