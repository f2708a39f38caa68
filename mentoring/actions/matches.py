"""Matches: proposed, answered by both sides, planned, joined and left."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from correspondence.actions import messages
from correspondence.models import Message
from correspondence.models import State as Leaving
from mentoring import mails, pairing_rules, place_rules
from mentoring.actions import match_ends, match_pauses
from mentoring.blockers import Blocker
from mentoring.models import (
    Answer,
    ClassGroupStudent,
    Format,
    Interest,
    Match,
    MatchInterview,
    MatchMentor,
    MatchObjective,
    MatchStudent,
    Mentor,
    Policy,
    Program,
    Student,
)
from mentoring.policy_rules import policy_of
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Person

State = Match.State
Member = MatchStudent | MatchMentor

#: What the plan says of a match; its objectives are rows of their own.
PLAN = (
    "starts_on",
    "ends_on",
    "places",
    "place_note",
    "schedule",
    "planned_meetings",
    "meeting_minutes",
    "activities",
    "transport",
    "adult_in_charge",
    "supervising_teacher",
)


class CannotPropose(Exception):
    """Nothing is proposed; the text says why. ``blockers`` has every reason."""

    def __init__(self, blockers: Sequence[Blocker]) -> None:
        self.blockers = list(blockers)
        super().__init__(" ".join(dict.fromkeys(one.sentence for one in blockers)))


class CannotAnswer(Exception):
    """The answer does not count; the text says why."""


class CannotChange(Exception):
    """The match stays as it is; the text says why."""


@transaction.atomic
def propose(
    *,
    program: Program,
    students: Sequence[Student],
    mentor: Mentor,
    format: Format,  # noqa: A002  the domain's word
    on: date,
    by: Actor,
) -> Match:
    """Propose a match and tell everybody in it: they talk, then each says yes or no (S-7). Nobody is assigned.

    Plan and supervising teacher begin with the program's usual values. What a student asked of this mentor is settled
    by it. Refuses (CannotPropose) what ``rules.pairing_blockers`` and ``rules.format_blockers`` name, an archived
    program, and somebody who proposes themselves.
    """
    locked, learning = _locked_mentor(mentor), _locked_students(students)
    policy = policy_of(program)
    _refuse_to_propose(program, learning, locked, format, policy, on=on, by=by)
    match = Match.objects.create(
        district_id=program.district_id,
        program=program,
        format=format,
        supervising_teacher=_teacher_of(program, learning),
        planned_meetings=policy.planned_meetings if policy else None,
        meeting_minutes=policy.meeting_minutes if policy else None,
        proposed_by_id=by.person_id,
    )
    MatchMentor.objects.create(district_id=match.district_id, match=match, mentor=locked, joined_on=on)
    is_alone = format == Format.ONE_TO_ONE and not (policy and policy.several_mentors)
    for student in learning:
        _seat(match, student, is_alone=is_alone, on=on)
    _settle_interests(match, learning, locked, on=on)
    facts: dict[str, audit.Fact] = {"students": [one.pk for one in learning], "mentor": locked.pk, "format": format}
    audit.record(by=by, verb="match.propose", target=match, facts=facts)
    mails.match_proposed(match, by=by)
    return match


@transaction.atomic
def unpropose(*, match: Match, at: datetime, by: Actor) -> None:
    """Undo a proposal that was just made: it is as if nobody had proposed it, and mails that wait are stopped.

    Refuses (CannotTakeBack) once somebody was told, an interview was planned or somebody answered: then it is ended.
    """
    now = Match.objects.select_for_update(of=("self",)).get(pk=match.pk)
    told = Message.objects.of(now.district).filter(kind="mentoring/match_proposed", context__proposal=now.pk)
    members: list[Member] = [*now.student_rows.all(), *now.mentor_rows.all()]
    begun = now.interviews.exists() or any(row.answer != Answer.OPEN for row in members)
    if now.state != State.PROPOSED or begun or told.exclude(state__in=[Leaving.WAITING, Leaving.CANCELLED]).exists():
        raise match_ends.CannotTakeBack(_("They know of it already. End it instead, so that they are told."))
    for message in told.filter(state=Leaving.WAITING):
        messages.cancel(message, at=at, by=by)
    asked = Interest.objects.of(now.district).filter(match=now)
    asked.filter(state=Interest.State.WITHDRAWN).update(match=None, state=Interest.State.OPEN, answered_on=None)
    asked.filter(state=Interest.State.YES).update(match=None)
    audit.record(by=by, verb="match.unpropose", target=now)
    now.delete()


@transaction.atomic
def answer(*, member: Member, answer: Answer, on: date, by: Actor, rating: int | None = None, said: str = "") -> Match:
    """Note what a student or mentor says to a proposed match. All yes: the match is agreed, and everybody is told.

    ``said`` is how a colleague who types it in knows it. A no is private: who said it stands with staff alone. One who
    says no to a small group leaves it while others stay; otherwise the match does not come about, and the others are
    told in neutral words. Refuses (CannotAnswer) a match that is not proposed or stands still, somebody who left, and
    in a one-to-one match a yes before the interview was held.
    """
    match_ends.lock_documents(member.match_id)
    match = Match.objects.select_for_update(of=("self",)).get(pk=member.match_id)
    now = type(member)._default_manager.select_for_update(of=("self",)).get(pk=member.pk)
    if refusal := answer_refusal(match, now, answer):
        raise CannotAnswer(refusal)
    now.answer, now.answered_on, now.answered_by_id = answer, on, by.person_id
    now.rating, now.answer_said = rating, said
    now.save(update_fields=["answer", "answered_on", "answered_by", "rating", "answer_said"])
    facts: dict[str, audit.Fact] = {"answer": answer, "side": side_of(now), "member": now.pk}
    audit.record(by=by, verb="match.answer", target=match, facts=facts)
    if answer == Answer.NO:
        _declined(match, now, on=on, by=by)
    else:
        _perhaps_agreed(match, by=by)
    return match


def answer_refusal(match: Match, member: Member, answer: Answer) -> str:
    """Why this answer cannot be given now; empty when it can."""
    if member.left_on is not None or match.state not in {State.PROPOSED}:
        return _("This is settled already. Ask your coordinator if something changed.")
    if Match.objects.of(match.district).paused().filter(pk=match.pk).exists():
        return _("This is paused until further notice. Your coordinator will be in touch.")
    if answer == Answer.YES and match.format == Format.ONE_TO_ONE and not _is_interviewed(match):
        return _("First you talk with each other. Answer after your talk.")
    return ""


def side_of(member: Member) -> str:
    """Of which side somebody is: "student" or "mentor"."""
    return "student" if isinstance(member, MatchStudent) else "mentor"


@transaction.atomic
def change_plan(
    *, match: Match, plan: Mapping[str, Any], objectives: Sequence[tuple[str, str]], on: date, by: Actor
) -> list[str]:
    """Change what the members plan, with one to three objectives and their standards. Returns what changed.

    A running match whose new plan lacks something, a permission say, stands still at once.
    Refuses (CannotChange) a match that is over, another first day once it runs, and what ``rules.plan_faults`` names.
    """
    now = _open_match(match)
    if now.state == State.RUNNING and plan.get("starts_on", now.starts_on) != now.starts_on:
        raise CannotChange(_("The match runs already: its first day stays."))
    faults = place_rules.plan_faults(
        places=plan.get("places", now.places),
        adult=plan.get("adult_in_charge"),
        mentors=_mentors_of(now),
        policy=policy_of(now.program),
    )
    if faults:
        raise CannotChange(" ".join(faults.values()))
    changed = [name for name in PLAN if name in plan and plan[name] != getattr(now, name)]
    for name in changed:
        setattr(now, name, plan[name])
    now.save(update_fields=changed)
    before = list(now.objectives.order_by("position").values_list("text", "standard"))
    if list(objectives) != before:
        changed.append("objectives")
        write_objectives(now, objectives)
    if changed:
        audit.record(by=by, verb="match.change_plan", target=now, facts={"changed": changed})
        match_pauses.settle(match_ids=[now.pk], district=now.district, at=timezone.now(), on=on, by=by)
    return changed


@transaction.atomic
def add_student(*, match: Match, student: Student, on: date, by: Actor) -> MatchStudent:
    """Ask another student into a small group that has not started. The student opts in, the mentor accepts anew.

    Refuses (CannotChange) a match that runs or is over; CannotPropose what keeps them from being matched.
    """
    now = _open_match(match)
    if now.state == State.RUNNING:
        words = _("This match runs already. Propose a match of their own for %(name)s, so that it is signed for them.")
        raise CannotChange(words % {"name": student.person.name})
    [joining] = _locked_students([student])
    policy = policy_of(now.program)
    there = list(now.student_rows.filter(left_on=None))
    mentors = _mentors_of(now)
    blockers = pairing_rules.format_blockers(
        now.format, students=len(there) + 1, mentors=len(mentors) or 1, policy=policy
    )
    found = pairing_rules.pairing_blockers_of([joining], mentors, program=now.program, on=on)
    blockers += [one for pair in found.values() for one in pair]
    if blockers:
        raise CannotPropose(blockers)
    row = _seat(now, joining, is_alone=False, on=on)
    now.mentor_rows.filter(left_on=None).update(answer=Answer.OPEN, answered_on=None, answered_by=None, answer_said="")
    now.state = State.PROPOSED
    now.save(update_fields=["state"])
    audit.record(by=by, verb="match.add_student", target=now, facts={"student": joining.pk})
    mails.match_proposed(now, by=by)
    return row


@transaction.atomic
def add_mentor(*, match: Match, mentor: Mentor, on: date, by: Actor) -> MatchMentor:
    """Give a match that has not started and has lost its mentor another one; everybody answers anew.

    Refuses (CannotChange) a match that runs or is over; CannotPropose a second mentor, and what keeps them from it.
    """
    now = _open_match(match)
    if now.state == State.RUNNING:
        raise CannotChange(_("This match runs already. End it and propose a new one, so that the new mentor signs."))
    locked, there = _locked_mentor(mentor), _mentors_of(now)
    learning = [row.student for row in now.student_rows.filter(left_on=None).prefetch_related("student__person")]
    policy = policy_of(now.program)
    blockers = pairing_rules.format_blockers(now.format, students=len(learning), mentors=len(there) + 1, policy=policy)
    found = pairing_rules.pairing_blockers_of(
        learning, [locked], program=now.program, on=on, match=now, seats=len(learning)
    )
    blockers += [one for pair in found.values() for one in pair]
    if blockers:
        raise CannotPropose(blockers)
    row = MatchMentor.objects.create(district_id=now.district_id, match=now, mentor=locked, joined_on=on)
    now.student_rows.filter(left_on=None).update(answer=Answer.OPEN, answered_on=None, answered_by=None, answer_said="")
    now.state = State.PROPOSED
    now.save(update_fields=["state"])
    audit.record(by=by, verb="match.add_mentor", target=now, facts={"mentor": locked.pk})
    mails.match_proposed(now, by=by)
    return row


@transaction.atomic
def leave(*, member: Member, reason: str, on: date, by: Actor) -> AuditEvent:
    """Note that somebody leaves a match. It warns and never ends the match (S-8).

    What is out to be signed for a student who leaves is taken back.
    Refuses (CannotChange) who has left already, and a match that is over.
    """
    match_ends.lock_documents(member.match_id)
    match = Match.objects.select_for_update(of=("self",)).get(pk=member.match_id)
    now = type(member)._default_manager.select_for_update(of=("self",)).get(pk=member.pk)
    if now.left_on is not None or match.ended_on is not None:
        raise CannotChange(_("They have left already."))
    now.left_on, now.left_reason = max(on, now.joined_on), reason
    now.save(update_fields=["left_on", "left_reason"])
    facts: dict[str, audit.Fact] = {"side": side_of(now), "member": now.pk}
    event = audit.record(by=by, verb="match.leave", target=match, reason=reason, facts=facts)
    if isinstance(now, MatchStudent):
        match_ends.take_documents_back([now], by=by)
    _perhaps_agreed(match, by=by)
    return event


def is_last(member: Member) -> bool:
    """Whether nobody else of their side is in the match, so that nobody would be left to meet."""
    rows = type(member)._default_manager.filter(district=member.district_id, match=member.match_id, left_on=None)
    return not rows.exclude(pk=member.pk).exists()


def _declined(match: Match, member: Member, *, on: date, by: Actor) -> None:
    """A no to a small group is one student's own while others stay; every other no ends the proposal."""
    others = match.student_rows.filter(left_on=None).exclude(pk=member.pk)
    if isinstance(member, MatchStudent) and match.format != Format.ONE_TO_ONE and others.exists():
        member.left_on = max(on, member.joined_on)
        member.save(update_fields=["left_on"])
        _perhaps_agreed(match, by=by)
        return
    declining = member.student.person_id if isinstance(member, MatchStudent) else member.mentor.person_id
    told = [one for one in mails.match_people(match) if one.pk != declining]
    match_ends.close(match, reason="", verb="match.not_start", on=on, by=by)
    mails.match_not_started(match, to=told, by=by)


def _perhaps_agreed(match: Match, *, by: Actor) -> None:
    """Once every student and mentor who is in it said yes, the match is agreed."""
    if match.state != State.PROPOSED:
        return
    students: list[Member] = list(match.student_rows.filter(left_on=None))
    mentors: list[Member] = list(match.mentor_rows.filter(left_on=None))
    if not students or not mentors or any(row.answer != Answer.YES for row in (*students, *mentors)):
        return
    match.state = State.AGREED
    match.save(update_fields=["state"])
    audit.record(by=by, verb="match.agree", target=match)
    mails.match_agreed(match, by=by)


def _refuse_to_propose(
    program: Program,
    students: Sequence[Student],
    mentor: Mentor,
    kind: Format,
    policy: Policy | None,
    *,
    on: date,
    by: Actor,
) -> None:
    blockers = []
    if program.is_archived:
        blockers.append(Blocker("archived", _("This program is archived.")))
    if by.person_id and by.person_id in {mentor.person_id, *(one.person_id for one in students)}:
        words = _("Nobody proposes themselves. Ask another coordinator.")
        blockers.append(Blocker("self", words, _("another coordinator")))
    if not students:
        blockers.append(Blocker("students", _("Choose a student.")))
    blockers += pairing_rules.format_blockers(kind, students=len(students), mentors=1, policy=policy)
    found = pairing_rules.pairing_blockers_of(students, [mentor], program=program, on=on, seats=len(students))
    blockers += [one for pair in found.values() for one in pair]
    if blockers:
        raise CannotPropose(list(dict.fromkeys(blockers)))


def _locked_mentor(mentor: Mentor) -> Mentor:
    return Mentor.objects.select_for_update(of=("self",)).prefetch_related("person").get(pk=mentor.pk)


def _locked_students(students: Sequence[Student]) -> list[Student]:
    """The students in the order of their ids, so that two who propose at once wait and do not block each other."""
    rows = Student.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in students])
    return list(rows.order_by("pk").prefetch_related("person"))


def _seat(match: Match, student: Student, *, is_alone: bool, on: date) -> MatchStudent:
    try:
        with transaction.atomic():
            return MatchStudent.objects.create(
                district_id=match.district_id, match=match, student=student, is_alone=is_alone, joined_on=on
            )
    except IntegrityError:
        words = _("%(name)s has a mentor of their own already, or one is proposed.") % {"name": student.person.name}
        blocker = Blocker("alone", words, _("the coordinator"), ("mentoring:student_detail", student.pk))
        raise CannotPropose([blocker]) from None


def _settle_interests(match: Match, students: Sequence[Student], mentor: Mentor, *, on: date) -> None:
    mine = Interest.objects.of(match.district).filter(program=match.program_id, student__in=students, mentor=mentor)
    mine.filter(state=Interest.State.YES, match=None).update(match=match)
    mine.filter(state=Interest.State.OPEN).update(match=match, state=Interest.State.WITHDRAWN, answered_on=on)


def _teacher_of(program: Program, students: Sequence[Student]) -> Person | None:
    """The teacher of the students' class groups in this program, where they have one and the same."""
    rows = ClassGroupStudent.objects.of(program.district).filter(
        left_on=None,
        class_group__program=program,
        class_group__supervising_teacher__isnull=False,
        program_student__student__in=students,
    )
    teachers = {
        row.class_group.supervising_teacher for row in rows.prefetch_related("class_group__supervising_teacher")
    }
    return teachers.pop() if len(teachers) == 1 else None


def _mentors_of(match: Match) -> list[Mentor]:
    rows = match.mentor_rows.filter(left_on=None).order_by("pk").prefetch_related("mentor__person")
    return [row.mentor for row in rows]


def _is_interviewed(match: Match) -> bool:
    return MatchInterview.objects.of(match.district).filter(match=match, held_on__isnull=False).exists()


def _open_match(match: Match) -> Match:
    now = Match.objects.select_for_update(of=("self",)).prefetch_related("program").get(pk=match.pk)
    if now.program.is_archived:
        raise CannotChange(_("This program is archived. Take it back before you change anything in it."))
    if now.ended_on is not None:
        raise CannotChange(_("This match is over already."))
    return now


def write_objectives(match: Match, objectives: Sequence[tuple[str, str]]) -> None:
    """What a match is for, in this order; in the place of what was there."""
    match.objectives.all().delete()
    MatchObjective.objects.bulk_create(
        MatchObjective(district_id=match.district_id, match=match, position=number, text=text, standard=standard)
        for number, (text, standard) in enumerate(objectives, start=1)
    )
