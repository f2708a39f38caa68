"""On which days talks and looks at goals are due; what a school hour is."""

from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from support.rules import Rhythm, next_review
from support.school_hours import SchoolHours
from tenancy.rules import SchoolCalendar

USUAL = Rhythm(first_month=2, every=30)
START = date(2026, 10, 1)
ZONE = ZoneInfo("America/Chicago")


def test_talks_are_due_twice_in_the_first_month_and_then_monthly():
    days = list(islice(USUAL.days(START), 4))
    assert days == [date(2026, 10, 16), date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 30)]
    assert next(Rhythm(0, 14).days(START)) == date(2026, 11, 14)


@pytest.mark.parametrize(
    ("last", "on", "due"),
    [
        (None, date(2026, 10, 2), date(2026, 10, 16)),
        (None, date(2026, 10, 20), date(2026, 10, 16)),  # late, but of this month
        (None, date(2027, 2, 1), date(2027, 2, 28)),  # nobody is overdue for what was before the program
        (date(2026, 10, 16), date(2026, 10, 17), date(2026, 10, 31)),
        (date(2026, 10, 29), date(2026, 10, 29), date(2026, 11, 30)),  # a late talk moves the next one on
        (date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 11, 30), date(2027, 3, 1), date(2026, 12, 30)),
    ],
)
def test_the_next_talk(last, on, due):
    assert USUAL.next_day(start=START, last=last, on=on) == due


def test_goals_are_looked_at_on_a_rhythm():
    every = {"start": START, "every": 90}
    assert next_review(**every, last=None, on=date(2026, 10, 2)) == date(2026, 12, 30)
    assert next_review(**every, last=date(2026, 12, 30), on=date(2027, 1, 1)) == date(2027, 3, 30)
    assert next_review(**every, last=None, on=date(2027, 9, 1)) == date(2027, 9, 1)


def hours(**values):
    calendar = SchoolCalendar(years=((date(2026, 8, 17), date(2027, 6, 10)),), **values)
    return SchoolHours(calendar, ZONE)


@pytest.mark.parametrize(
    ("since", "now", "passed"),
    [
        ((2026, 11, 10, 8, 0), (2026, 11, 10, 11, 59), False),
        ((2026, 11, 10, 8, 0), (2026, 11, 10, 12, 0), True),
        ((2026, 11, 10, 7, 0), (2026, 11, 10, 11, 30), False),  # before school
        ((2026, 11, 13, 14, 0), (2026, 11, 16, 10, 59), False),  # over a weekend
        ((2026, 11, 13, 14, 0), (2026, 11, 16, 11, 0), True),
        ((2026, 7, 1, 9, 0), (2026, 8, 16, 9, 0), False),  # in summer
    ],
)
def test_four_school_hours(since, now, passed):
    start, end = datetime(*since, tzinfo=ZONE), datetime(*now, tzinfo=ZONE)
    assert hours().have_passed(4, since=start, now=end, school_id=None) is passed


def test_closed_days_of_the_school_do_not_count():
    start, end = datetime(2026, 11, 10, 14, 0, tzinfo=ZONE), datetime(2026, 11, 11, 12, 0, tzinfo=ZONE)
    closed = hours(closed_in={7: frozenset({date(2026, 11, 11)})})
    assert closed.have_passed(4, since=start, now=end, school_id=7) is False
    assert closed.have_passed(4, since=start, now=end, school_id=8) is True
