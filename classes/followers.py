"""What follows on this floor from what happens below."""

from datetime import date

from classes.merging import MERGING, move_students
from mentoring.models import Student
from tenancy.actor import Actor
from tenancy.merging import move
from tenancy.models import Person


def person_merged(*, kept: Person, gone: Person, from_gone: frozenset[str], on: date, by: Actor) -> None:
    """What the two did in class belongs to the one who stays. Before mentoring makes one student of both."""
    move(MERGING.moves, kept, gone)
    students = {one.person_id: one for one in Student.objects.of(kept.district).filter(person__in=[kept, gone])}
    if len(students) == 2:
        move_students(students[kept.pk], students[gone.pk])
