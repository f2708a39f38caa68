"""Who took which training."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from screening.actions import records
from screening.actions.records import CannotRecord as CannotRecord
from screening.actions.records import Recorded
from screening.models import Training, TrainingRecord
from tenancy.actor import Actor
from tenancy.models import Person


@transaction.atomic
def record(
    *, people: Sequence[Person], training: Training, completed_on: date, on: date, by: Actor
) -> Recorded[TrainingRecord]:
    """Write down that these people took a training. Left out is of whom it is recorded already for that day.

    Refuses (CannotRecord) a day to come, and oneself.
    """
    records.not_later(completed_on, on)
    if len(people) == 1:
        records.refuse_own([people[0].pk], by)
    skipped = reasons_to_skip(people, training=training, completed_on=completed_on, by=by)
    rows = [
        TrainingRecord(district=training.district, person=person, training=training, completed_on=completed_on)
        for person in people
        if person.pk not in skipped
    ]
    saved = records.write_many(rows, verb="training.record", on=on, by=by)
    return Recorded(saved, [(person.name, skipped[person.pk]) for person in people if person.pk in skipped])


def reasons_to_skip(people: Sequence[Person], *, training: Training, completed_on: date, by: Actor) -> dict[int, str]:
    """By person: why the training is not recorded of them."""
    same = (
        TrainingRecord.objects.of(training.district)
        .live()
        .filter(training=training, completed_on=completed_on, person__in=[person.pk for person in people])
    )
    there = dict.fromkeys(same.values_list("person_id", flat=True), _("is recorded already for this day"))
    return there | records.own_to_skip(people, by)
