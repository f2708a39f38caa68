"""What the rules of a program say, also where a program has none."""

from datetime import date

from mentoring.models import Policy, Program
from screening.rules import months_after


def policy_of(program: Program) -> Policy | None:
    """The rules of a program, out of what was read along where "policies" was."""
    return next(iter(program.policies.all()), None)


def last_day(starts_on: date, policy: Policy | None) -> date:
    """The last day that is promised, counted from a match's own first day (S-13)."""
    return months_after(starts_on, policy.promised_months if policy else 6)
