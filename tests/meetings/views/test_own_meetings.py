"""What mentors, students and parents read of their meetings, and what they say of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from correspondence.models import Message
from meetings.models import Meeting, Participation
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.meetings import MeetingFactory
from tests.factories.mentoring import CourtOrderFactory, MatchPauseFactory, MatchStudentFactory, StudentFactory
from tests.factories.screening import SafetyHoldFactory
from tests.factories.tenancy import PersonFactory
from tests.meetings.scene import teaching
from tests.mentoring.scene import Scene


@pytest.fixture
def scene(oak: Cast) -> Scene:
    return teaching(oak)


def soon(oak: Cast, scene: Scene, days: int = 0) -> Meeting:
    """A planned meeting that has not begun."""
    at = timezone.now() + timedelta(days=days, minutes=20)
    on = timezone.localdate(at)
    return MeetingFactory(match=scene.match, on=on, starts_at=at, adult=oak.tom, place_note="Room 104")


def test_meeting_own_list_asks_the_database_so_often(
    oak: Cast, scene: Scene, client_of: type[DistrictClient], django_assert_num_queries: object
) -> None:
    with oak.open():
        soon(oak, scene, 1)
    client = client_of(oak.mia)
    client.get("my-meetings/")
    with django_assert_num_queries(QUERIES):  # type: ignore[operator]
        client.get("my-meetings/")
    with oak.open():
        for days in (2, 3, 4):
            soon(oak, scene, days)
    with django_assert_num_queries(QUERIES):  # type: ignore[operator]
        assert client.get("my-meetings/").content.decode().count("Room 104") == 4


QUERIES = 22


def test_meeting_own_list_names_whom_each_meets(oak: Cast, scene: Scene, client_of: type[DistrictClient]) -> None:
    with oak.open():
        kim = StudentFactory(person=PersonFactory(given_name="Kim", family_name="Zoe"), school=oak.school)
        MatchStudentFactory(match=scene.match, student=kim)
        soon(oak, scene, 1)
    pages = {person: client_of(person).get("my-meetings/").content.decode() for person in (oak.mia, oak.sam, oak.gil)}
    assert "Sam, Kim" in pages[oak.mia]
    assert "Haddad" not in pages[oak.mia]
    assert "Mia Fischer" in pages[oak.sam]
    assert "Kim" not in pages[oak.sam]
    assert "Sam and Mia Fischer" in pages[oak.gil]
    assert "Kim" not in pages[oak.gil]
    assert "I cannot come" not in pages[oak.gil]


def test_meeting_own_list_is_cut_while_somebody_is_on_hold_paused_or_barred(
    oak: Cast, elm: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    with oak.open():
        soon(oak, scene, 1)
        order = CourtOrderFactory(student=scene.sam, about=oak.gil)
    assert "Room 104" not in client_of(oak.gil).get("my-meetings/").content.decode()
    with oak.open():
        order.delete()
        hold = SafetyHoldFactory(person=oak.mia)
    assert "Room 104" not in client_of(oak.mia).get("my-meetings/").content.decode()
    with oak.open():
        hold.lifted_at, hold.lifted_by, hold.lift_reason = timezone.now(), oak.pia, "It was somebody else."
        hold.save()
        pause = MatchPauseFactory(match=scene.match, state="in_force", began_at=timezone.now())
    assert "Room 104" not in client_of(oak.mia).get("my-meetings/").content.decode()
    with oak.open():
        pause.delete()
    assert "Room 104" in client_of(oak.mia).get("my-meetings/").content.decode()
    assert "Room 104" not in client_of(elm.mia).get("my-meetings/").content.decode()


def test_meeting_say_late_tells_the_others_and_is_taken_back(
    oak: Cast, elm: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    with oak.open():
        meeting = soon(oak, scene)
    client = client_of(oak.mia)
    url = f"my-meetings/{meeting.pk}/late/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"minutes": "999"}).status_code == 422
    client.post(url, {"minutes": "15"})
    with oak.open():
        assert Meeting.objects.get().late_minutes == 15
        assert set(Message.objects.values_list("person", flat=True)) == {oak.sam.pk, oak.tom.pk}
    client.post(f"my-meetings/{meeting.pk}/not-late/")
    with oak.open():
        assert Meeting.objects.get().late_minutes is None
    for person, status in ((oak.tom, 200), (oak.sam, 200), (oak.gil, 403), (elm.mia, 404)):
        assert client_of(person).get(url).status_code == status, person


def test_meeting_call_off_and_come_after_all(
    oak: Cast, elm: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    with oak.open():
        meeting = soon(oak, scene, 1)
    client = client_of(oak.mia)
    url = f"my-meetings/{meeting.pk}/call-off/"
    client.post(url, {"note": "Flu"})
    with oak.open():
        now = Meeting.objects.get()
        assert (now.state, now.cancel_cause, now.cancel_note, now.canceled_by_id) == (
            "canceled",
            "mentor",
            "Flu",
            oak.mia.pk,
        )
        standing = Participation.objects.get(match_mentor__mentor=scene.mia)
        assert (standing.standing, standing.said_by_id) == ("excused", oak.mia.pk)
    again = client.post(url, {"note": "Flu"})
    assert again.status_code == 422
    client.post(f"my-meetings/{meeting.pk}/come/")
    with oak.open():
        assert Participation.objects.get(match_mentor__mentor=scene.mia).standing == "expected"
    assert client_of(elm.mia).post(url, {}).status_code == 404
    assert client_of(oak.gil).post(url, {}).status_code == 403


def test_meeting_call_off_by_one_of_a_group_leaves_it_to_the_others(
    oak: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    with oak.open():
        MatchStudentFactory(match=scene.match, student=StudentFactory(school=oak.school))
        meeting = soon(oak, scene, 1)
    client_of(oak.sam).post(f"my-meetings/{meeting.pk}/call-off/", {"note": "Dentist"})
    with oak.open():
        assert Meeting.objects.get().state == "planned"
        told = Message.objects.filter(kind="meetings/member_excused").values_list("person", flat=True)
        assert set(told) == {oak.mia.pk, oak.tom.pk}


def test_a_meeting_of_today_that_is_written_down_is_not_still_to_come(
    oak: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    with oak.open():
        held = MeetingFactory(match=scene.match, on=oak.today, state="held", place_note="Room 7")
        Participation.objects.filter(meeting=held).update(standing="came")
    for person in (oak.sam, oak.gil, oak.mia):
        page = client_of(person).get("my-meetings/")
        assert page.context["coming"] == []
        assert [one.pk for one in page.context["past"]] == [held.pk]
    child = client_of(oak.gil).get(f"children/{scene.sam.pk}/").text
    assert "Room 7" not in child
    assert "Meetings that took place" in child
