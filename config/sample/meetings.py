"""Meetings of the sample districts: held, missed, canceled for each cause, nobody said how, today, tomorrow, a series.

Somebody would rather meet at another time.

What was recorded of those that took place is written by whoever makes the logs.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from config.sample.programs import Ground
from meetings.models import DayAbsence, Meeting, MeetingProposal, MeetingSeries, Participation
from mentoring.models import Match, MatchStudent
from tenancy.rules import SchoolCalendar, is_school_day

Cause, State, Standing = Meeting.Cause, Meeting.State, Participation.Standing
#: How many earlier and coming meetings a match has.
_EARLIER, _COMING = 7, 6
_HOURS = (time(14, 30), time(9, 40), time(12, 15), time(15, 15), time(10, 30))
_ROOMS = ("Room 104", "Library", "Room 212", "Career center", "Cafeteria, table 3")
#: What became of earlier meetings, the newest first; "open" is one of which nobody has said how it went.
_STORIES: Sequence[Sequence[str]] = (
    ("held", "held", Cause.SCHOOL_CLOSED, "held", "held", "held", "held"),
    ("open", "held", "held", Cause.MENTOR, "held", "held", "held"),
    ("held", "missed", "held", "held", Cause.STUDENT_ABSENT, "held", "missed"),
    ("held", "held", "held", Cause.STUDENT, "held", "held", "held"),
    # Nothing has happened here for long.
    (Cause.OTHER, Cause.MENTOR, "none", "none", "none", "held", "held"),
)
#: What became of other times that were proposed, match by match.
_PROPOSALS = tuple(MeetingProposal.State)


def add(ground: Ground, now: datetime) -> None:
    """Meetings of every running match that nothing stops; other times proposed; one absence of today."""
    calendar = SchoolCalendar.of(ground.leads["coordinator"].district)
    lead = ground.leads["student"].pk
    running = Match.objects.filter(state=Match.State.RUNNING).prefetch_related("student_rows__student", "mentor_rows")
    paused = set(Match.objects.paused().values_list("pk", flat=True))
    matches = sorted(running, key=lambda one: (lead not in _people(one), one.pk))
    made = [
        meeting
        for number, match in enumerate(matches)
        for meeting in _of_match(ground, match, number, calendar, now, is_paused=match.pk in paused)
    ]
    Meeting.objects.bulk_create(made)
    Participation.objects.bulk_create([row for one in made for row in _participations(one)])
    _propose(ground, made, now)
    _absence(ground, now)


def _propose(ground: Ground, made: Sequence[Meeting], now: datetime) -> None:
    """Of the first meetings that are days ahead, one of each match: another time, in every state."""
    ahead = {one.match_id: one for one in reversed(made) if one.state == State.PLANNED and one.on > ground.today}
    for number, (state, meeting) in enumerate(zip(_PROPOSALS, reversed(ahead.values()), strict=False)):
        mentor, student = meeting.match.mentor_rows.first(), meeting.match.student_rows.first()
        if mentor is None or student is None or meeting.starts_at is None:
            continue
        proposed = timedelta(days=3 if meeting.on.weekday() >= 4 else 1)
        is_open = state == MeetingProposal.State.OPEN
        MeetingProposal.objects.create(
            meeting=meeting,
            proposed_by=mentor.mentor.person if number % 2 == 0 else student.student.person,
            proposed_at=now - timedelta(hours=20),
            was_at=meeting.starts_at,
            starts_at=meeting.starts_at + proposed,
            note="Doctor’s appointment" if number % 2 == 0 else "We have a test then.",
            state=state,
            closed_at=None if is_open else now - timedelta(hours=3),
            closed_by=None if is_open else ground.leads["coordinator"],
            reply="The room is taken that day." if state == MeetingProposal.State.DECLINED else "",
        )


def _people(match: Match) -> set[int]:
    return {row.student.person_id for row in match.student_rows.all()}


def _of_match(
    ground: Ground, match: Match, number: int, calendar: SchoolCalendar, now: datetime, *, is_paused: bool
) -> Iterator[Meeting]:
    school_id = next((row.student.school_id for row in match.student_rows.all()), None)
    # The lead and every third meet today, the next ones tomorrow.
    days_off = (0, 1, 3)[number % 3]
    anchor = _school_day(ground.today + timedelta(days=days_off), calendar, school_id)
    stories = _STORIES[number % len(_STORIES)]
    for back in range(1, _EARLIER + 1):
        day = _school_day(anchor - timedelta(weeks=back), calendar, school_id, step=-1)
        story = stories[back - 1]
        if story != "none" and day >= (match.starts_on or day) and day < ground.today:
            yield _meeting(ground, match, number, day, story, now)
    series = MeetingSeries.objects.create(
        match=match,
        every_weeks=1,
        first_on=anchor,
        until_on=anchor + timedelta(weeks=_COMING - 1),
        created_by=ground.leads["coordinator"],
        created_at=now - timedelta(days=20),
    )
    for ahead in range(_COMING):
        day = anchor + timedelta(weeks=ahead)
        if is_school_day(day, calendar=calendar, school_id=school_id) and day <= (match.ends_on or day):
            yield _meeting(ground, match, number, day, Cause.PAUSED if is_paused else "open", now, series)


def _school_day(day: date, calendar: SchoolCalendar, school_id: int | None, *, step: int = 1) -> date:
    """This day or the nearest one with school; in summer the day itself."""
    near = [day + timedelta(days=step * number) for number in range(10)]
    return next((one for one in near if is_school_day(one, calendar=calendar, school_id=school_id)), day)


def _meeting(
    ground: Ground,
    match: Match,
    number: int,
    day: date,
    story: str,
    now: datetime,
    series: MeetingSeries | None = None,
) -> Meeting:
    begin = timezone.make_aware(datetime.combine(day, _HOURS[number % len(_HOURS)]))
    meeting = Meeting(
        match=match,
        series=series,
        on=day,
        starts_at=begin,
        minutes=match.meeting_minutes or 60,
        place="school",
        place_note=_ROOMS[number % len(_ROOMS)],
        adult=match.adult_in_charge or match.supervising_teacher or ground.leads["teacher"],
        planned_by=ground.leads["coordinator"],
    )
    if story in set(Cause):
        meeting.state, meeting.cancel_cause = State.CANCELED, story
        meeting.canceled_at = min(begin - timedelta(hours=3), now - timedelta(hours=1))
        meeting.canceled_by = ground.leads["frontoffice" if story == Cause.STUDENT_ABSENT else "coordinator"]
        meeting.sequence = 1
    elif story == "missed":
        meeting.state = State.MISSED
    elif story == "held":
        meeting.state = State.HELD
    return meeting


def _participations(meeting: Meeting) -> Iterator[Participation]:
    """Everybody came to what was held; to what was missed the first student did not."""
    usual = {State.HELD: Standing.CAME, State.MISSED: Standing.CAME}.get(State(meeting.state), Standing.EXPECTED)
    said = {}
    if usual == Standing.CAME:
        said = {"said_by": meeting.adult, "said_at": meeting.ends_at}
    for place, row in enumerate(meeting.match.student_rows.all()):
        missed = meeting.state == State.MISSED and place == 0
        yield Participation(meeting=meeting, match_student=row, standing=Standing.NO_SHOW if missed else usual, **said)
    for mentor_row in meeting.match.mentor_rows.all():
        yield Participation(meeting=meeting, match_mentor=mentor_row, standing=usual, **said)


def _absence(ground: Ground, now: datetime) -> None:
    """Somebody of the second match is not at school today."""
    rows = MatchStudent.objects.filter(match__state=Match.State.RUNNING, left_on=None)
    row = rows.exclude(student__person=ground.leads["student"]).order_by("pk").first()
    if row is not None:
        DayAbsence.objects.create(
            student_id=row.student_id, day=ground.today, said_by=ground.leads["frontoffice"], said_at=now
        )
