"""Matches that have not met for a while, counted in school days: closed days and breaks are nobody's fault (S-35)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BigIntegerField, Max, OuterRef, Subquery, Value
from django.utils.timezone import localdate

from meetings.reading import held_of
from mentoring.models import Match, MatchMentor, MatchPause, MatchStudent, Policy
from screening.models import SafetyHold
from tenancy.context import current_district
from tenancy.models import District
from tenancy.rules import SchoolCalendar, school_days_between
from tenancy.viewer import Viewer

#: Matches that are read at once.
CHUNK = 200


@dataclass(frozen=True)
class Quiet:
    """A match without a meeting for as many school days as its program's rules allow, or more.

    ``last_on`` is the last meeting, None where there was none yet; ``since`` the day after which the school days count:
    the last meeting, the start, or the end of a pause. ``is_long``: a quarter more than the rules allow, so that
    somebody should call.
    """

    match_id: int
    last_on: date | None
    since: date
    school_days: int
    limit: int

    @property
    def is_long(self) -> bool:
        """Whether a reminder has not helped."""
        return self.school_days >= self.limit + max(1, self.limit // 4)


def quiet_matches(district: District, on: date) -> list[Quiet]:
    """Every running match of a district that is quiet, in order of id. Matches that stand still are not."""
    found: list[Quiet] = []
    calendar = SchoolCalendar.of(district)
    for matches in _chunks(district):
        found += quiet_among(matches, on, calendar=calendar)
    return found


def quiet_for(viewer: Viewer) -> list[Quiet]:
    """``quiet_matches`` of the viewer's district today, read once for a page."""
    return viewer.once(quiet_for, lambda: quiet_matches(viewer.district, viewer.today))


def running(district: District, *, after: int = 0) -> list[Match]:
    """The next CHUNK matches that run and that nothing stops, in order of id."""
    rows = Match.objects.of(district).filter(
        state=Match.State.RUNNING, program__archived_on=None, starts_on__isnull=False, pk__gt=after
    )
    return list(rows.not_paused().order_by("pk")[:CHUNK])


def _chunks(district: District) -> Iterator[list[Match]]:
    after = 0
    while matches := running(district, after=after):
        yield matches
        if len(matches) < CHUNK:
            return
        after = matches[-1].pk


def quiet_among(matches: Sequence[Match], on: date, *, calendar: SchoolCalendar) -> list[Quiet]:
    """Which of these running matches of the district at hand are quiet. Four queries, however many."""
    if not matches:
        return []
    ids = [one.pk for one in matches]
    schools, lifted = _members(ids)
    facts = _facts(ids)
    held = held_of(ids, until=on)
    counted: dict[tuple[date, int | None], int] = {}
    found = []
    for match in matches:
        limit, went_on = facts[match.pk]
        last_on = held[match.pk].last_on
        since = max(filter(None, [last_on, match.starts_on, went_on, lifted.get(match.pk)]), default=None)
        if limit is None or since is None or since >= on:
            continue
        days = min(_counted(counted, since, on, calendar, school_id) for school_id in schools.get(match.pk, {None}))
        if days >= limit:
            found.append(Quiet(match.pk, last_on, since, days, limit))
    return found


def _counted(
    known: dict[tuple[date, int | None], int], since: date, on: date, calendar: SchoolCalendar, school_id: int | None
) -> int:
    """School days after one day up to another. Many matches have the same: each is counted once."""
    if (since, school_id) not in known:
        first = since + timedelta(days=1)
        known[since, school_id] = school_days_between(first, on, calendar=calendar, school_id=school_id)
    return known[since, school_id]


def _facts(ids: Sequence[int]) -> dict[int, tuple[int | None, date | None]]:
    """By match: how many quiet school days its program allows, and the day on which the last pause was over."""
    of = current_district()
    limit = Policy.objects.filter(district=of, program=OuterRef("program")).values("quiet_school_days")
    pauses = MatchPause.objects.filter(
        district=of, match=OuterRef("pk"), state=MatchPause.State.ENDED, began_at__isnull=False
    )
    over = pauses.order_by().values("match").annotate(at=Max("ended_at")).values("at")
    rows = Match.objects.filter(district=of, pk__in=ids).annotate(limit=Subquery(limit[:1]), over=Subquery(over))
    return {pk: (limit, at and localdate(at)) for pk, limit, at in rows.values_list("pk", "limit", "over")}


def _members(ids: Sequence[int]) -> tuple[Mapping[int, set[int | None]], Mapping[int, date]]:
    """By match: the schools of its students, and the day on which the last safety hold on a member was lifted."""
    of = current_district()
    students = MatchStudent.objects.filter(district=of, match__in=ids, left_on=None).annotate(studies=Value(True))
    mentors = MatchMentor.objects.filter(district=of, match__in=ids, left_on=None).annotate(
        studies=Value(False), school=Value(None, BigIntegerField())
    )
    rows = students.values_list("match_id", "student__school_id", "student__person_id", "studies").union(
        mentors.values_list("match_id", "school", "mentor__person_id", "studies"), all=True
    )
    schools: Mapping[int, set[int | None]] = defaultdict(set)
    matches_of: Mapping[int, set[int]] = defaultdict(set)
    for match_id, school_id, person_id, studies in rows:
        matches_of[person_id].add(match_id)
        if studies:
            schools[match_id].add(school_id)
    holds = SafetyHold.objects.filter(district=of, person__in=list(matches_of), lifted_at__isnull=False)
    lifted: dict[int, date] = {}
    for person_id, at in holds.order_by().values_list("person_id").annotate(at=Max("lifted_at")):
        for match_id in matches_of[person_id]:
            lifted[match_id] = max(localdate(at), lifted.get(match_id, localdate(at)))
    return schools, lifted
