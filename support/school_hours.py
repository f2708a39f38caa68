"""Hours of school: how long a letter has waited while somebody was there to read it (S-21, S-35)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tenancy.models import CalendarDay, District
from tenancy.rules import SchoolCalendar, is_school_day

#: When a school day begins and ends, unless the calendar says that it ends early.
OPENS, CLOSES = time(8), time(15)


@dataclass(frozen=True)
class SchoolHours:
    """The school hours of a district by its own clock, loaded once and asked as often as one likes.

    ``ends`` has days that end early, by school; without a school for all of them.
    """

    calendar: SchoolCalendar
    zone: ZoneInfo
    ends: Mapping[tuple[int | None, date], time] = field(default_factory=dict)

    @classmethod
    def of(cls, district: District) -> "SchoolHours":
        """Read a district's calendar: three queries."""
        early = CalendarDay.objects.of(district).filter(kind=CalendarDay.Kind.EARLY_RELEASE, dismissed_at__isnull=False)
        ends: dict[tuple[int | None, date], time] = {
            (one.school_id, one.day): one.dismissed_at for one in early if one.dismissed_at is not None
        }
        return cls(SchoolCalendar.of(district), ZoneInfo(district.time_zone), ends)

    def have_passed(self, hours: int, *, since: datetime, now: datetime, school_id: int | None) -> bool:
        """Whether so many school hours have passed since then. Nights, weekends and closed days do not count."""
        start, end = since.astimezone(self.zone), now.astimezone(self.zone)
        wanted, passed, day = timedelta(hours=hours), timedelta(0), start.date()
        while day <= end.date():
            passed += self._on(day, start, end, school_id)
            if passed >= wanted:
                return True
            day += timedelta(days=1)
        return False

    def _on(self, day: date, start: datetime, end: datetime, school_id: int | None) -> timedelta:
        """The part of this school day that lies between two instants."""
        if not is_school_day(day, calendar=self.calendar, school_id=school_id):
            return timedelta(0)
        closes = min(self.ends.get((school_id, day), CLOSES), self.ends.get((None, day), CLOSES))
        first = max(datetime.combine(day, OPENS, self.zone), start)
        last = min(datetime.combine(day, closes, self.zone), end)
        return max(last - first, timedelta(0))
