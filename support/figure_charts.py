"""The same figures as drawings: hours week by week, promises month by month, how extras are spread."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum
from django.db.models.functions import TruncWeek
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.models import Meeting
from meetings.reading import specials_of
from mentoring.models import Match
from support.hours import Hours, hours_of
from support.specials import season_start
from tenancy.charts import Bar, BarChart
from tenancy.viewer import Viewer

WEEKS, MONTHS = 10, 8
#: Matches, or students, that a drawing counts.
MOST = 2000
#: Times from which students are counted together.
MANY = 4


def hours_chart(matches: Any, viewer: Viewer) -> BarChart:
    """Hours held in each of the last weeks, and as a line what these matches planned for a week."""
    monday = viewer.today - timedelta(days=viewer.today.weekday())
    weeks = [monday - timedelta(weeks=number) for number in reversed(range(WEEKS))]
    ids = list(matches.order_by("pk").values_list("pk", flat=True)[:MOST])
    rows = Meeting.objects.of(viewer.district).filter(
        match__in=ids, state=Meeting.State.HELD, on__gte=weeks[0], on__lte=viewer.today
    )
    grouped = rows.order_by().annotate(week=TruncWeek("on")).values_list("week").annotate(total=Sum("minutes"))
    minutes = dict(grouped)
    running = list(Match.objects.of(viewer.district).filter(pk__in=ids))
    return BarChart(
        name="hours",
        title=_("Hours held, week by week"),
        label_heading=_("Week of"),
        value_heading=_("Hours"),
        bars=[Bar(date_format(week, "M j"), round(minutes.get(week, 0) / 60)) for week in weeks],
        target=_planned_a_week(running, hours_of(running, viewer.today)) or None,
    )


def _planned_a_week(matches: Iterable[Match], hours: Any) -> int:
    """Hours that these matches planned for a usual week: the planned time spread over the promised time."""
    total = 0.0
    for one in matches:
        found: Hours = hours[one.pk]
        if one.starts_on and found.promised_until:
            weeks = max((found.promised_until - one.starts_on).days / 7, 1)
            total += found.minutes_planned / 60 / weeks
    return round(total)


def promise_chart(matches: Any, viewer: Viewer) -> BarChart:
    """How many matches reach the end of their promised time in each of the next months."""
    first = viewer.today.replace(day=1)
    months = [_month(first, number) for number in range(MONTHS)]
    running = list(matches.order_by("pk")[:MOST])
    ends = Counter(
        one.promised_until.replace(day=1)
        for one in hours_of(running, viewer.today).values()
        if one.promised_until is not None
    )
    return BarChart(
        name="promises",
        title=_("Promised time that comes to its end, month by month"),
        label_heading=_("Month"),
        value_heading=_("Matches"),
        bars=[Bar(date_format(month, "M"), ends.get(month, 0)) for month in months],
    )


def _month(first: date, number: int) -> date:
    years, month = divmod(first.month - 1 + number, 12)
    return date(first.year + years, month + 1, 1)


def perk_chart(students: Any, viewer: Viewer) -> BarChart:
    """How many students got something special how often in this school year."""
    ids = list(students.order_by("pk").values_list("pk", flat=True)[:MOST])
    found = specials_of(ids, season_start(viewer))
    times = Counter(min(len(found.get(pk, ())), MANY) for pk in ids)
    labels = [_("Never"), _("Once"), _("Twice"), _("3 times"), _("4 times or more")]
    return BarChart(
        name="perks",
        title=_("Students by how often they got something special"),
        label_heading=_("How often"),
        value_heading=_("Students"),
        bars=[Bar(label, times.get(number, 0)) for number, label in enumerate(labels)],
    )
