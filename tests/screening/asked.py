"""Mia is asked for a background check, a training and a policy."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from screening.actions import asked
from screening.models import Asked, PolicyVersion, Requirement, RequirementSet, Training
from tenancy.actor import Actor
from tenancy.models import Person
from tests.conftest import Cast
from tests.factories.screening import (
    AcknowledgementFactory,
    BackgroundCheckFactory,
    PolicyTextFactory,
    PolicyVersionFactory,
    RequirementFactory,
    RequirementSetFactory,
    TrainingFactory,
    TrainingRecordFactory,
)


@dataclass
class Wanted:
    """A requirement set with its three steps and what they are about."""

    requirement_set: RequirementSet
    training: Training
    version: PolicyVersion
    check_step: Requirement
    training_step: Requirement
    policy_step: Requirement


def today_in(cast: Cast) -> date:
    """The day that it is in the cast's district: another one than elsewhere, at times."""
    with cast.open():
        return timezone.localdate()


def three_steps(name: str = "One-to-one") -> Wanted:
    """A background check good for two years, a training good for one, a policy."""
    wanted, training, version = RequirementSetFactory(name=name), TrainingFactory(), PolicyVersionFactory()
    PolicyTextFactory(version=version)
    return Wanted(
        wanted,
        training,
        version,
        RequirementFactory(requirement_set=wanted, position=1, valid_months=24, minutes=2),
        RequirementFactory(
            requirement_set=wanted,
            position=2,
            kind="training",
            title="Training",
            training=training,
            valid_months=12,
            minutes=30,
        ),
        RequirementFactory(
            requirement_set=wanted,
            position=3,
            kind="acknowledgement",
            title="Guidelines",
            document=version.document,
            minutes=5,
        ),
    )


def ask(cast: Cast, wanted: Wanted, *people: Person, on: date | None = None) -> Asked:
    """Ask it of these people."""
    on = on or timezone.localdate()
    asked.ask(people=people, requirement_set=wanted.requirement_set, on=on, by=Actor.person(cast.ana))
    return Asked.objects.get(person=people[0], requirement_set=wanted.requirement_set, ended_on=None)


def everything(wanted: Wanted, person: Person, *, on: date | None = None) -> None:
    """The person has it all since a day."""
    on = on or timezone.localdate() - timedelta(days=10)
    BackgroundCheckFactory(person=person, decided_on=on)
    TrainingRecordFactory(person=person, training=wanted.training, completed_on=on)
    AcknowledgementFactory(person=person, version=wanted.version, acknowledged_on=on)
