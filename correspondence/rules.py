"""When a message may leave. Pure: days and times come in."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from tenancy.models import District

#: Undo can stop what staff caused for this long.
UNDO_WINDOW = timedelta(minutes=2)
#: How long after a failed try the next one comes. After the last one a message is given up, about a day later.
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60, 120, 240, 480, 480))
#: How far ahead a day for the summary is looked for: no school is closed for longer.
LONGEST_BREAK = 120


def retry_at(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many failed attempts (1 and up); None when it is time to give up."""
    return now + RETRY_AFTER[attempts - 1] if attempts <= len(RETRY_AFTER) else None


@dataclass(frozen=True)
class Timetable:
    """A district's quiet hours, summary hour and closed days, in its own time zone."""

    zone: ZoneInfo
    quiet_from: time
    quiet_until: time
    digest_at: time
    closed_on: Container[date] = frozenset()

    @classmethod
    def of(cls, district: District, closed_on: Container[date] = frozenset()) -> Self:
        """The timetable that the district has set."""
        return cls(
            ZoneInfo(district.time_zone), district.quiet_from, district.quiet_until, district.digest_at, closed_on
        )

    def is_quiet(self, at: datetime) -> bool:
        """Whether this instant lies in the quiet hours; their end does not."""
        clock = at.astimezone(self.zone).time()
        if self.quiet_from < self.quiet_until:
            return self.quiet_from <= clock < self.quiet_until
        return clock >= self.quiet_from or clock < self.quiet_until

    def after_quiet(self, at: datetime) -> datetime:
        """This instant, or the end of the quiet hours in which it lies."""
        if not self.is_quiet(at):
            return at
        local = at.astimezone(self.zone)
        day = local.date() if local.time() < self.quiet_until else local.date() + timedelta(days=1)
        return datetime.combine(day, self.quiet_until, self.zone)

    def is_open(self, day: date) -> bool:
        """Whether summaries leave on this day: a weekday on which the district is not closed."""
        return day.weekday() < 5 and day not in self.closed_on

    def digest_on(self, day: date) -> datetime:
        """When the summary of a day leaves: at its hour, but not in quiet hours."""
        return self.after_quiet(datetime.combine(day, self.digest_at, self.zone))

    def next_digest(self, after: datetime) -> datetime:
        """The first summary that leaves after this instant."""
        day = after.astimezone(self.zone).date()
        for offset in range(LONGEST_BREAK):
            candidate = day + timedelta(days=offset)
            if self.is_open(candidate) and self.digest_on(candidate) > after:
                return self.digest_on(candidate)
        return self.digest_on(day + timedelta(days=LONGEST_BREAK))
