"""What must be settled before a student is accepted into a program."""

from mentoring.acceptance_rules import acceptance_blockers_of
from mentoring.models import Policy, ProgramStudent
from tests.factories.mentoring import (
    PolicyFactory,
    ProgramFactory,
    ProgramSchoolFactory,
    ProgramStudentFactory,
    StudentFactory,
)
from tests.factories.tenancy import SchoolFactory


def policy_of(**values) -> Policy:
    return PolicyFactory(program=ProgramFactory(policy=None), **values)


def blockers(place: ProgramStudent, policy: Policy, **values) -> list[str]:
    return [one.code for one in acceptance_blockers_of([place], policy, **values)[place.pk]]


def test_what_stands_in_the_way_of_accepting_somebody(oak):
    with oak.open():
        policy = policy_of()
        place = ProgramStudentFactory(program=policy.program, student=StudentFactory(career_area="", grade=""))
        assert blockers(place, policy) == ["grade", "career_area", "interview"]
        policy.requires_interview = policy.requires_career_area = False
        assert blockers(place, policy) == ["grade"]


def test_a_grade_that_is_too_low_is_passed_by_a_reason_and_another_school_is_not(oak):
    with oak.open():
        policy = policy_of(requires_interview=False)
        place = ProgramStudentFactory(program=policy.program, student=StudentFactory(grade="08", school=oak.school))
        assert blockers(place, policy) == ["grade"]
        assert blockers(place, policy, exception_reason="Ahead of the class") == []
        ProgramSchoolFactory(program=policy.program, school=SchoolFactory())
        assert "school" in blockers(place, policy, exception_reason="Ahead of the class")
