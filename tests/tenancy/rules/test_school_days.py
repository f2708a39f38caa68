"""School days (S-35): which days count, how many there are, and the one after next."""

from datetime import date

import pytest

from tenancy.models import CalendarDay
from tenancy.rules import SchoolCalendar, add_school_days, is_school_day, next_school_day, school_days_between
from tests.factories.tenancy import CalendarDayFactory, SchoolFactory, SchoolYearFactory

OAK_HIGH, BIRCH_HIGH = 1, 2
MON, TUE, WED, THU, FRI, SAT = (date(2026, 11, day) for day in range(23, 29))
NEXT_MON = date(2026, 11, 30)

#: Thanksgiving closes every school; Birch High is closed on Wednesday too.
YEAR = SchoolCalendar(
    years=((date(2026, 8, 17), date(2027, 6, 4)),),
    closed_everywhere=frozenset({THU, FRI}),
    closed_in={BIRCH_HIGH: frozenset({WED})},
)
NO_YEAR = SchoolCalendar()


@pytest.mark.parametrize(
    ("day", "school_id", "is_one"),
    [
        (MON, None, True),
        (WED, OAK_HIGH, True),
        (WED, BIRCH_HIGH, False),
        (WED, None, True),
        (THU, OAK_HIGH, False),
        (SAT, OAK_HIGH, False),
        (date(2026, 8, 14), OAK_HIGH, False),
        (date(2026, 8, 17), OAK_HIGH, True),
        (date(2027, 6, 4), OAK_HIGH, True),
        (date(2027, 6, 7), OAK_HIGH, False),
    ],
)
def test_a_school_day_is_an_open_weekday_of_a_school_year(day, school_id, is_one):
    assert is_school_day(day, calendar=YEAR, school_id=school_id) is is_one


def test_school_days_are_counted_with_both_ends():
    assert school_days_between(MON, NEXT_MON, calendar=YEAR, school_id=OAK_HIGH) == 4
    assert school_days_between(MON, NEXT_MON, calendar=YEAR, school_id=BIRCH_HIGH) == 3
    assert school_days_between(NEXT_MON, MON, calendar=YEAR) == 0


def test_the_next_school_day_comes_after_the_holidays():
    assert next_school_day(WED, calendar=YEAR) == NEXT_MON
    assert next_school_day(TUE, calendar=YEAR, school_id=BIRCH_HIGH) == NEXT_MON


def test_school_days_are_added_over_weekends_and_holidays():
    assert add_school_days(MON, 2, calendar=YEAR) == WED
    assert add_school_days(MON, 3, calendar=YEAR) == NEXT_MON
    assert add_school_days(SAT, 1, calendar=YEAR) == NEXT_MON


def test_before_the_year_the_first_school_day_is_the_next():
    assert next_school_day(date(2026, 7, 4), calendar=YEAR) == date(2026, 8, 17)


def test_no_school_day_comes_after_the_last_known_year():
    assert next_school_day(date(2027, 6, 4), calendar=YEAR) is None
    assert add_school_days(date(2027, 6, 1), 10, calendar=YEAR) is None


def test_without_a_school_year_there_are_no_school_days():
    assert is_school_day(MON, calendar=NO_YEAR) is False
    assert school_days_between(MON, FRI, calendar=NO_YEAR) == 0
    assert next_school_day(MON, calendar=NO_YEAR) is None
    assert add_school_days(MON, 5, calendar=NO_YEAR) is None


def test_one_counts_at_least_one_school_day():
    with pytest.raises(ValueError, match="at least one"):
        add_school_days(MON, 0, calendar=YEAR)


def test_the_calendar_is_read_in_two_queries_and_knows_its_own_district_alone(oak, elm, django_assert_num_queries):
    with elm.open():
        SchoolYearFactory()
        CalendarDayFactory(day=MON)
    with oak.open() as district:
        birch = SchoolFactory(name="Birch High")
        SchoolYearFactory()
        CalendarDayFactory(day=THU)
        CalendarDayFactory(day=WED, school=birch)
        CalendarDayFactory(day=TUE, kind=CalendarDay.Kind.TESTING)
        with django_assert_num_queries(2):
            calendar = SchoolCalendar.of(district)
    assert calendar == SchoolCalendar(
        years=((date(2026, 8, 17), date(2027, 6, 4)),),
        closed_everywhere=frozenset({THU}),
        closed_in={birch.pk: frozenset({WED})},
    )
