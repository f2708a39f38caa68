"""Feedback in the sample districts: two rounds that are over, the later one with recommendations in each
state, one that takes answers now, one that is not sent yet.
"""

import random
from datetime import datetime, timedelta

from config.sample.programs import Ground
from mentoring.models import Match, Program
from support.actions import feedback, recommendations
from support.actions.feedback import OwnQuestion, Plan
from support.actions.recommendations import Wanted
from support.feedback_people import invited_of
from support.feedback_questions import choices_of
from support.models import (
    Audience,
    FeedbackAudience,
    FeedbackComment,
    FeedbackInvitation,
    FeedbackQuestion,
    FeedbackRound,
    FeedbackTally,
)
from tenancy.actor import Actor

Kind = FeedbackQuestion.Kind
_EVERYBODY = tuple(Audience.values)
_GOOD = (
    "Seeing the work itself, not only hearing about it.",
    "My mentor remembers what I told last time.",
    "Somebody from outside asks me what I want.",
    "The visit to the lab.",
    "That it is during the school day.",
)
_BETTER = (
    "More time at the workplace.",
    "Meetings fall out when there are tests.",
    "I would like to know earlier where we meet.",
    "Parking at the school.",
)


def add(ground: Ground, now: datetime) -> None:
    """What the coordinator finds under "Feedback", and what mentors, students and parents are asked today."""
    program = _busiest(ground)
    if program is None or "coordinator" not in ground.leads:
        return
    by = Actor.person(ground.leads["coordinator"])
    chance = random.Random(program.pk)  # noqa: S311  for the same answers every time, not for secrets
    _over(ground, program, "Before fall", 120, chance, by, now)
    fall = _over(ground, program, "Fall", 20, chance, by, now)
    _recommend(ground, fall, by, now)
    _open(ground, program, by, now)
    feedback.prepare(program=program, plan=_plan(ground, "End of the year", 21), at=now, by=by)


def _busiest(ground: Ground) -> Program | None:
    """The program of the match in which a visitor can be a student."""
    running = Match.objects.filter(state=Match.State.RUNNING, program__archived_on=None)
    own = (
        running.filter(student_rows__student__person=ground.leads["student"]).first()
        if "student" in ground.leads
        else None
    )
    found = own or running.order_by("pk").first()
    return found.program if found else None


def _plan(ground: Ground, name: str, days: int) -> Plan:
    return Plan(name, ground.today + timedelta(days=days), _EVERYBODY, ground.today - timedelta(days=60))


def _over(
    ground: Ground, program: Program, name: str, ago: int, chance: random.Random, by: Actor, now: datetime
) -> FeedbackRound:
    """A round that ended so many days ago, with what people said. Nobody is told by mail."""
    at = now - timedelta(days=ago + 14)
    made = feedback.prepare(program=program, plan=_plan(ground, name, -ago), at=at, by=by)
    FeedbackRound.objects.filter(pk=made.pk).update(
        sent_at=at, sent_by=by.person_id, closed_on=ground.today - timedelta(days=ago - 1)
    )
    people = invited_of(made, _EVERYBODY, ground.today)
    for audience in made.audiences.prefetch_related("questions"):
        audience.asked = sum(one.audience == audience.audience for one in people)
        audience.answered = audience.asked * 3 // 4
        audience.save(update_fields=["asked", "answered"])
        _say(audience, chance)
    made.refresh_from_db()
    return made


def _say(audience: FeedbackAudience, chance: random.Random) -> None:
    tallies, comments = [], []
    for question in audience.questions.all():
        if question.kind == Kind.TEXT:
            texts = _BETTER if question.code.endswith("better") else _GOOD
            some = chance.sample(texts, min(len(texts), audience.answered // 2))
            comments += [FeedbackComment(question=question, text=text) for text in some]
            continue
        numbers = [number for number, _words in choices_of(question.kind)]
        chosen = chance.choices(numbers, [1 + max(number, 1) for number in numbers], k=audience.answered)
        tallies += [
            FeedbackTally(question=question, choice=number, count=chosen.count(number))
            for number in numbers
            if chosen.count(number)
        ]
    FeedbackTally.objects.bulk_create(tallies)
    FeedbackComment.objects.bulk_create(comments)


def _recommend(ground: Ground, fall: FeedbackRound, by: Actor, now: datetime) -> None:
    """Overdue and open ones of the coordinator's own and the teacher's; one done, one dropped."""
    coordinator, teacher = ground.leads["coordinator"], ground.leads.get("teacher", ground.leads["coordinator"])
    for what, why, owner, days in (
        ("Say a week ahead where each meeting is", "Several students did not know it.", coordinator, -3),
        ("Keep testing weeks free of meetings", "Meetings fall out when there are tests.", teacher, 9),
        ("Two more visits to workplaces this term", "Asked for by students and mentors.", coordinator, -1),
        ("A second parking lot for mentors", "Parking at the school.", coordinator, 5),
    ):
        wanted = Wanted(what, why, owner, ground.today + timedelta(days=days))
        made = recommendations.give(round_=fall, wanted=wanted, at=now - timedelta(days=15), by=Actor.person(owner))
        if what.startswith("Two"):
            recommendations.finish(
                recommendation=made, outcome="Planned with the hospital for March.", on=ground.today, by=by
            )
        if what.startswith("A second"):
            recommendations.drop(recommendation=made, outcome="The city does not rent it out.", on=ground.today, by=by)


def _open(ground: Ground, program: Program, by: Actor, now: datetime) -> None:
    """A round that takes answers: one question of the coordinator's own, some have answered. Nobody is told by mail."""
    made = feedback.prepare(program=program, plan=_plan(ground, "Winter", 8), at=now - timedelta(days=4), by=by)
    mentors = made.audiences.get(audience=Audience.MENTORS)
    kept = ["mentor_worth", "mentor_helped", "mentor_again", "mentor_best", "mentor_better"]
    own = [OwnQuestion(Kind.YES_NO, "Would a parking card help you?")]
    feedback.choose_questions(audience=mentors, codes=kept, own=own, by=by)
    FeedbackRound.objects.filter(pk=made.pk).update(sent_at=now - timedelta(days=4), sent_by=by.person_id)
    people = invited_of(made, _EVERYBODY, ground.today)
    invitations = FeedbackInvitation.objects.bulk_create(
        FeedbackInvitation(round=made, person=one.person, audience=one.audience) for one in people
    )
    for audience in made.audiences.all():
        audience.asked = sum(one.audience == audience.audience for one in people)
        audience.save(update_fields=["asked"])
    leads = {one.pk for one in ground.leads.values()}
    for invitation in [one for one in invitations if one.person_id not in leads][:4]:
        questions = FeedbackQuestion.objects.filter(audience__round=made, audience__audience=invitation.audience)
        said: dict[int, int | str] = {
            one.pk: 4 if one.kind == Kind.SCALE else 1 for one in questions if one.kind != Kind.TEXT
        }
        feedback.answer(invitation=invitation, said=said, on=ground.today)
