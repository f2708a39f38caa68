"""A program's list of matches that have not started."""

import pytest

from mentoring.models import Match, MatchObjective
from tests.factories.mentoring import GuardianshipFactory, MatchFactory, MatchMentorFactory, MatchStudentFactory
from tests.mentoring.gate import ready, unsign


def path_of(gate, query=""):
    return f"programs/{gate.program.pk}/before-start/{query}"


def test_readiness_list_says_of_each_match_how_far_it_is_and_whose_turn_it_is(oak, client_of):
    with oak.open():
        gate = ready(oak)
        unsign(gate.parties["mentor"])
        MatchFactory(program=gate.program, state="running")
        MatchFactory(state="proposed", starts_on=None)
    page = client_of(oak.ana).get(path_of(gate)).content.decode()
    assert "1 match" in page and "Sam Haddad and Mia Fischer" in page
    assert "Nearly" in page and "1 thing is missing" in page
    assert "The signature of Mia Fischer is missing for Sam Haddad." in page
    assert f"programs/{gate.program.pk}/start-ready/" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?show=ready", ["first"]),
        ("?show=nearly", ["second"]),
        ("?show=waiting", ["third"]),
        ("?missing=objectives", ["second", "third"]),
        ("?missing=papers", ["third"]),
        ("?show=nearly&missing=papers", []),
        ("?show=lacking", []),
        ("?show=nonsense", ["first", "second", "third"]),
    ],
)
def test_readiness_list_is_filtered_by_its_address(oak, client_of, query, found):
    with oak.open():
        gate = ready(oak)
        second = copy_of(gate, "Bo")
        third = MatchFactory(program=gate.program, state="proposed", starts_on=None)
        MatchStudentFactory(match=third)
    addresses = {"first": gate.match.pk, "second": second.pk, "third": third.pk}
    page = client_of(oak.ana).get(path_of(gate, query)).content.decode()
    assert [name for name, pk in addresses.items() if f"/matches/{pk}/" in page] == found


def copy_of(gate, name):
    """A match of the same mentor and papers with another student, that lacks its objectives."""
    match = Match.objects.get(pk=gate.match.pk)
    match.pk, match._state.adding = None, True
    match.save()
    row = MatchStudentFactory(
        match=match, answer="yes", packet=gate.student_row.packet, student__person__given_name=name
    )
    MatchMentorFactory(match=match, mentor=gate.mentor_row.mentor, answer="yes")
    GuardianshipFactory(student=row.student, guardian=gate.guardianship.guardian)
    return match


def test_readiness_list_names_no_student_whom_the_teacher_does_not_see(oak, client_of):
    with oak.open():
        gate = ready(oak)
        unsign(gate.parties["student"])
        gate.match.supervising_teacher = oak.tom
        gate.match.save()
    page = client_of(oak.tom).get(path_of(gate)).content.decode()
    assert "Sam Haddad" not in page
    assert "Something is missing for another student." in page


@pytest.mark.parametrize("name", ["cole", "fay", "mia", "sam", "gil"])
def test_readiness_list_is_for_those_who_see_matches(oak, client_of, name):
    with oak.open():
        gate = ready(oak)
    assert client_of(getattr(oak, name)).get(path_of(gate)).status_code == 403


def test_readiness_list_of_oak_is_not_there_for_elm(oak, elm, client_of):
    with oak.open():
        gate = ready(oak)
    assert client_of(elm.ana).get(path_of(gate)).status_code == 404
    assert client_of(elm.ana).get(f"programs/{gate.program.pk}/before-start/export/").status_code == 404


def test_readiness_export_is_the_list_as_a_file(oak, client_of):
    with oak.open():
        gate = ready(oak)
        MatchObjective.objects.all().delete()
    answer = client_of(oak.ana).get(f"programs/{gate.program.pk}/before-start/export/?format=csv")
    text = b"".join(answer.streaming_content).decode()
    assert "Sam Haddad and Mia Fischer" in text and "No learning objective is written down yet." in text


def test_readiness_list_asks_the_same_number_of_queries_at_one_and_four_rows(oak, client_of, django_assert_num_queries):
    with oak.open():
        gate = ready(oak)
    ana, path = client_of(oak.ana), path_of(gate, "?column=ready&column=missing&column=turn&column=since&column=state")
    ana.get(path)
    with django_assert_num_queries(37):
        ana.get(path)
    with oak.open():
        for name in ("Bo", "Cy", "Di"):
            copy_of(gate, name)
    with django_assert_num_queries(37):
        ana.get(path)
