"""Matches: proposed, answered by both sides, planned, joined and left, ended."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions import agreements
from agreements.models import Agreement
from agreements.models import State as Paper
from correspondence.actions import messages
from correspondence.models import Message
from correspondence.models import State as Leaving
from mentoring import mails, match_mails, pairing_rules, place_rules
from mentoring.actions import match_pauses, program_mentors, program_students, programs
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
from tenancy.happenings import happened
from tenancy.models import AuditEvent, Person
from tenancy.models.owned import DistrictQuerySet

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


class CannotEnd(Exception):
    """The match is not ended; the text says why."""


class CannotTakeBack(Exception):
    """The deed stands; the text says why."""


class CannotContinue(Exception):
    """No match is made for the next year; the text says why."""


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
        raise CannotTakeBack(_("They know of it already. End it instead, so that they are told."))
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
    _lock_documents(member.match_id)
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
        _write_objectives(now, objectives)
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
    _lock_documents(member.match_id)
    match = Match.objects.select_for_update(of=("self",)).get(pk=member.match_id)
    now = type(member)._default_manager.select_for_update(of=("self",)).get(pk=member.pk)
    if now.left_on is not None or match.ended_on is not None:
        raise CannotChange(_("They have left already."))
    now.left_on, now.left_reason = max(on, now.joined_on), reason
    now.save(update_fields=["left_on", "left_reason"])
    facts: dict[str, audit.Fact] = {"side": side_of(now), "member": now.pk}
    event = audit.record(by=by, verb="match.leave", target=match, reason=reason, facts=facts)
    if isinstance(now, MatchStudent):
        _take_documents_back([now], by=by)
    _perhaps_agreed(match, by=by)
    return event


def is_last(member: Member) -> bool:
    """Whether nobody else of their side is in the match, so that nobody would be left to meet."""
    rows = type(member)._default_manager.filter(district=member.district_id, match=member.match_id, left_on=None)
    return not rows.exclude(pk=member.pk).exists()


@transaction.atomic
def end(*, match: Match, reason: str, on: date, by: Actor) -> AuditEvent:
    """End a match with a reason: one that runs has ended, one that has not started does not come about.

    Everybody in it leaves it with that day. Members of one that ran, and who signs for the students, are told kindly in
    two minutes; whoever was told of a proposal learns in neutral words that it does not come about. What is out to be
    signed is taken back; what everybody signed stays. Refuses (CannotEnd) what is over already. ``take_back`` undoes
    it, but for the documents: they are sent anew.
    """
    _lock_documents(match.pk)
    now = Match.objects.select_for_update(of=("self",)).get(pk=match.pk)
    if now.ended_on is not None:
        raise CannotEnd(_("This match is over already."))
    ran = now.state == State.RUNNING
    told = match_mails.members_to_tell(now, on=on) if ran else mails.match_people(now)
    event = _close(now, reason=reason, verb="match.end", on=on, by=by)
    if ran:
        match_mails.match_ended(now, to=told, by=by)
        happened("match.ended", match=now, on=on, by=by)
    else:
        mails.match_not_started(now, to=told, by=by)
    return event


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
    _write_objectives(made, list(now.objectives.order_by("position").values_list("text", "standard")))
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


@transaction.atomic
def take_back(*, event: AuditEvent, by: Actor) -> Match:
    """Undo an end or a leaving: the match and its members are as they were.

    Refuses (CannotTakeBack) where something happened since that does not fit: another match of a student's own, or the
    match ended meanwhile.
    """
    match = Match.objects.select_for_update(of=("self",)).get(pk=event.target_id or 0)
    programs.refuse_archived(match.program)
    try:
        with transaction.atomic():
            _restore(match, event)
    except IntegrityError:
        raise CannotTakeBack(_("A student has another mentor of their own by now.")) from None
    audit.record(by=by, verb="match.take_back", target=match)
    if event.verb == "match.end" and match.state == State.RUNNING:
        happened("match.end_taken_back", match=match, ended_at=event.at, by=by)
    return match


def _restore(match: Match, event: AuditEvent) -> None:
    if event.verb == "match.leave":
        if match.ended_on is not None:
            raise CannotTakeBack(_("This match is over by now."))
        rows: Any = {"student": MatchStudent.objects, "mentor": MatchMentor.objects}[event.facts["side"]]
        rows.filter(pk=event.facts["member"]).update(left_on=None, left_reason="")
        return
    if match.ended_on is None or match.state not in {State.ENDED, State.NOT_STARTED}:
        raise CannotTakeBack(_("There is nothing to take back any more."))
    back = MatchStudent.objects.filter(pk__in=event.facts["students"])
    _of_next_year(match).filter(student__in=back.filter(is_alone=True).values("student")).update(is_alone=False)
    back.update(left_on=None, left_reason="")
    MatchMentor.objects.filter(pk__in=event.facts["mentors"]).update(left_on=None, left_reason="")
    match.state, match.ended_on, match.end_reason = event.facts["was"], None, ""
    match.save(update_fields=["state", "ended_on", "end_reason"])


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
    _close(match, reason="", verb="match.not_start", on=on, by=by)
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


def _close(match: Match, *, reason: str, verb: str, on: date, by: Actor) -> AuditEvent:
    # Locked, so that nobody sends documents for one of them at this moment.
    students = list(match.student_rows.filter(left_on=None).select_for_update(of=("self",)).order_by("pk"))
    mentors = list(match.mentor_rows.filter(left_on=None))
    last = max([on, *(row.joined_on for row in students), *(row.joined_on for row in mentors)])
    facts: dict[str, audit.Fact] = {
        "was": str(match.state),
        "students": [row.pk for row in students],
        "mentors": [row.pk for row in mentors],
    }
    match.state = State.ENDED if match.state == State.RUNNING else State.NOT_STARTED
    match.ended_on, match.end_reason = last, reason
    match.save(update_fields=["state", "ended_on", "end_reason"])
    match.student_rows.filter(left_on=None).update(left_on=last)
    match.mentor_rows.filter(left_on=None).update(left_on=last)
    own = [row.student_id for row in students if row.is_alone]
    _of_next_year(match).filter(student__in=own).update(is_alone=True)
    for talk in match.interviews.filter(held_on=None, canceled_on=None).prefetch_related("adult", "match"):
        talk.canceled_on = on
        talk.save(update_fields=["canceled_on"])
        mails.interview_canceled(talk, to=[talk.adult], by=by)
    _take_documents_back(students, by=by)
    return audit.record(by=by, verb=verb, target=match, reason=reason, facts=facts)


def _of_next_year(match: Match) -> DistrictQuerySet[MatchStudent]:
    """The students of the match that continues this one: a student has one mentor of their own at a time."""
    return MatchStudent.objects.of(match.district).filter(
        match__continues=match, match__ended_on=None, match__format=Format.ONE_TO_ONE, left_on=None
    )


def _lock_documents(match_id: int) -> None:
    """Lock a match's documents: before the match, as everybody does who signs them or starts it."""
    packets = MatchStudent.objects.filter(match=match_id, left_on=None).values("packet")
    list(Agreement.objects.filter(packet__in=packets).locked().values_list("pk"))


def _take_documents_back(students: Sequence[MatchStudent], *, by: Actor) -> None:
    """Nobody is asked any more to sign for a match that is over or that the student has left. Never says why."""
    open_ones = Agreement.objects.filter(
        packet__in=[row.packet_id for row in students if row.packet_id], state__in=[Paper.DRAFT, Paper.OUT]
    )
    for agreement in open_ones.order_by("pk"):
        agreements.void(agreement=agreement, reason=_("The match does not go on."), at=timezone.now(), by=by)


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


def _write_objectives(match: Match, objectives: Sequence[tuple[str, str]]) -> None:
    match.objectives.all().delete()
    MatchObjective.objects.bulk_create(
        MatchObjective(district_id=match.district_id, match=match, position=number, text=text, standard=standard)
        for number, (text, standard) in enumerate(objectives, start=1)
    )
