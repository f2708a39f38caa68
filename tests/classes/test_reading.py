"""What other floors read of classes."""

from datetime import timedelta

import pytest

from classes.reading import focuses_of
from tests.factories.classes import ClassFocusFactory
from tests.factories.mentoring import ClassGroupStudentFactory, ProgramStudentFactory
from tests.mentoring.scene import running


@pytest.fixture
def scene(oak):
    """Tom supervises Sam's class group, Mia mentors Sam."""
    return running(oak)


def test_focuses_of_tells_what_a_students_class_works_on_that_day(oak, scene):
    with oak.open():
        now = ClassFocusFactory(class_group=scene.group, from_on=oak.today, until_on=oak.today)
        ClassFocusFactory(class_group=scene.group, from_on=oak.today, until_on=oak.today, withdrawn_at=now.posted_at)
        tomorrow = ClassFocusFactory(
            class_group=scene.group, from_on=oak.today + timedelta(days=1), until_on=oak.today + timedelta(days=7)
        )
        assert focuses_of([scene.sam.pk, scene.lou.pk], oak.today) == {scene.sam.pk: [now]}
        assert focuses_of([scene.sam.pk], tomorrow.from_on) == {scene.sam.pk: [tomorrow]}
        assert focuses_of([scene.sam.pk], tomorrow.until_on + timedelta(days=1)) == {}
        assert focuses_of([], oak.today) == {}


def test_focuses_of_keeps_to_what_the_program_shares(oak, scene):
    with oak.open():
        ClassFocusFactory(class_group=scene.group)
        scene.program.policies.update(shares_class_focus=False)
        assert focuses_of([scene.sam.pk], oak.today) == {}


def test_focuses_of_forgets_the_class_that_a_student_left(oak, scene):
    with oak.open():
        ClassFocusFactory(class_group=scene.group)
        scene.group.student_rows.update(left_on=oak.today)
        assert focuses_of([scene.sam.pk], oak.today) == {}


def test_focuses_of_asks_a_fixed_number_of_queries(oak, scene, django_assert_num_queries):
    with oak.open():
        ClassFocusFactory(class_group=scene.group)
        with django_assert_num_queries(3):
            focuses_of([scene.sam.pk], oak.today)
        others = [ProgramStudentFactory(program=scene.program) for _number in range(3)]
        for one in others:
            ClassGroupStudentFactory(class_group=scene.group, program_student=one)
        with django_assert_num_queries(3):
            assert len(focuses_of([scene.sam.pk, *(one.student_id for one in others)], oak.today)) == 4
