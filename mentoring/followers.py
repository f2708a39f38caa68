"""What follows for programs from what happens to people: named in config/consequences.py."""

from datetime import date, datetime

from mentoring.actions import membership_programs, pauses
from mentoring.merging import MERGING, take_chosen
from mentoring.models import Guardian, Mentor, ProgramMentor, ProgramStudent, Student
from tenancy.actor import Actor
from tenancy.merging import move
from tenancy.models import Membership, Person


def person_renamed(*, person: Person, by: Actor) -> None:
    """Lists that repeat the name to sort by it follow."""
    for model in (Student, Guardian, Mentor):
        model.objects.of(person.district).filter(person=person).update(search_key=person.search_key)
    places = ProgramStudent.objects.of(person.district).filter(student__person=person)
    places.update(search_key=person.search_key)
    ProgramMentor.objects.of(person.district).filter(mentor__person=person).update(search_key=person.search_key)


def person_held(*, person: Person, at: datetime, by: Actor) -> None:
    """Matches of somebody on hold stand still."""
    pauses.pause(person=person, at=at, by=by)


def person_hold_lifted(*, person: Person, at: datetime, by: Actor) -> None:
    """They go on."""
    pauses.resume(person=person, at=at, by=by)


def role_placed(*, membership: Membership, by: Actor) -> None:
    """A role that holds in the district or in schools names no programs any more."""
    membership_programs.forget_programs(membership=membership)


def person_merged(*, kept: Person, gone: Person, from_gone: frozenset[str], on: date, by: Actor) -> None:
    """What the two were as students, parents and mentors belongs to the one who stayed."""
    take_chosen(kept, Student.objects.of(gone.district).filter(person=gone).first(), from_gone)
    move(MERGING.moves, kept, gone)
    person_renamed(person=kept, by=by)
