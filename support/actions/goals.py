"""Looks at the goals: both sides say how far they are, staff say where each objective stands (S-14)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from mentoring.models import Match, MatchMentor, MatchObjective, MatchStudent, Policy
from support.models import GoalAnswer, GoalReview, ObjectiveState
from support.rules import DAYS_TO_ANSWER, next_review
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District


class CannotAsk(Exception):
    """Nobody is asked; the text says why."""


class CannotAnswer(Exception):
    """Nothing is saved; the text says why."""


@dataclass(frozen=True)
class Said:
    """What somebody says of one objective, or (without one) of what they expected: how far, from 1 to 4, and a note."""

    objective: MatchObjective | None
    standing: int | None
    note: str


@transaction.atomic
def open_due(*, matches: Sequence[Match], on: date, by: Actor) -> int:
    """Open the looks at goals that are due for these running matches with objectives. Returns how many.

    A look that is still open when the next one is due is closed: what was said in it stays. Asking again on the same
    day opens none. A fixed number of queries, however many matches.
    """
    if not matches:
        return 0
    due = _due(matches, on)
    if not due:
        return 0
    district = matches[0].district
    GoalReview.objects.of(district).filter(match__in=due, closed_on=None).update(closed_on=on)
    rows = [GoalReview(match_id=pk, asked_on=on, due_on=on + timedelta(days=DAYS_TO_ANSWER)) for pk in due]
    made = GoalReview.objects.bulk_create(rows, ignore_conflicts=True)
    audit.record(by=by, verb="goal_review.open", facts={"reviews": len(made)})
    return len(made)


def _due(matches: Sequence[Match], on: date) -> list[int]:
    """Ids of the matches that are to be asked on this day. Three queries."""
    district = matches[0].district
    ids = [one.pk for one in matches]
    policies = Policy.objects.of(district).filter(program__in={one.program_id for one in matches})
    every = dict(policies.values_list("program_id", "goals_every_days"))
    objectives = MatchObjective.objects.of(district).filter(match__in=ids)
    with_goals = set(objectives.values_list("match_id", flat=True))
    last = dict(
        GoalReview.objects.of(district)
        .filter(match__in=ids)
        .order_by()
        .values_list("match_id")
        .annotate(Max("asked_on"))
    )
    return [
        one.pk
        for one in matches
        if one.pk in with_goals
        and one.starts_on is not None
        and one.program_id in every
        and next_review(start=one.starts_on, last=last.get(one.pk), every=every[one.program_id], on=on) <= on
    ]


@transaction.atomic
def ask(*, match: Match, on: date, by: Actor) -> GoalReview:
    """Ask both sides now. Refuses (CannotAsk) a match that does not run, has no objectives, or is asked already."""
    if match.state != Match.State.RUNNING:
        raise CannotAsk(_("This match is not running."))
    if not match.objectives.exists():
        raise CannotAsk(_("This match has no objectives yet. Write them into its plan first."))
    Match.objects.select_for_update(of=("self",)).get(pk=match.pk)
    if GoalReview.objects.of(match.district).filter(match=match, closed_on=None).exists():
        raise CannotAsk(_("Both sides are asked already."))
    review = GoalReview.objects.create(match=match, asked_on=on, due_on=on + timedelta(days=DAYS_TO_ANSWER))
    audit.record(by=by, verb="goal_review.ask", target=review, facts={"match": match.pk})
    return review


@transaction.atomic
def answer(*, review: GoalReview, said: Sequence[Said], at: datetime, by: Actor) -> None:
    """Save what one member says; saying it again replaces it. Once everybody has answered, the look is closed.

    Refuses (CannotAnswer) whoever is not in the match, and a look that is closed.
    """
    live = GoalReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    members = members_of(live.district, [live.match_id])[live.match_id]
    if by.person_id not in members:
        raise CannotAnswer(_("Only the student and the mentor answer this."))
    if live.closed_on is not None:
        raise CannotAnswer(_("This goal review is over. You will be asked again."))
    for one in said:
        GoalAnswer.objects.update_or_create(
            review=live,
            person_id=by.person_id,
            objective=one.objective,
            defaults={"standing": one.standing, "note": one.note, "answered_at": at},
        )
    audit.record(by=by, verb="goal_review.answer", target=live, facts={"match": live.match_id})
    answered = set(GoalAnswer.objects.of(live.district).filter(review=live).values_list("person_id", flat=True))
    if set(members) <= answered:
        live.closed_on = timezone.localdate(at)
        live.save(update_fields=["closed_on"])


@transaction.atomic
def close(*, review: GoalReview, on: date, by: Actor) -> None:
    """Wait for no more answers. Closing it again changes nothing."""
    live = GoalReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if live.closed_on is None:
        live.closed_on, live.closed_by_id = on, by.person_id
        live.save(update_fields=["closed_on", "closed_by"])
        audit.record(by=by, verb="goal_review.close", target=live, facts={"match": live.match_id})


@transaction.atomic
def say(*, objective: MatchObjective, state: str, note: str, at: datetime, by: Actor) -> ObjectiveState:
    """Say where an objective stands; what was said before stays as its history."""
    if by.person_id is None:
        raise CannotAnswer(_("Only people of the district say where a goal stands."))
    made = ObjectiveState.objects.create(
        objective=objective, state=state, note=note, said_by_id=by.person_id, said_at=at
    )
    facts: dict[str, audit.Fact] = {"match": objective.match_id, "state": state}
    audit.record(by=by, verb="objective.say", target=made, facts=facts)
    return made


def members_of(district: District, match_ids: Sequence[int]) -> Mapping[int, list[int]]:
    """By match: ids of the students and mentors who are in it now, students first. Two queries."""
    found: dict[int, list[int]] = {pk: [] for pk in match_ids}
    students = MatchStudent.objects.of(district).filter(match__in=match_ids, left_on=None).order_by("pk")
    for match_id, person_id in students.values_list("match_id", "student__person_id"):
        found[match_id].append(person_id)
    mentors = MatchMentor.objects.of(district).filter(match__in=match_ids, left_on=None).order_by("pk")
    for match_id, person_id in mentors.values_list("match_id", "mentor__person_id"):
        found[match_id].append(person_id)
    return found
