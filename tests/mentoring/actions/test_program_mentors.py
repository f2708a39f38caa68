"""Mentors come into programs, are decided on, and leave."""

from datetime import date

import pytest
from django.utils import timezone

from correspondence.models import Message
from mentoring.actions import mentors, program_mentors
from mentoring.models import ProgramMentor
from screening.models import Asked
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Membership
from tests.factories.mentoring import MentorFactory, ProgramFactory, ProgramMentorFactory
from tests.factories.screening import RequirementSetFactory
from tests.mentoring.scene import running

State = ProgramMentor.State
ON = date(2026, 11, 2)


def _applied(oak, **more):
    program = ProgramFactory(requirement_set=RequirementSetFactory())
    return ProgramMentorFactory(
        program=program,
        mentor=MentorFactory(person=oak.mia, is_adult_attested=True),
        state=State.APPLIED,
        decided_on=None,
        **more,
    )


def _decide(place, oak, state, **more):
    return program_mentors.decide(place=place, state=state, on=ON, by=Actor.person(oak.ana), **more)


def _asked(person):
    return Asked.objects.filter(person=person, ended_on=None).count()


def test_accepted_is_asked_told_and_written_down(oak):
    with oak.open():
        place = _applied(oak)
        _decide(place, oak, State.ACCEPTED)
        place.refresh_from_db()

        assert (place.state, place.decided_on, place.decided_by) == (State.ACCEPTED, ON, oak.ana)
        assert _asked(oak.mia) == 1
        assert [one.kind for one in Message.objects.filter(person=oak.mia)] == ["mentoring/mentor_accepted"]
        assert AuditEvent.objects.filter(verb="program_mentor.accept", target_id=place.pk).exists()


def test_accepted_gets_the_role_of_a_mentor(oak):
    with oak.open():
        place = ProgramMentorFactory(mentor=MentorFactory(is_adult_attested=True), state=State.APPLIED, decided_on=None)
        _decide(place, oak, State.ACCEPTED)
        assert Membership.objects.live().filter(person=place.mentor.person, role="mentor").count() == 1


def test_nobody_is_accepted_who_is_too_young_or_of_whom_nobody_knows(oak):
    with oak.open():
        place = ProgramMentorFactory(state=State.APPLIED, decided_on=None)
        with pytest.raises(program_mentors.CannotDecide, match="at least 21"):
            _decide(place, oak, State.ACCEPTED)


def test_undo_stops_the_mail_and_asks_no_more(oak):
    with oak.open():
        place = _applied(oak)
        _decide(place, oak, State.ACCEPTED)
        program_mentors.undo(place=place, at=timezone.now(), on=ON, by=Actor.person(oak.ana))
        place.refresh_from_db()

        assert (place.state, place.decided_on) == (State.APPLIED, None)
        assert _asked(oak.mia) == 0
        assert Message.objects.get(person=oak.mia).state == "cancelled"
        with pytest.raises(program_mentors.CannotDecide):
            program_mentors.undo(place=place, at=timezone.now(), on=ON, by=Actor.person(oak.ana))


def test_what_two_programs_ask_goes_on_when_one_is_left(oak):
    with oak.open():
        place = _applied(oak)
        other = ProgramMentorFactory(
            program=ProgramFactory(requirement_set=place.program.requirement_set),
            mentor=place.mentor,
            state=State.APPLIED,
            decided_on=None,
        )
        _decide(place, oak, State.ACCEPTED)
        _decide(other, oak, State.ACCEPTED)
        _decide(place, oak, State.LEFT, reason="Moved", is_told=False)
        assert _asked(oak.mia) == 1
        _decide(other, oak, State.LEFT, reason="Moved", is_told=False)
        assert _asked(oak.mia) == 0


@pytest.mark.parametrize(
    ("state", "kind"),
    [(State.WAITLISTED, "mentor_waitlisted"), (State.OTHER_ROLE, "mentor_kept"), (State.DECLINED, "mentor_declined")],
)
def test_every_answer_is_told_kindly_or_quietly_kept(oak, state, kind):
    with oak.open():
        told, quiet = _applied(oak), None
        _decide(told, oak, state, reason="Not this time")
        assert [one.kind for one in Message.objects.filter(person=oak.mia)] == [f"mentoring/{kind}"]
        quiet = ProgramMentorFactory(state=State.APPLIED, decided_on=None)
        assert _decide(quiet, oak, state, reason="Not this time", is_told=False) is None


def test_who_is_in_a_match_is_not_let_go_from_the_program(oak):
    scene = running(oak)
    with oak.open():
        place = ProgramMentor.objects.get(mentor=scene.mia)
        scene.match.program = place.program
        scene.match.save()
        with pytest.raises(program_mentors.CannotDecide, match="in a match"):
            _decide(place, oak, State.LEFT, reason="Moved")


def test_nobody_is_added_twice_but_who_left_begins_anew(oak):
    with oak.open():
        place = ProgramMentorFactory()
        again = {"mentor": place.mentor, "program": place.program, "on": ON, "by": Actor.person(oak.ana)}
        with pytest.raises(program_mentors.CannotAdd, match="already"):
            program_mentors.add(**again)
        _decide(place, oak, State.LEFT, reason="Moved")
        assert program_mentors.add(**again).pk == place.pk


def test_a_mentor_who_leaves_ends_everywhere_and_can_come_back(oak):
    scene = running(oak)
    with oak.open():
        by = Actor.person(oak.ana)
        mentors.leave(mentor=scene.mia, reason="Moved to Ohio", on=ON, by=by)
        place, row = ProgramMentor.objects.get(mentor=scene.mia), scene.match.mentor_rows.get()
        assert (place.state, row.left_on, row.left_reason) == (State.LEFT, ON, "Moved to Ohio")
        assert not Membership.objects.live().filter(person=oak.mia, role="mentor").exists()
        scene.match.refresh_from_db()
        assert scene.match.state == "running"

        scene.mia.refresh_from_db()
        mentors.come_back(mentor=scene.mia, on=ON, by=by)
        place.refresh_from_db()
        row.refresh_from_db()
        assert (scene.mia.left_on, place.state, row.left_on) == (None, State.ACCEPTED, None)
        assert Membership.objects.live().filter(person=oak.mia, role="mentor").exists()
