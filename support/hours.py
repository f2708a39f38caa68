"""Face-to-face time: what a match planned, what it held, and until when it promised to meet (S-13, S-19)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, ExpressionWrapper, F, OuterRef, Subquery
from django.db.models.expressions import Func, Value
from django.db.models.functions import Coalesce

from meetings.reading import Held, held_of
from mentoring.models import Match, Policy
from mentoring.policy_rules import last_day
from tenancy.context import current_district


@dataclass(frozen=True)
class Hours:
    """Plan against actual of one match: meetings and minutes; until when they promised to meet, and how many days that
    is from now (negative: it is over). None while a match has not started.
    """

    planned: int
    held: int
    minutes_planned: int
    minutes_held: int
    promised_until: date | None
    days_left: int | None

    @property
    def share(self) -> int:
        """How much of the planned time was held, in percent; more than 100 where they met longer."""
        return round(100 * self.minutes_held / self.minutes_planned) if self.minutes_planned else 0


def hours_of(matches: Iterable[Match], on: date) -> Mapping[int, Hours]:
    """Plan and actual of each of these matches of the district at hand up to a day, by its id. Two queries."""
    found = list(matches)
    if not found:
        return {}
    policies = Policy.objects.filter(district=current_district(), program__in={one.program_id for one in found})
    by_program = {one.program_id: one for one in policies}
    held = held_of([one.pk for one in found], until=on)
    return {one.pk: _hours(one, by_program.get(one.program_id), held[one.pk], on) for one in found}


def promised_until(match: Match, policy: Policy | None) -> date | None:
    """The last day that was promised: as planned at the start, or else counted from it. None before there is one."""
    if match.starts_on is None:
        return None
    return match.ends_on or last_day(match.starts_on, policy)


def _hours(match: Match, policy: Policy | None, held: Held, on: date) -> Hours:
    planned = match.planned_meetings or (policy.planned_meetings if policy else 0)
    minutes = match.meeting_minutes or (policy.meeting_minutes if policy else 0)
    until = promised_until(match, policy)
    return Hours(
        planned=planned,
        held=held.count,
        minutes_planned=planned * minutes,
        minutes_held=held.minutes,
        promised_until=until,
        days_left=(until - on).days if until else None,
    )


def with_promise(matches: Any) -> Any:
    """The matches with ``promise_until``: the last promised day, as ``promised_until`` counts it."""
    months = Policy.objects.filter(district=OuterRef("district"), program=OuterRef("program")).values("promised_months")
    interval = Func(Value(0), Coalesce(Subquery(months[:1]), Value(6)), function="make_interval")
    counted = ExpressionWrapper(F("starts_on") + interval, output_field=DateField())
    return matches.annotate(promise_until=Coalesce(F("ends_on"), counted, output_field=DateField()))
