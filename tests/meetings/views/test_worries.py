"""What worried somebody about a meeting: who reads it, that each reading is written down, and what was done."""

from typing import Any

import pytest

from meetings.models import Worry
from tenancy.models import AuditEvent
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.meetings import WorryFactory
from tests.factories.mentoring import MatchMentorFactory, MentorFactory
from tests.meetings.met import met


def worry_of(cast: Cast) -> Worry:
    there = met(cast)
    with cast.open():
        return WorryFactory(meeting=there.meeting, said_by=cast.mia)


@pytest.mark.parametrize(
    ("who", "status"),
    [("ana", 200), ("cole", 200), ("tom", 403), ("pia", 403), ("fay", 403), ("mia", 403), ("sam", 403), ("gil", 403)],
)
def test_worry_detail_is_for_coordinators_and_counselors(
    oak: Cast, client_of: type[DistrictClient], who: str, status: int
) -> None:
    worry = worry_of(oak)
    page = client_of(getattr(oak, who)).get(f"meetings/worries/{worry.pk}/")
    assert page.status_code == status
    with oak.open():
        read = AuditEvent.objects.filter(verb="worry.read", actor_person=getattr(oak, who))
        assert read.exists() == (status == 200)


def test_worry_detail_finds_nothing_in_elm(oak: Cast, elm: Cast, client_of: type[DistrictClient]) -> None:
    worry = worry_of(oak)
    assert client_of(elm.ana).get(f"meetings/worries/{worry.pk}/").status_code == 404


def test_worry_detail_is_closed_to_a_coordinator_who_mentors_there(oak: Cast, client_of: type[DistrictClient]) -> None:
    worry = worry_of(oak)
    with oak.open():
        MatchMentorFactory(match=worry.meeting.match, mentor=MentorFactory(person=oak.ana))
    assert client_of(oak.ana).get(f"meetings/worries/{worry.pk}/").status_code == 404
    assert client_of(oak.cole).get(f"meetings/worries/{worry.pk}/").status_code == 200


def test_worry_detail_is_closed_with_what_was_done(oak: Cast, client_of: type[DistrictClient]) -> None:
    worry = worry_of(oak)
    cole, path = client_of(oak.cole), f"meetings/worries/{worry.pk}/"
    assert cole.post(path, {"answer": ""}).status_code == 422

    cole.post(path, {"answer": "Talked with Sam."})

    with oak.open():
        worry.refresh_from_db()
        assert (worry.answer, worry.closed_by) == ("Talked with Sam.", oak.cole)
    assert cole.post(path, {"answer": "Again."}).status_code == 422
    cole.post(f"{path}reopen/")
    with oak.open():
        worry.refresh_from_db()
        assert (worry.answer, worry.closed_at) == ("Talked with Sam.", None)


@pytest.mark.parametrize("number", [1, 4])
def test_worry_list_asks_the_database_so_often(
    oak: Cast, client_of: type[DistrictClient], number: int, django_assert_num_queries: Any
) -> None:
    there = met(oak)
    with oak.open():
        for _one in range(number):
            WorryFactory(meeting=there.meeting, said_by=oak.mia)
    ana = client_of(oak.ana)
    ana.get("meetings/worries/")
    with django_assert_num_queries(14):
        page = ana.get("meetings/worries/").content.decode()
    assert "very tired" not in page


def test_worries_are_on_the_first_page_of_ana_and_cole(oak: Cast, client_of: type[DistrictClient]) -> None:
    worry_of(oak)
    for who in (oak.ana, oak.cole):
        assert "Something about a meeting worries 1 mentor." in client_of(who).get("").content.decode()
    assert "worries" not in client_of(oak.tom).get("").content.decode()
