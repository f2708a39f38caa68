"""Who may take part: unknown is asked, never a no; what the screen says and what the list finds are the same."""

from datetime import date
from itertools import product

import pytest

from mentoring.eligibility_rules import Answer, eligibilities, eligibility
from mentoring.models import Policy, Student
from tests.factories.mentoring import (
    EnrollmentFactory,
    PolicyFactory,
    ProgramFactory,
    ProgramSchoolFactory,
    SectionFactory,
    StudentFactory,
)
from tests.factories.tenancy import SchoolFactory


def policy_of(**values) -> Policy:
    return PolicyFactory(program=ProgramFactory(policy=None), **values)


def answers(student: Student, policy: Policy) -> dict[str, Answer]:
    return {one.code: one.answer for one in eligibility(student, policy)}


@pytest.mark.parametrize(
    ("grade", "answer"),
    [("09", Answer.MET), ("12", Answer.MET), ("08", Answer.NOT_MET), ("KG", Answer.NOT_MET), ("", Answer.UNKNOWN)],
)
def test_the_lowest_grade(oak, grade, answer):
    with oak.open():
        assert answers(StudentFactory(grade=grade), policy_of())["grade"] == answer


def test_an_ungraded_student_is_asked(oak):
    with oak.open():
        assert answers(StudentFactory(grade="UG"), policy_of())["grade"] == Answer.UNKNOWN


def test_a_career_area_that_nobody_knows_is_asked_only_where_the_program_needs_one(oak):
    with oak.open():
        student = StudentFactory(career_area="")
        assert answers(student, policy_of())["career_area"] == Answer.UNKNOWN
        assert "career_area" not in answers(student, policy_of(requires_career_area=False))


def test_a_career_course_is_known_from_the_roster_or_typed_in_or_asked(oak):
    with oak.open():
        policy = policy_of(requires_career_course=True, career_course_codes=["HS101"])
        sits_in, sits_elsewhere, typed, nothing = (StudentFactory() for _number in range(4))
        EnrollmentFactory(section=SectionFactory(course_code="HS101"), person=sits_in.person)
        EnrollmentFactory(section=SectionFactory(course_code="EN9"), person=sits_elsewhere.person)
        typed.career_course_codes = ["HS101"]
        expected = [Answer.MET, Answer.NOT_MET, Answer.MET, Answer.UNKNOWN]
        assert [answers(one, policy)["career_course"] for one in (sits_in, sits_elsewhere, typed, nothing)] == expected


def test_a_class_that_ended_says_nothing(oak):
    with oak.open():
        policy = policy_of(requires_career_course=True, career_course_codes=["HS101"])
        student = StudentFactory()
        section = SectionFactory(course_code="HS101")
        EnrollmentFactory(section=section, person=student.person, ended_on=date(2026, 1, 31))
        assert answers(student, policy)["career_course"] == Answer.UNKNOWN


def test_another_school_does_not_take_part_and_an_unknown_one_is_asked(oak):
    with oak.open():
        policy = policy_of()
        ProgramSchoolFactory(program=policy.program, school=oak.school)
        here, there, nowhere = (StudentFactory(school=one) for one in (oak.school, SchoolFactory(), None))
        expected = [Answer.MET, Answer.NOT_MET, Answer.UNKNOWN]
        assert [answers(one, policy)["school"] for one in (here, there, nowhere)] == expected


def test_the_lists_filter_finds_what_the_rule_says(oak):
    with oak.open():
        there = SchoolFactory()
        grades, areas, courses, schools = ["", "08", "10"], ["", "arts"], [[], ["HS101"], ["EN9"]], [oak.school, there]
        for grade, area, codes, school in product(grades, areas, courses, [*schools, None]):
            StudentFactory(grade=grade, career_area=area, career_course_codes=codes, school=school)
        everybody = list(Student.objects.of(oak.district))
        for needs_course, needs_area in product([True, False], [True, False]):
            policy = policy_of(
                requires_career_course=needs_course, career_course_codes=["HS101"], requires_career_area=needs_area
            )
            ProgramSchoolFactory(program=policy.program, school=oak.school)
            said = {pk: found.answer for pk, found in eligibilities(everybody, policy).items()}
            rows = Student.objects.of(oak.district)
            for answer, way in (
                (Answer.MET, rows.fitting),
                (Answer.UNKNOWN, rows.perhaps_fitting),
                (Answer.NOT_MET, rows.not_fitting),
            ):
                found = set(way(policy, [oak.school.pk]).values_list("pk", flat=True))
                assert found == {pk for pk, one in said.items() if one == answer}


def test_eligibility_of_many_takes_as_many_queries_as_of_one(oak, django_assert_num_queries):
    with oak.open():
        policy = policy_of(requires_career_course=True, career_course_codes=["HS101"])
        students = [StudentFactory() for _number in range(4)]
        with django_assert_num_queries(2):
            eligibilities(students, policy)
