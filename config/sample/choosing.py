"""Matches of the sample districts that are on their way, and students who asked to meet a mentor."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone

from config.sample.programs import Ground
from mentoring.models import (
    Answer,
    Format,
    Interest,
    Match,
    MatchInterview,
    MatchMentor,
    MatchObjective,
    MatchStudent,
    Mentor,
    PlaceKind,
    Program,
    ProgramMentor,
    ProgramStudent,
    Student,
)

State = Match.State
#: How many free students and mentors it takes; with fewer, a single match is proposed.
_STUDENTS, _MENTORS = 8, 4


def add(ground: Ground) -> None:
    """In the programs of the year that take students. Nobody is told by mail."""
    for program in Program.objects.filter(school_year=ground.year, takes_students=True).order_by("pk"):
        students, mentors = _free(program)
        if len(students) >= _STUDENTS and len(mentors) >= _MENTORS:
            _choosing(ground, program, students, mentors)
        elif students and mentors:
            _talk(ground, _match(ground, program, students[:1], mentors[0], days_ago=5), in_days=3)


def _choosing(ground: Ground, program: Program, students: list[Student], mentors: list[Mentor]) -> None:
    """One match in each state before the start, a small group, questions in each state."""
    just_proposed = _match(ground, program, students[:1], mentors[0], days_ago=2)
    _talk(ground, _match(ground, program, students[1:2], mentors[1], days_ago=5), in_days=3)
    talked = _match(ground, program, students[2:3], mentors[2], days_ago=9)
    _talk(ground, talked, in_days=-2)
    _say(talked.student_rows.all(), Answer.YES, ground, rating=5)
    _agreed(ground, program, students[3], mentors[3])
    _not_started(ground, program, students[4], mentors[0])
    _group(ground, program, students[5:8], mentors[1])
    _questions(ground, program, students[4], mentors)
    Interest.objects.create(
        program=program,
        student=just_proposed.student_rows.get().student,
        mentor=mentors[0],
        state=Interest.State.YES,
        note="I would like to know how a day at your work begins.",
        asked_on=ground.today - timedelta(days=8),
        answer_until=ground.today - timedelta(days=1),
        answered_on=ground.today - timedelta(days=4),
        match=just_proposed,
    )


def _free(program: Program) -> tuple[list[Student], list[Mentor]]:
    """Accepted students and mentors who are in no match yet, by name."""
    taken = MatchStudent.objects.filter(left_on=None).values("student")
    places = ProgramStudent.objects.filter(program=program, state=ProgramStudent.State.ACCEPTED)
    students = Student.objects.filter(pk__in=places.values("student"), left_on=None).exclude(pk__in=taken)
    busy = MatchMentor.objects.filter(left_on=None).values("mentor")
    accepted = ProgramMentor.objects.filter(program=program, state=ProgramMentor.State.ACCEPTED)
    mentors = Mentor.objects.filter(pk__in=accepted.values("mentor"), left_on=None).exclude(pk__in=busy)
    return list(students.in_list_order()), list(mentors.in_list_order())


def _match(ground: Ground, program: Program, students: Sequence[Student], mentor: Mentor, *, days_ago: int) -> Match:
    on, is_alone = ground.today - timedelta(days=days_ago), len(students) == 1
    match = Match.objects.create(
        program=program,
        format=Format.ONE_TO_ONE if is_alone else Format.SMALL_GROUP,
        supervising_teacher=ground.leads["teacher"],
        planned_meetings=12,
        meeting_minutes=60,
        proposed_by=ground.leads["coordinator"],
    )
    for student in students:
        MatchStudent.objects.create(match=match, student=student, joined_on=on, is_alone=is_alone)
    MatchMentor.objects.create(match=match, mentor=mentor, joined_on=on)
    return match


def _talk(ground: Ground, match: Match, *, in_days: int) -> None:
    day = ground.today + timedelta(days=in_days)
    MatchInterview.objects.create(
        match=match,
        planned_at=timezone.make_aware(datetime.combine(day, time(14, 30))),
        place=PlaceKind.SCHOOL,
        place_note="Room 104",
        adult=ground.leads["teacher"],
        held_on=day if in_days < 0 else None,
    )


def _say(rows: object, answer: Answer, ground: Ground, *, rating: int | None = None) -> None:
    rows.update(  # type: ignore[attr-defined]  # of students or of mentors
        answer=answer, answered_on=ground.today - timedelta(days=1), rating=rating
    )


def _agreed(ground: Ground, program: Program, student: Student, mentor: Mentor) -> None:
    """Both said yes, and everything is planned: only the agreement is missing."""
    match = _match(ground, program, [student], mentor, days_ago=14)
    _talk(ground, match, in_days=-5)
    _say(match.student_rows.all(), Answer.YES, ground, rating=4)
    _say(match.mentor_rows.all(), Answer.YES, ground, rating=5)
    match.state = State.AGREED
    match.starts_on = ground.today + timedelta(days=14)
    match.ends_on = match.starts_on + timedelta(days=182)
    match.places, match.place_note = [PlaceKind.SCHOOL], "Room 104"
    match.schedule = "Every other Thursday, 2:30 to 3:30"
    match.activities = ["A day at work, in pictures", "Writing a résumé", "Questions for a job interview"]
    match.transport = "Stays at school"
    match.adult_in_charge = ground.leads["teacher"]
    match.save()
    MatchObjective.objects.create(
        match=match, position=1, text="Explain three jobs in the field and how one gets there", standard="HS-2.1"
    )
    MatchObjective.objects.create(match=match, position=2, text="Write a résumé for a summer job")


def _not_started(ground: Ground, program: Program, student: Student, mentor: Mentor) -> None:
    match = _match(ground, program, [student], mentor, days_ago=30)
    over = ground.today - timedelta(days=20)
    match.state, match.ended_on = State.NOT_STARTED, over
    match.save()
    match.student_rows.update(left_on=over)
    match.mentor_rows.update(left_on=over, answer=Answer.NO, answered_on=over)


def _group(ground: Ground, program: Program, students: Sequence[Student], mentor: Mentor) -> None:
    Mentor.objects.filter(pk=mentor.pk, most_students__lt=4).update(most_students=4)
    match = _match(ground, program, students, mentor, days_ago=4)
    _say(match.student_rows.filter(student=students[0]), Answer.YES, ground)


def _questions(ground: Ground, program: Program, student: Student, mentors: Sequence[Mentor]) -> None:
    """One student asked several mentors; another waits for the mentor whom a visitor can be."""
    asked = ground.today - timedelta(days=12)
    for mentor, state in zip(
        mentors, (Interest.State.EXPIRED, Interest.State.UNAVAILABLE, Interest.State.OPEN), strict=False
    ):
        is_open = state == Interest.State.OPEN
        Interest.objects.create(
            program=program,
            student=student,
            mentor=mentor,
            state=state,
            asked_on=ground.today - timedelta(days=2) if is_open else asked,
            answer_until=ground.today + timedelta(days=5) if is_open else asked + timedelta(days=7),
            answered_on=asked + timedelta(days=3) if state == Interest.State.UNAVAILABLE else None,
        )
    lead = Mentor.objects.filter(person=ground.leads["mentor"]).first()
    if lead is not None:
        Interest.objects.create(
            program=program,
            student=student,
            mentor=lead,
            note="I like chemistry and would like to see what a pharmacist does.",
            asked_on=ground.today - timedelta(days=1),
            answer_until=ground.today + timedelta(days=6),
        )
