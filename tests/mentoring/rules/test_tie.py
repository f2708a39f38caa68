"""A mentor is not the student's teacher, counselor, relative … (S-7)."""

from datetime import date

import pytest

from mentoring.models import MentorTie
from mentoring.tie_rules import Tie, ties
from tenancy.models import MembershipSchool
from tests.factories.mentoring import (
    EnrollmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    MentorFactory,
    SectionFactory,
    StudentFactory,
)
from tests.factories.tenancy import MembershipFactory, SchoolFactory
from tests.mentoring.scene import running

Kind = MentorTie.Kind
ON = date(2026, 11, 2)


def test_a_mentor_and_a_stranger_have_no_tie(oak):
    scene = running(oak)
    with oak.open():
        assert ties(scene.mia, [scene.sam, scene.lou]) == {}


def test_a_teacher_by_the_roster_is_found(oak):
    scene = running(oak)
    with oak.open():
        section = SectionFactory(school=oak.school)
        EnrollmentFactory(section=section, person=oak.mia, role="teacher")
        EnrollmentFactory(section=section, person=oak.sam)
        assert ties(scene.mia, [scene.sam, scene.lou]) == {scene.sam.pk: [Tie(Kind.TEACHER, is_noted=False)]}


def test_who_taught_a_section_that_is_over_may_mentor(oak):
    scene = running(oak)
    with oak.open():
        section = SectionFactory(school=oak.school)
        EnrollmentFactory(section=section, person=oak.mia, role="teacher", ended_on=ON)
        EnrollmentFactory(section=section, person=oak.sam)
        assert ties(scene.mia, [scene.sam]) == {}


def test_the_supervising_teacher_of_the_class_group_is_found(oak):
    scene = running(oak)
    with oak.open():
        tom = MentorFactory(person=oak.tom)
        assert ties(tom, [scene.sam, scene.lou]) == {scene.sam.pk: [Tie(Kind.TEACHER, is_noted=False)]}


def test_a_guardian_is_a_relative(oak):
    scene = running(oak)
    with oak.open():
        gil = MentorFactory(person=oak.gil)
        assert ties(gil, [scene.sam, scene.lou]) == {scene.sam.pk: [Tie(Kind.RELATIVE, is_noted=False)]}


def test_who_was_a_guardian_before_is_found_no_more(oak):
    with oak.open():
        student, mentor = StudentFactory(), MentorFactory()
        guardian = GuardianFactory(person=mentor.person)
        GuardianshipFactory(student=student, guardian=guardian, ended_on=ON)
        assert ties(mentor, [student]) == {}


def test_a_counselor_is_tied_to_the_students_of_their_school(oak):
    with oak.open():
        school, other = SchoolFactory(), SchoolFactory()
        mentor = MentorFactory()
        role = MembershipFactory(person=mentor.person, role="counselor", scope="schools")
        MembershipSchool.objects.create(membership=role, school=school)
        here, there = StudentFactory(school=school), StudentFactory(school=other)
        assert ties(mentor, [here, there]) == {here.pk: [Tie(Kind.COUNSELOR, is_noted=False)]}


def test_what_somebody_noted_stands_beside_what_records_say(oak):
    scene = running(oak)
    with oak.open():
        gil = MentorFactory(person=oak.gil)
        MentorTie.objects.create(mentor=gil, student=scene.sam, kind=Kind.COACH, noted_on=ON)
        MentorTie.objects.create(mentor=gil, student=scene.lou, kind=Kind.COACH, noted_on=ON, ended_on=ON)
        assert ties(gil, [scene.sam, scene.lou]) == {
            scene.sam.pk: [Tie(Kind.COACH, is_noted=True), Tie(Kind.RELATIVE, is_noted=False)]
        }


@pytest.mark.parametrize("number", [1, 4])
def test_ties_are_read_in_six_queries(oak, number, django_assert_num_queries):
    with oak.open():
        mentor = MentorFactory(district=oak.district)
        students = [StudentFactory() for _one in range(number)]
        with django_assert_num_queries(6):
            ties(mentor, students)
