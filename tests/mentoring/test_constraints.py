"""What the database itself refuses about programs and their people."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from mentoring.models import Guardian, Match, MatchStudent, Mentor, ProgramStudent, Student
from rosters.models import ImportChange, ImportRun
from tenancy.actions import people
from tenancy.actor import Actor
from tests.conftest import Cast
from tests.factories.mentoring import (
    ClassGroupFactory,
    ClassGroupStudentFactory,
    EmployerFactory,
    EmploymentFactory,
    GuardianFactory,
    GuardianshipFactory,
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
    MentorApplicationFactory,
    MentorFactory,
    PolicyFactory,
    ProgramFactory,
    ProgramMentorFactory,
    ProgramStudentFactory,
    StudentFactory,
)
from tests.mentoring.scene import Scene, running

DAY = date(2026, 11, 2)
EARLIER = date(2026, 8, 3)

#: name of the constraint → what breaks it.
REFUSED: dict[str, Callable[[Scene], object]] = {
    "mentoring_student_person": lambda scene: StudentFactory(person=scene.sam.person, school=scene.bell),
    "mentoring_student_state_id": lambda scene: [StudentFactory(state_student_id="77") for _twice in range(2)],
    "mentoring_guardian_person": lambda scene: GuardianFactory(person=scene.gil.person),
    "mentoring_guardianship_once": lambda scene: GuardianshipFactory(student=scene.sam, guardian=scene.gil),
    "mentoring_guardianship_basis": lambda scene: GuardianshipFactory(student=scene.lou, may_sign=True, basis=""),
    "mentoring_mentor_person": lambda scene: MentorFactory(person=scene.mia.person),
    "mentoring_program_name": lambda scene: ProgramFactory(name=scene.program.name),
    "mentoring_program_apply_code": lambda scene: ProgramFactory(apply_code=scene.program.apply_code),
    "mentoring_program_continued_once": lambda scene: [ProgramFactory(continues=scene.program) for _twice in range(2)],
    "mentoring_policy_once": lambda scene: PolicyFactory(program=scene.program),
    "mentoring_program_student_once": lambda scene: ProgramStudentFactory(program=scene.program, student=scene.sam),
    "mentoring_program_student_decided": lambda scene: ProgramStudentFactory(
        student=scene.sam, state=ProgramStudent.State.APPLIED, decided_on=DAY
    ),
    "mentoring_program_student_waits": lambda scene: ProgramStudentFactory(student=scene.sam, waiting_number=1),
    "mentoring_program_mentor_once": lambda scene: ProgramMentorFactory(program=scene.program, mentor=scene.mia),
    "mentoring_class_group_name": lambda scene: ClassGroupFactory(
        program=scene.program, school=scene.group.school, name=scene.group.name
    ),
    "mentoring_class_group_one_at_a_time": lambda scene: ClassGroupStudentFactory(
        class_group=ClassGroupFactory(program=scene.program), program_student=scene.sam_in_program
    ),
    "mentoring_class_group_leaves_later": lambda scene: ClassGroupStudentFactory(joined_on=DAY, left_on=EARLIER),
    "mentoring_employer_name": lambda scene: [EmployerFactory(name="Rosen’s"), EmployerFactory(name="ROSENS")],
    "mentoring_employment_one_at_present": lambda scene: [EmploymentFactory(mentor=scene.mia) for _twice in range(2)],
    "mentoring_employment_ends_later": lambda scene: EmploymentFactory(starts_on=DAY, ends_on=EARLIER),
    "mentoring_mentor_application_once": lambda scene: [
        MentorApplicationFactory(program=scene.program, email="noor@work.example") for _twice in range(2)
    ],
    "mentoring_match_ends_later": lambda scene: MatchFactory(starts_on=DAY, ends_on=EARLIER),
    "mentoring_match_ended_on": lambda scene: MatchFactory(state=Match.State.ENDED),
    "mentoring_match_runs_from": lambda scene: MatchFactory(starts_on=None),
    "mentoring_match_student_once": lambda scene: MatchStudentFactory(match=scene.match, student=scene.sam),
    "mentoring_match_student_alone_once": lambda scene: MatchStudentFactory(student=scene.sam, is_alone=True),
    "mentoring_match_student_leaves_later": lambda scene: MatchStudentFactory(joined_on=DAY, left_on=EARLIER),
    "mentoring_match_student_paper": lambda scene: MatchStudentFactory(paper_signed_on=DAY),
    "mentoring_match_mentor_once": lambda scene: MatchMentorFactory(match=scene.match, mentor=scene.mia),
    "mentoring_match_mentor_leaves_later": lambda scene: MatchMentorFactory(joined_on=DAY, left_on=EARLIER),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(oak: Cast, name: str) -> None:
    scene = running(oak)
    with oak.open(), pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        REFUSED[name](scene)


def test_what_has_ended_makes_room(oak: Cast) -> None:
    scene = running(oak)
    with oak.open():
        MatchStudent.objects.filter(student=scene.sam).update(left_on=DAY)
        MatchStudentFactory(student=scene.sam, is_alone=True)
        EmploymentFactory(mentor=scene.mia, ends_on=DAY)
        EmploymentFactory(mentor=scene.mia)
        assert scene.sam.match_rows.filter(left_on=None).count() == 1


def test_what_a_run_changed_is_never_rewritten(oak: Cast) -> None:
    with oak.open():
        change = ImportChange.objects.create(
            run=ImportRun.objects.create(kind="oneroster"), person=oak.sam, verb=ImportChange.Verb.CREATED
        )
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            ImportChange.objects.filter(pk=change.pk).update(verb="updated")


def test_lists_follow_a_new_name(oak: Cast) -> None:
    scene = running(oak)
    with oak.open():
        for person in (oak.sam, oak.gil, oak.mia):
            people.change(person=person, family_name="Ábalos", by=Actor.person(oak.ana))
        found = [
            Student.objects.get(pk=scene.sam.pk).search_key,
            Guardian.objects.get(pk=scene.gil.pk).search_key,
            Mentor.objects.get(pk=scene.mia.pk).search_key,
            ProgramStudent.objects.get(pk=scene.sam_in_program.pk).search_key,
            scene.mia.programs.get().search_key,
        ]
    assert found == ["abalos sam", "abalos gil", "abalos mia", "abalos sam", "abalos mia"]
