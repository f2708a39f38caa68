"""What floors above read of meetings."""

from datetime import UTC, date, datetime

from meetings import reading
from meetings.models import Participation
from meetings.reading import Held, Special
from tests.conftest import Cast
from tests.factories.meetings import MeetingFactory, MeetingLogFactory
from tests.factories.mentoring import MatchFactory
from tests.mentoring.scene import running

NOON = datetime(2026, 10, 12, 16, 0, tzinfo=UTC)


def test_held_counts_what_took_place_by_place(oak: Cast, django_assert_num_queries) -> None:
    scene = running(oak)
    with oak.open():
        MeetingFactory(match=scene.match, on=date(2026, 9, 21), state="held")
        MeetingFactory(match=scene.match, on=date(2026, 10, 5), state="held", minutes=90)
        MeetingFactory(match=scene.match, on=date(2026, 10, 8), state="held", minutes=30, place="workplace")
        MeetingFactory(match=scene.match, on=date(2026, 10, 9), state="missed")
        MeetingFactory(match=scene.match, on=date(2026, 10, 19))
        other = MatchFactory(program=scene.program)

        with django_assert_num_queries(1):
            held = reading.held_of([scene.match.pk, other.pk])

    places = {"school": 150, "workplace": 30}
    assert held[scene.match.pk] == Held(3, 180, places, date(2026, 9, 21), date(2026, 10, 8))
    assert held[other.pk] == Held()


def test_next_is_the_first_that_is_planned_from_today(oak: Cast, django_assert_num_queries) -> None:
    scene = running(oak)
    with oak.open():
        MeetingFactory(match=scene.match, on=date(2026, 10, 5))
        MeetingFactory(match=scene.match, on=date(2026, 10, 26))
        soon = MeetingFactory(match=scene.match, on=date(2026, 10, 19))

        with django_assert_num_queries(1):
            found = reading.next_of([scene.match.pk], NOON)

    assert found == {scene.match.pk: soon}


def test_no_shows_are_those_of_the_student_since_a_day(oak: Cast) -> None:
    scene = running(oak)
    with oak.open():
        for day in (date(2026, 8, 3), date(2026, 10, 5), date(2026, 10, 12)):
            meeting = MeetingFactory(match=scene.match, on=day, state="missed")
            meeting.participations.filter(match_student__isnull=False).update(standing="no_show")
        MeetingFactory(match=scene.match, on=date(2026, 10, 19), state="held")

        found = reading.no_shows_of([scene.sam.pk, scene.lou.pk], date(2026, 9, 1))

    assert {pk: [row.meeting.on for row in rows] for pk, rows in found.items()} == {
        scene.sam.pk: [date(2026, 10, 5), date(2026, 10, 12)]
    }


def test_specials_are_told_of_who_came(oak: Cast, django_assert_num_queries) -> None:
    scene = running(oak)
    with oak.open():
        meeting = MeetingFactory(match=scene.match, state="held")
        meeting.participations.update(standing=Participation.Standing.CAME)
        MeetingLogFactory(
            meeting=meeting, logged_by=oak.mia, special="ticket", special_note="Science museum", special_dollars=20
        )
        plain = MeetingFactory(match=scene.match, on=date(2026, 10, 12), state="held")
        plain.participations.update(standing=Participation.Standing.CAME)
        MeetingLogFactory(meeting=plain, logged_by=oak.mia)

        with django_assert_num_queries(1):
            found = reading.specials_of([scene.sam.pk, scene.lou.pk], date(2026, 9, 1))

    told = Special(scene.match.pk, date(2026, 10, 5), "ticket", "Science museum", 20)
    assert found == {scene.sam.pk: [told]}


def test_elm_reads_nothing_of_oak(oak: Cast, elm: Cast) -> None:
    scene = running(oak)
    with oak.open():
        MeetingFactory(match=scene.match, state="held")
    with elm.open():
        assert reading.held_of([scene.match.pk]) == {scene.match.pk: Held()}
        assert reading.next_of([scene.match.pk], NOON) == {}
        assert reading.no_shows_of([scene.sam.pk], date(2026, 1, 1)) == {}
        assert reading.specials_of([scene.sam.pk], date(2026, 1, 1)) == {}
