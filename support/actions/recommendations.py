"""What is to be done about the results of a round: given to an owner, done, dropped (S-22)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from support import feedback_mails as mails
from support.closing_rules import archived_refusal
from support.feedback_rules import recommend_refusal
from support.models import FeedbackRound, Recommendation
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import Person

State = Recommendation.State


class CannotRecommend(Exception):
    """Nothing is given; the text says why."""


class CannotSettle(Exception):
    """The recommendation stays as it is; the text says why."""


@dataclass(frozen=True)
class Wanted:
    """What is to be done, why, by whom, until when."""

    what: str
    why: str
    owner: Person
    due_on: date


@transaction.atomic
def give(*, round_: FeedbackRound, wanted: Wanted, at: datetime, by: Actor) -> Recommendation:
    """Recommend something and tell the owner by mail, unless it is whoever gives it.

    Refuses (CannotRecommend) a round that was not sent, and an archived program.
    """
    if refusal := recommend_refusal(round_.program, round_):
        raise CannotRecommend(refusal)
    made = Recommendation.objects.create(
        round=round_,
        what=wanted.what,
        why=wanted.why,
        owner=wanted.owner,
        due_on=wanted.due_on,
        given_at=at,
        given_by_id=by.person_id,
    )
    audit.record(by=by, verb="recommendation.give", target=made, facts={"owner": wanted.owner.pk})
    _tell(made, by)
    return made


@transaction.atomic
def change(*, recommendation: Recommendation, wanted: Wanted, by: Actor) -> None:
    """Word it anew, give it to somebody else, who is told, or more time. Refuses (CannotSettle) what is settled."""
    mine = _open(recommendation)
    mine.what, mine.why, mine.owner, mine.due_on = wanted.what, wanted.why, wanted.owner, wanted.due_on
    mine.save(update_fields=["what", "why", "owner", "due_on"])
    audit.record(by=by, verb="recommendation.change", target=mine, facts={"owner": wanted.owner.pk})
    _tell(mine, by)


@transaction.atomic
def finish(*, recommendation: Recommendation, outcome: str, on: date, by: Actor) -> None:
    """It is done; ``outcome`` says what was done. Refuses (CannotSettle) what is settled."""
    _settle(recommendation, State.DONE, outcome, on, by)
    audit.record(by=by, verb="recommendation.finish", target=recommendation)


@transaction.atomic
def drop(*, recommendation: Recommendation, outcome: str, on: date, by: Actor) -> None:
    """It is not done; ``outcome`` says why. Refuses (CannotSettle) what is settled."""
    _settle(recommendation, State.DROPPED, outcome, on, by)
    audit.record(by=by, verb="recommendation.drop", target=recommendation)


@transaction.atomic
def reopen(*, recommendation: Recommendation, by: Actor) -> None:
    """Take back that it was done or dropped. Refuses (CannotSettle) one that is open."""
    mine = _locked(recommendation)
    if mine.state == State.OPEN:
        raise CannotSettle(_("There is nothing to take back."))
    mine.state, mine.outcome, mine.closed_on, mine.closed_by = State.OPEN, "", None, None
    mine.save(update_fields=["state", "outcome", "closed_on", "closed_by"])
    audit.record(by=by, verb="recommendation.reopen", target=mine)


def _settle(recommendation: Recommendation, state: State, outcome: str, on: date, by: Actor) -> None:
    mine = _open(recommendation)
    mine.state, mine.outcome, mine.closed_on, mine.closed_by_id = state, outcome, on, by.person_id
    mine.save(update_fields=["state", "outcome", "closed_on", "closed_by"])


def _open(recommendation: Recommendation) -> Recommendation:
    mine = _locked(recommendation)
    if mine.state != State.OPEN:
        raise CannotSettle(_("This is settled already."))
    return mine


def _locked(recommendation: Recommendation) -> Recommendation:
    rows = Recommendation.objects.select_for_update(of=("self",)).prefetch_related("owner", "round__program")
    mine = rows.get(pk=recommendation.pk)
    if refusal := archived_refusal(mine.round.program):
        raise CannotSettle(refusal)
    return mine


def _tell(recommendation: Recommendation, by: Actor) -> None:
    if recommendation.owner_id != by.person_id:
        mails.recommendation_given(recommendation, by=by)
