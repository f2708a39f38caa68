"""How old somebody is on a day: students come of age, mentors are old enough (S-8)."""

from datetime import date

from django.utils.translation import gettext as _

from mentoring.models import Mentor, Policy, Student

#: A student of this age signs for themselves.
OF_AGE = 18


def comes_of_age_on(birth_on: date) -> date:
    """The 18th birthday; of somebody born on a leap day, March 1 where that year has none."""
    try:
        return birth_on.replace(year=birth_on.year + OF_AGE)
    except ValueError:
        return date(birth_on.year + OF_AGE, 3, 1)


def is_of_age(student: Student, on: date) -> bool:
    """Whether the student is 18 on that day. Unknown birth dates count as younger: somebody else signs."""
    return student.birth_on is not None and comes_of_age_on(student.birth_on) <= on


def age_on(day: date, *, birth_on: date) -> int:
    """Full years on a day."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


def age_refusal(mentor: Mentor, policy: Policy | None, on: date) -> str:
    """Why a mentor is not old enough for a program; empty when they are. Known birth dates outweigh what was said."""
    least = policy.minimum_mentor_age if policy else 18
    if mentor.born_on is not None:
        young = age_on(on, birth_on=mentor.born_on) < least
        return _("Mentors of this program are at least %(age)s years old.") % {"age": least} if young else ""
    if mentor.is_adult_attested:
        return ""
    return _("Nobody has said yet that this person is at least %(age)s years old. Ask, and tick it.") % {"age": least}
