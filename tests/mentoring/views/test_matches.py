"""Matches: the list, a match's page, proposing, the plan, members, the end."""

from datetime import date

import pytest

from mentoring.models import Match
from tenancy.models import AuditEvent
from tests.factories.mentoring import (
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
)
from tests.mentoring.scene import running

State = Match.State
EVERY = "&".join(
    f"column={one}"
    for one in (
        "mentors",
        "state",
        "next",
        "program",
        "format",
        "schools",
        "teacher",
        "proposed",
        "starts",
        "ends",
        "ended",
        "reason",
        "places",
        "schedule",
        "meetings",
        "adult",
    )
)


def _names(answer):
    table = answer.context["table"]
    return [row.name for row in table.rows] if answer.context["list"].current.rows else []


# The list


def test_match_list_says_who_meets_whom_and_how_it_stands(oak, client_of):
    running(oak)
    page = client_of(oak.ana).get("matches/").content.decode()

    for words in ("Sam Haddad", "Mia Fischer", "Running", "Career mentoring"):
        assert words in page


@pytest.mark.parametrize("number", [1, 4])
def test_match_list_asks_the_database_so_often(oak, client_of, number, django_assert_num_queries):
    with oak.open():
        for _one in range(number):
            match = MatchFactory(state=State.PROPOSED, starts_on=None, supervising_teacher=oak.tom)
            MatchStudentFactory(match=match)
            MatchMentorFactory(match=match)
    ana = client_of(oak.ana)
    ana.get("matches/")
    with django_assert_num_queries(38):
        assert len(_names(ana.get(f"matches/?{EVERY}"))) == number


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 1),
        ("q=sam", 1),
        ("q=mia", 1),
        ("q=gil", 0),
        ("state=running", 1),
        ("state=proposed", 0),
        ("state=paused", 0),
        ("state=ended", 1),
        ("state=all", 2),
        ("format=one_to_one", 1),
        ("format=small_group", 0),
        ("school={school}", 1),
        ("school={bell}", 0),
        ("program={program}", 1),
        ("teacher={tom}", 1),
    ],
)
def test_match_list_is_narrowed(oak, client_of, query, count):
    scene = running(oak)
    with oak.open():
        over = MatchFactory(program=scene.program, state=State.ENDED, ended_on=date(2026, 10, 9))
        MatchStudentFactory(match=over, student=scene.lou, left_on=date(2026, 10, 9))
    ids = {"school": oak.school.pk, "bell": scene.bell.pk, "program": scene.program.pk, "tom": oak.tom.pk}
    assert len(_names(client_of(oak.ana).get(f"matches/?{query.format(**ids)}"))) == count


def test_match_list_shows_teachers_the_matches_of_their_students_alone(oak, client_of):
    scene = running(oak)
    with oak.open():
        other = MatchFactory(program=scene.program)
        MatchStudentFactory(match=other, student=scene.lou)
    assert _names(client_of(oak.tom).get("matches/")) == ["Sam Haddad"]


def test_match_list_counts_students_whom_the_viewer_does_not_see(oak, client_of):
    scene = running(oak)
    with oak.open():
        MatchStudentFactory(match=scene.match, student=scene.lou)
    assert _names(client_of(oak.tom).get("matches/")) == ["Sam Haddad, 1 other student"]


def test_match_list_of_elm_shows_nothing_of_oak(oak, elm, client_of):
    running(oak)
    assert "Nobody" not in client_of(elm.ana).get("matches/").content.decode()
    assert _names(client_of(elm.ana).get("matches/")) == []


@pytest.mark.parametrize("who", ["sam", "gil", "mia", "fay", "cole"])
def test_match_list_is_closed_to_others(oak, client_of, who):
    running(oak)
    assert client_of(getattr(oak, who)).get("matches/").status_code == 403


def test_match_export_has_the_same_rows_and_is_logged(oak, client_of):
    scene = running(oak)
    answer = client_of(oak.ana).get(f"matches/export/?program={scene.program.pk}&column=mentors")
    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines() == [
        "Students,Mentors",
        "Sam Haddad,Mia Fischer",
    ]
    with oak.open():
        event = AuditEvent.objects.get(verb="match.export")
        assert event.facts == {"program": scene.program.pk, "columns": ["students", "mentors"]}


# A match's page


def test_match_detail_says_who_takes_part_and_what_they_plan(oak, client_of):
    scene = running(oak)
    page = client_of(oak.tom).get(f"matches/{scene.match.pk}/").content.decode()
    for words in ("Sam Haddad and Mia Fischer", "Who takes part", "What they plan", "Tom Whelan", "What happened"):
        assert words in page


def test_match_detail_is_unknown_in_elm_and_to_other_teachers(oak, elm, client_of):
    scene = running(oak)
    with oak.open():
        other = MatchFactory(program=scene.program)
        MatchStudentFactory(match=other, student=scene.lou)
    assert client_of(elm.ana).get(f"matches/{scene.match.pk}/").status_code == 404
    assert client_of(oak.tom).get(f"matches/{other.pk}/").status_code == 404
