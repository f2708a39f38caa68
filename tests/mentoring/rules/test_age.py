"""How old somebody is on a day: students come of age, mentors are old enough."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mentoring.age_rules import age_on, age_refusal, comes_of_age_on
from mentoring.reachability import born_by
from tests.factories.mentoring import MentorFactory
from tests.mentoring.scene import running

ON = date(2026, 11, 2)


@given(some.dates(date(2004, 1, 1), date(2016, 12, 31)), some.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_the_day_before_the_birthday_is_too_early(birth_on, on):
    assert (birth_on <= born_by(on)) == (comes_of_age_on(birth_on) <= on)


@pytest.mark.parametrize(
    ("born", "of_age"),
    [
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2008, 11, 21), date(2026, 11, 21)),
    ],
)
def test_coming_of_age(born, of_age):
    assert comes_of_age_on(born) == of_age


@pytest.mark.parametrize(("day", "age"), [(date(2026, 5, 3), 15), (date(2026, 5, 4), 16), (date(2026, 12, 1), 16)])
def test_age(day, age):
    assert age_on(day, birth_on=date(2010, 5, 4)) == age


@pytest.mark.parametrize(
    ("born_on", "attested", "is_refused"),
    [
        (None, True, False),
        (None, False, True),
        (date(2005, 11, 2), False, False),
        (date(2005, 11, 3), True, True),
    ],
)
def test_a_mentor_is_as_old_as_the_program_asks(oak, born_on, attested, is_refused):
    scene = running(oak)
    with oak.open():
        mentor = MentorFactory(born_on=born_on, is_adult_attested=attested)
        assert bool(age_refusal(mentor, scene.program.policies.get(), ON)) is is_refused
