""" "Same pair again?" asked, answered, settled: who goes on together in the next program year (S-13, S-36)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from correspondence.actions import messages
from correspondence.models import Message
from correspondence.models import State as Leaving
from mentoring.actions import match_continuations
from mentoring.models import Match, Program
from support import closing_mails as mails
from support.models import Continuation, ContinuationAnswer
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import AuditEvent, District

#: Students of these grades are not at school next year.
LAST_GRADES = frozenset({"12", "13"})


class CannotAsk(Exception):
    """Nobody is asked; the text says why."""


class CannotAnswer(Exception):
    """The answer does not count; the text says why."""


class CannotSettle(Exception):
    """Nothing is settled; the text says why."""


@dataclass(frozen=True)
class Asked:
    """For which matches it was asked, and which were left out, with why."""

    done: list[Continuation]
    skipped: list[tuple[Match, str]]
    event: AuditEvent | None = None


@transaction.atomic
def ask(*, match: Match, on: date, by: Actor) -> Continuation:
    """Ask every student and mentor of a match whether they go on together next year; parents are told that it is asked.

    Mail leaves in two minutes. Refuses (CannotAsk) what ``asking_refusal`` names.
    """
    now = Match.objects.select_for_update(of=("self",)).prefetch_related("program").get(pk=match.pk)
    if refusal := asking_refusal(now):
        raise CannotAsk(refusal)
    return _ask(now, on, by)


@transaction.atomic
def ask_many(*, match_ids: Iterable[int], district: District, on: date, by: Actor) -> Asked:
    """The same for several matches; those that cannot go on are left out, with why."""
    rows = Match.objects.of(district).filter(pk__in=list(match_ids)).prefetch_related("program")
    done, skipped = [], []
    for match in rows.select_for_update(of=("self",)).order_by("pk"):
        if refusal := asking_refusal(match):
            skipped.append((match, refusal))
        else:
            done.append(_ask(match, on, by))
    event = None
    if done:
        facts: dict[str, audit.Fact] = {"asked": [one.pk for one in done], "skipped": len(skipped)}
        event = audit.record(by=by, verb="continuation.ask_many", facts=facts)
    return Asked(done, skipped, event)


def asking_refusal(match: Match) -> str:
    """Why nobody is asked whether this match goes on; empty when they can be."""
    program = next_program(match)
    if program is None:
        return _("Continue the program into the next year first.")
    if Continuation.objects.of(match.district).waiting().filter(match=match).exists():
        return _("They are asked already.")
    if refusal := match_continuations.continuing_refusal(match, program):
        return refusal
    students, _mentors = match_continuations.members_to_the_end(match)
    for row in students:
        if row.student.grade in LAST_GRADES:
            return _("%(name)s is in the last grade.") % {"name": row.student.person.name}
    return ""


def next_program(match: Match) -> Program | None:
    """The program of the next year in which a match could go on."""
    rows = Program.objects.of(match.district).filter(continues=match.program_id, archived_on=None)
    return rows.prefetch_related("school_year").order_by("pk").first()


@transaction.atomic
def answer(*, row: ContinuationAnswer, answer: str, at: datetime, on: date, by: Actor) -> Continuation:
    """Note what a student or mentor says; until it is settled they may say otherwise.

    All yes: the match of the next year is made, and everybody is told. A no settles it: the others learn that it does
    not go on, never who said so. Refuses (CannotAnswer) when it is settled, and while the match stands still.
    """
    asked = _locked(row.continuation_id)
    if asked.closed_on is not None or asked.became_id is not None:
        raise CannotAnswer(_("This is settled already. Ask your coordinator if something changed."))
    if Match.objects.of(asked.district).paused().filter(pk=asked.match_id).exists():
        raise CannotAnswer(_("This is paused until further notice. Your coordinator will be in touch."))
    now = ContinuationAnswer.objects.select_for_update(of=("self",)).get(pk=row.pk)
    now.answer, now.answered_at = answer, at
    now.save(update_fields=["answer", "answered_at"])
    audit.record(by=by, verb="continuation.answer", target=asked, facts={"answer": answer, "person": now.person_id})
    if answer == "no":
        _end(asked, besides=now.person_id, on=on, by=by)
    elif all(one.answer == "yes" for one in asked.answers.all()):
        try:
            with transaction.atomic():
                _go_on(asked, on, by)
        except match_continuations.CannotContinue:
            pass  # The yes stands; staff read on the page what stands in the way.
    return asked


@transaction.atomic
def go_on(*, continuation: Continuation, on: date, by: Actor) -> Match:
    """Make the match of the next year once everybody said yes, where that failed before. Refuses (CannotSettle)."""
    asked = _locked(continuation.pk)
    if asked.closed_on is not None or asked.became_id is not None:
        raise CannotSettle(_("This is settled already."))
    if any(one.answer != "yes" for one in asked.answers.all()):
        raise CannotSettle(_("Not everybody has said yes."))
    try:
        with transaction.atomic():
            return _go_on(asked, on, by)
    except match_continuations.CannotContinue as refusal:
        raise CannotSettle(str(refusal)) from None


@transaction.atomic
def stop(*, continuation: Continuation, at: datetime, on: date, by: Actor) -> None:
    """Ask no more: whoever was told that it is asked learns that it does not go on; mail that waits does not leave.

    Refuses (CannotSettle) what is settled.
    """
    asked = _locked(continuation.pk)
    if asked.closed_on is not None or asked.became_id is not None:
        raise CannotSettle(_("This is settled already."))
    spared = _stop_mails(asked, at, by)
    audit.record(by=by, verb="continuation.stop", target=asked, facts={"match": asked.match_id})
    _end(asked, spared=spared, on=on, by=by)


@transaction.atomic
def undo_many(*, event: AuditEvent, at: datetime, on: date, by: Actor) -> tuple[int, int]:
    """Take back what ``ask_many`` asked, as far as nobody settled it: how many were stopped, how many stay."""
    back, kept = 0, 0
    for asked in Continuation.objects.of(event.district).filter(pk__in=event.facts.get("asked", [])).order_by("pk"):
        try:
            stop(continuation=asked, at=at, on=on, by=by)
        except CannotSettle:
            kept += 1
        else:
            back += 1
    return back, kept


def _ask(match: Match, on: date, by: Actor) -> Continuation:
    program = next_program(match)
    assert program is not None, "asking_refusal has looked"
    assert by.person_id is not None, "staff ask"
    asked = Continuation.objects.create(
        district_id=match.district_id, match=match, program=program, asked_on=on, asked_by_id=by.person_id
    )
    students, mentors = match_continuations.members_to_the_end(match)
    people = [*(row.student.person for row in students), *(row.mentor.person for row in mentors)]
    ContinuationAnswer.objects.bulk_create(
        ContinuationAnswer(district_id=match.district_id, continuation=asked, person=one) for one in people
    )
    facts: dict[str, audit.Fact] = {"match": match.pk, "program": program.pk}
    audit.record(by=by, verb="continuation.ask", target=asked, facts=facts)
    mails.again_asked(asked, to=people, by=by)
    mails.again_told(asked, on=on, by=by)
    return asked


def _go_on(asked: Continuation, on: date, by: Actor) -> Match:
    made = match_continuations.continue_into(match=asked.match, program=asked.program, on=on, by=by)
    asked.became = made
    asked.save(update_fields=["became"])
    mails.again_agreed(asked, on=on, by=by)
    return made


def _end(
    asked: Continuation, *, on: date, by: Actor, besides: int | None = None, spared: frozenset[int] = frozenset()
) -> None:
    asked.closed_on = on
    asked.save(update_fields=["closed_on"])
    mails.again_ended(asked, spared=spared | {besides} if besides else spared, on=on, by=by)


def _stop_mails(asked: Continuation, at: datetime, by: Actor) -> frozenset[int]:
    """Stop what has not left; returns whom nothing reached."""
    waiting = Message.objects.of(asked.district).filter(
        kind__in=mails.AGAIN_ASKED, context__again=asked.pk, state=Leaving.WAITING
    )
    spared = set()
    for message in waiting.order_by("pk"):
        try:
            messages.cancel(message, at=at, by=by)
        except messages.TooLate:
            continue
        spared.add(message.person_id)
    return frozenset(one for one in spared if one is not None)


def _locked(pk: int) -> Continuation:
    rows = Continuation.objects.select_for_update(of=("self",))
    return rows.prefetch_related("match__program", "program__school_year").get(pk=pk)
