"""Who may be matched with whom, and how many at once."""

from datetime import date

import pytest

from mentoring.models import Format, MentorTie, Policy
from mentoring.pairing_rules import format_blockers, pairing_blockers
from screening.models import Asked
from tests.factories.mentoring import CourtOrderFactory
from tests.factories.screening import AskedFactory, RequirementSetFactory
from tests.mentoring.scene import waiting

ON = date(2026, 11, 2)


def codes(scene, **more):
    found = pairing_blockers(scene.sam, scene.mia, program=scene.program, on=ON, **more)
    return [one.code for one in found]


def test_nothing_stands_between_two_who_are_accepted(oak):
    scene = waiting(oak)
    with oak.open():
        assert codes(scene) == []


def test_a_tie_a_court_order_and_a_promise_not_given_stand_between_them(oak):
    scene = waiting(oak)
    with oak.open():
        MentorTie.objects.create(mentor=scene.mia, student=scene.sam, kind=MentorTie.Kind.COACH, noted_on=ON)
        CourtOrderFactory(student=scene.sam, about=oak.mia)
        scene.mia.unpaid_attested_on = None
        scene.mia.is_adult_attested = False
        assert codes(scene) == ["age", "unpaid", "tie", "court_order"]


def test_checks_and_training_cover_the_first_day(oak):
    scene = waiting(oak)
    with oak.open():
        asked = RequirementSetFactory()
        scene.program.requirement_set = asked
        scene.program.save()
        assert codes(scene) == ["clearance"]
        row = AskedFactory(person=oak.mia, requirement_set=asked, state=Asked.State.CLEAR, covers_until=ON)
        assert codes(scene) == []
        Asked.objects.filter(pk=row.pk).update(covers_until=date(2026, 11, 1))
        assert codes(scene) == ["clearance"]


def test_each_blocker_says_whose_turn_it_is_and_where_it_is_settled(oak):
    scene = waiting(oak)
    with oak.open():
        scene.sam_in_program.state = "waitlisted"
        scene.sam_in_program.save()
        [found] = pairing_blockers(scene.sam, scene.mia, program=scene.program, on=ON)
        assert found.sentence == "Sam Haddad is not accepted into this program."
        assert found.fix == ("mentoring:program_student_detail", scene.sam_in_program.pk)
        assert found.whose_turn == "the coordinator"


@pytest.mark.parametrize(
    ("kind", "students", "mentors", "found"),
    [
        (Format.ONE_TO_ONE, 1, 1, []),
        (Format.ONE_TO_ONE, 2, 1, ["students"]),
        (Format.SMALL_GROUP, 4, 1, []),
        (Format.SMALL_GROUP, 5, 1, ["students"]),
        (Format.SMALL_GROUP, 2, 2, ["mentors"]),
        (Format.TEAM, 4, 2, ["format_later"]),
        (Format.LARGE_GROUP, 7, 1, ["format_later"]),
    ],
)
def test_how_many_meet_whom(kind, students, mentors, found):
    policy = Policy(formats=[one.value for one in Format])
    blockers = format_blockers(kind, students=students, mentors=mentors, policy=policy)
    assert [one.code for one in blockers] == found


def test_a_way_of_meeting_that_the_rules_do_not_have_is_refused():
    policy = Policy(formats=[Format.ONE_TO_ONE.value], program_id=7)
    [found] = format_blockers(Format.SMALL_GROUP, students=2, mentors=1, policy=policy)
    assert (found.code, found.fix) == ("format", ("mentoring:policy_edit", 7))
