"""Whom the pages of a program's students are tried with; files with a program of their own have their own."""

import pytest

from mentoring.models import ProgramStudent
from tests.factories.mentoring import ProgramFactory, ProgramSchoolFactory, ProgramStudentFactory, StudentFactory


@pytest.fixture
def program(oak):
    """A program of Oak's school that asks for an interview."""
    with oak.open():
        made = ProgramFactory(name="Health careers")
        ProgramSchoolFactory(program=made, school=oak.school)
    return made


@pytest.fixture
def sam(oak, program):
    """Sam, who has applied."""
    with oak.open():
        student = StudentFactory(person=oak.sam, school=oak.school)
        return ProgramStudentFactory(program=program, student=student, state=ProgramStudent.State.APPLIED)
