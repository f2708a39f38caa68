"""Rounds of feedback: prepared, sent, answered without names, closed (S-22)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.models import Program
from support import feedback_mails as mails
from support.closing_rules import archived_refusal
from support.feedback_people import by_audience, invited_of
from support.feedback_questions import BUILT_IN, choices_of
from support.feedback_rules import change_refusal, close_refusal, send_refusal
from support.feedback_tokens import invitation_of
from support.models import (
    Audience,
    FeedbackAudience,
    FeedbackComment,
    FeedbackInvitation,
    FeedbackQuestion,
    FeedbackRound,
    FeedbackTally,
)
from tenancy import audit
from tenancy.actions import jobs
from tenancy.actor import Actor, Kind
from tenancy.celery import ring
from tenancy.job_kinds import job_kind
from tenancy.models import District, Job
from tenancy.tasks import continue_job

#: So many messages are written at once; what is more becomes long work.
SENT_AT_ONCE = 50
#: Rounds that a day's work closes at once.
SETTLED_AT_ONCE = 20
BY = Actor.system("feedback")


class CannotPrepare(Exception):
    """The round stays as it is; the text says why."""


class CannotSend(Exception):
    """Nobody is asked; the text says why."""


class CannotAnswer(Exception):
    """Nothing is kept; the text says why."""


class CannotClose(Exception):
    """The round goes on; the text says why."""


@dataclass(frozen=True)
class Plan:
    """What a coordinator says of a round before it is sent."""

    name: str
    last_on: date
    audiences: Collection[str]
    ended_from_on: date | None = None


@dataclass(frozen=True)
class OwnQuestion:
    """A question that a coordinator words."""

    kind: str
    words: str


@dataclass(frozen=True)
class Refused:
    """The link does not do it: why, as a code ("unknown", "answered", "over"); ``invitation`` unless it is unknown."""

    code: str
    invitation: FeedbackInvitation | None = None


# Preparing


@transaction.atomic
def prepare(*, program: Program, plan: Plan, at: datetime, by: Actor) -> FeedbackRound:
    """Draft a round with all of our questions. Nobody is asked yet. Refuses (CannotPrepare) an archived program."""
    if refusal := archived_refusal(program):
        raise CannotPrepare(refusal)
    made = FeedbackRound.objects.create(
        program=program,
        name=plan.name,
        last_on=plan.last_on,
        ended_from_on=plan.ended_from_on,
        created_at=at,
        created_by_id=by.person_id,
    )
    _ask_audiences(made, plan.audiences)
    audit.record(by=by, verb="feedback_round.prepare", target=made, facts={"program": program.pk})
    return made


@transaction.atomic
def change(*, round_: FeedbackRound, plan: Plan, by: Actor) -> None:
    """Change a draft. An audience that is new gets our questions; one that stays keeps those it has.

    Refuses (CannotPrepare) a round that was sent, and an archived program.
    """
    mine = _draft(round_)
    mine.name, mine.last_on, mine.ended_from_on = plan.name, plan.last_on, plan.ended_from_on
    mine.save(update_fields=["name", "last_on", "ended_from_on"])
    mine.audiences.exclude(audience__in=plan.audiences).delete()
    there = set(mine.audiences.values_list("audience", flat=True))
    _ask_audiences(mine, [one for one in plan.audiences if one not in there])
    audit.record(by=by, verb="feedback_round.change", target=mine)


@transaction.atomic
def choose_questions(
    *, audience: FeedbackAudience, codes: Collection[str], own: Sequence[OwnQuestion], by: Actor
) -> None:
    """Say what one audience of a draft is asked: which of our questions, then the coordinator's own.

    Refuses (CannotPrepare) a round that was sent, and an archived program.
    """
    mine = _draft(audience.round)
    audience.questions.all().delete()
    kept = [FeedbackQuestion(kind=one.kind, code=one.code) for one in BUILT_IN[audience.audience] if one.code in codes]
    _number(audience, [*kept, *(FeedbackQuestion(kind=one.kind, words=one.words) for one in own)])
    facts: dict[str, audit.Fact] = {"audience": audience.audience, "kept": len(kept), "own": len(own)}
    audit.record(by=by, verb="feedback_round.choose_questions", target=mine, facts=facts)


@transaction.atomic
def delete(*, round_: FeedbackRound, by: Actor) -> None:
    """Delete a draft. Refuses (CannotPrepare) a round that was sent, and an archived program."""
    mine = _draft(round_)
    audit.record(by=by, verb="feedback_round.delete", target=mine, facts={"program": mine.program_id})
    mine.delete()


def _ask_audiences(round_: FeedbackRound, audiences: Collection[str]) -> None:
    for code in Audience.values:
        if code in audiences:
            made = FeedbackAudience.objects.create(round=round_, audience=code)
            _number(made, [FeedbackQuestion(kind=one.kind, code=one.code) for one in BUILT_IN[code]])


def _number(audience: FeedbackAudience, questions: Sequence[FeedbackQuestion]) -> None:
    for position, one in enumerate(questions, start=1):
        one.audience, one.position = audience, position
    FeedbackQuestion.objects.bulk_create(questions)


def _draft(round_: FeedbackRound) -> FeedbackRound:
    mine = _locked(round_)
    if refusal := change_refusal(mine):
        raise CannotPrepare(refusal)
    return mine


def _locked(round_: FeedbackRound) -> FeedbackRound:
    rows = FeedbackRound.objects.select_for_update(of=("self",)).prefetch_related("program", "audiences__questions")
    return rows.get(pk=round_.pk)


# Sending


@transaction.atomic
def send(*, round_: FeedbackRound, at: datetime, on: date, by: Actor) -> FeedbackRound:
    """Ask everybody, once each. Up to SENT_AT_ONCE messages are written now, more by long work (``job``).

    Refuses (CannotSend) an archived program, a round that was sent, one whose last day has come, an audience without
    questions, and a round that would ask nobody.
    """
    mine = _locked(round_)
    audiences = list(mine.audiences.all())
    invited = invited_of(mine, [one.audience for one in audiences], on)
    if refusal := send_refusal(mine, audiences, len(invited), on):
        raise CannotSend(refusal)
    people = by_audience(invited)
    for one in audiences:
        one.asked = len(people.get(one.audience, ()))
        one.save(update_fields=["asked"])
    FeedbackInvitation.objects.bulk_create(
        [FeedbackInvitation(round=mine, person=one.person, audience=one.audience) for one in invited], batch_size=500
    )
    mine.sent_at, mine.sent_by_id = at, by.person_id
    if len(invited) > SENT_AT_ONCE:
        mine.job = jobs.start(kind="feedback.send", by=by, total=len(invited), round=mine.pk)
        ring(continue_job, mine.job.pk)
    mine.save(update_fields=["sent_at", "sent_by", "job"])
    if mine.job is None:
        _post(mine, 0, by)
    audit.record(by=by, verb="feedback_round.send", target=mine, facts={"people": len(invited)})
    return mine


@job_kind("feedback.send", title=gettext_lazy("Asking for feedback"), unit=gettext_lazy("people"))
def _send_next(job: Job) -> int:
    """Write to the next people of a round; nobody once it is over."""
    round_ = FeedbackRound.objects.of(job.district).filter(pk=job.parameters["round"], closed_on=None).first()
    if round_ is None:
        return 0
    posted = _post(round_, int(job.progress.get("after", 0)), Actor(Kind.PERSON, person_id=job.created_by_id))
    if posted:
        job.progress = {"after": posted[-1].pk}
    return len(posted)


def _post(round_: FeedbackRound, after: int, by: Actor) -> Sequence[FeedbackInvitation]:
    rows = FeedbackInvitation.objects.of(round_.district).filter(round=round_, pk__gt=after)
    chunk = list(rows.order_by("pk").prefetch_related("person")[:SENT_AT_ONCE])
    mails.feedback_asked(chunk, district=round_.district, by=by)
    return chunk


# Answering


def open_link(*, district: District, token: str, on: date) -> FeedbackInvitation | Refused:
    """Whose link this is and what it asks. Opening it changes nothing, however often.

    Refused: a link that we did not make, or of somebody who left ("unknown"); one whose person has answered
    ("answered"); one of a round that takes no answers ("over").
    """
    rows = FeedbackInvitation.objects.of(district).filter(pk=invitation_of(token) or 0)
    found = rows.prefetch_related("person", "round__program", "round__audiences__questions").first()
    if found is None or not found.person.is_active:
        return Refused("unknown")
    if found.has_answered:
        return Refused("answered", found)
    if not found.round.is_open(on) or found.round.program.is_archived:
        return Refused("over", found)
    return found


@transaction.atomic
def answer(*, invitation: FeedbackInvitation, said: Mapping[int, int | str], on: date) -> None:
    """Count what somebody chose and keep what they wrote, by the ids of the questions; without name or time.

    Nothing that is written here leads from the answers to the person, and nothing goes into the audit log: a line with
    its instant would. So answers cannot be changed. Refuses (CannotAnswer) a second time, and a round that is over.
    """
    mine = (
        FeedbackInvitation.objects.select_for_update(of=("self",))
        .prefetch_related("round__program")
        .get(pk=invitation.pk)
    )
    if mine.has_answered:
        raise CannotAnswer(_("You have answered already. Thank you."))
    if not mine.round.is_open(on) or mine.round.program.is_archived:
        raise CannotAnswer(_("This round is over: no more answers are taken."))
    audience = FeedbackAudience.objects.select_for_update(of=("self",)).get(round=mine.round, audience=mine.audience)
    for question in audience.questions.order_by("pk"):
        if question.pk in said:
            _keep(question, said[question.pk])
    audience.answered = F("answered") + 1
    audience.save(update_fields=["answered"])
    mine.has_answered = True
    mine.save(update_fields=["has_answered"])


def _keep(question: FeedbackQuestion, said: int | str) -> None:
    choices = {number for number, _words in choices_of(question.kind)}
    if isinstance(said, str):
        if question.kind == FeedbackQuestion.Kind.TEXT and said:
            FeedbackComment.objects.create(question=question, text=said)
    elif said in choices:
        tally, _new = FeedbackTally.objects.get_or_create(question=question, choice=said)
        tally.count = F("count") + 1
        tally.save(update_fields=["count"])


# Closing


@transaction.atomic
def close(*, round_: FeedbackRound, on: date, by: Actor) -> None:
    """Take no more answers, and forget who was asked and who answered; the numbers stay.

    Refuses (CannotClose) a round that takes no answers, and an archived program.
    """
    mine = _locked(round_)
    if refusal := close_refusal(mine, on):
        raise CannotClose(refusal)
    _end(mine, on, by)
    audit.record(by=by, verb="feedback_round.close", target=mine)


@transaction.atomic
def settle(*, district: District, on: date) -> int:
    """Close the next rounds whose last day has passed; returns how many. Asking again closes none."""
    rows = FeedbackRound.objects.of(district).filter(sent_at__isnull=False, closed_on=None, last_on__lt=on)
    found = list(rows.select_for_update(of=("self",)).order_by("last_on", "pk")[:SETTLED_AT_ONCE])
    for one in found:
        _end(one, on, BY)
        audit.record(by=BY, verb="feedback_round.close", target=one)
    return len(found)


def _end(round_: FeedbackRound, on: date, by: Actor) -> None:
    round_.closed_on, round_.closed_by_id = on, by.person_id
    round_.save(update_fields=["closed_on", "closed_by"])
    FeedbackInvitation.objects.of(round_.district).filter(round=round_).delete()
