"""What holds on this floor and depends on nothing but what was read: on which days talks and looks at goals are due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from mentoring.models import Policy

#: Days in which the rhythm of a match's beginning holds.
FIRST_MONTH = 30
#: Talks show in the list so many days before they are due.
AHEAD = 7
#: Days in which both sides say how far they are with their goals.
DAYS_TO_ANSWER = 14


@dataclass(frozen=True)
class Rhythm:
    """How often somebody is called: so many times in the first month, then every so many days (S-32)."""

    first_month: int
    every: int

    @classmethod
    def of(cls, policy: Policy) -> "Rhythm":
        """As a program's rules say."""
        return cls(policy.first_month_calls, policy.call_every_days)

    def days(self, start: date) -> Iterator[date]:
        """The days on which a talk is due, without end: evenly through the first month, then with the same distance."""
        for number in range(1, self.first_month + 1):
            yield start + timedelta(days=round(FIRST_MONTH * number / self.first_month))
        day = start + timedelta(days=FIRST_MONTH)
        while True:
            day += timedelta(days=self.every)
            yield day

    def distance(self, start: date, day: date) -> int:
        """The usual number of days between two talks around a day."""
        if self.first_month and (day - start).days < FIRST_MONTH:
            return FIRST_MONTH // self.first_month
        return self.every

    def next_day(self, *, start: date, last: date | None, on: date) -> date:
        """When the next talk is due, after the last one; a talk that was late moves the next one on.

        Whoever has had no talk yet and is past the first month, because the program ran before, is not overdue for all
        that time: the next day of the rhythm counts.
        """
        if last is None:
            not_before = start if (on - start).days <= FIRST_MONTH else on
        else:
            not_before = last + timedelta(days=max(1, self.distance(start, last) // 2))
        return next(day for day in self.days(start) if day >= not_before)


def next_review(*, start: date, last: date | None, every: int, on: date) -> date:
    """When both sides are next asked how far they are with their goals (S-14)."""
    if last is not None:
        return last + timedelta(days=every)
    day = start + timedelta(days=every)
    # A match that ran long before anybody asked is asked soon, not blamed for what nobody asked.
    return max(day, on) if (on - day).days > every else day
