"""A district's day of support: what is due by rhythm, what has been silent for too long."""

from datetime import date

from support.actions import calls, goals
from support.quiet import quiet_among, running
from tenancy.actor import Actor
from tenancy.models import District
from tenancy.rules import SchoolCalendar

BY = Actor.system("support")


def settle(district: District, *, on: date, after: int) -> int | None:
    """Make due what is due for the next running matches; returns where to go on, None at the end."""
    matches = running(district, after=after)
    if not matches:
        return None
    calls.make_due(matches=matches, on=on, by=BY)
    goals.open_due(matches=matches, on=on, by=BY)
    quiet = quiet_among(matches, on, calendar=SchoolCalendar.of(district))
    calls.settle_quiet(matches=matches, quiet=quiet, on=on, by=BY)
    return matches[-1].pk
