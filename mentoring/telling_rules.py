"""Who is told of a decision about a student, by mail or on paper."""

from datetime import date

from mentoring.models import ProgramStudent, Student
from mentoring.signing_rules import signers
from tenancy.models import Person


def people_to_tell(student: Student, *, on: date) -> list[Person]:
    """Who gets a mail about a decision: the student, and those who may sign for them; if they have an address."""
    told = [student.person, *(one.person for one in signers(student, on))]
    return [one for one in dict.fromkeys(told) if one.is_active and one.email]


def people_on_paper(place: ProgramStudent, *, on: date) -> list[Person]:
    """Whom a letter tells how it stands with a place, since they have no email address.

    Of a decision the student, and those who may sign; of an invitation to apply the student alone, while the program
    takes applications.
    """
    told = [place.student.person]
    if place.state != ProgramStudent.State.INVITED:
        told += [one.person for one in signers(place.student, on)]
    elif not place.program.takes_students:
        return []
    return [one for one in dict.fromkeys(told) if one.is_active and not one.email]
