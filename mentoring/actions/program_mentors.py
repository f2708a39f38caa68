"""Mentors come into programs, are decided on, and leave."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from correspondence.actions import messages
from correspondence.models import Message
from correspondence.models import State as Leaving
from mentoring import mails
from mentoring.age_rules import age_refusal
from mentoring.models import Mentor, Program, ProgramMentor
from screening.actions import asked
from tenancy import audit
from tenancy.actions import memberships
from tenancy.actor import Actor
from tenancy.models import Membership, Person
from tenancy.permissions import Role

State = ProgramMentor.State

#: What can be decided, with the verb of the log and the mail that tells the mentor.
VERBS = {
    State.ACCEPTED: "program_mentor.accept",
    State.WAITLISTED: "program_mentor.wait_list",
    State.OTHER_ROLE: "program_mentor.keep",
    State.DECLINED: "program_mentor.decline",
    State.LEFT: "program_mentor.leave",
}
_MAILS = {
    State.ACCEPTED: mails.mentor_accepted,
    State.WAITLISTED: mails.mentor_waitlisted,
    State.OTHER_ROLE: mails.mentor_kept,
    State.DECLINED: mails.mentor_declined,
}


class CannotAdd(Exception):
    """The mentor is not added to the program; the text says why."""


class CannotDecide(Exception):
    """Everything stays as it was; the text says why."""


@transaction.atomic
def add(*, mentor: Mentor, program: Program, on: date, by: Actor, state: State = State.INVITED) -> ProgramMentor:
    """Add a mentor to a program: asked to take part, or with an application that waits for a decision.

    Refuses (CannotAdd) who is in it already and a program that is archived. Who left or was not accepted begins anew.
    """
    if refusal := adding_refusal(mentor, program):
        raise CannotAdd(refusal)
    earlier = ProgramMentor.objects.of(mentor.district).filter(mentor=mentor, program=program).first()
    place = earlier or ProgramMentor(district_id=mentor.district_id, mentor=mentor, program=program, added_on=on)
    place.earlier_state, place.state = place.state if earlier else "", state
    place.search_key, place.reason, place.decided_on, place.decided_by_id = mentor.search_key, "", None, None
    place.save()
    facts: dict[str, audit.Fact] = {"mentor": mentor.pk, "program": program.pk, "state": str(state)}
    audit.record(by=by, verb="program_mentor.add", target=place, facts=facts)
    return place


def adding_refusal(mentor: Mentor, program: Program) -> str:
    """Why a mentor cannot be added to a program; empty when they can."""
    if mentor.left_on is not None:
        return _("They have left. Take them back first.")
    if program.archived_on is not None:
        return _("This program is over.")
    here = ProgramMentor.objects.of(mentor.district).filter(mentor=mentor, program=program)
    if here.exclude(state__in=[State.LEFT, State.DECLINED]).exists():
        return _("They are in this program already.")
    return ""


@transaction.atomic
def decide(
    *, place: ProgramMentor, state: State, on: date, by: Actor, reason: str = "", is_told: bool = True
) -> Message | None:
    """Accept a mentor, put them on the waiting list, keep them for other roles, decline, or note that they left.

    Whoever is accepted holds the role of a mentor from then on and is asked for what the program requires; of others it
    is asked no more. With ``is_told`` a kind mail leaves in two minutes. Refuses (CannotDecide) the state they are in,
    somebody who is not old enough, and letting somebody go who is in a match.
    """
    locked = ProgramMentor.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if refusal := deciding_refusal(locked, state, on):
        raise CannotDecide(refusal)
    locked.earlier_state, locked.state = locked.state, state
    locked.decided_on, locked.decided_by_id, locked.reason = on, by.person_id, reason
    locked.save(update_fields=["earlier_state", "state", "decided_on", "decided_by", "reason"])
    audit.record(
        by=by, verb=VERBS[state], target=locked, facts={"mentor": locked.mentor_id, "was": locked.earlier_state}
    )
    settle(locked.mentor, [locked.program], on=on, by=by)
    return _MAILS[state](locked, by=by) if is_told and state in _MAILS else None


@transaction.atomic
def carry_over(*, mentor: Mentor, program: Program, on: date, by: Actor) -> ProgramMentor:
    """Accept a mentor who goes on with the same student into the next program. No mail leaves.

    What the program requires is asked of them; what they have and still counts is not asked again. Whoever is accepted
    there already stays as they are.
    """
    there = ProgramMentor.objects.of(program.district).filter(program=program, mentor=mentor).first()
    if there is not None and there.state == State.ACCEPTED:
        return there
    place = there or ProgramMentor(
        district_id=program.district_id, program=program, mentor=mentor, search_key=mentor.search_key, added_on=on
    )
    place.state, place.decided_on, place.decided_by_id = State.ACCEPTED, on, by.person_id
    place.save()
    facts: dict[str, audit.Fact] = {"mentor": mentor.pk, "program": program.pk}
    audit.record(by=by, verb="program_mentor.carry_over", target=place, facts=facts)
    settle(mentor, [program], on=on, by=by)
    return place


def deciding_refusal(place: ProgramMentor, state: State, on: date) -> str:
    """Why this cannot be decided; empty when it can."""
    if place.state == state:
        return _("This is decided already.")
    if place.program.is_archived:
        return _("This program is archived. Take it back before you change anything in it.")
    if place.mentor.left_on is not None:
        return _("They have left. Take them back first.")
    if state == State.ACCEPTED:
        return age_refusal(place.mentor, place.program.policies.first(), on)
    if place.state == State.ACCEPTED and place.mentor.match_rows.filter(
        left_on=None, match__program=place.program_id, match__ended_on=None
    ):
        return _("They are in a match of this program. End that first.")
    return ""


@transaction.atomic
def undo(*, place: ProgramMentor, at: datetime, on: date, by: Actor) -> None:
    """Take the last decision back: the state before it, and a mail that has not left is stopped.

    Refuses (CannotDecide) where there is nothing to take back.
    """
    locked = ProgramMentor.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if locked.program.is_archived:
        raise CannotDecide(_("This program is archived. Take it back before you change anything in it."))
    if not locked.earlier_state:
        raise CannotDecide(_("There is nothing to take back any more."))
    locked.state, locked.earlier_state = locked.earlier_state, ""
    locked.decided_on, locked.reason = None, ""
    locked.save(update_fields=["state", "earlier_state", "decided_on", "reason"])
    audit.record(by=by, verb="program_mentor.undo", target=locked, facts={"mentor": locked.mentor_id})
    stop_mail(locked, at=at, by=by)
    settle(locked.mentor, [locked.program], on=on, by=by)


def stop_mail(place: ProgramMentor, *, at: datetime, by: Actor) -> None:
    """Stop what tells the mentor of a decision, as far as it still waits."""
    waiting = Message.objects.of(place.district).filter(
        person=place.mentor.person_id, kind__in=mails.DECISIONS, state=Leaving.WAITING, context__place=place.pk
    )
    for message in waiting:
        messages.cancel(message, at=at, by=by)


def settle(mentor: Mentor, programs: Iterable[Program], *, on: date, by: Actor) -> None:
    """Ask the mentor for what the programs require, where they are accepted, and no more where nothing does."""
    accepted = ProgramMentor.objects.of(mentor.district).filter(mentor=mentor, state=State.ACCEPTED)
    wanted = set(accepted.filter(program__archived_on=None).values_list("program__requirement_set_id", flat=True))
    if accepted.exists():
        give_role(mentor.person, on=on, by=by)
    for program in programs:
        if program.requirement_set is None:
            continue
        if program.requirement_set_id in wanted:
            asked.ask(people=[mentor.person], requirement_set=program.requirement_set, on=on, by=by)
        else:
            asked.stop_asking(people=[mentor.person], requirement_set=program.requirement_set, on=on, by=by)


def give_role(person: Person, *, on: date, by: Actor) -> None:
    """The role of a mentor, unless they hold it."""
    held = Membership.objects.of(person.district).live().filter(person=person, role=Role.MENTOR)
    if not held.exists():
        memberships.give(person=person, role=Role.MENTOR, on=on, by=by)
