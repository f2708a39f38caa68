"""What floors above read of meetings: how many were held, which one is next, who did not come, what was special.

Each answers for many at once, in a fixed number of queries, and reads the district at hand. None asks who is looking:
whoever calls says first which matches and students that may be.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.utils.timezone import localdate

from meetings.models import DayAbsence, Meeting, Participation
from tenancy.context import current_district

State = Meeting.State


@dataclass
class Held:
    """The meetings of a match that took place: how many, for how long (minutes, also by place), first and last day."""

    count: int = 0
    minutes: int = 0
    minutes_by_place: dict[str, int] = field(default_factory=dict)
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class Special:
    """A gift, ticket, trip or the like that was said with a log (S-20)."""

    match_id: int
    on: date
    kind: str
    note: str
    dollars: int | None


def held_of(match_ids: Collection[int], *, until: date | None = None) -> dict[int, Held]:
    """What each of these matches has behind it, up to a day; an empty ``Held`` where nothing was. One query."""
    found = {pk: Held() for pk in match_ids}
    rows = _meetings().filter(match__in=list(found), state=State.HELD)
    if until is not None:
        rows = rows.filter(on__lte=until)
    grouped = rows.order_by().values("match_id", "place")
    for row in grouped.annotate(number=Count("pk"), total=Sum("minutes"), first=Min("on"), last=Max("on")):
        _add(found[row["match_id"]], row)
    return found


def _add(held: Held, row: Mapping[str, Any]) -> None:
    held.count += row["number"]
    held.minutes += row["total"]
    held.minutes_by_place[row["place"]] = row["total"]
    held.first_on = min(held.first_on or row["first"], row["first"])
    held.last_on = max(held.last_on or row["last"], row["last"])


def next_of(match_ids: Collection[int], now: datetime) -> dict[int, Meeting]:
    """The next planned meeting of each match that has one; one that began today counts until its day is over."""
    rows = _meetings().filter(match__in=list(match_ids), state=State.PLANNED, on__gte=localdate(now))
    found: dict[int, Meeting] = {}
    for meeting in rows.filter(starts_at__isnull=False).order_by("match_id", "starts_at", "pk").distinct("match_id"):
        found[meeting.match_id] = meeting
    return found


def noted_absent(student_ids: Collection[int], days: Collection[date]) -> dict[date, set[int]]:
    """By day: which of these students the office noted as not at school. One query."""
    rows = DayAbsence.objects.filter(district=current_district(), student__in=list(student_ids), day__in=list(days))
    found: dict[date, set[int]] = defaultdict(set)
    for day, student_id in rows.live().values_list("day", "student_id"):
        found[day].add(student_id)
    return found


def no_shows_of(student_ids: Collection[int], since: date) -> dict[int, list[Participation]]:
    """The meetings since a day to which each of these students did not come, the oldest first. Three queries."""
    rows = Participation.objects.filter(
        district=current_district(),
        match_student__student__in=list(student_ids),
        standing=Participation.Standing.NO_SHOW,
        meeting__on__gte=since,
    )
    found: dict[int, list[Participation]] = defaultdict(list)
    for row in rows.order_by("meeting__on", "pk").prefetch_related("meeting", "match_student"):
        if row.match_student is not None:
            found[row.match_student.student_id].append(row)
    return dict(found)


def specials_of(student_ids: Collection[int], since: date) -> dict[int, list[Special]]:
    """What was special at meetings since a day to which each of these students came, the oldest first. One query."""
    came = Participation.objects.filter(
        district=current_district(),
        match_student__student__in=list(student_ids),
        standing=Participation.Standing.CAME,
        meeting__on__gte=since,
        meeting__logs__special__gt="",
    )
    said = ("special", "special_note", "special_dollars")
    rows = came.order_by("meeting__on", "pk").values_list(
        "match_student__student", "meeting__match", "meeting__on", *(f"meeting__logs__{name}" for name in said)
    )
    found: dict[int, list[Special]] = defaultdict(list)
    for student_id, *told in rows:
        found[student_id].append(Special(*told))
    return dict(found)


def _meetings() -> "QuerySet[Meeting]":
    return Meeting.objects.filter(district=current_district())
