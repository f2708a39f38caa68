"""A running program: Tom supervises Sam's class group, Gil is Sam's parent, Mia mentors Sam.

Lou sits in the next school, in the same program, with nobody around.
"""

from dataclasses import dataclass
from datetime import date

from mentoring.models import ClassGroup, Format, Guardian, Match, Mentor, Program, ProgramStudent, Student
from tenancy.models import School
from tests.conftest import Cast
from tests.factories.mentoring import (
    ClassGroupFactory,
    ClassGroupStudentFactory,
    GuardianFactory,
    GuardianshipFactory,
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
    MentorFactory,
    ProgramFactory,
    ProgramMentorFactory,
    ProgramSchoolFactory,
    ProgramStudentFactory,
    StudentFactory,
)
from tests.factories.tenancy import PersonFactory, SchoolFactory


@dataclass
class Scene:
    """What runs in a district."""

    program: Program
    group: ClassGroup
    sam: Student
    sam_in_program: ProgramStudent
    gil: Guardian
    mia: Mentor
    match: Match
    bell: School
    lou: Student


def running(cast: Cast) -> Scene:
    """Set the scene in this district."""
    with cast.open():
        program = ProgramFactory(name="Career mentoring")
        ProgramSchoolFactory(program=program, school=cast.school)
        sam = StudentFactory(person=cast.sam, school=cast.school)
        place = ProgramStudentFactory(program=program, student=sam)
        group = ClassGroupFactory(program=program, school=cast.school, supervising_teacher=cast.tom, name="Period 2")
        ClassGroupStudentFactory(class_group=group, program_student=place)
        gil = GuardianFactory(person=cast.gil)
        GuardianshipFactory(student=sam, guardian=gil)
        mia = MentorFactory(person=cast.mia)
        ProgramMentorFactory(program=program, mentor=mia)
        match = MatchFactory(program=program, supervising_teacher=cast.tom)
        MatchStudentFactory(match=match, student=sam, is_alone=True)
        MatchMentorFactory(match=match, mentor=mia)
        bell = SchoolFactory(name="Bell Academy")
        lou = StudentFactory(person=PersonFactory(given_name="Lou", family_name="Abbott"), school=bell)
        ProgramStudentFactory(program=program, student=lou)
    return Scene(program, group, sam, place, gil, mia, match, bell, lou)


def waiting(cast: Cast) -> Scene:
    """The same before anybody is matched: Sam and Mia are accepted, and nothing stands between them."""
    scene = running(cast)
    with cast.open():
        scene.match.delete()
        scene.mia.is_adult_attested, scene.mia.unpaid_attested_on = True, date(2026, 9, 10)
        scene.mia.save()
        policy = scene.program.policies.get()
        policy.formats = [Format.ONE_TO_ONE.value, Format.SMALL_GROUP.value]
        policy.save()
    return scene
