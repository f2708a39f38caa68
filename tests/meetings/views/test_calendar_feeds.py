"""Calendar files and the private address of a calendar."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from meetings.actions import calendar_feeds, meetings
from meetings.calendar_files import folded
from meetings.models import CalendarFeed
from tenancy.actor import Actor
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.meetings import MeetingFactory
from tests.factories.screening import SafetyHoldFactory
from tests.meetings.scene import teaching
from tests.mentoring.scene import Scene


@pytest.fixture
def scene(oak: Cast) -> Scene:
    return teaching(oak)


def lines(content: bytes) -> list[str]:
    """A calendar file, unfolded as RFC 5545 says."""
    assert content.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def read(token: str, district: str = "oak", **headers: str) -> object:
    return Client().get(f"/d/{district}/calendar/{token}.ics", headers=headers)


def test_meeting_calendar_is_a_file_of_one_meeting(oak: Cast, scene: Scene, client_of: type[DistrictClient]) -> None:
    with oak.open():
        meeting = MeetingFactory(
            match=scene.match, on=date(2026, 12, 1), adult=oak.tom, place_note="Room 104; left, then up"
        )
    answer = client_of(oak.mia).get(f"meetings/{meeting.pk}/calendar/")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = lines(answer.content)
    assert found[0] == "BEGIN:VCALENDAR"
    for line in (
        "METHOD:PUBLISH",
        f"UID:{meeting.uid}@waymark",
        "SEQUENCE:0",
        "DTSTART:20261201T180000Z",
        "DTEND:20261201T190000Z",
        "SUMMARY:Mentoring with Sam",
        "LOCATION:At school\\, Room 104\\; left\\, then up",
        "DESCRIPTION:Adult in charge: Tom Whelan",
        "STATUS:CONFIRMED",
    ):
        assert line in found
    with oak.open():
        meetings.cancel(meeting=meeting, cause="mentor", at=timezone.now(), by=Actor.person(oak.ana))
    found = lines(client_of(oak.sam).get(f"meetings/{meeting.pk}/calendar/").content)
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1", "SUMMARY:Mentoring with Mia Fischer"} <= set(found)


def test_long_lines_are_folded_between_letters() -> None:
    line = "SUMMARY:" + "é" * 80
    written = folded(line)
    assert all(len(part) <= 75 for part in written.split(b"\r\n"))
    assert written.replace(b"\r\n ", b"").decode() == line + "\r\n"


def test_calendar_feed_make_shows_the_address_once_and_keeps_a_digest(
    oak: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    client = client_of(oak.mia)
    page = client.post("my-calendar/make/", follow=True).content.decode()
    address = page.split('value="http')[1].split('"')[0]
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert token not in client.get("my-calendar/").content.decode()
    with oak.open():
        assert token not in str(CalendarFeed.objects.values().get())
        MeetingFactory(match=scene.match, on=oak.today, adult=oak.tom)
        canceled = MeetingFactory(match=scene.match, on=oak.today, state="canceled", adult=oak.tom)
    answer = read(token)
    assert answer.status_code == 200  # type: ignore[attr-defined]
    text = answer.content.decode()  # type: ignore[attr-defined]
    assert text.count("BEGIN:VEVENT") == 2
    assert str(canceled.uid) in text
    assert "STATUS:CANCELLED" in text
    assert "Haddad" not in text
    same = read(token, **{"If-None-Match": answer["ETag"]})  # type: ignore[index]
    assert same.status_code == 304  # type: ignore[attr-defined]


def test_calendar_feed_read_is_404_for_everything_but_a_live_address(
    oak: Cast, elm: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    client = client_of(oak.sam)
    with oak.open():
        old = calendar_feeds.make(person=oak.sam, at=timezone.now(), by=Actor.person(oak.sam))
        token = calendar_feeds.make(person=oak.sam, at=timezone.now(), by=Actor.person(oak.sam))
    assert read(token).status_code == 200  # type: ignore[attr-defined]
    assert read(old).status_code == 404  # type: ignore[attr-defined]
    assert read(token, "elm").status_code == 404  # type: ignore[attr-defined]
    assert read("x" * 43).status_code == 404  # type: ignore[attr-defined]
    client.post("my-calendar/end/")
    assert read(token).status_code == 404  # type: ignore[attr-defined]
    assert client_of(elm.sam).get("my-calendar/").status_code == 200


def test_calendar_feed_read_shows_nothing_while_on_hold(oak: Cast, scene: Scene) -> None:
    with oak.open():
        token = calendar_feeds.make(person=oak.mia, at=timezone.now(), by=Actor.person(oak.mia))
        MeetingFactory(match=scene.match, on=oak.today, adult=oak.tom)
        SafetyHoldFactory(person=oak.mia)
    assert b"BEGIN:VEVENT" not in read(token).content  # type: ignore[attr-defined]


def test_calendar_feed_read_slows_down_whoever_asks_without_end(
    oak: Cast, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    with oak.open():
        token = calendar_feeds.make(person=oak.mia, at=datetime(2026, 11, 1, tzinfo=UTC), by=Actor.person(oak.mia))
    monkeypatch.setattr("accounts.tries.Limit.spend", lambda *_args: False)
    answer = read(token)
    assert answer.status_code == 429  # type: ignore[attr-defined]
    assert answer["Retry-After"] == "3600"  # type: ignore[index]
