"""What programs ask of somebody today."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentoring.models import Policy, Program, ProgramStudent, Student
from mentoring.todo import todos
from tenancy.viewer import Viewer
from tests.factories.mentoring import ProgramStudentFactory, StudentFactory
from tests.mentoring.scene import running


def asked_of(cast, name):
    """The sentences that somebody reads."""
    with cast.open():
        return [one.sentence for one in todos(Viewer.of_person(cast.district, getattr(cast, name)))]


@pytest.fixture
def scene(oak):
    return running(oak)


def test_with_nothing_to_do_nothing_is_asked(oak, scene):
    for name in ("ana", "tom", "cole", "mia", "gil", "sam"):
        assert asked_of(oak, name) == []


def test_applications_wait_for_whoever_selects(oak, elm, scene):
    with oak.open():
        ProgramStudentFactory(program=scene.program, student=StudentFactory(), state="applied")
    assert asked_of(oak, "ana") == ["1 application to Career mentoring (2026–27) waits for a decision."]
    assert asked_of(oak, "tom") == asked_of(oak, "pia") == asked_of(elm, "ana") == []


def test_a_teacher_is_asked_for_interviews_with_their_own_students(oak, scene):
    with oak.open():
        ProgramStudent.objects.filter(student=scene.sam).update(state="applied", decided_on=None)
        ProgramStudent.objects.filter(student=scene.lou).update(state="applied", decided_on=None)
    assert asked_of(oak, "tom") == ["1 student waits for an interview about goals."]
    with oak.open():
        Policy.objects.update(requires_interview=False)
    assert asked_of(oak, "tom") == []


def test_a_career_area_that_nobody_knows_is_asked(oak, scene):
    with oak.open():
        Student.objects.filter(pk=scene.sam.pk).update(career_area="")
    assert asked_of(oak, "ana") == ["1 student: which career area?"]


def test_a_student_who_turns_18_soon_is_told_of(oak, scene):
    with oak.open():
        day = timezone.localdate() + timedelta(days=29)
        Student.objects.filter(pk=scene.sam.pk).update(birth_on=day.replace(year=day.year - 18))
    assert asked_of(oak, "ana") == ["1 student turns 18 within 30 days and then signs for themselves."]


def test_a_student_who_was_asked_to_apply_is_reminded(oak, scene):
    with oak.open():
        ProgramStudent.objects.filter(student=scene.sam).update(state="invited", decided_on=None)
        Program.objects.update(takes_students=True)
    assert asked_of(oak, "sam") == ["You can apply to Career mentoring."]
