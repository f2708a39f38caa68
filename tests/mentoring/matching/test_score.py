"""The days and times that people write."""

import pytest

from mentoring.matching.score import times_of


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("Tuesdays and Thursdays after 3:15", {"tuesday", "thursday"}),
        ("Any day but Friday", {"monday", "tuesday", "wednesday", "thursday"}),
        ("Cualquier día menos el viernes", {"monday", "tuesday", "wednesday", "thursday"}),
        ("All day Friday", {"friday"}),
        ("", set()),
    ],
)
def test_a_day_that_is_left_out_is_no_day_in_common(written, named):
    assert times_of(written) == named
