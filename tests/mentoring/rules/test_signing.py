"""Who may sign for a student on a day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from mentoring.age_rules import is_of_age
from mentoring.models import CourtOrder, Guardian, Guardianship, Student
from mentoring.querysets.guardians import BARRING
from mentoring.signing_rules import Signing, barred, is_in_force, signers_among, signing
from tenancy.models import Person

DAYS = some.dates(date(2024, 1, 1), date(2030, 12, 31))
BIRTHS = some.none() | some.dates(date(2004, 1, 1), date(2016, 12, 31))


@some.composite
def families(draw):
    """A student of two to four parents and guardians, with court orders about some of them; all unsaved."""
    student = Student(pk=1, person=Person(pk=100), birth_on=draw(BIRTHS))
    held = [
        Guardianship(
            student=student,
            guardian=Guardian(pk=number, person=Person(pk=number)),
            may_sign=draw(some.sampled_from([True, False, None])),
            ended_on=draw(some.none() | DAYS),
        )
        for number in range(1, draw(some.integers(2, 4)) + 1)
    ]
    orders = [
        CourtOrder(
            student=student,
            kind=draw(some.sampled_from(CourtOrder.Kind.values)),
            about=draw(some.none() | some.sampled_from([one.guardian.person for one in held])),
            starts_on=(start := draw(DAYS)),
            ends_on=draw(some.none() | some.just(start + timedelta(days=draw(some.integers(0, 900))))),
        )
        for _number in range(draw(some.integers(0, 3)))
    ]
    return student, held, orders, draw(DAYS)


@given(families())
def test_nobody_signs_against_a_court_order(family):
    student, held, orders, on = family
    found = {one.person.pk for one in signers_among(student, held, orders, on)}
    named = {one.about_id for one in orders if one.kind in BARRING and is_in_force(one, on)}
    assert found.isdisjoint(named - {student.person_id})


@given(families())
def test_unknown_is_never_yes_and_ended_never_signs(family):
    student, held, orders, on = family
    for one in signers_among(student, held, orders, on):
        if one.guardianship is not None:
            assert one.guardianship.may_sign is True
            assert one.guardianship.ended_on is None or one.guardianship.ended_on > on


@given(families())
def test_a_student_of_18_signs_alone(family):
    student, held, orders, on = family
    found = signers_among(student, held, orders, on)
    assert is_of_age(student, on) == ([one.person for one in found] == [student.person])


@given(families())
def test_a_further_order_never_lets_anybody_sign(family):
    student, held, orders, on = family
    before = {one.person.pk for one in signers_among(student, held, [], on)}
    assert {one.person.pk for one in signers_among(student, held, orders, on)} <= before


@given(families())
def test_each_guardian_who_may_sign_is_said_to(family):
    student, held, orders, on = family
    found = [one.guardianship for one in signers_among(student, held, orders, on) if one.guardianship]
    assert found == [one for one in held if signing(one, student, orders, on) == Signing.MAY]


def test_the_last_day_of_an_order_counts_and_the_next_does_not():
    order = CourtOrder(kind="no_records", about_id=7, starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 1))
    assert barred([order], date(2026, 12, 1)) == {7}
    assert barred([order], date(2026, 12, 2)) == frozenset()
    assert barred([order], date(2026, 8, 31)) == frozenset()
