"""What follows for programs from what happens to people: named in config/consequences.py."""

from mentoring.models import Guardian, Mentor, ProgramMentor, ProgramStudent, Student
from tenancy.actor import Actor
from tenancy.models import Person


def person_renamed(*, person: Person, by: Actor) -> None:
    """Lists that repeat the name to sort by it follow."""
    for model in (Student, Guardian, Mentor):
        model.objects.of(person.district).filter(person=person).update(search_key=person.search_key)
    places = ProgramStudent.objects.of(person.district).filter(student__person=person)
    places.update(search_key=person.search_key)
    ProgramMentor.objects.of(person.district).filter(mentor__person=person).update(search_key=person.search_key)
