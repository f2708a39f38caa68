"""Closing, going on and thanking in the sample districts: each in every state, with days around today."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from config.sample.programs import Ground
from meetings.reading import held_of
from mentoring.actions import programs
from mentoring.models import Format, Match, MatchMentor, MatchStudent, Program, ProgramMentor, ProgramStudent
from support.actions import closings, continuations, thank_yous
from support.models import Closing, Continuation, ExitInterview
from tenancy.actor import Actor
from tenancy.models import SchoolYear

_EARLY = (
    (Closing.Initiator.MENTOR, "A new job far away"),
    (Closing.Initiator.STUDENT, "Wants to try another career area"),
)
_LINES = (
    "You showed me how a pharmacy works behind the counter, and that I need not know yet what I want. Thank you.",
    "I was shy at first. You always had a question for me that I wanted to answer. I will remember the day in the lab.",
    "Thank you for every Tuesday, and for telling me how you found your way into this work.",
)


def add(ground: Ground, now: datetime) -> None:
    """What the coordinator and the teacher of the sample find under "Closing", and what their students see."""
    if "coordinator" not in ground.leads or "student" not in ground.leads:
        return
    program = Program.objects.filter(archived_on=None, continues__isnull=False).order_by("pk").first()
    if program is None:
        return
    by = Actor.person(ground.leads["coordinator"])
    running = list(_running(ground, program))
    _begun(ground, running[-1:], by)
    _ready(ground, running[-2:-1], by)
    _ended(ground, program, by)
    _last_year(ground)
    _lines(ground, running, now)
    _again(ground, program, running, now, by)


def _running(ground: Ground, program: Program) -> Sequence[Match]:
    """Matches that run and that nothing stops; the one in which a visitor can be a student comes first."""
    rows = Match.objects.filter(program=program, state=Match.State.RUNNING).not_paused()
    found = list(rows.order_by("pk").prefetch_related("student_rows__student", "program"))
    lead = ground.leads["student"].pk
    return sorted(found, key=lambda one: all(row.student.person_id != lead for row in one.student_rows.all()))


# Closing


def _begun(ground: Ground, matches: Sequence[Match], by: Actor) -> None:
    """One of the last talks is noted, one is skipped."""
    for match in matches:
        closing = _plan(match, ground, 6, by)
        talks = list(ExitInterview.objects.filter(closing=closing).order_by("pk"))
        _note(talks[0], ground, by)
        closings.skip_interview(interview=talks[1], reason="Moved to another school this week", on=ground.today, by=by)


def _ready(ground: Ground, matches: Sequence[Match], by: Actor) -> None:
    for match in matches:
        _complete(_plan(match, ground, 12, by), ground, by)


def _plan(match: Match, ground: Ground, days: int, by: Actor) -> Closing:
    plan, as_planned = Closing.Kind.PLANNED, Closing.Initiator.PLAN
    day, last = ground.today - timedelta(days=days), held_of([match.pk])[match.pk].last_on
    return closings.begin(match=match, kind=plan, initiator=as_planned, last_meeting_on=last, on=day, by=by)


def _ended(ground: Ground, program: Program, by: Actor) -> None:
    """One match ended early and is closed; one was ended at once, and its last talks are still to come."""
    there = ProgramStudent.objects.filter(program=program, state=ProgramStudent.State.ACCEPTED)
    alone = MatchStudent.objects.filter(is_alone=True, left_on=None).values("student")
    students = [one.student for one in there.exclude(student__in=alone).order_by("pk").prefetch_related("student")]
    places = ProgramMentor.objects.filter(program=program, state=ProgramMentor.State.ACCEPTED)
    places = places.exclude(mentor__person=ground.leads.get("newmentor"))
    mentors = [one.mentor for one in places.order_by("pk").prefetch_related("mentor")]
    begins = ground.today - timedelta(days=60)
    for number, (student, mentor) in enumerate(zip(students[-2:], mentors[-2:], strict=False)):
        match = Match.objects.create(
            program=program,
            format=Format.ONE_TO_ONE,
            state=Match.State.RUNNING,
            starts_on=begins,
            ends_on=begins + timedelta(days=180),
            supervising_teacher=ground.leads["teacher"],
        )
        MatchStudent.objects.create(match=match, student=student, joined_on=begins, is_alone=True)
        MatchMentor.objects.create(match=match, mentor=mentor, joined_on=begins)
        wished_by, reason = _EARLY[number]
        day = ground.today - timedelta(days=9)
        closing = closings.begin(
            match=match, kind=Closing.Kind.EARLY, initiator=wished_by, reason=reason, on=day, by=by
        )
        if number == 0:
            _complete(closing, ground, by)
            closings.finish(closing=closing, on=ground.today - timedelta(days=2), by=by)


def _last_year(ground: Ground) -> None:
    """Matches of the archived program were closed with the year; nothing of them can be changed."""
    coordinator = ground.leads["coordinator"]
    for match in Match.objects.filter(state=Match.State.ENDED, program__archived_on__isnull=False).order_by("pk"):
        day = match.ended_on or ground.today
        closing = Closing.objects.create(
            match=match,
            opened_on=day - timedelta(days=20),
            opened_by=coordinator,
            last_meeting_on=day - timedelta(days=8),
            presentation_on=day - timedelta(days=5),
            profile_updated_on=day - timedelta(days=5),
            next_step="A summer course in first aid",
            finished_on=day,
            finished_by=coordinator,
            kind=Closing.Kind.PLANNED,
            initiator=Closing.Initiator.PLAN,
        )
        for row in match.mentor_rows.prefetch_related("mentor__person"):
            ExitInterview.objects.create(
                closing=closing,
                person=row.mentor.person,
                role="mentor",
                held_on=day - timedelta(days=3),
                held_by=coordinator,
                quality=9,
                best="How much she asked by the end",
            )


def _complete(closing: Closing, ground: Ground, by: Actor) -> None:
    for talk in ExitInterview.objects.filter(closing=closing).order_by("pk"):
        _note(talk, ground, by)
    day = ground.today - timedelta(days=4)
    details = {"presentation_on": day, "profile_updated_on": day, "next_step": "An internship at the clinic"}
    closings.change(closing=closing, details=details | {"contact_after": "By email, as the parents agreed"}, by=by)


def _note(talk: ExitInterview, ground: Ground, by: Actor) -> None:
    said = {"held_on": ground.today - timedelta(days=5), "quality": 8, "best": "Seeing the work itself", "better": ""}
    closings.note_interview(interview=talk, said=said | {"told": "Would do it again."}, by=by)


# Thanking


def _lines(ground: Ground, running: Sequence[Match], now: datetime) -> None:
    """Lines that wait for the teacher, that were given back, that are approved. The visitor's own are not written."""
    by = Actor.person(ground.leads["teacher"])
    rows = [row for match in running[1:] for row in match.student_rows.all() if row.left_on is None]
    for number, (row, text) in enumerate(zip(rows, _LINES, strict=False)):
        writes = Actor.person(row.student.person)
        lines = thank_yous.write(row=row, text=text, at=now - timedelta(days=3), by=writes)
        if number == 1:
            thank_yous.give_back(lines=lines, note="Say a little more about the day in the lab.", by=by)
        if number == 2:
            thank_yous.approve(lines=lines, at=now - timedelta(days=1), by=by)


# Going on


def _again(ground: Ground, program: Program, running: Sequence[Match], now: datetime, by: Actor) -> None:
    """The visitor's pair is asked; one waits for too long, one goes on, one does not."""
    year = ground.year
    later = SchoolYear.objects.create(
        name=f"{year.starts_on.year + 1}–{(year.starts_on.year + 2) % 100}",
        starts_on=year.starts_on.replace(year=year.starts_on.year + 1),
        ends_on=year.ends_on.replace(year=year.ends_on.year + 1),
    )
    programs.continue_into(program=program, school_year=later, name=program.name, on=ground.today, by=by)
    able = [one for one in running[:-2] if not continuations.asking_refusal(one)]
    days = (1, 20, 12, 9)
    for number, (match, ago) in enumerate(zip(able, days, strict=False)):
        asked = continuations.ask(match=match, on=ground.today - timedelta(days=ago), by=by)
        if number:
            _say(asked, ("", "late", "yes", "no")[number], ground, now)


def _say(asked: Continuation, story: str, ground: Ground, now: datetime) -> None:
    rows = list(asked.answers.order_by("pk").prefetch_related("person"))
    said = {"late": ["yes"], "yes": ["yes"] * len(rows), "no": ["yes", "no"]}[story]
    for row, answer in zip(rows, said, strict=False):
        by = Actor.person(row.person)
        continuations.answer(row=row, answer=answer, at=now - timedelta(days=5), on=ground.today, by=by)
