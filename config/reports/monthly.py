"""A school's monthly page: matches, meetings held and not held, hours, who has not met, journals, visits.

Read in a fixed number of queries, whatever the number of matches.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.homes.meeting_words import day_words
from config.reports.figures import NO_FAULT, next_month
from journals.models import Entry
from meetings.models import Meeting
from mentoring.gate_rules import gates_of
from mentoring.match_table import members_of
from mentoring.models import Match, MatchStudent, PlaceKind
from mentoring.querysets.matches import MatchQuerySet
from support.models import Visit
from support.quiet import quiet_among
from tenancy.models import District, School
from tenancy.permissions import Permission
from tenancy.rules import SchoolCalendar
from tenancy.viewer import Viewer

State = Meeting.State
#: So many matches are looked through for what they wait for.
MOST_WAITING = 300
#: Matches without a meeting, by name.
MOST_QUIET = 40
#: Workplace visits are told so long ahead.
AHEAD = timedelta(days=14)
#: Months that can be chosen.
MONTHS = 12


def schools_of(viewer: Viewer) -> Iterable[School]:
    """The schools whose monthly pages this viewer may read, by name."""
    reach = viewer.reach(Permission.REPORTS_VIEW)
    mine = School.objects.of(viewer.district).filter(is_active=True).order_by("name", "pk")
    return mine if reach.whole_district else mine.filter(pk__in=reach.school_ids)


@dataclass
class MeetingCounts:
    """The meetings of some days: held and for how many minutes; not held, and why."""

    held: int = 0
    minutes: int = 0
    minutes_planned: int = 0
    not_held: Counter[str] = field(default_factory=Counter)

    def add(self, state: str, cause: str, minutes: int) -> None:
        """Count one meeting in."""
        if state == State.HELD:
            self.held += 1
            self.minutes += minutes
        elif state != State.PLANNED:
            self.not_held[cause if state == State.CANCELED else State.MISSED] += 1
        if not (state == State.CANCELED and cause in NO_FAULT):
            self.minutes_planned += minutes

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why meetings were not held, the most frequent reason first."""
        words = {str(cause): str(cause.label) for cause in Meeting.Cause} | {str(State.MISSED): str(State.MISSED.label)}
        return [(words[code], count) for code, count in self.not_held.most_common()]

    @property
    def hours(self) -> str:
        """Hours held, with one decimal where there is one."""
        return f"{round(self.minutes / 60, 1):g}"

    @property
    def hours_planned(self) -> str:
        """Hours planned."""
        return f"{round(self.minutes_planned / 60, 1):g}"

    @property
    def words(self) -> str:
        """In a line: "12 held · 2 not held (School closed 1, Mentor could not come 1) · 11.5 hours"."""
        held = ngettext("%(count)s held", "%(count)s held", self.held) % {"count": self.held}
        missing = sum(self.not_held.values())
        reasons = ", ".join(f"{words} {count}" for words, count in self.reasons)
        not_held = _("%(count)s not held (%(reasons)s)") % {"count": missing, "reasons": reasons} if missing else ""
        hours = _("%(count)s hours") % {"count": self.hours}
        return " · ".join(filter(None, [held, not_held, hours]))

    @classmethod
    def by_school(
        cls, district: District, matches: MatchQuerySet, schools: Iterable[School], first: date, last: date
    ) -> Mapping[int, "MeetingCounts"]:
        """Of each school's students, from one day to another. Two queries."""
        ids = [one.pk for one in schools]
        rows = MatchStudent.objects.of(district).filter(match__in=matches.values("pk"), student__school__in=ids)
        places = set(rows.values_list("match_id", "student__school_id"))
        found = {pk: cls() for pk in ids}
        meetings = Meeting.objects.of(district).filter(match__in={match_id for match_id, _school in places})
        by_match: dict[int, list[int]] = {}
        for match_id, school_id in places:
            by_match.setdefault(match_id, []).append(school_id)
        told = meetings.filter(on__range=(first, last)).values_list("match_id", "state", "cancel_cause", "minutes")
        for match_id, state, cause, minutes in told:
            for school_id in by_match[match_id]:
                found[school_id].add(state, cause, minutes)
        return found


@dataclass(frozen=True)
class QuietLine:
    """A match that has not met for a while."""

    match: Match
    title: str
    school_days: int
    last: str


@dataclass(frozen=True)
class MonthlyPage:
    """Everything that stands on the page of one school and month."""

    school: School
    month: date
    active: int
    waiting: Sequence[tuple[str, int]]
    meetings: MeetingCounts
    quiet: Sequence[QuietLine]
    quiet_more: int
    journals_due: int
    journals_on_time: int
    visits: Sequence[tuple[str, str]]

    @property
    def title(self) -> str:
        """What it is called."""
        return f"{self.school.name}, {date_format(self.month, 'F Y')}"

    @property
    def journal_words(self) -> str:
        """How many entries came on time."""
        if not self.journals_due:
            return _("No journal entry was due.")
        words = ngettext(
            "%(on_time)s of %(count)s entry was handed in on time.",
            "%(on_time)s of %(count)s entries were handed in on time.",
            self.journals_due,
        )
        return words % {"on_time": self.journals_on_time, "count": self.journals_due}


def monthly_page(school: School, month: date, viewer: Viewer) -> MonthlyPage:
    """The page of a school and a month (its first day), as this viewer may read it."""
    last = min(next_month(month) - timedelta(days=1), viewer.today)
    matches = Match.objects.visible_to(viewer).at_school(school.pk)
    quiet, more = _quiet(matches, school, last, viewer)
    due, on_time = _journals(school, month, last, viewer)
    return MonthlyPage(
        school=school,
        month=month,
        active=_active(matches, last).count(),
        waiting=_waiting(matches, viewer),
        meetings=MeetingCounts.by_school(viewer.district, matches, [school], month, last)[school.pk],
        quiet=quiet,
        quiet_more=more,
        journals_due=due,
        journals_on_time=on_time,
        visits=_visits(matches, viewer),
    )


def months(today: date) -> list[date]:
    """The months to choose from, the newest first."""
    found = [today.replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def _active(matches: MatchQuerySet, on: date) -> MatchQuerySet:
    """Matches that were running on a day."""
    return matches.filter(Q(ended_on=None) | Q(ended_on__gt=on), starts_on__lte=on).filter(
        state__in=[Match.State.RUNNING, Match.State.ENDED]
    )


def _waiting(matches: MatchQuerySet, viewer: Viewer) -> list[tuple[str, int]]:
    """For what the matches that have not started wait now: each by whose turn it is."""
    states = [Match.State.PROPOSED, Match.State.AGREED]
    waiting = list(
        matches.filter(state__in=states, program__archived_on=None).order_by("created_at", "pk")[:MOST_WAITING]
    )
    found: Counter[str] = Counter()
    for match in waiting:
        if match.state == Match.State.PROPOSED:
            found[_("Student and mentor have not both said yes")] += 1
    agreed = [one for one in waiting if one.state == Match.State.AGREED]
    for gate in gates_of(agreed, viewer.today).values() if agreed else ():
        turns = {one.whose_turn for one in gate.blockers if one.whose_turn}
        if gate.is_open:
            found[_("Ready to start")] += 1
        for turn in turns:
            found[_("Waiting for: %(whom)s") % {"whom": turn}] += 1
    return found.most_common()


def _quiet(matches: MatchQuerySet, school: School, on: date, viewer: Viewer) -> tuple[list[QuietLine], int]:
    going_on = matches.filter(state=Match.State.RUNNING, starts_on__lte=on, program__archived_on=None)
    running = list(going_on.not_paused().order_by("pk"))
    found = sorted(quiet_among(running, on, calendar=SchoolCalendar.seen_by(viewer)), key=lambda one: -one.school_days)
    by_pk = {one.pk: one for one in running}
    members = members_of([by_pk[one.match_id] for one in found[:MOST_QUIET]], viewer)
    lines = [
        QuietLine(
            by_pk[one.match_id],
            members[one.match_id].title,
            one.school_days,
            day_words(one.last_on) if one.last_on else _("Not once yet"),
        )
        for one in found[:MOST_QUIET]
    ]
    return lines, max(0, len(found) - MOST_QUIET)


def _journals(school: School, first: date, last: date, viewer: Viewer) -> tuple[int, int]:
    """Entries that were due on these days, and how many of them came on time. One query.

    Only numbers: who may read the page need not be somebody who reads journals.
    """
    due = Entry.objects.of(viewer.district).filter(
        match_student__student__school=school.pk, due_on__range=(first, last)
    )
    rows = due.exclude(state=Entry.State.EXCUSED).values_list("due_on", "handed_in_at")
    days = [(day, localdate(at) if at else None) for day, at in rows]
    return len(days), sum(handed_in is not None and handed_in <= day for day, handed_in in days if day)


def _visits(matches: MatchQuerySet, viewer: Viewer) -> list[tuple[str, str]]:
    """In the next two weeks: who of the school looks in at a workplace, and which matches meet at one."""
    until = viewer.today + AHEAD
    running = matches.filter(state=Match.State.RUNNING)
    planned = Visit.objects.of(viewer.district).filter(
        match__in=running.values("pk"), planned_on__range=(viewer.today, until), visited_on=None
    )
    visits = [(one.planned_on, one.match, _("Visit by the school")) for one in planned.prefetch_related("match")]
    meetings = Meeting.objects.of(viewer.district).filter(
        match__in=running.values("pk"),
        place=PlaceKind.WORKPLACE,
        state=State.PLANNED,
        on__range=(viewer.today, until),
    )
    visits += [(one.on, one.match, _("Meeting at the workplace")) for one in meetings.prefetch_related("match")]
    members = members_of([match for _on, match, _what in visits], viewer)
    visits.sort(key=lambda one: (one[0] or until, one[1].pk))
    return [(f"{date_format(on or until, 'D, M j')}: {members[match.pk].title}", what) for on, match, what in visits]
