"""Figures that tell nobody apart."""

from datetime import date

import pytest

from config.reports.figures import StudentMeetings, equity_of_schools, equity_of_students, months_between, without_small
from tenancy.charts import Bar
from tenancy.models import School


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([0, 12, 30], [0, 12, 30]),
        ([3, 12, 30], [None, None, 30]),
        ([3, 4, 30], [None, None, 30]),
        ([0, 0, 5], [0, 0, None]),
        ([9, 10], [None, None]),
    ],
)
def test_numbers_of_few_people_are_left_out_and_cannot_be_worked_out(values, shown):
    assert without_small(values) == shown


def test_in_one_school_every_band_is_told():
    found = StudentMeetings({1: 1, 2: 12}, {1: 7, 2: 7, 3: 7})
    values = [bar.value for bar in equity_of_students(found, is_of_many_schools=False).bars]
    assert values == [1, 1, 0, 0, 1]
    hidden = [bar.value for bar in equity_of_students(found, is_of_many_schools=True).bars]
    assert hidden == [None, None, 0, 0, None]


def test_a_school_of_few_students_has_no_average():
    oak, bell = School(pk=7, name="Oak"), School(pk=8, name="Bell")
    schools = dict.fromkeys(range(12), 7) | dict.fromkeys(range(20, 23), 8)
    chart = equity_of_schools(StudentMeetings({0: 6}, schools), [oak, bell], is_of_many_schools=True)
    assert chart.bars == [Bar("Oak", 0.5), Bar("Bell", None)]
    assert chart.rows == [["Oak", "0.5"], ["Bell", "not shown"]]
    assert "fewer than 10 students in matches" in chart.note


def test_months_go_on_over_the_new_year():
    assert months_between(date(2026, 11, 30), date(2027, 1, 1)) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]
