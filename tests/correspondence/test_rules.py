"""Quiet hours, summaries and tries, by the clock on the wall of the district."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from correspondence.rules import RETRY_AFTER, Timetable, retry_at

CHICAGO = ZoneInfo("America/Chicago")
#: A Tuesday.
TUESDAY = date(2026, 9, 15)


def at(clock: str, day: date = TUESDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), CHICAGO)


@pytest.fixture
def oak_times() -> Timetable:
    """Quiet from eight to seven; the summary at half past seven; closed on Thursday the 17th."""
    return Timetable(CHICAGO, time(20), time(7), time(7, 30), {date(2026, 9, 17)})


@pytest.mark.parametrize(
    ("clock", "is_quiet"),
    [("19:59", False), ("20:00", True), ("23:30", True), ("00:00", True), ("06:59", True), ("07:00", False)],
)
def test_quiet_hours_go_through_the_night(oak_times: Timetable, clock: str, is_quiet: bool) -> None:
    assert oak_times.is_quiet(at(clock)) is is_quiet


@pytest.mark.parametrize(("clock", "is_quiet"), [("11:59", False), ("12:00", True), ("12:59", True), ("13:00", False)])
def test_quiet_hours_may_lie_within_a_day(clock: str, is_quiet: bool) -> None:
    assert Timetable(CHICAGO, time(12), time(13), time(7)).is_quiet(at(clock)) is is_quiet


def test_quiet_hours_end_in_the_morning(oak_times: Timetable) -> None:
    assert oak_times.after_quiet(at("21:15")) == at("07:00", TUESDAY + timedelta(days=1))
    assert oak_times.after_quiet(at("05:15")) == at("07:00")
    assert oak_times.after_quiet(at("12:00")) == at("12:00")


def test_quiet_hours_end_by_the_clock_when_the_clocks_change(oak_times: Timetable) -> None:
    """On 1 November 2026 the night in Chicago has an hour more."""
    evening = at("22:00", date(2026, 10, 31))
    assert oak_times.after_quiet(evening).isoformat() == "2026-11-01T07:00:00-06:00"


@pytest.mark.parametrize(
    ("posted", "leaves"),
    [
        (at("06:00"), at("07:30")),
        (at("07:30"), at("07:30", date(2026, 9, 16))),
        (at("15:00"), at("07:30", date(2026, 9, 16))),
        (at("15:00", date(2026, 9, 16)), at("07:30", date(2026, 9, 18))),  # Thursday is closed
        (at("15:00", date(2026, 9, 18)), at("07:30", date(2026, 9, 21))),  # the weekend
    ],
)
def test_summaries_leave_once_on_each_open_day(oak_times: Timetable, posted: datetime, leaves: datetime) -> None:
    assert oak_times.next_digest(posted) == leaves


def test_a_summary_set_into_the_quiet_hours_leaves_at_their_end() -> None:
    times = Timetable(CHICAGO, time(20), time(8), time(6))
    assert times.next_digest(at("05:00")) == at("08:00")


def test_tries_are_spread_over_a_day() -> None:
    assert retry_at(1, at("12:00")) == at("12:01")
    assert retry_at(len(RETRY_AFTER), at("12:00")) == at("20:00")
    assert retry_at(len(RETRY_AFTER) + 1, at("12:00")) is None
    assert timedelta(hours=23) < sum(RETRY_AFTER, timedelta()) < timedelta(hours=25)
