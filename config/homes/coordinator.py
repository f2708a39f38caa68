"""A coordinator's home: where the programs are in their year, how many matches run and meet, what is signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import STANDING, Agreement
from agreements.models import State as DocumentState
from config.reports.figures import State, meetings_by_week, was_planned
from journals.models import Entry
from meetings.models import Meeting
from mentoring.models import Match, Program
from mentoring.page_parts import PagePart
from mentoring.phases import PhaseStep, phase_line
from mentoring.programs_at_hand import programs_of
from mentoring.querysets.matches import MatchQuerySet
from tenancy.pages import counts_of
from tenancy.permissions import Permission
from tenancy.viewer import Viewer

#: Lines of programs on the home.
MOST_PROGRAMS = 6


@dataclass(frozen=True)
class Figure:
    """One number with what it stands beside, and where it comes from."""

    title: str
    value: int
    note: str = ""
    of: int = 0
    url: str = ""


@dataclass(frozen=True)
class ProgramLine:
    """A program and its phases."""

    program: Program
    phases: list[PhaseStep]

    @property
    def now(self) -> str:
        """The phase that it is in."""
        return next((step.label for step in self.phases if step.state == "now"), _("Not begun"))


def lines(viewer: Viewer) -> Iterable[PagePart]:
    """The phase lines of the programs that the viewer runs. Two queries, and one more in some schools or programs."""
    if not viewer.can(Permission.PROGRAMS_EDIT) or viewer.person_id is None:
        return
    programs = _programs(viewer)[:MOST_PROGRAMS]
    prefetch_related_objects(programs, "phases")
    found = [ProgramLine(one, phase_line(one, viewer.today)) for one in programs]
    if found:
        yield PagePart("config/parts/phase_lines.html", {"lines": found})


def _programs(viewer: Viewer) -> list[Program]:
    """The current programs that the viewer runs, in list order."""
    current = [one for one in programs_of(viewer) if one.archived_on is None]
    if viewer.reach(Permission.PROGRAMS_EDIT).whole_district:
        return current
    mine = Program.objects.of(viewer.district).in_reach_of(viewer, Permission.PROGRAMS_EDIT)
    ids = set(mine.values_list("pk", flat=True))
    return [one for one in current if one.pk in ids]


def parts(viewer: Viewer) -> Iterable[PagePart]:
    """Four figures and the meetings of the last weeks. A fixed number of queries."""
    if not viewer.can(Permission.REPORTS_VIEW) or not viewer.can(Permission.MATCHES_EDIT) or viewer.person_id is None:
        return
    matches = Match.objects.visible_to(viewer).filter(program__archived_on=None)
    chart = meetings_by_week(viewer.district, matches, viewer.today)
    figures = [_running(matches), _this_week(matches, viewer), _journals(viewer), _signed(viewer)]
    yield PagePart("config/parts/figures.html", {"figures": figures, "chart": chart})


def _running(matches: MatchQuerySet) -> Figure:
    counts = matches.aggregate(
        running=Count("pk", filter=Q(state=Match.State.RUNNING)),
        waiting=Count("pk", filter=Q(state__in=[Match.State.PROPOSED, Match.State.AGREED])),
    )
    note = _("%(count)s more on their way") % {"count": counts["waiting"]} if counts["waiting"] else ""
    return Figure(_("Running matches"), counts["running"], note, url=f"{reverse('mentoring:match_list')}?state=running")


def _this_week(matches: MatchQuerySet, viewer: Viewer) -> Figure:
    monday = viewer.today - timedelta(days=viewer.today.weekday())
    week = Meeting.objects.of(viewer.district).filter(
        match__in=matches.values("pk"), on__range=(monday, monday + timedelta(days=6))
    )
    counts = week.aggregate(held=Count("pk", filter=Q(state=State.HELD)), planned=Count("pk", filter=was_planned()))
    note = _("of %(count)s planned") % {"count": counts["planned"]}
    return Figure(_("Meetings this week"), counts["held"], note, of=counts["planned"])


def _journals(viewer: Viewer) -> Figure:
    mine = Entry.objects.visible_to(viewer)
    to_grade, late = counts_of([mine.to_grade(), mine.late(viewer.today)])
    note = _("%(count)s overdue") % {"count": late} if late else _("none overdue")
    return Figure(_("Journals to grade"), to_grade, note)


def _signed(viewer: Viewer) -> Figure:
    counts = Agreement.objects.visible_to(viewer).aggregate(
        signed=Count("pk", filter=Q(state__in=STANDING)),
        sent=Count("pk", filter=Q(state__in=[DocumentState.OUT, *STANDING])),
    )
    note = _("of %(count)s sent") % {"count": counts["sent"]}
    return Figure(_("Documents signed by all"), counts["signed"], note, of=counts["sent"])
