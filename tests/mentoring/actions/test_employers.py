"""Employers, and who works for them."""

from datetime import date

import pytest

from mentoring.actions import employers
from mentoring.models import Employer, Employment
from tenancy.actor import Actor
from tests.factories.mentoring import EmployerFactory, EmploymentFactory, MentorFactory

ON = date(2026, 11, 2)


def test_a_new_job_ends_the_one_before_and_settles_what_the_mentor_said(oak):
    with oak.open():
        mentor = MentorFactory(said_employer="Hopewell", said_employer_on=ON)
        before = EmploymentFactory(mentor=mentor, starts_on=date(2020, 1, 1))
        new = EmployerFactory(name="Hopewell")
        employers.employ(mentor=mentor, employer=new, title="Nurse", on=ON, by=Actor.person(oak.ana))
        before.refresh_from_db()
        mentor.refresh_from_db()
        assert before.ends_on == ON
        assert Employment.objects.get(mentor=mentor, ends_on=None).employer == new
        assert (mentor.said_employer, mentor.said_employer_on) == ("", None)


def test_who_left_an_employer_may_stay_after_all_unless_they_work_elsewhere(oak):
    with oak.open():
        employment = EmploymentFactory()
        by = Actor.person(oak.ana)
        employers.leave(employment=employment, ends_on=ON, by=by)
        employers.stay(employment=employment, by=by)
        assert employment.ends_on is None
        employers.leave(employment=employment, ends_on=ON, by=by)
        EmploymentFactory(mentor=employment.mentor)
        with pytest.raises(employers.CannotEmploy):
            employers.stay(employment=employment, by=by)


def test_two_employers_become_one_with_the_mentors_of_both(oak):
    with oak.open():
        kept, gone = EmployerFactory(name="Walgreens"), EmployerFactory(name="Walgreens Co", contact_name="Bo Lind")
        EmploymentFactory(employer=kept)
        EmploymentFactory(employer=gone)
        by = Actor.person(oak.ana)
        assert employers.merge(employer=gone, into=kept, by=by) == 1
        kept.refresh_from_db()
        assert (kept.name, kept.contact_name, kept.employments.count()) == ("Walgreens", "Bo Lind", 2)
        assert Employer.objects.count() == 1
        with pytest.raises(employers.CannotMerge):
            employers.merge(employer=kept, into=kept, by=by)
