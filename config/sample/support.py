"""What carries the running matches of the sample districts: talks, looks at goals, visits, letters to the counselor.

Each in each of its states. Nobody is told by mail.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from config.sample.programs import Ground
from mentoring.models import Match, MatchObjective, MatchStudent, PlaceKind, Student
from support import days
from support.callees import Callee, callees_of
from support.counselors import counselors_of, people_for_backup
from support.models import (
    CounselorBackup,
    GoalAnswer,
    GoalReview,
    ObjectiveState,
    Referral,
    ReferralText,
    SupportCall,
    Visit,
)
from tenancy.models import School

Safe, State = SupportCall.Safe, ObjectiveState.State
#: What came out of earlier talks, in turn: safe?, how it is going, what was told, what happens next.
_TALKS = (
    (Safe.YES, 9, "They get along well and look forward to the next meeting.", "Plan the visit to the lab."),
    (Safe.YES, 7, "Mornings are better than afternoons.", "Ask the teacher about period 1."),
    (Safe.UNSURE, 5, "The student was quiet the last two times.", "Teacher talks with the student."),
    (Safe.YES, 8, "", ""),
    (Safe.NO, 3, "The student waited alone in front of the school.", "Talk with the front office today."),
    (Safe.YES, 10, "Wants to go on next year.", ""),
)
_GOALS = ("Explain what people in this job do in a day", "Write a résumé for a summer job")


def add(ground: Ground, now: datetime) -> None:
    """Around the running matches that nothing stops; letters about students of each school."""
    running = Match.objects.filter(state=Match.State.RUNNING, starts_on__isnull=False).not_paused().order_by("pk")
    matches = list(running.prefetch_related("program"))
    if not matches:
        return
    callees = callees_of(matches, ground.today)
    _talks(ground, [one for match in matches for one in callees.get(match.pk, ())], now)
    for number, match in enumerate(matches):
        _goals(ground, match, callees.get(match.pk, ()), number, now)
        _visits(ground, match, number)
    place: int | None = 0
    while place is not None:
        place = days.settle(matches[0].district, on=ground.today, after=place)
    _no_show_and_asked(ground, matches)
    _backups(ground)
    _letters(ground, matches, now)


def _talks(ground: Ground, callees: Sequence[Callee], now: datetime) -> None:
    """A talk with everybody some weeks ago; the last ones of the rhythm are due by themselves."""
    coordinator, rows = ground.leads["coordinator"], []
    for number, callee in enumerate(callees):
        day = ground.today - timedelta(days=6 + number * 5 % 21)
        call = SupportCall(
            match_id=callee.match_id,
            person=callee.person,
            role=callee.role,
            match_student=callee.match_student,
            due_on=day,
            caller=coordinator if number % 2 else None,
        )
        if number % 11 == 5:
            call.skipped_on, call.skip_reason = day, "Not reached three times"
        else:
            _held(call, number, ground, now)
        rows.append(call)
    SupportCall.objects.bulk_create(rows)


def _held(call: SupportCall, number: int, ground: Ground, now: datetime) -> None:
    call.is_safe, call.quality, call.told, call.next_step = _TALKS[number % len(_TALKS)]
    call.held_on, call.held_by = call.due_on, ground.leads["coordinator"]
    call.channel = (SupportCall.Channel.PHONE, SupportCall.Channel.IN_PERSON)[number % 2]
    # All but the first two are settled.
    if call.is_safe != Safe.YES and number > len(_TALKS):
        call.follow_up = "Talked with the teacher and the family; all is well."
        call.followed_up_at, call.followed_up_by = now - timedelta(days=20), ground.leads["coordinator"]


def _no_show_and_asked(ground: Ground, matches: Sequence[Match]) -> None:
    coordinator = ground.leads["coordinator"]
    for number, match in enumerate(matches[:2]):
        row = match.student_rows.filter(left_on=None).first()
        if row is None:
            continue
        cause = (SupportCall.Cause.NO_SHOW, SupportCall.Cause.ASKED)[number]
        SupportCall.objects.create(
            match=match,
            person=row.student.person,
            role=SupportCall.Role.STUDENT,
            match_student=row,
            cause=cause,
            due_on=ground.today + timedelta(days=1),
            asked_by=coordinator if number else None,
            asked_why="Would like to meet at the workplace" if number else "",
            caller=coordinator,
        )


def _goals(ground: Ground, match: Match, callees: Sequence[Callee], number: int, now: datetime) -> None:
    """In turn: answered by both, by one of them, by nobody in time, not asked yet."""
    objectives = list(match.objectives.order_by("position")) or [
        MatchObjective.objects.create(match=match, position=place, text=text)
        for place, text in enumerate(_GOALS, start=1)
    ]
    ObjectiveState.objects.create(
        objective=objectives[0],
        state=(State.WORKING, State.REACHED, State.DROPPED)[number % 3],
        said_by=ground.leads["coordinator"],
        said_at=now - timedelta(days=9),
    )
    turn = number % 4
    if turn == 3:
        return
    asked_on = ground.today - timedelta(days=(16, 5, 21)[turn])
    review = GoalReview.objects.create(
        match=match,
        asked_on=asked_on,
        due_on=asked_on + timedelta(days=14),
        closed_on=asked_on + timedelta(days=6) if turn == 0 else None,
    )
    members = [one for one in callees if one.role != SupportCall.Role.GUARDIAN]
    for place, member in enumerate({0: members, 1: members[:1]}.get(turn, [])):
        about: list[MatchObjective | None] = [*objectives, None]
        GoalAnswer.objects.bulk_create(
            GoalAnswer(
                review=review,
                person=member.person,
                objective=objective,
                standing=(2, 3)[place % 2],
                note="We talked about it last week." if objective else "",
                answered_at=now - timedelta(days=4),
            )
            for objective in about
        )


def _visits(ground: Ground, match: Match, number: int) -> None:
    """Where they meet at a workplace, in turn: visited lately, planned, long ago."""
    if PlaceKind.WORKPLACE.value not in match.places:
        return
    ago = (12, 50, 64)[number % 3]
    Visit.objects.create(
        match=match,
        visited_on=ground.today - timedelta(days=ago),
        visited_by=match.supervising_teacher or ground.leads["coordinator"],
        note="Safe place, friendly people. The student knows where the exits are.",
    )
    if number % 3 == 1:
        Visit.objects.create(match=match, planned_on=ground.today + timedelta(days=6))


def _backups(ground: Ground) -> None:
    """Every school but the last one has a back-up."""
    for school in ground.schools[:-1]:
        counselors = {one.pk for one in counselors_of(school.district, school)}
        people = [one for one in people_for_backup(school.district, school) if one.pk not in counselors]
        if people:
            CounselorBackup.objects.create(
                school=school,
                person=people[0],
                named_by=ground.leads["administrator"],
                named_on=ground.today - timedelta(days=40),
            )


def _letters(ground: Ground, matches: Sequence[Match], now: datetime) -> None:
    """In turn: just written, read with a note, closed, passed to the back-up, never opened."""
    rows = MatchStudent.objects.filter(match__in=matches, left_on=None, student__school__isnull=False)
    students = [row.student for row in rows.order_by("pk").prefetch_related("student__person", "student__school")[:5]]
    for turn, student in enumerate(students):
        _letter(student, turn, now)


def _letter(student: Student, turn: int, now: datetime) -> None:
    school: School | None = student.school
    counselor = next(iter(counselors_of(student.district, school)), None)
    backup = CounselorBackup.objects.filter(school=school).first()
    written_at = now - timedelta(hours=1) if turn == 0 else now - timedelta(days=3 + turn)
    letter = Referral(
        student=student, school=school, written_by=student.person, written_at=written_at, counselor=counselor
    )
    if turn in {1, 2} and counselor:
        letter.opened_at, letter.opened_by = written_at + timedelta(hours=2), counselor
        letter.closed_at = written_at + timedelta(days=1) if turn == 2 else None
    if turn in {3, 4} and backup:
        letter.backup, letter.passed_at = backup.person, written_at + timedelta(hours=6)
    if turn == 4 or (turn == 3 and not backup):
        letter.raised_at = written_at + timedelta(days=1)
    letter.save()
    words = "I would like to talk with somebody about home. It is not urgent."
    ReferralText.objects.create(referral=letter, author=student.person, text=words, at=written_at)
    if letter.opened_at and counselor:
        note = "We talked. We meet again next week."
        ReferralText.objects.create(referral=letter, author=counselor, text=note, at=written_at + timedelta(hours=3))
