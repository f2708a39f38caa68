"""Looks at the goals: both sides answer on a phone, staff see them side by side and say where each goal stands."""

from datetime import timedelta

import pytest

from support.models import GoalAnswer, GoalReview, ObjectiveState
from support.todo import todos
from tenancy.models import AuditEvent
from tenancy.viewer import Viewer
from tests.factories.mentoring import (
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
    MentorFactory,
    StudentFactory,
)
from tests.factories.support import GoalReviewFactory, MatchObjectiveFactory
from tests.mentoring.scene import running


@pytest.fixture
def scene(oak):
    return running(oak)


def asked(cast, scene, **values):
    """Both sides of Sam's and Mia's match are asked about one objective."""
    with cast.open():
        objective = MatchObjectiveFactory(match=scene.match)
        made = {"asked_on": cast.today, "due_on": cast.today + timedelta(days=14), **values}
        return GoalReviewFactory(match=scene.match, **made), objective


def said(objective, standing="3", expected="4"):
    return {
        f"standing_{objective.pk}": standing,
        f"note_{objective.pk}": "We practiced.",
        "standing_expected": expected,
        "note_expected": "More often, please.",
    }


def asked_of(cast, name):
    with cast.open():
        return " ".join(one.sentence for one in todos(Viewer.of_person(cast.district, getattr(cast, name))))


def test_goal_answer_of_both_closes_the_look_and_staff_read_it_side_by_side(oak, elm, scene, client_of):
    review, objective = asked(oak, scene)
    url = f"my-goals/{review.pk}/"
    assert "goals you set with Mia Fischer" in asked_of(oak, "sam")
    assert "goals you set with Sam?" in asked_of(oak, "mia")
    sam = client_of(oak.sam)
    assert objective.text in sam.get(url).content.decode()
    assert sam.post(url, {**said(objective), "standing_expected": ""}).status_code == 422
    assert sam.post(url, said(objective, "2")).status_code == 302
    assert sam.post(url, said(objective, "3")).status_code == 302  # said again
    assert "goals" not in asked_of(oak, "sam")
    with oak.open():
        assert GoalReview.objects.get().closed_on is None
        assert sorted(GoalAnswer.objects.values_list("standing", flat=True)) == [3, 4]
    assert client_of(oak.mia).post(url, said(objective, "4", "1")).status_code == 302
    with oak.open():
        assert GoalReview.objects.get().closed_on == oak.today
    assert client_of(oak.mia).get(url).status_code == 404
    page = client_of(oak.ana).get(f"goal-reviews/{review.pk}/").content.decode()
    assert all(words in page for words in ("Well on the way", "Reached", "Fully", "Not at all", "We practiced."))
    assert client_of(elm.ana).get(f"goal-reviews/{review.pk}/").status_code == 404
    for name in ("sam", "mia", "gil"):
        assert client_of(getattr(oak, name)).get(f"goal-reviews/{review.pk}/").status_code == 403


def test_goal_answer_is_for_members_of_a_match_that_nothing_stops(oak, elm, scene, client_of):
    review, objective = asked(oak, scene)
    url = f"my-goals/{review.pk}/"
    assert client_of(oak.gil).get(url).status_code == 403
    assert client_of(elm.mia).get(url).status_code == 404
    with oak.open():
        now = review.asked_on
        scene.match.pauses.create(
            cause="clearance", state="in_force", found_at=f"{now} 12:00Z", began_at=f"{now} 12:00Z"
        )
    assert client_of(oak.mia).get(url).status_code == 404
    assert client_of(oak.sam).post(url, said(objective)).status_code == 404


def test_review_ask_and_close(oak, elm, scene, client_of):
    ana, url = client_of(oak.ana), f"matches/{scene.match.pk}/goal-reviews/ask/"
    ana.post(url)
    with oak.open():
        assert not GoalReview.objects.exists()  # no objectives
        MatchObjectiveFactory(match=scene.match)
    assert client_of(elm.ana).post(url).status_code == 404
    assert client_of(oak.pia).post(url).status_code == 403
    ana.post(url)
    ana.post(url)
    with oak.open():
        one = GoalReview.objects.get()
        assert one.asked_on == oak.today
    assert ana.post(f"goal-reviews/{one.pk}/close/").status_code == 302
    with oak.open():
        one.refresh_from_db()
        assert (one.closed_on, one.closed_by) == (oak.today, oak.ana)


def test_objective_say_keeps_what_was_said_before(oak, elm, scene, client_of):
    _review, objective = asked(oak, scene)
    tom, url = client_of(oak.tom), f"objectives/{objective.pk}/"
    assert tom.post(url, {"state": "", "note": ""}).status_code == 422
    assert tom.post(url, {"state": "working", "note": "Begun"}).status_code == 302
    assert tom.post(url, {"state": "reached", "note": ""}).status_code == 302
    with oak.open():
        assert list(ObjectiveState.objects.order_by("pk").values_list("state", flat=True)) == ["working", "reached"]
        assert AuditEvent.objects.filter(verb="objective.say").count() == 2
    assert "Reached" in client_of(oak.ana).get(f"matches/{scene.match.pk}/support/").content.decode()
    assert client_of(oak.pia).get(url).status_code == 403
    assert client_of(elm.tom).get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_review_list(oak, elm, scene, client_of, count, django_assert_num_queries):
    with oak.open():
        for _number in range(count):
            match = MatchFactory(program=scene.program)
            MatchStudentFactory(match=match, student=StudentFactory(school=oak.school))
            MatchMentorFactory(match=match, mentor=MentorFactory())
            GoalReviewFactory(match=match, due_on=oak.today - timedelta(days=1))
    ana = client_of(oak.ana)
    ana.get("goal-reviews/")
    with django_assert_num_queries(20):
        page = ana.get("goal-reviews/").content.decode()
    assert page.count("0 of 2") == count
    assert page.count("Overdue") >= count
    assert "0 of 2" not in client_of(elm.ana).get("goal-reviews/").content.decode()
    assert "yet how far" in asked_of(oak, "ana")
    body = b"".join(ana.get("goal-reviews/export/?show=overdue").streaming_content).decode()
    assert len(body.strip().splitlines()) == count + 1
