"""A principal's home, school by school: what waits for them, matches by state, safety, meetings of the month."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from config.reports.monthly import MeetingCounts, schools_of
from mentoring.match_table import STATE_KINDS
from mentoring.models import Match, MatchStudent
from mentoring.page_parts import PagePart, section
from mentoring.querysets.matches import MatchQuerySet
from screening.models import Incident, SafetyHold
from tenancy.models import School
from tenancy.pages import capped_count, counted
from tenancy.permissions import Permission, Role
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.viewer import Viewer

#: Schools on the home; the rest is below "Reports".
MOST_SCHOOLS = 6
_SHOWN = (Match.State.RUNNING, Match.State.AGREED, Match.State.PROPOSED)


def parts(viewer: Viewer) -> Iterable[PagePart]:
    """What a principal looks at. A fixed number of queries, however many matches."""
    if Role.PRINCIPAL not in viewer.roles:
        return
    schools = list(schools_of(viewer))[:MOST_SCHOOLS]
    matches = Match.objects.visible_to(viewer).filter(program__archived_on=None)
    by_school = _by_state(matches, schools, viewer)
    month = viewer.today.replace(day=1)
    meetings = MeetingCounts.by_school(viewer.district, matches, schools, month, viewer.today)
    for school in schools:
        yield _school(school, by_school.get(school.pk, Counter()), meetings[school.pk])
    yield _safety(viewer)


def _by_state(matches: MatchQuerySet, schools: Sequence[School], viewer: Viewer) -> dict[int, Counter[str]]:
    """Matches of each school's students, by state. One query."""
    rows = MatchStudent.objects.of(viewer.district).filter(
        match__in=matches.filter(state__in=_SHOWN).values("pk"),
        left_on=None,
        student__school__in=[one.pk for one in schools],
    )
    found: dict[int, Counter[str]] = {}
    pairs = set(rows.values_list("student__school_id", "match__state", "match_id"))
    for school_id, state, _match_id in pairs:
        found.setdefault(school_id, Counter())[state] += 1
    return found


def _school(school: School, states: Counter[str], meetings: MeetingCounts) -> PagePart:
    rows = [
        SectionRow(
            str(Match.State(state).label),
            kind=STATE_KINDS[state],
            status=str(states[state]),
            links=[(_("See them"), f"{reverse('mentoring:match_list')}?state={state}&school={school.pk}")]
            if states[state]
            else [],
        )
        for state in _SHOWN
    ]
    rows.append(SectionRow(_("Meetings this month"), note=meetings.words))
    links = [(_("Monthly page"), f"{reverse('monthly_page')}?school={school.pk}")]
    return section(PersonSection(school.name, rows=rows, links=links))


def _safety(viewer: Viewer) -> PagePart:
    holds = capped_count(SafetyHold.objects.visible_to(viewer).live()) if viewer.can(Permission.HOLD_LIFT) else 0
    incidents = capped_count(Incident.objects.visible_to(viewer).to_report())
    rows = [
        SectionRow(
            _("People on hold"),
            kind="bad" if holds else "ok",
            status=counted(holds) if holds else _("None"),
            links=[(_("See the holds"), reverse("screening:hold_list"))] if holds else [],
        ),
        SectionRow(
            _("Incidents to report to the authorities"),
            kind="bad" if incidents else "ok",
            status=counted(incidents) if incidents else _("None"),
            links=[(_("See the incidents"), reverse("screening:incident_list"))],
        ),
    ]
    return section(PersonSection(_("Safety"), rows=rows))
