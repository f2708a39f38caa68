"""What was recorded of the sample districts' meetings: notes, extras, places that are not allowed, worries, changes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from config.sample.programs import Ground
from meetings.models import LogVersion, Meeting, MeetingLog, Worry
from tenancy.models import Person

State = Meeting.State
#: Activities, note, what was learned, next steps. Every other log has no more than the pills.
_WORDS: Sequence[tuple[list[str], str, str, str]] = (
    (["talk", "resume"], "We read three job ads and marked what they ask for.", "What a certificate is for.", ""),
    ([], "", "", ""),
    (["shadow"], "Watched the morning round for half an hour.", "Teams talk before a shift.", "Write three questions."),
    (["interview"], "", "", "Practice the answer about strengths."),
    ([], "", "", ""),
    (["college"], "Looked at two community colleges nearby.", "", "Ask the counselor about the fee waiver."),
    (["other"], "We mostly played cards today.", "", ""),
)
_EXTRAS: Sequence[tuple[str, str, int | None]] = (
    ("ticket", "Open day at the science museum", 18),
    ("introduction", "Met the head of the lab", None),
    ("gift", "A notebook", 6),
    ("meal", "Pizza after the visit", 12),
)
_WORRY = "Was very quiet today and said that things are hard at home. I did not ask further."
_CLOSED_WORRY = "Said twice that the bus stop after school does not feel safe."


def add(ground: Ground, now: datetime) -> None:
    """A log of every meeting that took place or was missed; the newest of them are not seen yet."""
    done = Meeting.objects.filter(state__in=[State.HELD, State.MISSED], on__lt=ground.today)
    rows = list(done.order_by("on", "pk").prefetch_related("match__mentor_rows__mentor__person"))
    logs = [_log(ground, one, number, now) for number, one in enumerate(rows)]
    Meeting.objects.bulk_update(rows, ["place", "place_note", "adult"])
    MeetingLog.objects.bulk_create(logs)
    _changed(logs)
    _worries(ground, [one for one in logs if one.meeting.state == State.HELD], now)


def _log(ground: Ground, meeting: Meeting, number: int, now: datetime) -> MeetingLog:
    activities, note, learned, next_steps = _WORDS[number % len(_WORDS)]
    is_held = meeting.state == State.HELD
    is_special = is_held and number % 9 == 4
    special, special_note, dollars = _EXTRAS[number // 9 % len(_EXTRAS)] if is_special else ("", "", None)
    is_allowed = not is_held or _is_allowed(meeting, number)
    at = (meeting.starts_at or timezone.now()) + timedelta(minutes=meeting.minutes + 25 + number % 7 * 40)
    is_seen = meeting.on < ground.today - timedelta(days=10 if is_allowed else 18)
    return MeetingLog(
        meeting=meeting,
        is_allowed_place=is_allowed,
        activities=activities if is_held else [],
        note=note if is_held else "Waited for twenty minutes.",
        learned=learned if is_held else "",
        next_steps=next_steps if is_held else "",
        special=special,
        special_note=special_note,
        special_dollars=dollars,
        logged_by=_author(meeting),
        logged_at=min(at, now - timedelta(minutes=5)),
        seen_at=min(at + timedelta(days=1), now) if is_seen else None,
        seen_by=ground.leads["coordinator"] if is_seen else None,
    )


def _is_allowed(meeting: Meeting, number: int) -> bool:
    """Some were elsewhere, some had no adult in charge; the same ones every time."""
    if number % 23 == 11:
        meeting.place, meeting.place_note = "elsewhere", "Coffee shop on Main Street"
    elif number % 31 == 17:
        meeting.adult = None
    else:
        return True
    return False


def _author(meeting: Meeting) -> Person:
    rows = sorted(meeting.match.mentor_rows.all(), key=lambda one: one.pk)
    person: Person = rows[0].mentor.person
    return person


def _changed(logs: Sequence[MeetingLog]) -> None:
    """A few were changed a day or two later, by whoever wrote them."""
    changed = [one for number, one in enumerate(logs) if number % 17 == 6]
    for one in changed:
        one.changed_at, one.version = one.logged_at + timedelta(hours=30), 2
    MeetingLog.objects.bulk_update(changed, ["changed_at", "version"])
    LogVersion.objects.bulk_create(
        LogVersion(
            log=one,
            number=1,
            values={
                "on": one.meeting.on.isoformat(),
                "minutes": 30,
                "place": one.meeting.place,
                "note": "Short meeting.",
                "members": [],
            },
            changed_by=one.logged_by,
            changed_at=one.changed_at,
        )
        for one in changed
        if one.changed_at is not None
    )


def _worries(ground: Ground, logs: Sequence[MeetingLog], now: datetime) -> None:
    """One that nobody has answered, and one that is closed."""
    if len(logs) < 2:
        return
    open_one, closed = logs[-1], logs[len(logs) // 2]
    Worry.objects.create(meeting=open_one.meeting, text=_WORRY, said_by=open_one.logged_by, said_at=open_one.logged_at)
    Worry.objects.create(
        meeting=closed.meeting,
        text=_CLOSED_WORRY,
        said_by=closed.logged_by,
        said_at=closed.logged_at,
        answer="Talked with the student and the parents; the school now waits with them at the stop.",
        closed_by=ground.leads["counselor"],
        closed_at=min(closed.logged_at + timedelta(days=1), now),
    )
