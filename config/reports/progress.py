"""How a program is going: its charts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from config.reports.figures import (
    StudentMeetings,
    equity_of_schools,
    equity_of_students,
    hours_by_month,
    meetings_by_week,
)
from mentoring.models import Match, Program
from tenancy.charts import BarChart
from tenancy.models import School
from tenancy.permissions import Permission
from tenancy.viewer import Viewer

#: Weeks of the first chart.
WEEKS = 12


@dataclass(frozen=True)
class Progress:
    """A program with its charts."""

    program: Program
    running: int
    charts: Sequence[BarChart]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw yet."""
        return not any(bar.value or bar.plan for chart in self.charts for bar in chart.bars)


def programs_of(viewer: Viewer) -> Iterable[Program]:
    """The programs of whose progress this viewer reads."""
    seen = Program.objects.visible_to(viewer).in_reach_of(viewer, Permission.REPORTS_VIEW)
    return seen.to_choose()


def progress_of(program: Program, viewer: Viewer) -> Progress:
    """The charts of one program, of the matches that this viewer sees. A fixed number of queries."""
    matches = Match.objects.visible_to(viewer).filter(program=program.pk)
    year = program.school_year
    until = min(viewer.today, year.ends_on)
    found = StudentMeetings.of(viewer.district, matches)
    theirs = School.objects.of(viewer.district).filter(pk__in={pk for pk in found.schools.values() if pk})
    schools = list(theirs.order_by("name", "pk"))
    is_of_many = len(schools) > 1
    charts = [
        meetings_by_week(viewer.district, matches, until, WEEKS),
        hours_by_month(viewer.district, matches, year.starts_on, until),
        equity_of_students(found, is_of_many_schools=is_of_many),
        *([equity_of_schools(found, schools, is_of_many_schools=True)] if is_of_many else []),
    ]
    running = matches.filter(state=Match.State.RUNNING).count()
    return Progress(program, running, charts)
