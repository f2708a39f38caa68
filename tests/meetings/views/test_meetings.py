"""Planning on screen: the list, a meeting's page, planning, moving, canceling, undoing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.models import Meeting
from tenancy.models import CalendarDay, Person
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.meetings import MeetingFactory
from tests.factories.mentoring import (
    MatchFactory,
    MatchMentorFactory,
    MatchPauseFactory,
    MatchStudentFactory,
    StudentFactory,
)
from tests.meetings.scene import teaching
from tests.mentoring.scene import Scene


@pytest.fixture
def scene(oak: Cast) -> Scene:
    made = teaching(oak)
    with oak.open():
        year = made.program.school_year
        year.starts_on, year.ends_on = oak.today - timedelta(days=100), oak.today + timedelta(days=200)
        year.save()
    return made


def monday(cast: Cast, weeks: int = 1) -> str:
    """A Monday to come."""
    return (cast.today + timedelta(days=7 * weeks - cast.today.weekday())).isoformat()


def filled(cast: Cast, **other: object) -> dict[str, object]:
    return {
        "on": monday(cast),
        "starts_at": "14:30",
        "minutes": 60,
        "place": "school",
        "place_note": "Room 104",
        "adult": cast.tom.pk,
        "repeats": "",
        **other,
    }


def planned(cast: Cast, scene: Scene, client_of: type[DistrictClient], **other: object) -> Meeting:
    answer = client_of(cast.ana).post(f"matches/{scene.match.pk}/plan-meeting/", filled(cast, **other))
    assert answer.status_code == 302, answer.content.decode()
    with cast.open():
        return Meeting.objects.order_by("on").first()  # type: ignore[return-value]


def test_meeting_plan_plans_and_says_so_on_the_match(oak: Cast, scene: Scene, client_of: type[DistrictClient]) -> None:
    form = client_of(oak.ana).get(f"matches/{scene.match.pk}/plan-meeting/")
    assert form.status_code == 200
    meeting = planned(oak, scene, client_of)
    page = client_of(oak.ana).get(f"matches/{scene.match.pk}/meetings/").content.decode()
    assert "Coming meetings" in page
    assert "2:30 PM" in page
    first = client_of(oak.ana).get(f"matches/{scene.match.pk}/").content.decode()
    assert "Next meetings" in first and "2:30 PM" in first
    assert meeting.planned_by_id == oak.ana.pk


def test_meeting_plan_of_a_series_names_the_days_left_out(
    oak: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    with oak.open():
        CalendarDay.objects.create(day=monday(oak, 2), kind="closed", school=None)
    client = client_of(oak.ana)
    answer = client.post(
        f"matches/{scene.match.pk}/plan-meeting/", filled(oak, repeats="1", until_on=monday(oak, 4)), follow=True
    )
    assert answer.redirect_chain[-1][0].endswith(f"/matches/{scene.match.pk}/meetings/")
    assert "3 meetings are planned." in answer.content.decode()
    assert "Left out, since they cannot meet then:" in answer.content.decode()


def test_meeting_plan_at_another_place_is_refused(oak: Cast, scene: Scene, client_of: type[DistrictClient]) -> None:
    url = f"matches/{scene.match.pk}/plan-meeting/"
    answer = client_of(oak.ana).post(url, filled(oak, place="elsewhere"))
    assert answer.status_code == 422
    answer = client_of(oak.ana).post(url, filled(oak, place="workplace", transport="Bus"))
    assert answer.status_code == 422
    assert "Nobody has noted where Mia Fischer works." in answer.content.decode()
    answer = client_of(oak.ana).post(url, filled(oak, repeats="1", until_on=""))
    assert "Say until when." in answer.content.decode()


def test_meeting_plan_is_for_staff_of_the_match_alone(
    oak: Cast, elm: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    url = f"matches/{scene.match.pk}/plan-meeting/"
    assert client_of(oak.tom).get(url).status_code == 200
    for person, status in ((oak.pia, 403), (oak.mia, 403), (oak.sam, 403), (oak.gil, 403), (oak.fay, 403)):
        assert client_of(person).get(url).status_code == status, person
    assert client_of(elm.ana).get(url).status_code == 404


def test_meeting_move_is_two_clicks_and_undone(oak: Cast, scene: Scene, client_of: type[DistrictClient]) -> None:
    meeting = planned(oak, scene, client_of)
    client = client_of(oak.ana)
    page = client.get(f"meetings/{meeting.pk}/").content.decode()
    assert f"/meetings/{meeting.pk}/move/" in page
    form = client.get(f"meetings/{meeting.pk}/move/").content.decode()
    assert "Room 104" in form
    client.post(f"meetings/{meeting.pk}/move/", filled(oak, place_note="Library"))
    with oak.open():
        assert Meeting.objects.get().place_note == "Library"
    client.post(f"meetings/{meeting.pk}/move-back/")
    with oak.open():
        assert Meeting.objects.get().place_note == "Room 104"
    again = client.post(f"meetings/{meeting.pk}/move-back/", follow=True).content.decode()
    assert "can no longer be undone" in again


def test_meeting_move_moves_all_later_ones(oak: Cast, scene: Scene, client_of: type[DistrictClient]) -> None:
    first = planned(oak, scene, client_of, repeats="1", until_on=monday(oak, 3))
    client = client_of(oak.ana)
    client.post(f"meetings/{first.pk}/move/", filled(oak, starts_at="09:00", which="following"))
    with oak.open():
        hours = {f"{one.starts_at:%M}" for one in Meeting.objects.all()}
        assert hours == {"00"}
    client.post(f"meetings/{first.pk}/move-back/")
    with oak.open():
        assert {f"{one.starts_at:%M}" for one in Meeting.objects.all()} == {"30"}


def test_meeting_cancel_asks_why_and_is_taken_back(oak: Cast, scene: Scene, client_of: type[DistrictClient]) -> None:
    first = planned(oak, scene, client_of, repeats="1", until_on=monday(oak, 3))
    client = client_of(oak.tom)
    assert client.post(f"meetings/{first.pk}/cancel/", {"cause": ""}).status_code == 422
    answer = client.post(f"meetings/{first.pk}/cancel/", {"cause": "mentor", "which": "following"}, follow=True)
    page = answer.content.decode()
    assert "Canceled. Whoever would have come is told" in page
    undo = page.split('action="')[1:]
    address = next(one.split('"')[0] for one in undo if "take-back" in one)
    with oak.open():
        assert set(Meeting.objects.values_list("state", flat=True)) == {"canceled"}
    client.post(address.removeprefix("/d/oak/"))
    with oak.open():
        assert set(Meeting.objects.values_list("state", flat=True)) == {"planned"}


def test_meeting_bring_back_says_why_not(oak: Cast, scene: Scene, client_of: type[DistrictClient]) -> None:
    meeting = planned(oak, scene, client_of)
    client = client_of(oak.ana)
    client.post(f"meetings/{meeting.pk}/cancel/", {"cause": "other"})
    with oak.open():
        CalendarDay.objects.create(day=meeting.on, kind="closed", school=None)
    page = client.post(f"meetings/{meeting.pk}/bring-back/", follow=True).content.decode()
    assert "School is closed on" in page
    with oak.open():
        CalendarDay.objects.all().delete()
    page = client.post(f"meetings/{meeting.pk}/bring-back/", follow=True).content.decode()
    assert "The meeting takes place after all." in page


def test_meeting_change_adult_by_the_front_office_today_alone(
    oak: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    meeting = planned(oak, scene, client_of)
    assert client_of(oak.fay).get(f"meetings/{meeting.pk}/adult/").status_code == 404
    with oak.open():
        today = MeetingFactory(match=scene.match, on=oak.today, adult=oak.tom)
    client = client_of(oak.fay)
    assert client.get(f"meetings/{today.pk}/adult/").status_code == 200
    assert client.get(f"meetings/{today.pk}/move/").status_code == 403


def test_meeting_detail_and_list_are_for_those_who_see_the_match(
    oak: Cast, elm: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    meeting = planned(oak, scene, client_of)
    for person in (oak.ana, oak.tom, oak.pia, oak.ada):
        assert client_of(person).get(f"meetings/{meeting.pk}/").status_code == 200, person
    for person, status in ((oak.fay, 404), (oak.mia, 403), (oak.gil, 403), (oak.sam, 403), (oak.cole, 403)):
        assert client_of(person).get(f"meetings/{meeting.pk}/").status_code == status, person
    for path in ("", "move/", "cancel/", "calendar/", "adult/"):
        assert client_of(elm.ana).get(f"meetings/{meeting.pk}/{path}").status_code == 404, path
    assert "Sam Haddad" not in client_of(elm.ana).get("meetings/").content.decode()


def test_a_meeting_whose_day_has_come_leads_whoever_may_log_to_the_page_to_log(
    oak: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    with oak.open():
        due = MeetingFactory(match=scene.match, on=oak.today, adult=oak.tom)
        coming = MeetingFactory(match=scene.match, on=oak.today + timedelta(days=1), adult=oak.tom)

    def leads_on(who: Person, meeting: Meeting) -> bool:
        return f"meetings/{meeting.pk}/log/" in client_of(who).get(f"meetings/{meeting.pk}/").text

    assert leads_on(oak.ana, due)
    assert not leads_on(oak.pia, due), "who only reads"
    assert not leads_on(oak.ana, coming)


def test_meeting_list_asks_the_same_number_of_queries_at_one_row_and_at_four(
    oak: Cast, scene: Scene, client_of: type[DistrictClient], django_assert_num_queries: object
) -> None:
    with oak.open():
        MeetingFactory(match=scene.match, on=oak.today + timedelta(days=1), adult=oak.tom)
    client = client_of(oak.ana)
    client.get("meetings/")
    with django_assert_num_queries(QUERIES):  # type: ignore[operator]
        page = client.get("meetings/").content.decode()
    assert "Sam Haddad" in page
    with oak.open():
        for number in range(3):
            match = MatchFactory(program=scene.program)
            MatchStudentFactory(match=match, student=StudentFactory(school=oak.school))
            MatchMentorFactory(match=match)
            MeetingFactory(match=match, on=oak.today + timedelta(days=2 + number))
    with django_assert_num_queries(QUERIES):  # type: ignore[operator]
        assert "4 meetings" in client.get("meetings/").content.decode()


QUERIES = 21


def test_meeting_list_is_narrowed_by_its_address(oak: Cast, scene: Scene, client_of: type[DistrictClient]) -> None:
    with oak.open():
        for day, state in ((-3, "held"), (-2, "planned"), (0, "planned"), (3, "canceled"), (30, "planned")):
            MeetingFactory(match=scene.match, on=oak.today + timedelta(days=day), state=state, adult=oak.tom)
    client = client_of(oak.ana)

    def count(query: str) -> str:
        page = client.get(f"meetings/?{query}").content.decode()
        return next((str(number) for number in range(1, 7) if f"{number} meeting" in page), "0")

    found = {
        "": "3",
        "when=today": "1",
        "when=week": "2",
        "when=past": "2",
        "when=open": "1",
        "when=all": "5",
        "when=all&state=canceled": "1",
        f"when=all&school={oak.school.pk}": "5",
        f"when=all&school={scene.bell.pk}": "0",
        f"when=all&program={scene.program.pk}": "5",
        f"when=all&adult={oak.tom.pk}": "5",
        "when=all&place=outing": "0",
        "when=all&q=Haddad": "5",
        "when=all&q=Nobody": "0",
        f"first={oak.today:%Y-%m-%d}&last={oak.today:%Y-%m-%d}": "1",
    }
    assert {query: count(query) for query in found} == found


def test_meeting_export_has_the_same_rows(oak: Cast, scene: Scene, client_of: type[DistrictClient]) -> None:
    with oak.open():
        MeetingFactory(match=scene.match, on=oak.today, adult=oak.tom)
    text = b"".join(client_of(oak.ana).get("meetings/export/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "Sam Haddad,Mia Fischer,Planned" in text
    assert client_of(oak.fay).get("meetings/export/").status_code == 403


# What cannot be planned says so before anybody types


def test_meeting_plan_says_at_once_that_the_match_is_paused_or_over(
    oak: Cast, elm: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    url = f"matches/{scene.match.pk}/plan-meeting/"
    assert "Minutes" in client_of(oak.ana).get(url).content.decode()
    with oak.open():
        pause = MatchPauseFactory(match=scene.match, state="in_force", began_at=timezone.now())
    page = client_of(oak.ana).get(url).content.decode()
    assert "The match is paused. Nothing is planned until it goes on." in page
    assert "Minutes" not in page
    refused = client_of(oak.ana).post(url, filled(oak))
    assert refused.status_code == 422, "somebody who had the form open reads it there"
    with oak.open():
        pause.delete()
        scene.match.state, scene.match.ended_on = "ended", oak.today
        scene.match.end_reason = "Moved"
        scene.match.save()
    page = client_of(oak.ana).get(url).content.decode()
    assert "The match is over. No meeting is planned any more." in page
    assert "Minutes" not in page
    assert client_of(elm.ana).get(url).status_code == 404


def test_meeting_move_says_at_once_what_stands_against_it(
    oak: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    with oak.open():
        meeting = MeetingFactory(match=scene.match, on=oak.today + timedelta(days=3), adult=oak.tom)
        pause = MatchPauseFactory(match=scene.match, state="in_force", began_at=timezone.now())
    pages = {name: client_of(oak.ana).get(f"meetings/{meeting.pk}/{name}/") for name in ("move", "adult")}
    assert {answer.status_code for answer in pages.values()} == {200}
    for answer in pages.values():
        assert "The match is paused." in answer.content.decode()
        assert "Back to the meeting" in answer.content.decode()
    with oak.open():
        pause.delete()
        meeting.state = "held"
        meeting.save()
    page = client_of(oak.ana).get(f"meetings/{meeting.pk}/move/").content.decode()
    assert "This meeting is no longer planned." in page
    assert "Save and tell them" not in page
