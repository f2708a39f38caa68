"""In an archived program nothing changes any more: not by a decision, a student, an interview, or somebody leaving."""

from datetime import UTC, date, datetime

import pytest

from mentoring.actions import applications, mentors, program_mentors, program_students, students
from mentoring.models import Program, ProgramMentor, ProgramStudent
from tenancy.actor import Actor
from tests.factories.mentoring import MentorFactory, ProgramMentorFactory
from tests.mentoring.scene import running

NOW, TODAY = datetime(2026, 11, 20, 15, tzinfo=UTC), date(2026, 11, 20)


def back_to(place, state):
    undecided = {"decided_on": None, "decided_by": None}
    ProgramStudent.objects.filter(pk=place.pk).update(state=state, **undecided)


@pytest.fixture
def scene(oak):
    made = running(oak)
    with oak.open():
        back_to(made.sam_in_program, "applied")
        made.sam_in_program.refresh_from_db()
    return made


def archive(scene):
    Program.objects.filter(pk=scene.program.pk).update(archived_on=TODAY)


DECISIONS = [
    lambda place, by: program_students.accept(places=[place], on=TODAY, by=by),
    lambda place, by: program_students.waitlist(places=[place], reason="", on=TODAY, by=by),
    lambda place, by: program_students.decline(places=[place], reason="No", on=TODAY, by=by),
    lambda place, by: program_students.leave(place=place, reason="No", on=TODAY, by=by),
    lambda place, by: program_students.move_up(place=place, by=by),
    lambda place, by: program_students.interview(
        place=place, held_on=TODAY, held_by_id=by.person_id, goals=["A"], note="", by=by
    ),
]


@pytest.mark.parametrize("decide", DECISIONS)
def test_nothing_is_decided_on_students_of_an_archived_program(oak, scene, decide):
    with oak.open():
        archive(scene)
        with pytest.raises(program_students.CannotDecide):
            decide(scene.sam_in_program, Actor.person(oak.ana))


def test_a_decision_is_not_taken_back_once_the_program_is_archived(oak, scene):
    by = Actor.person(oak.ana)
    with oak.open():
        event = program_students.decline(places=[scene.sam_in_program], reason="No", on=TODAY, by=by)
        archive(scene)
        with pytest.raises(program_students.CannotTakeBack):
            program_students.take_back_decision(event=event, at=NOW, by=by)


def test_no_application_reaches_an_archived_program(oak, scene):
    by = Actor.person(oak.sam)
    with oak.open():
        back_to(scene.sam_in_program, "invited")
        draft = applications.save(program=scene.program, student=scene.sam, version=0, at=NOW, by=by, why="I like it")
        archive(scene)
        with pytest.raises(applications.CannotApply):
            applications.save(program=scene.program, student=scene.sam, version=1, at=NOW, by=by, why="More")
        with pytest.raises(applications.CannotApply):
            applications.send(application=draft, at=NOW, by=by)
        with pytest.raises(applications.CannotApply):
            applications.type_in(place=scene.sam_in_program, at=NOW, by=Actor.person(oak.ana), why="Paper")


def test_no_mentor_is_decided_on_in_an_archived_program(oak, scene):
    by = Actor.person(oak.ana)
    with oak.open():
        place = ProgramMentorFactory(program=scene.program, mentor=MentorFactory(), state="applied")
        archive(scene)
        place = ProgramMentor.objects.get(pk=place.pk)
        with pytest.raises(program_mentors.CannotDecide):
            program_mentors.decide(place=place, state=ProgramMentor.State.WAITLISTED, on=TODAY, by=by)
        with pytest.raises(program_mentors.CannotDecide):
            program_mentors.undo(place=place, at=NOW, on=TODAY, by=by)


def test_an_archived_program_keeps_who_took_part_when_they_leave_the_district(oak, scene):
    by = Actor.person(oak.ana)
    with oak.open():
        archive(scene)
        students.leave(student=scene.sam, reason="Moved", on=TODAY, by=by)
        mentors.leave(mentor=scene.mia, reason="Moved", on=TODAY, by=by)
        assert ProgramStudent.objects.get(pk=scene.sam_in_program.pk).state == "applied"
        assert scene.sam_in_program.class_group_rows.get().left_on is None
        assert ProgramMentor.objects.get(mentor=scene.mia).state == "accepted"


def test_an_application_is_sent_only_while_its_place_is_locked(oak, scene, django_assert_max_num_queries):
    """Else a decision that is made at the same moment would be written over."""
    by = Actor.person(oak.sam)
    with oak.open():
        back_to(scene.sam_in_program, "invited")
        draft = applications.save(program=scene.program, student=scene.sam, version=0, at=NOW, by=by, why="I like it")
        with django_assert_max_num_queries(30) as asked:
            applications.send(application=draft, at=NOW, by=by)
    locking = [one["sql"] for one in asked.captured_queries if "FOR UPDATE" in one["sql"]]
    assert any('FROM "mentoring_programstudent"' in sql for sql in locking)
