"""Everything that happened in a match, in one list."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from correspondence import outbox
from mentoring.match_timeline import SOURCES, STEP, read
from tenancy import audit
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.viewer import Viewer
from tests.factories.meetings import MeetingFactory
from tests.mentoring.papers import planned, send, sign
from tests.mentoring.scene import running

pytestmark = pytest.mark.django_db


def told(cast, name, match, query=""):
    with cast.open():
        viewer = Viewer.of_person(cast.district, getattr(cast, name))
        return read(match, viewer, QueryDict(query))


def happens(match, number=1):
    for _ in range(number):
        audit.record(by=Actor.system("test"), verb="match.change_plan", target=match)


def test_status_meetings_and_messages_stand_in_one_list_the_newest_first(oak):
    scene = running(oak)
    with oak.open():
        happens(scene.match)
        MeetingFactory(
            match=scene.match,
            state="canceled",
            cancel_cause="school_closed",
            canceled_at=timezone.now() + timedelta(minutes=1),
            canceled_by=oak.ana,
        )
    found = told(oak, "ana", scene.match)
    assert [(one.kind, str(one.title)) for one in found.events] == [
        ("meetings", "Meeting on Oct. 5, 2026 canceled: School closed"),
        ("status", "changed the plan of a match"),
        ("status", "The match began"),
    ]
    assert [(str(one.label), one.count, one.is_current) for one in found.kinds] == [
        ("Everything", 3, True),
        ("Status changes", 2, False),
        ("Meetings", 1, False),
    ]


def test_the_list_is_narrowed_by_kind_and_shows_older_lines(oak):
    scene = running(oak)
    with oak.open():
        happens(scene.match, STEP + 3)
        MeetingFactory(match=scene.match, state="canceled", canceled_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert len(told(oak, "ana", scene.match).events) == STEP
    assert "/timeline/?lines=30#timeline" in told(oak, "ana", scene.match).older_url
    whole = told(oak, "ana", scene.match, "lines=30")
    assert (len(whole.events), whole.older_url) == (STEP + 5, "")
    meetings = told(oak, "ana", scene.match, "kind=meetings")
    assert [one.kind for one in meetings.events] == ["meetings"]
    assert len(told(oak, "ana", scene.match, "kind=nonsense&lines=many").events) == STEP


def test_signatures_are_told_to_those_who_read_documents(oak):
    scene = planned(oak)
    with oak.open():
        send(oak, scene.match)
        sign(scene.match, oak.sam)
    titles = {str(one.title) for one in told(oak, "ana", scene.match).events if one.kind == "signatures"}
    assert "Mentorship agreement: Sent out for signatures" in titles
    assert "Mentorship agreement: Signed" in titles
    assert not [one for one in told(oak, "tom", scene.match).events if one.kind in {"signatures", "messages"}]


def test_messages_are_told_without_what_they_say(oak):
    scene = running(oak)
    with oak.open():
        about = About("Match", "mentoring:match_detail", scene.match.pk)
        outbox.post(
            kind="mentoring/match_started",
            to=oak.mia,
            by=Actor.system("test"),
            context={"running": scene.match.pk},
            about=about,
        )
    [event] = [one for one in told(oak, "ana", scene.match).events if one.kind == "messages"]
    assert (event.who, event.text) == ("to Mia Fischer", "Waiting")


def test_the_page_shows_the_list_to_its_own_district_alone(oak, elm, client_of):
    scene = running(oak)
    with oak.open():
        happens(scene.match)
    page = client_of(oak.ana).get(f"matches/{scene.match.pk}/timeline/?kind=status")
    assert "What happened" in page.text
    assert "changed the plan of a match" in page.text
    assert client_of(elm.ana).get(f"/d/oak/matches/{scene.match.pk}/timeline/").status_code == 404
    assert client_of(elm.ana).get(f"matches/{scene.match.pk}/timeline/").status_code == 404


@pytest.mark.parametrize("number", [1, 4])
def test_the_list_asks_the_database_so_often(oak, number, django_assert_num_queries):
    scene = running(oak)
    with oak.open():
        happens(scene.match, number)
        viewer = Viewer.of_person(oak.district, oak.ana)
        with django_assert_num_queries(4):
            found = [event for source in SOURCES for event in source(scene.match, viewer)]
    assert len(found) == number + 1  # and that the match began
