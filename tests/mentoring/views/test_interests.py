"""Asking to meet: a student asks, a mentor answers, staff take it up; it times out."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from correspondence import rendering
from correspondence.models import Message
from mentoring.actions import interests
from mentoring.models import Interest, Match, Policy
from mentoring.tasks import expire_interests
from tenancy.actor import Actor
from tests.factories.mentoring import MentorFactory, ProgramMentorFactory
from tests.mentoring.scene import waiting

State = Interest.State


def asked(cast, scene, **values):
    """Sam asked Mia today."""
    with cast.open():
        today = timezone.localdate()
        made = {"asked_on": today, "answer_until": today + timedelta(days=7), **values}
        return Interest.objects.create(program=scene.program, student=scene.sam, mentor=scene.mia, **made)


def mail(kind):
    return [(one.person, rendering.mail(one, {}).text) for one in Message.objects.filter(kind=f"mentoring/{kind}")]


def test_interest_add_shows_who_has_room_and_nothing_private(oak, client_of):
    scene = waiting(oak)
    with oak.open():
        oak.mia.email = "mia@works.example"
        oak.mia.save()
        scene.mia.availability, scene.mia.about = "Only my Tuesdays", "I run a pharmacy."
        scene.mia.save()
        busy = MentorFactory(is_adult_attested=True)
        ProgramMentorFactory(program=scene.program, mentor=busy)
    page = client_of(oak.sam).get(f"my-program/{scene.program.pk}/mentors/").content.decode()
    assert "Mia Fischer" in page and "Pharmacist" in page and "I run a pharmacy." in page
    assert busy.person.name not in page and "mia@works.example" not in page and "Only my Tuesdays" not in page


def test_interest_add_tells_the_mentor_and_can_be_taken_back(oak, client_of):
    scene = waiting(oak)
    sam, url = client_of(oak.sam), f"my-program/{scene.program.pk}/mentors/"
    assert sam.post(url, {"mentor": scene.mia.pk, "note": "I like medicine."}).status_code == 302
    with oak.open():
        interest = Interest.objects.get()
        assert (interest.state, interest.note) == (State.OPEN, "I like medicine.")
        assert interest.answer_until == interest.asked_on + timedelta(days=7)
        [(to, text)] = mail("interest_asked")
        assert to == oak.mia and "Sam" in text and "Haddad" not in text
    assert sam.post(url, {"mentor": scene.mia.pk}).status_code == 422
    assert sam.post(f"my-program/asked/{interest.pk}/take-back/").status_code == 302
    with oak.open():
        interest.refresh_from_db()
        assert interest.state == State.WITHDRAWN


def test_interest_add_holds_to_how_many_may_be_asked_at_once(oak, client_of):
    scene = waiting(oak)
    asked(oak, scene)
    with oak.open():
        Policy.objects.update(asks_at_once=1)
        other = MentorFactory(is_adult_attested=True, unpaid_attested_on=date(2026, 9, 1))
        ProgramMentorFactory(program=scene.program, mentor=other)
    answer = client_of(oak.sam).post(f"my-program/{scene.program.pk}/mentors/", {"mentor": other.pk})
    assert answer.status_code == 422 and "Wait for the answer" in answer.content.decode()


def test_interest_add_is_closed_where_the_coordinator_proposes(oak, client_of):
    scene = waiting(oak)
    with oak.open():
        Policy.objects.update(students_may_ask=False)
    sam, url = client_of(oak.sam), f"my-program/{scene.program.pk}/mentors/"
    assert sam.post(url, {"mentor": scene.mia.pk}).status_code == 422
    assert "Ask to meet a mentor" not in sam.get("my-program/").content.decode()


@pytest.mark.parametrize("number", [1, 4])
def test_interest_add_asks_the_database_so_often(oak, client_of, number, django_assert_num_queries):
    scene = waiting(oak)
    with oak.open():
        for _one in range(number - 1):
            mentor = MentorFactory(is_adult_attested=True, unpaid_attested_on=date(2026, 9, 1))
            ProgramMentorFactory(program=scene.program, mentor=mentor)
    sam, url = client_of(oak.sam), f"my-program/{scene.program.pk}/mentors/"
    sam.get(url)
    with django_assert_num_queries(41):
        assert len(sam.get(url).context["mentors"]) == number


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("yes", "would like to meet you"),
        ("unavailable", "has no time at present"),
        ("no", "cannot meet you this time"),
    ],
)
def test_interest_answer_is_told_kindly(oak, client_of, answer, words):
    scene = waiting(oak)
    interest = asked(oak, scene)
    mia = client_of(oak.mia)
    assert "Haddad" not in mia.get(f"my-students/asked/{interest.pk}/").content.decode()
    assert mia.post(f"my-students/asked/{interest.pk}/", {"answer": answer}).status_code == 302
    assert mia.post(f"my-students/asked/{interest.pk}/", {"answer": "yes"}).status_code == 422
    with oak.open():
        interest.refresh_from_db()
        assert interest.state == answer
        [(to, text)] = mail("interest_answered")
        assert to == oak.sam and words in text


def test_interest_answer_is_the_mentors_own(oak, elm, client_of):
    scene = waiting(oak)
    interest = asked(oak, scene)
    assert client_of(oak.ana).get(f"my-students/asked/{interest.pk}/").status_code == 403
    assert client_of(elm.mia).get(f"my-students/asked/{interest.pk}/").status_code == 404
    assert client_of(elm.sam).post(f"my-program/asked/{interest.pk}/take-back/").status_code == 404
    assert client_of(elm.sam).get(f"my-program/{scene.program.pk}/mentors/").status_code == 404


@pytest.mark.parametrize("number", [1, 4])
def test_interest_list_asks_the_database_so_often(oak, client_of, number, django_assert_num_queries):
    scene = waiting(oak)
    asked(oak, scene)
    with oak.open():
        for _one in range(number - 1):
            Interest.objects.create(
                program=scene.program,
                student=scene.sam,
                mentor=MentorFactory(),
                asked_on=date(2026, 11, 1),
                answer_until=date(2026, 11, 8),
            )
    ana = client_of(oak.ana)
    url = "matches/asked/?column=mentor&column=state&column=asked&column=by&column=answered&column=program"
    ana.get(url)
    with django_assert_num_queries(19):
        answer = ana.get(url)
        assert len([row.name for row in answer.context["table"].rows]) == number


def test_interest_detail_leads_a_yes_to_a_proposal(oak, elm, client_of):
    scene = waiting(oak)
    interest = asked(oak, scene, state=State.YES, answered_on=date(2026, 11, 2), asked_on=date(2026, 11, 1))
    ana = client_of(oak.ana)
    page = ana.get(f"matches/asked/{interest.pk}/").content.decode()
    url = f"matches/propose/{scene.sam_in_program.pk}/"
    assert f"{url}?mentor={scene.mia.pk}" in page
    assert "The student asked to meet this mentor." in ana.get(f"{url}?mentor={scene.mia.pk}").content.decode()
    ana.post(url, {"mentor": scene.mia.pk})
    with oak.open():
        interest.refresh_from_db()
        assert interest.match == Match.objects.get()
    assert client_of(elm.ana).get(f"matches/asked/{interest.pk}/").status_code == 404
    assert client_of(oak.tom).get(f"matches/asked/{interest.pk}/").status_code == 200
    assert client_of(oak.sam).get(f"matches/asked/{interest.pk}/").status_code == 403


def test_interest_export_has_the_same_rows(oak, client_of):
    scene = waiting(oak)
    asked(oak, scene)
    answer = client_of(oak.ana).get("matches/asked/export/?column=mentor")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == ["Student,Mentor", '"Haddad, Sam",Mia Fischer']


def test_what_nobody_answers_times_out_with_a_kind_mail(oak, elm):
    scene = waiting(oak)
    interest = asked(oak, scene, asked_on=date(2026, 1, 1), answer_until=date(2026, 1, 8))
    expire_interests()
    expire_interests()
    with oak.open():
        interest.refresh_from_db()
        assert interest.state == State.EXPIRED
        [(to, text)] = mail("interest_expired")
        assert to == oak.sam and "Mentors are busy" in text
    with oak.open():
        again = interests.ask(
            place=scene.sam_in_program, mentor=scene.mia, on=timezone.localdate(), by=Actor.system("test")
        )
        assert again.state == State.OPEN
