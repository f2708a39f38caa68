"""What follows for support from what happens below: named in config/consequences.py."""

from datetime import datetime

from meetings.models import Participation
from mentoring.models import Student
from support.actions import calls
from support.merging import MERGING, OF_STUDENTS
from tenancy.actor import Actor
from tenancy.merging import move
from tenancy.models import Person


def student_not_come(*, participation: Participation, at: datetime, by: Actor, **_what: object) -> None:
    """The second time within the days of the rules, somebody talks with them."""
    calls.not_come(participation=participation, at=at, by=by)


def students_merging(*, kept: Person, gone: Person, **_what: object) -> None:
    """Of two students, letters about either are about the one who stays. Before their rows become one."""
    mine = Student.objects.of(kept.district).filter(person=kept).first()
    theirs = Student.objects.of(kept.district).filter(person=gone).first()
    if mine is not None and theirs is not None:
        move(OF_STUDENTS, mine, theirs)


def person_merged(*, kept: Person, gone: Person, **_what: object) -> None:
    """Talks, answers and letters of both belong to the one who stays."""
    move(MERGING.moves, kept, gone)
