"""What logs add to the pages of matches and students: staff read of it, families read only that they met."""

from django.utils import timezone

from meetings.actions import logs
from tenancy.actor import Actor
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.meetings.met import Met, logged, met


def log(cast: Cast, there: Met, **other: object) -> None:
    with cast.open():
        logs.log(
            match=there.match,
            meeting=there.meeting,
            logged=logged(there, note="A secret note.", **other),
            author=cast.mia,
            at=timezone.now(),
            by=Actor.person(cast.mia),
        )


def test_a_match_shows_how_many_meetings_took_place(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    with oak.open():
        there.match.planned_meetings = 12
        there.match.save()
    before = client_of(oak.ana).get(f"matches/{there.match.pk}/meetings/").content.decode()
    assert "Not written down" in before
    assert "1 meeting is not written down" in client_of(oak.ana).get(f"matches/{there.match.pk}/").text
    log(oak, there)
    page = client_of(oak.ana).get(f"matches/{there.match.pk}/meetings/").content.decode()
    assert "What took place" in page
    assert "Not written down" not in page
    assert "not written down" not in client_of(oak.ana).get(f"matches/{there.match.pk}/").text
    assert "1 of 12 held" in client_of(oak.ana).get("matches/").content.decode()
    assert "What took place" not in client_of(oak.cole).get(f"matches/{there.match.pk}/meetings/").content.decode()


def test_a_mentor_finds_what_is_to_be_written_down(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    mia = client_of(oak.mia)
    page = mia.get(f"my-students/{there.scene.sam.pk}/").content.decode()
    assert f"meetings/{there.meeting.pk}/log/" in page
    assert "is not written down" in mia.get("").content.decode()


def test_a_parent_reads_that_they_met_and_never_the_note(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    log(oak, there)
    page = client_of(oak.gil).get(f"children/{there.scene.sam.pk}/").content.decode()
    assert "Meetings that took place" in page
    assert "secret" not in page


def test_a_student_reads_that_they_met_and_may_say_that_nobody_came(oak: Cast, client_of: type[DistrictClient]) -> None:
    there = met(oak)
    sam, path = client_of(oak.sam), "my-program/"
    before = sam.get(path)
    assert "My mentor did not come" in before.content.decode()
    log(oak, there)
    after = sam.get(path).content.decode()
    assert "Your meetings so far" in after
    assert "secret" not in after
