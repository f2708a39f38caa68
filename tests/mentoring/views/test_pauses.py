"""The pauses that wait for a decision."""

import pytest

from mentoring.models import Match, MatchPause
from tests.factories.mentoring import MatchFactory, MatchPauseFactory, MatchStudentFactory
from tests.mentoring.gate import ready


def proposed(oak):
    gate = ready(oak, state="running", starts_on=oak.today)
    gate.check.delete()
    return gate, MatchPauseFactory(match=gate.match)


def test_pause_list_names_the_matches_and_why_and_lets_them_be_paused(oak, client_of):
    with oak.open():
        gate, pause = proposed(oak)
    ana = client_of(oak.ana)
    assert "1 running match lacks something. Is it to be paused?" in ana.get("").content.decode()
    page = ana.get("matches/pauses/").content.decode()
    assert "Sam Haddad and Mia Fischer" in page and "A check or training ran out" in page
    assert "Mia Fischer is not checked for the first day." in page
    answer = ana.post("matches/pauses/", {"decision": "pause", "selected": [pause.pk]}, follow=True).content.decode()
    assert "1 match is paused." in answer and "Nothing to decide" in answer and "1 match is paused now" in answer
    with oak.open():
        assert list(Match.objects.paused()) == [gate.match]
    assert "paused" in ana.get(f"matches/{gate.match.pk}/").content.decode()


def test_pause_list_lets_all_of_them_go_on_for_now(oak, client_of):
    with oak.open():
        proposed(oak)
    answer = client_of(oak.ana).post("matches/pauses/", {"decision": "go_on", "all": "1"}, follow=True)
    assert "1 match goes on for now." in answer.content.decode()
    with oak.open():
        assert MatchPause.objects.get().decided_by_id == oak.ana.pk
        assert not Match.objects.paused().exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose what is to happen."),
        ({"decision": "nonsense", "all": "1"}, "Choose what is to happen."),
        ({"decision": "pause"}, "Tick matches first."),
        ({"decision": "pause", "selected": ["x", "9" * 40]}, "Tick matches first."),
        ({"decision": "pause", "selected": ["1"]}, "They lack nothing any more, or somebody has decided already."),
    ],
)
def test_pause_list_decides_nothing_without_a_decision_and_matches(oak, client_of, sent, words):
    with oak.open():
        proposed(oak)
    assert words in client_of(oak.ana).post("matches/pauses/", sent, follow=True).content.decode()
    with oak.open():
        assert MatchPause.objects.get().state == "proposed"


def test_pause_list_is_empty_kindly(oak, client_of):
    assert "Nothing to decide" in client_of(oak.ana).get("matches/pauses/").content.decode()


@pytest.mark.parametrize("name", ["tom", "pia", "cole", "fay", "mia", "sam", "gil"])
def test_pause_list_is_for_coordinators_and_administrators(oak, client_of, name):
    client = client_of(getattr(oak, name))
    assert client.get("matches/pauses/").status_code == 403
    assert client.post("matches/pauses/", {"decision": "go_on", "all": "1"}).status_code == 403


def test_pause_list_of_elm_shows_and_decides_nothing_of_oak(oak, elm, client_of):
    with oak.open():
        _gate, pause = proposed(oak)
    ana = client_of(elm.ana)
    assert "Nothing to decide" in ana.get("matches/pauses/").content.decode()
    ana.post("matches/pauses/", {"decision": "pause", "selected": [pause.pk], "all": "1"})
    with oak.open():
        assert MatchPause.objects.get().state == "proposed"


def test_pause_list_asks_the_same_number_of_queries_at_one_and_four_rows(oak, client_of, django_assert_num_queries):
    with oak.open():
        gate, _pause = proposed(oak)
    ana = client_of(oak.ana)
    ana.get("matches/pauses/")
    with django_assert_num_queries(37):
        ana.get("matches/pauses/")
    with oak.open():
        for _ in range(3):
            match = MatchFactory(program=gate.program)
            MatchStudentFactory(match=match, student__school=oak.school)
            MatchPauseFactory(match=match)
    with django_assert_num_queries(37):
        ana.get("matches/pauses/")


def test_a_court_order_that_is_written_down_pauses_the_match_and_its_end_lets_it_go_on(oak, client_of):
    with oak.open():
        gate = ready(oak, state="running", starts_on=oak.today, started_by=oak.ana)
        student = gate.student_row.student
    ana = client_of(oak.ana)
    order = {"kind": "no_contact", "about": oak.gil.pk, "says": "No contact.", "source": "Order shown by the mother"}
    sent = ana.post(f"students/{student.pk}/court-orders/add/", order | {"starts_on": oak.today})
    assert sent.status_code == 302
    with oak.open():
        assert list(MatchPause.objects.values_list("cause", "state")) == [("court_order", "in_force")]
        pk = student.court_orders.get().pk
    teacher = client_of(oak.tom).get(f"matches/{gate.match.pk}/").content.decode()
    assert "court order" not in teacher.lower() and "Paused" in teacher
    ana.post(f"court-orders/{pk}/", order | {"starts_on": oak.today, "kind": "other"})
    with oak.open():
        assert list(MatchPause.objects.values_list("cause", "state")) == [("court_order", "ended")]
