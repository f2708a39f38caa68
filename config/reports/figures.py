"""Figures of some matches as charts: meetings by week against plan, hours by month, how evenly students meet.

Each reads the database in a fixed number of queries, whatever the number of matches.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth, TruncWeek
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.models import Meeting, Participation
from mentoring.models import Match, MatchStudent
from mentoring.querysets.matches import MatchQuerySet
from tenancy.charts import Bar, BarChart
from tenancy.models import District, School

State = Meeting.State
#: What nobody is to blame for does not count as planned.
NO_FAULT = (Meeting.Cause.SCHOOL_CLOSED, Meeting.Cause.PAUSED)
#: Fewer people than this are not told of where several schools stand together.
FEWEST = 10
#: Meetings of one student, in bands: the first and the last number of each.
BANDS: Sequence[tuple[int, int | None]] = ((0, 0), (1, 2), (3, 5), (6, 9), (10, None))


def was_planned() -> Q:
    """A condition on meetings: they were to take place, whatever became of them."""
    return ~Q(state=State.CANCELED, cancel_cause__in=NO_FAULT)


def meetings_by_week(district: District, matches: MatchQuerySet, today: date, weeks: int = 8) -> BarChart:
    """Meetings held each week, against those planned. One query."""
    first = today - timedelta(days=today.weekday() + 7 * (weeks - 1))
    last = first + timedelta(days=7 * weeks - 1)
    rows = Meeting.objects.of(district).filter(match__in=matches.values("pk"), on__range=(first, last))
    grouped = rows.order_by().annotate(week=TruncWeek("on")).values_list("week")
    found = {
        week: (held, planned)
        for week, held, planned in grouped.annotate(
            held=Count("pk", filter=Q(state=State.HELD)), planned=Count("pk", filter=was_planned())
        )
    }
    days = [first + timedelta(days=7 * number) for number in range(weeks)]
    bars = [Bar(date_format(day, "M j"), *found.get(day, (0, 0))) for day in days]
    return BarChart(
        name="meetings",
        title=_("Meetings held each week"),
        label_heading=_("Week of"),
        value_heading=_("Held"),
        plan_heading=_("Planned"),
        bars=bars,
    )


def hours_by_month(district: District, matches: MatchQuerySet, first: date, last: date) -> BarChart:
    """Hours that students and mentors met each month, against the hours planned. One query."""
    rows = Meeting.objects.of(district).filter(match__in=matches.values("pk"), on__range=(first, last))
    grouped = rows.order_by().annotate(month=TruncMonth("on")).values_list("month")
    found = {
        month: (_hours(held), _hours(planned))
        for month, held, planned in grouped.annotate(
            held=Sum("minutes", filter=Q(state=State.HELD)), planned=Sum("minutes", filter=was_planned())
        )
    }
    bars = [Bar(date_format(month, "M"), *found.get(month, (0, 0))) for month in months_between(first, last)]
    return BarChart(
        name="hours",
        title=_("Hours that students and mentors met"),
        label_heading=_("Month"),
        value_heading=_("Hours held"),
        plan_heading=_("Hours planned"),
        bars=bars,
    )


def months_between(first: date, last: date) -> list[date]:
    """The first day of each month from one day to another."""
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month)
        month = next_month(month)
    return found


def next_month(month: date) -> date:
    """The first day of the month after the one of this day."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


@dataclass(frozen=True)
class StudentMeetings:
    """How often each student of some running matches came, and which school is theirs."""

    counts: Mapping[int, int]
    schools: Mapping[int, int | None]

    @classmethod
    def of(cls, district: District, matches: MatchQuerySet) -> "StudentMeetings":
        """Read them: two queries."""
        running = matches.filter(state=Match.State.RUNNING)
        rows = MatchStudent.objects.of(district).filter(match__in=running.values("pk"), left_on=None)
        schools = dict(rows.order_by().values_list("student_id", "student__school_id"))
        came = Participation.objects.of(district).filter(
            match_student__in=rows.values("pk"), standing=Participation.Standing.CAME, meeting__state=State.HELD
        )
        counts = came.order_by().values_list("match_student__student_id").annotate(Count("meeting", distinct=True))
        return cls(dict(counts), schools)


def equity_of_students(found: StudentMeetings, *, is_of_many_schools: bool) -> BarChart:
    """How many students met how often. Asks the database nothing."""
    bands: Counter[int] = Counter(_band(found.counts.get(student, 0)) for student in found.schools)
    values = [bands[place] for place in range(len(BANDS))]
    shown = without_small(values) if is_of_many_schools else values
    bars = [Bar(_band_words(*band), value) for band, value in zip(BANDS, shown, strict=True)]
    return BarChart(
        name="equity-students",
        title=_("How many meetings students had"),
        label_heading=_("Meetings"),
        value_heading=_("Students"),
        bars=bars,
        hidden_note=_(
            "Not shown: numbers of fewer than 10 students, and any number that would give one of them away. "
            "So nobody can be recognized."
        ),
    )


def equity_of_schools(found: StudentMeetings, schools: Iterable[School], *, is_of_many_schools: bool) -> BarChart:
    """Meetings of a student on average, school by school. Asks the database nothing."""
    bars = []
    for school in schools:
        students = [student for student, school_id in found.schools.items() if school_id == school.pk]
        if not students:
            continue
        mean = round(sum(found.counts.get(one, 0) for one in students) / len(students), 1)
        is_small = is_of_many_schools and len(students) < FEWEST
        bars.append(Bar(school.name, None if is_small else mean))
    return BarChart(
        name="equity-schools",
        title=_("Meetings of a student on average, by school"),
        label_heading=_("School"),
        value_heading=_("Meetings"),
        bars=bars,
        hidden_note=_(
            "Not shown: the averages of schools with fewer than 10 students in matches. So nobody can be recognized."
        ),
    )


def without_small(values: Sequence[int]) -> list[int | None]:
    """The numbers without those of fewer than ten people.

    A single one could be worked out from the sum of all: then the smallest of the others is left out, too.
    """
    shown: list[int | None] = [None if 0 < value < FEWEST else value for value in values]
    if shown.count(None) == 1:
        rest = [(value, place) for place, value in enumerate(shown) if value]
        if rest:
            shown[min(rest)[1]] = None
    return shown


def _band(count: int) -> int:
    return next(place for place, (_low, high) in enumerate(BANDS) if high is None or count <= high)


def _band_words(low: int, high: int | None) -> str:
    if high is None:
        return _("%(count)s or more") % {"count": low}
    return _("None") if high == 0 else f"{low}–{high}"


def _hours(minutes: int | None) -> float:
    return round((minutes or 0) / 60, 1)
