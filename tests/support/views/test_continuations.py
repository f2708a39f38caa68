""" "Same pair again?": asked, answered, declined in private, made into next year's match."""

import pytest

from correspondence import rendering
from correspondence.models import Message
from mentoring.models import Match, Program
from support.models import Continuation, ContinuationAnswer
from tenancy.models import AuditEvent
from tests.factories.closing import ContinuationAnswerFactory, ContinuationFactory
from tests.factories.mentoring import MatchFactory, MatchMentorFactory, MatchStudentFactory
from tests.factories.screening import SafetyHoldFactory
from tests.mentoring.actions.test_match_ends import next_program
from tests.mentoring.gate import ready
from tests.mentoring.scene import running

COLUMNS = "&".join(f"column={one}" for one in ("far", "waits", "asked", "program"))


def asked(oak, client_of):
    """The scene with the next program, and Ana's question."""
    scene = running(oak)
    with oak.open():
        program = next_program(scene)
    answer = client_of(oak.ana).post(f"matches/{scene.match.pk}/next-year/")
    assert answer.status_code == 302, answer.content.decode()
    with oak.open():
        return scene, program, Continuation.objects.get()


def answer_of(person):
    return ContinuationAnswer.objects.get(person=person)


def told(kind):
    return {one.person: one for one in Message.objects.filter(kind=f"support/{kind}").prefetch_related("person")}


def test_student_and_mentor_are_asked_and_the_parent_is_told(oak, client_of):
    _scene, _program, _one = asked(oak, client_of)
    with oak.open():
        assert set(told("again_asked")) == {oak.sam, oak.mia}
        assert set(told("again_told")) == {oak.gil}
        mails = {person: rendering.mail(one, {}) for person, one in (told("again_asked") | told("again_told")).items()}
    assert "Your mentoring with Sam could go on" in mails[oak.mia].text
    assert "Your mentoring with Mia Fischer could go on" in mails[oak.sam].text
    assert "We have asked Sam and Mia Fischer" in mails[oak.gil].text
    assert all("Sam" not in one.subject for one in mails.values())


def test_when_all_say_yes_next_years_match_is_there_with_its_history(oak, client_of):
    scene, program, one = asked(oak, client_of)
    with oak.open():
        sam, mia = answer_of(oak.sam), answer_of(oak.mia)
    assert "Next year with Mia Fischer?" in client_of(oak.sam).get("my-program/").content.decode()
    page = client_of(oak.sam).post(f"next-year/answers/{sam.pk}/", {"answer": "yes"}, follow=True).content.decode()
    assert "We write to you as soon as it is settled." in page
    page = client_of(oak.ana).get(f"next-year/{one.pk}/").content.decode()
    assert "1 of 2 said yes" in page or "Asked" in page
    page = client_of(oak.mia).post(f"next-year/answers/{mia.pk}/", {"answer": "yes"}, follow=True).content.decode()
    assert "You both said yes." in page
    with oak.open():
        made = Match.objects.get(program=program)
        assert (made.continues, made.state) == (scene.match, "agreed")
        assert Continuation.objects.get().became == made
        assert set(told("again_agreed")) == {oak.sam, oak.mia, oak.gil}
        assert Match.objects.get(pk=scene.match.pk).state == "running"
    page = client_of(oak.ana).get(f"next-year/{one.pk}/").content.decode()
    assert "Goes on" in page and f"matches/{made.pk}/" in page
    page = client_of(oak.mia).get(f"next-year/answers/{mia.pk}/").content.decode()
    assert "This is settled already." in page


def test_a_no_is_private_and_the_others_hear_that_it_does_not_go_on(oak, client_of):
    _scene, program, one = asked(oak, client_of)
    with oak.open():
        mia = answer_of(oak.mia)
    page = client_of(oak.mia).post(f"next-year/answers/{mia.pk}/", {"answer": "no"}, follow=True).content.decode()
    assert "Nobody but the program’s coordinators reads that you said no." in page
    with oak.open():
        assert set(told("again_ended")) == {oak.sam, oak.gil}
        text = rendering.mail(told("again_ended")[oak.sam], {}).text
        assert "does not go on next year" in text and "said no" not in text
        assert not Match.objects.filter(program=program).exists()
    assert "Said no" in client_of(oak.ana).get(f"next-year/{one.pk}/").content.decode()
    page = client_of(oak.tom).get(f"next-year/{one.pk}/").content.decode()
    assert "Mia Fischer" in page and "Said no" not in page
    assert "Said no" not in client_of(oak.tom).get("next-year/?state=all").content.decode()
    # They can be asked again, later.
    assert client_of(oak.ana).post(f"matches/{_scene.match.pk}/next-year/").status_code == 302


def test_staff_type_in_what_they_were_told_and_stop_asking(oak, client_of):
    _scene, _program, one = asked(oak, client_of)
    ana = client_of(oak.ana)
    with oak.open():
        sam = answer_of(oak.sam)
    assert ana.post(f"next-year/answers/{sam.pk}/type-in/", {"answer": "yes"}).status_code == 302
    with oak.open():
        assert answer_of(oak.sam).answer == "yes"
    assert "They are asked no more." in ana.post(f"next-year/{one.pk}/stop/", follow=True).content.decode()
    with oak.open():
        # Nothing had left, so nobody is told anything.
        assert set(told("again_ended")) == set()
        states = {message.state for message in Message.objects.filter(kind="support/again_asked")}
        assert len(states) == 1 and "wait" not in states.pop()
    page = client_of(oak.sam).get(f"next-year/answers/{sam.pk}/").content.decode()
    assert "This is settled already." in page


@pytest.mark.parametrize(
    ("obstacle", "words"),
    [
        ("no program", "Continue the program into the next year first."),
        ("last grade", "Sam Haddad is in the last grade."),
        ("held", "This match is paused until further notice."),
        ("asked", "They are asked already."),
    ],
)
def test_nobody_is_asked_in_vain(oak, client_of, obstacle, words):
    scene = running(oak)
    with oak.open():
        if obstacle != "no program":
            next_program(scene)
        if obstacle == "last grade":
            scene.sam.grade = "12"
            scene.sam.save()
        if obstacle == "held":
            SafetyHoldFactory(person=oak.mia)
        if obstacle == "asked":
            ContinuationFactory(match=scene.match, program=Program.objects.get(continues=scene.program))
    ana, path = client_of(oak.ana), f"matches/{scene.match.pk}/next-year/"
    assert words in ana.get(path).content.decode()
    answer = ana.post(path)
    assert answer.status_code == 422 and words in answer.content.decode()
    page = ana.post("next-year/ask/", {"selected": scene.match.pk}).content.decode()
    assert words in page


def test_many_are_asked_at_once_and_undo_stops_it(oak, client_of):
    scene = running(oak)
    with oak.open():
        next_program(scene)
        other = MatchFactory()
        MatchStudentFactory(match=other, student__school=oak.school)
        MatchMentorFactory(match=other)
    ana = client_of(oak.ana)
    page = ana.post("next-year/ask/", {"selected": [scene.match.pk, other.pk]}, follow=True).content.decode()
    assert "The people of 1 match are asked in two minutes." in page
    with oak.open():
        event = AuditEvent.objects.get(verb="continuation.ask_many")
    page = ana.post(f"next-year/undo/{event.pk}/", follow=True).content.decode()
    assert "1 match is asked no more." in page
    with oak.open():
        assert Continuation.objects.get().closed_on is not None


def test_what_is_still_valid_is_not_asked_again_and_the_agreement_is(oak, client_of):
    with oak.open():
        gate = ready(oak, state="running", starts_on=oak.today)
        program = next_program(gate)
        program.requirement_set = gate.program.requirement_set
        program.save()
        one = ContinuationFactory(match=gate.match, program=program, asked_by=oak.ana)
        for person in (oak.sam, oak.mia):
            ContinuationAnswerFactory(continuation=one, person=person)
    page = client_of(oak.ana).get(f"next-year/{one.pk}/").content.decode()
    assert "Agreement and permissions" in page and "Asked anew" in page
    assert "Not asked again" in page


def test_strangers_and_the_wrong_people_answer_nothing(oak, elm, client_of):
    _scene, _program, one = asked(oak, client_of)
    with oak.open():
        sam = answer_of(oak.sam)
    path = f"next-year/answers/{sam.pk}/"
    assert client_of(oak.mia).post(path, {"answer": "yes"}).status_code == 404
    assert client_of(oak.gil).get(path).status_code == 403
    for person in (elm.sam, elm.mia):
        assert client_of(person).get(path).status_code == 404
    assert client_of(elm.ana).get(f"next-year/{one.pk}/").status_code == 404
    assert client_of(elm.ana).get("next-year/?state=all").content.decode().count("Sam Haddad") == 0
    assert client_of(oak.tom).post(f"next-year/{one.pk}/stop/").status_code == 403
    with oak.open():
        SafetyHoldFactory(person=oak.sam)
    assert client_of(oak.sam).get(path).status_code == 404


@pytest.mark.parametrize("rows", [1, 4])
def test_continuation_list_asks_as_often_for_one_row_as_for_four(oak, client_of, django_assert_num_queries, rows):
    scene = running(oak)
    with oak.open():
        for number in range(rows):
            match = scene.match if not number else MatchFactory(program=scene.program)
            if number:
                MatchStudentFactory(match=match, student__school=oak.school)
                MatchMentorFactory(match=match)
            one = ContinuationFactory(match=match, program=scene.program, asked_by=oak.ana)
            ContinuationAnswerFactory(continuation=one)
    ana = client_of(oak.ana)
    ana.get("")
    with django_assert_num_queries(20):
        assert ana.get(f"next-year/?{COLUMNS}").status_code == 200
