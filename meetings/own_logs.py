"""A mentor's own meetings: to be written down, written down, and how many hours they make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from meetings.log_rules import CHANGED_WITHIN
from meetings.log_words import length_words, state_words
from meetings.models import Meeting, MeetingLog, Participation
from meetings.querysets.meetings import MeetingQuerySet
from meetings.querysets.reach import matches_of_mentor
from mentoring.models import Match
from mentoring.own_matches import first_name
from tenancy.models.owned import DistrictQuerySet
from tenancy.tables import Kind
from tenancy.viewer import Viewer

#: So many of the latest stand on the page; the hours count all.
MOST = 100
KINDS: dict[str, Kind] = {
    Meeting.State.PLANNED: "warn",
    Meeting.State.HELD: "ok",
    Meeting.State.MISSED: "mute",
    Meeting.State.CANCELED: "mute",
}


@dataclass(frozen=True)
class OwnMeeting:
    """One meeting as its mentor reads it."""

    students: str
    day: str
    note: str
    status: str
    kind: Kind
    url: str
    can_change: bool = False


@dataclass(frozen=True)
class OwnLogs:
    """Everything on the page: ``matches`` are (students, address) to write an unplanned meeting down."""

    waiting: Sequence[OwnMeeting]
    written: Sequence[OwnMeeting]
    matches: Sequence[tuple[str, str]]
    count: int
    hours: str


def own_logs(viewer: Viewer, *, match_ids: Sequence[int] | None = None, most: int = MOST) -> OwnLogs:
    """The viewer's meetings as a mentor, of all their matches or of some. A fixed number of queries."""
    matches = list(_matches(viewer, match_ids))
    names = {one.pk: _students(one) for one in matches}
    rows = Meeting.objects.of(viewer.district).filter(match__in=list(names))
    held = rows.filter(state=Meeting.State.HELD, participations__in=_own_parts(viewer).values("pk"))
    count, minutes = held.count(), held.aggregate(total=Sum("minutes"))["total"] or 0
    logs = MeetingLog.objects.of(viewer.district).order_by("pk")
    written = rows.filter(logs__isnull=False).prefetch_related(Prefetch("logs", logs)).order_by("-on", "-pk")
    return OwnLogs(
        waiting=[_waiting(one, names) for one in _not_written(rows, viewer)],
        written=[_written(one, names, viewer, timezone.now()) for one in written[:most]],
        matches=[(names[one.pk], reverse("meetings:log_write_unplanned", args=[one.pk])) for one in matches],
        count=count,
        hours=_hours(minutes),
    )


def waiting_logs(viewer: Viewer) -> list[OwnMeeting]:
    """The viewer's meetings that nobody has written down, the oldest first."""
    mine = matches_of_mentor(viewer).values("pk")
    waiting = _not_written(Meeting.objects.of(viewer.district).filter(match__in=mine), viewer)
    ids = {one.match_id for one in waiting}
    names = {one.pk: _students(one) for one in _matches(viewer, list(ids))} if ids else {}
    return [_waiting(one, names) for one in waiting]


def _not_written(rows: MeetingQuerySet, viewer: Viewer) -> list[Meeting]:
    states = [Meeting.State.PLANNED, Meeting.State.MISSED]
    waiting = rows.filter(state__in=states, on__lte=viewer.today, logs=None)
    return list(waiting.order_by("on", "pk")[:MOST])


def _matches(viewer: Viewer, match_ids: Sequence[int] | None) -> "Sequence[Match]":
    mine = matches_of_mentor(viewer)
    if match_ids is not None:
        mine = mine.filter(pk__in=match_ids)
    found: Sequence[Match] = mine.order_by("-created_at", "-pk").prefetch_related("student_rows__student__person")
    return found


def _own_parts(viewer: Viewer) -> DistrictQuerySet[Participation]:
    rows = Participation.objects.of(viewer.district)
    return rows.filter(match_mentor__mentor__person=viewer.person_id, standing=Participation.Standing.CAME)


def _students(match: Match) -> str:
    there = {None, match.ended_on}
    rows = sorted((one for one in match.student_rows.all() if one.left_on in there), key=lambda one: one.pk)
    return ", ".join(first_name(one.student.person) for one in rows)


def _waiting(meeting: Meeting, names: dict[int, str]) -> OwnMeeting:
    return OwnMeeting(
        students=names[meeting.match_id],
        day=date_format(meeting.on),
        note="",
        status=state_words(meeting) if meeting.state == Meeting.State.MISSED else "",
        kind=KINDS[meeting.state],
        url=reverse("meetings:log_write", args=[meeting.pk]),
    )


def _written(meeting: Meeting, names: dict[int, str], viewer: Viewer, now: datetime) -> OwnMeeting:
    log = next(iter(meeting.logs.all()))
    is_held = meeting.state == Meeting.State.HELD
    return OwnMeeting(
        students=names[meeting.match_id],
        day=date_format(meeting.on),
        note=f"{length_words(meeting.minutes)} · {meeting.get_place_display()}" if is_held else "",
        status=state_words(meeting),
        kind=KINDS[meeting.state],
        url=reverse("meetings:log_detail", args=[log.pk]),
        can_change=log.logged_by_id == viewer.person_id and now < log.logged_at + CHANGED_WITHIN,
    )


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}".removesuffix(".0")
