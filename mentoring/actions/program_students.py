"""Students come into programs: added, applying, interviewed, accepted, waiting, declined, leaving."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from correspondence.actions import messages
from correspondence.models import Message
from correspondence.models.message import State as MessageState
from mentoring import acceptance_rules, mails
from mentoring.actions.programs import CannotChange, refuse_archived
from mentoring.models import ClassGroupStudent, Goal, Policy, Program, ProgramStudent, Student, StudentInterview
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import AuditEvent

State = ProgramStudent.State
#: States in which a decision can still be made, or made anew.
DECIDABLE = (State.INVITED, State.APPLIED, State.WAITLISTED, State.ACCEPTED, State.DECLINED)


class CannotAdd(Exception):
    """Nobody is added; the text says why."""


class CannotDecide(Exception):
    """Nothing is decided; the text says why."""


class CannotTakeBack(Exception):
    """What was done stands; the text says why."""


@transaction.atomic
def add(*, program: Program, students: Sequence[Student], on: date, by: Actor) -> AuditEvent:
    """Put students into a program, as asked to apply. Whoever is in it already stays as they are.

    While it takes applications, those with an address are asked by a mail in two minutes.
    Returns the event, whose ``facts["places"]`` are the new places: what taking it back begins with. Refuses
    (CannotAdd) a program of the past.
    """
    if Program.objects.select_for_update(of=("self",)).get(pk=program.pk).is_archived:
        raise CannotAdd(_("This program is over. Students are added to a running one."))
    there = set(
        ProgramStudent.objects.filter(program=program, student__in=students).values_list("student_id", flat=True)
    )
    places = [
        ProgramStudent.objects.create(
            district_id=program.district_id, program=program, student=one, search_key=one.search_key, added_on=on
        )
        for one in students
        if one.pk not in there
    ]
    for place in places:
        mails.student_asked(place, by=by)
    facts: dict[str, audit.Fact] = {"places": [one.pk for one in places]}
    if len(places) == 1:
        facts["person"] = places[0].student.person_id
    return audit.record(by=by, verb="program_student.add", target=program, facts=facts)


@transaction.atomic
def take_back_adding(*, event: AuditEvent, at: datetime, by: Actor) -> int:
    """Take those out again whom this event put into a program; mail that waits does not leave. Returns how many.

    Whoever has applied, was interviewed or decided on meanwhile stays. Refuses (CannotTakeBack) another kind of event.
    """
    if event.verb != "program_student.add":
        raise CannotTakeBack(_("There is nothing to take back."))
    _open(event.facts["places"], CannotTakeBack)
    untouched = ProgramStudent.objects.of(event.district).filter(
        pk__in=event.facts["places"], state=State.INVITED, applications=None, interviews=None, class_group_rows=None
    )
    gone = list(untouched.select_for_update(of=("self",)).values_list("pk", flat=True))
    waiting = Message.objects.of(event.district).filter(kind="mentoring/student_asked", state=MessageState.WAITING)
    for message in waiting.filter(context__place__in=gone):
        messages.cancel(message, at=at, by=by)
    ProgramStudent.objects.filter(pk__in=gone).delete()
    if gone:
        audit.record(by=by, verb="program_student.take_back", facts={"places": gone})
    return len(gone)


@transaction.atomic
def accept(
    *, places: Sequence[ProgramStudent], on: date, by: Actor, reason: str = "", exception_reason: str = ""
) -> AuditEvent:
    """Accept students of one program; they and those who sign for them get a mail in two minutes.

    Refuses (CannotDecide) all of them when one has a blocker; a grade that is too low is passed by an exception reason.
    """
    policy = Policy.objects.get(program=places[0].program_id)
    found = acceptance_rules.acceptance_blockers_of(places, policy, exception_reason=exception_reason)
    for place in places:
        if blockers := found[place.pk]:
            words = " ".join(one.sentence for one in blockers)
            raise CannotDecide(f"{place.student.person.name}: {words}")
    extra = {"exception_reason": exception_reason} if exception_reason else {}
    return _decide(places, State.ACCEPTED, verb="program_student.accept", reason=reason, on=on, by=by, extra=extra)


@transaction.atomic
def carry_over(*, student: Student, program: Program, on: date, by: Actor) -> ProgramStudent:
    """Accept a student who goes on with the same mentor into the next program: nobody applies twice. No mail leaves.

    Whoever is accepted there already stays as they are. Refuses (CannotDecide) an archived program.
    """
    if Program.objects.select_for_update(of=("self",)).get(pk=program.pk).is_archived:
        raise CannotDecide(_("This program is over."))
    there = ProgramStudent.objects.of(program.district).filter(program=program, student=student).first()
    if there is not None and there.state == State.ACCEPTED:
        return there
    place = there or ProgramStudent(
        district_id=program.district_id, program=program, student=student, search_key=student.search_key, added_on=on
    )
    place.state, place.waiting_number = State.ACCEPTED, None
    place.decided_on, place.decided_by_id = on, by.person_id
    place.save()
    facts: dict[str, audit.Fact] = {"person": student.person_id, "program": program.pk}
    audit.record(by=by, verb="program_student.carry_over", target=place, facts=facts)
    return place


@transaction.atomic
def waitlist(*, places: Sequence[ProgramStudent], reason: str, on: date, by: Actor) -> AuditEvent:
    """Put students of one program at the end of its waiting list; they are told in two minutes."""
    return _decide(places, State.WAITLISTED, verb="program_student.waitlist", reason=reason, on=on, by=by)


@transaction.atomic
def decline(*, places: Sequence[ProgramStudent], reason: str, on: date, by: Actor) -> AuditEvent:
    """Say no to students of one program. The mail that leaves in two minutes is kind and gives no reason."""
    return _decide(places, State.DECLINED, verb="program_student.decline", reason=reason, on=on, by=by)


@transaction.atomic
def take_back_decision(*, event: AuditEvent, at: datetime, by: Actor) -> int:
    """Put students back into the state before this decision and stop the mails about it. Returns how many.

    Refuses (CannotTakeBack) when a mail has left already, or something else was decided meanwhile.
    """
    if not event.verb.startswith("program_student.") or "before" not in event.facts:
        raise CannotTakeBack(_("There is nothing to take back."))
    _open(event.facts["places"], CannotTakeBack)
    places = _locked(event.facts["places"])
    if any(place.state != event.facts["now"] for place in places):
        raise CannotTakeBack(_("Something else was decided meanwhile."))
    _stop_mails(event, at, by)
    for place in places:
        before = event.facts["before"][event.facts["places"].index(place.pk)]
        place.state = before
        place.waiting_number = _last_number(place.program_id) + 1 if before == State.WAITLISTED else None
        if before in {State.INVITED, State.APPLIED}:
            place.decided_on = place.decided_by_id = None
            place.reason = ""
        place.save(update_fields=["state", "waiting_number", "decided_on", "decided_by", "reason"])
    audit.record(by=by, verb="program_student.take_back", facts={"places": [one.pk for one in places]})
    return len(places)


@transaction.atomic
def move_up(*, place: ProgramStudent, by: Actor) -> None:
    """Let somebody on the waiting list pass the one before. The first one stays the first.

    Refuses (CannotDecide) in an archived program.
    """
    _open([place.pk], CannotDecide)
    waiting = list(ProgramStudent.objects.filter(program=place.program_id).waiting().select_for_update(of=("self",)))
    ids = [one.pk for one in waiting]
    at = ids.index(place.pk) if place.pk in ids else 0
    if at == 0:
        return
    waiting[at - 1], waiting[at] = waiting[at], waiting[at - 1]
    for number, one in enumerate(waiting, 1):
        if one.waiting_number != number:
            one.waiting_number = number
            one.save(update_fields=["waiting_number"])
    facts: dict[str, audit.Fact] = {"person": place.student.person_id}
    audit.record(by=by, verb="program_student.move_up", target=place, facts=facts)


@transaction.atomic
def leave(*, place: ProgramStudent, reason: str, on: date, by: Actor) -> AuditEvent:
    """Take a student out of a program, and out of its class group. Refuses (CannotDecide) whoever left already."""
    _open([place.pk], CannotDecide)
    now = _locked([place.pk])[0]
    if now.state == State.LEFT:
        raise CannotDecide(_("%(name)s has left this program already.") % {"name": place.student.person.name})
    for row in ClassGroupStudent.objects.filter(program_student=now, left_on=None):
        row.left_on = max(on, row.joined_on)
        row.save(update_fields=["left_on"])
    before = str(now.state)
    now.state, now.reason, now.waiting_number = State.LEFT, reason, None
    now.decided_on, now.decided_by_id = on, by.person_id
    now.save(update_fields=["state", "reason", "waiting_number", "decided_on", "decided_by"])
    facts: dict[str, audit.Fact] = {"person": place.student.person_id, "places": [now.pk], "before": [before]}
    return audit.record(
        by=by, verb="program_student.leave", target=now, reason=reason, facts={**facts, "now": str(State.LEFT)}
    )


@transaction.atomic
def interview(
    *, place: ProgramStudent, held_on: date, held_by_id: int, goals: Sequence[str], note: str, by: Actor
) -> StudentInterview:
    """Note a talk about goals. The goals become the student's: new ones are set, those not named again are dropped.

    Refuses (CannotDecide) in an archived program.
    """
    _open([place.pk], CannotDecide)
    held = StudentInterview.objects.create(
        district_id=place.district_id, program_student=place, held_on=held_on, held_by_id=held_by_id, note=note
    )
    _set_goals(place, goals, on=held_on)
    facts: dict[str, audit.Fact] = {"person": place.student.person_id, "goals": len(goals)}
    audit.record(by=by, verb="student_interview.add", target=held, facts=facts)
    return held


@transaction.atomic
def reach_goal(*, goal: Goal, on: date, by: Actor) -> None:
    """Note that a student reached a goal. Twice changes nothing.

    Refuses (CannotDecide) a goal that was dropped, and anything in an archived program.
    """
    _open([goal.program_student_id], CannotDecide)
    locked = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    if locked.dropped_on is not None:
        raise CannotDecide(_("This goal was dropped. Set it anew in an interview."))
    if locked.reached_on is None:
        _note_reached(locked, max(on, locked.set_on), verb="goal.reach", by=by)


@transaction.atomic
def reopen_goal(*, goal: Goal, by: Actor) -> None:
    """Take back that a goal was reached. Refuses (CannotDecide) anything in an archived program."""
    _open([goal.program_student_id], CannotDecide)
    locked = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    if locked.reached_on is not None:
        _note_reached(locked, None, verb="goal.reopen", by=by)


def _note_reached(goal: Goal, day: date | None, *, verb: str, by: Actor) -> None:
    goal.reached_on = day
    goal.save(update_fields=["reached_on"])
    facts: dict[str, audit.Fact] = {"person": goal.program_student.student.person_id}
    audit.record(by=by, verb=verb, target=goal.program_student, facts=facts)


def _decide(
    places: Sequence[ProgramStudent],
    state: State,
    *,
    verb: str,
    reason: str,
    on: date,
    by: Actor,
    extra: Mapping[str, str] | None = None,
) -> AuditEvent:
    _open([one.pk for one in places], CannotDecide)
    locked = _locked([one.pk for one in places])
    if any(one.state == state or one.state not in DECIDABLE for one in locked):
        raise CannotDecide(_("Somebody else has decided meanwhile. Look once more."))
    before = [str(one.state) for one in locked]
    for one in locked:
        one.state, one.reason = state, reason
        one.decided_on, one.decided_by_id = on, by.person_id
        one.waiting_number = _last_number(one.program_id) + 1 if state == State.WAITLISTED else None
        for name, value in (extra or {}).items():
            setattr(one, name, value)
        one.save(update_fields=["state", "reason", "decided_on", "decided_by", "waiting_number", *(extra or {})])
    facts: dict[str, audit.Fact] = {"places": [one.pk for one in locked], "before": before, "now": str(state)}
    if len(locked) == 1:
        facts["person"] = locked[0].student.person_id
    target: Any = locked[0] if len(locked) == 1 else locked[0].program
    told = reason or (extra or {}).get("exception_reason", "")
    event = audit.record(by=by, verb=verb, target=target, reason=told, facts=facts)
    for one in locked:
        mails.student_decided(one, decision=event.pk, on=on, by=by)
    return event


def _open(ids: Sequence[int], refusal: type[Exception]) -> None:
    """Lock the programs of these places, so that none is put away meanwhile; refuse where one is."""
    mine = ProgramStudent.objects.filter(pk__in=ids).values("program")
    for program in Program.objects.filter(pk__in=mine).order_by("pk").select_for_update(of=("self",)):
        try:
            refuse_archived(program)
        except CannotChange as why:
            raise refusal(str(why)) from None


def _locked(ids: Sequence[int]) -> list[ProgramStudent]:
    """The places as they are now, locked."""
    rows = ProgramStudent.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
    return list(rows.prefetch_related("student__person", "program"))


def _last_number(program_id: int) -> int:
    return ProgramStudent.objects.filter(program=program_id).aggregate(last=Max("waiting_number"))["last"] or 0


def _stop_mails(event: AuditEvent, at: datetime, by: Actor) -> None:
    """Stop every mail of a decision, or none of them."""
    about_it = Message.objects.of(event.district).filter(kind__in=mails.DECISION_KINDS, created_at__gte=event.at)
    for message in about_it.filter(context__decision=event.pk):
        if message.state == MessageState.CANCELLED:
            continue
        try:
            messages.cancel(message, at=at, by=by)
        except messages.TooLate as refusal:
            raise CannotTakeBack(_("The mail about it has left already. Decide anew instead.")) from refusal


def _set_goals(place: ProgramStudent, texts: Sequence[str], *, on: date) -> None:
    running = {goal.text: goal for goal in place.goals.filter(reached_on=None, dropped_on=None)}
    for text, goal in running.items():
        if text not in texts:
            goal.dropped_on = on
            goal.save(update_fields=["dropped_on"])
    for text in texts:
        if text not in running:
            place.goals.create(district_id=place.district_id, text=text, set_on=on)
