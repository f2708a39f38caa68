"""A match goes on into the next year with the same people."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring.actions import program_mentors, program_students
from mentoring.actions.matches import PLAN, write_objectives
from mentoring.models import (
    Answer,
    Match,
    MatchMentor,
    MatchStudent,
    Program,
    Student,
)
from tenancy import audit
from tenancy.actor import Actor

State = Match.State


class CannotContinue(Exception):
    """No match is made for the next year; the text says why."""


@transaction.atomic
def continue_into(*, match: Match, program: Program, on: date, by: Actor) -> Match:
    """Make the match of the next year for the same people, all of whom said yes again (S-36).

    It is agreed at once, has the plan and objectives of this one and knows what it continues; documents are signed
    anew. Students and mentors are accepted into the next program without applying again; of mentors only what is
    missing is asked. This match may run on: until it ends, it is the one that counts as the student's own.
    Refuses (CannotContinue) a program that does not continue this one's or is archived, a match that was continued,
    one that stands still, and people who left.
    """
    now = Match.objects.select_for_update(of=("self",)).prefetch_related("program").get(pk=match.pk)
    students, mentors = members_to_the_end(now)
    if refusal := continuing_refusal(now, program):
        raise CannotContinue(refusal)
    copied = {name: getattr(now, name) for name in PLAN if name not in {"starts_on", "ends_on"}}
    starts_on = program.school_year.starts_on if program.school_year.starts_on > on else None
    made = Match.objects.create(
        district_id=now.district_id,
        program=program,
        format=now.format,
        state=State.AGREED,
        starts_on=starts_on,
        proposed_by_id=by.person_id,
        continues=now,
        **copied,
    )
    yes: dict[str, Any] = {"answer": Answer.YES, "answered_on": on, "joined_on": on}
    for row in students:
        program_students.carry_over(student=row.student, program=program, on=on, by=by)
        is_alone = row.is_alone and now.ended_on is not None
        MatchStudent.objects.create(
            district_id=made.district_id, match=made, student_id=row.student_id, is_alone=is_alone, **yes
        )
    for mentor_row in mentors:
        program_mentors.carry_over(mentor=mentor_row.mentor, program=program, on=on, by=by)
        MatchMentor.objects.create(district_id=made.district_id, match=made, mentor_id=mentor_row.mentor_id, **yes)
    write_objectives(made, list(now.objectives.order_by("position").values_list("text", "standard")))
    audit.record(by=by, verb="match.continue", target=made, facts={"continues": now.pk})
    return made


def continuing_refusal(match: Match, program: Program) -> str:
    """Why a match cannot go on in this program; empty when it can."""
    if program.is_archived or program.continues_id != match.program_id:
        return _("Continue the program into the next year first.")
    if match.state not in {State.RUNNING, State.ENDED}:
        return _("Only a match that ran goes on.")
    if Match.objects.of(match.district).open().filter(continues=match).exists():
        return _("This match was continued already.")
    if Match.objects.of(match.district).paused().filter(pk=match.pk).exists():
        return _("This match is paused until further notice.")
    return _members_refusal(match)


def _members_refusal(match: Match) -> str:
    students, mentors = members_to_the_end(match)
    if not students or not mentors:
        return _("A match needs a student and a mentor.")
    for row in students:
        if row.student.left_on is not None or not row.student.person.is_active:
            return _("%(name)s has left the district.") % {"name": row.student.person.name}
        if match.ended_on is not None and row.is_alone and _is_taken(row.student):
            return _("%(name)s has another mentor of their own by now.") % {"name": row.student.person.name}
    for mentor_row in mentors:
        if mentor_row.mentor.left_on is not None or not mentor_row.mentor.person.is_active:
            return _("%(name)s is no longer a mentor.") % {"name": mentor_row.mentor.person.name}
    return ""


def members_to_the_end(match: Match) -> tuple[list[MatchStudent], list[MatchMentor]]:
    """Who is in a match, or was when it ended."""
    students = match.student_rows.filter(left_on=match.ended_on).order_by("pk").prefetch_related("student__person")
    mentors = match.mentor_rows.filter(left_on=match.ended_on).order_by("pk").prefetch_related("mentor__person")
    return list(students), list(mentors)


def _is_taken(student: Student) -> bool:
    return MatchStudent.objects.of(student.district).filter(student=student, is_alone=True, left_on=None).exists()
