"""A student asks to meet a mentor; the mentor answers, or it times out."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring import mails, pairing_rules
from mentoring.models import Format, Interest, MatchStudent, Mentor, Policy, ProgramStudent, Student
from mentoring.policy_rules import policy_of
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District

State = Interest.State
#: What a mentor can answer.
ANSWERS = (State.YES, State.UNAVAILABLE, State.NO)
#: Rows in one transaction.
CHUNK = 200


class CannotAsk(Exception):
    """Nobody is asked; the text says why."""


class CannotAnswer(Exception):
    """The answer does not count; the text says why."""


@transaction.atomic
def ask(*, place: ProgramStudent, mentor: Mentor, on: date, by: Actor, note: str = "") -> Interest:
    """A student asks to meet a mentor of their program, who is told. It times out after the policy's days.

    Refuses (CannotAsk) where ``asking_refusal`` says so, a mentor who cannot be matched with the student, and asking
    the same one twice while it is open.
    """
    student = Student.objects.select_for_update(of=("self",)).prefetch_related("person").get(pk=place.student_id)
    policy = policy_of(place.program)
    if policy is None or (refusal := asking_refusal(place, policy)):
        raise CannotAsk(refusal or _("Your program does not take questions at the moment."))
    if pairing_rules.pairing_blockers(student, mentor, program=place.program, on=on):
        # Why is nobody's business here: a tie or a check is private.
        raise CannotAsk(_("This mentor cannot be asked at the moment. Choose somebody else."))
    try:
        with transaction.atomic():
            interest = Interest.objects.create(
                district_id=place.district_id,
                program=place.program,
                student=student,
                mentor=mentor,
                note=note,
                asked_on=on,
                answer_until=on + timedelta(days=policy.days_to_answer),
            )
    except IntegrityError:
        raise CannotAsk(_("You have asked this mentor already.")) from None
    audit.record(by=by, verb="interest.ask", target=interest, facts={"mentor": mentor.pk})
    mails.interest_asked(interest, by=by)
    return interest


def asking_refusal(place: ProgramStudent, policy: Policy) -> str:
    """Why a student cannot ask anybody now; empty when they can."""
    if place.program.is_archived or place.state != ProgramStudent.State.ACCEPTED:
        return _("You can ask mentors once you are accepted into the program.")
    if not policy.students_may_ask:
        return _("In this program, the coordinator proposes who meets.")
    if not policy.several_mentors and _has_mentor(place):
        return _("You have a mentor already, or one is proposed to you.")
    open_now = Interest.objects.of(place.district).open().filter(student=place.student_id, program=place.program_id)
    if open_now.count() >= policy.asks_at_once:
        words = ngettext(
            "You have asked %(count)s mentor. Wait for the answer, or take your question back.",
            "You have asked %(count)s mentors. Wait for an answer, or take a question back.",
            policy.asks_at_once,
        )
        return words % {"count": policy.asks_at_once}
    return ""


def is_looking(place: ProgramStudent, policy: Policy) -> bool:
    """Whether a student may look for a mentor now: accepted, and without one of their own."""
    is_accepted = place.state == ProgramStudent.State.ACCEPTED and not place.program.is_archived
    return is_accepted and (policy.several_mentors or not _has_mentor(place))


def _has_mentor(place: ProgramStudent) -> bool:
    mine = MatchStudent.objects.of(place.district).filter(student=place.student_id, left_on=None)
    return mine.filter(match__format=Format.ONE_TO_ONE, match__ended_on=None).exists()


@transaction.atomic
def answer(*, interest: Interest, answer: State, on: date, by: Actor) -> None:
    """A mentor answers; the student is told kindly. Refuses (CannotAnswer) what is not open any more."""
    now = Interest.objects.select_for_update(of=("self",)).get(pk=interest.pk)
    if now.state != State.OPEN:
        raise CannotAnswer(_("This is settled already."))
    now.state, now.answered_on = answer, on
    now.save(update_fields=["state", "answered_on"])
    audit.record(by=by, verb="interest.answer", target=now, facts={"answer": answer})
    mails.interest_answered(now, by=by)


@transaction.atomic
def withdraw(*, interest: Interest, on: date, by: Actor) -> None:
    """A student takes a question back. Twice is once; what was answered stays."""
    now = Interest.objects.select_for_update(of=("self",)).get(pk=interest.pk)
    if now.state != State.OPEN:
        return
    now.state, now.answered_on = State.WITHDRAWN, on
    now.save(update_fields=["state", "answered_on"])
    audit.record(by=by, verb="interest.withdraw", target=now)


@transaction.atomic
def expire_due(*, district: District, on: date) -> int:
    """Time out, for up to CHUNK, what was not answered by its day; returns how many. Call until it returns 0."""
    due = Interest.objects.of(district).open().filter(answer_until__lt=on).order_by("pk")
    by = Actor.system("calendar")
    rows = list(due.select_for_update(of=("self",), skip_locked=True)[:CHUNK])
    for row in rows:
        row.state = State.EXPIRED
        row.save(update_fields=["state"])
        audit.record(by=by, verb="interest.expire", target=row)
        mails.interest_expired(row, by=by)
    return len(rows)
