"""Days and hours as they stand in sentences."""

from datetime import UTC, datetime

import pytest
from django.utils.formats import date_format, time_format
from django.utils.translation import override

MOMENTS = [datetime(2026, month, 22, hour, 21, tzinfo=UTC) for month in (5, 11) for hour in (0, 4, 12, 20)]
FORMATS = ("DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT", "MONTH_DAY_FORMAT", "TIME_FORMAT")


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_day_or_hour_ends_with_a_period_so_that_a_sentence_may(language):
    with override(language):
        words = [date_format(at, form) for at in MOMENTS for form in FORMATS] + [time_format(at) for at in MOMENTS]
    assert [one for one in words if one.endswith(".")] == []


def test_hours_are_read_as_on_a_clock():
    with override("en"):
        assert [time_format(at) for at in MOMENTS[:4]] == ["12:21 AM", "4:21 AM", "12:21 PM", "8:21 PM"]
        assert date_format(MOMENTS[-1], "DATETIME_FORMAT") == "Nov. 22, 2026, 8:21 PM"
