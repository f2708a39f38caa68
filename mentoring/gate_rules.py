"""What a match needs before it starts (S-10), and what stops one that runs.

``gates_of`` reads everything about many matches in a fixed number of queries and says of each what is missing, whose
turn it is, since when, and where one settles it. Nothing here is a deed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import rules as signatures
from agreements.models import STANDING, Party, Permission, Role
from agreements.models import State as Paper
from mentoring.age_rules import is_of_age
from mentoring.blockers import Blocker
from mentoring.gate_reading import Reading
from mentoring.group_sizes import size_refusal
from mentoring.models import (
    Answer,
    CourtOrder,
    Format,
    Match,
    MatchException,
    MatchPause,
    MatchStudent,
    Mentor,
    PlaceKind,
    RemoteContact,
    Student,
    WorkplaceApproval,
)
from mentoring.signing_rules import barred, signers
from screening import rules as screening
from screening.models import Requirement

#: S-10: nobody may wave these through, by no page and no request. A check that was never made is none that stands.
NEVER = frozenset(
    {
        "agreement",
        "guardian_signature",
        "no_signer",
        "permission_outings",
        "permission_remote_contact",
        "check_failed",
        "check_expired",
        "check_missing",
        "held",
        "court_order",
    }
)
#: What a principal or an administrator may allow once, with a reason, until a day.
EXCEPTABLE = frozenset(
    {
        "student_signature",
        "mentor_signature",
        "school_signature",
        "training",
        "teacher",
        "adult",
        "objectives",
        "schedule",
        "workplace",
    }
)
#: Where somebody settles it on the match's own pages.
PLAN, PEOPLE, PAPERS = "mentoring:match_plan", "mentoring:match_detail", "mentoring:match_detail"
_CLEARANCE = "screening:clearance_detail"

Cause = MatchPause.Cause
#: Why a running match stands still for want of something; what is not named stops no running match.
CAUSES: Mapping[str, MatchPause.Cause] = {
    "check_failed": Cause.CLEARANCE,
    "check_expired": Cause.CLEARANCE,
    "check_missing": Cause.CLEARANCE,
    "training": Cause.CLEARANCE,
    "permission_outings": Cause.PERMISSION,
    "permission_remote_contact": Cause.PERMISSION,
    "agreement": Cause.AGREEMENT,
    "court_order": Cause.COURT_ORDER,
}
_SIGNATURE_CODES = {
    Role.GUARDIAN: "guardian_signature",
    Role.STUDENT: "student_signature",
    Role.MENTOR: "mentor_signature",
    Role.SCHOOL: "school_signature",
}


@dataclass(frozen=True)
class StartBlocker(Blocker):
    """Something that keeps a match from starting; ``person_id`` says about which member, where it is about one."""

    person_id: int = 0

    @property
    def key(self) -> str:
        """What an exception names: one for the match, or one for each member."""
        return f"{self.code}:{self.person_id}" if self.person_id else self.code

    @property
    def may_be_allowed(self) -> bool:
        """Whether a named role may allow it once."""
        return self.code in EXCEPTABLE


@dataclass(frozen=True)
class Gate:
    """What one match still needs, and what was allowed once although it is missing."""

    blockers: list[StartBlocker]
    allowed: list[tuple[StartBlocker, MatchException]]

    @property
    def is_open(self) -> bool:
        """Whether nothing keeps the match from starting."""
        return not self.blockers


def start_blockers(match: Match, on: date) -> list[StartBlocker]:
    """Why this match cannot start; empty when it can."""
    return start_blockers_of([match], on)[match.pk]


def start_blockers_of(matches: Sequence[Match], on: date) -> dict[int, list[StartBlocker]]:
    """``start_blockers`` of many matches by their ids, in a fixed number of queries."""
    return {pk: gate.blockers for pk, gate in gates_of(matches, on).items()}


def gates_of(matches: Sequence[Match], on: date) -> dict[int, Gate]:
    """What each of these matches of one district needs before it starts, in a fixed number of queries."""
    read = Reading(matches)
    return {match.pk: start_gate(read, match, on) for match in matches}


def start_gate(read: Reading, match: Match, on: date) -> Gate:
    """What one of the matches of a reading needs before it starts."""
    return _gate(read, match, list(_start(read, match, first_day(match, on), on)), on)


def running_gates_of(matches: Sequence[Match], on: date) -> dict[int, Gate]:
    """What each of these running matches lacks, whether it stops for it or not; in a fixed number of queries."""
    read = Reading(matches)
    return {match.pk: running_gate(read, match, on) for match in matches}


def running_gate(read: Reading, match: Match, on: date) -> Gate:
    """What one of the running matches of a reading lacks."""
    return _gate(read, match, list(_running(read, match, on)), on)


def lacks_of(matches: Sequence[Match], on: date) -> dict[int, dict[MatchPause.Cause, list[StartBlocker]]]:
    """For want of what each of these running matches stands still, by cause; in a fixed number of queries.

    A match that was running when it was brought in is measured by what was filed on paper: for want of a signature
    alone it does not stop.
    """
    found: dict[int, dict[MatchPause.Cause, list[StartBlocker]]] = {}
    for pk, gate in running_gates_of(matches, on).items():
        by_cause: dict[MatchPause.Cause, list[StartBlocker]] = defaultdict(list)
        for blocker in gate.blockers:
            if blocker.code in CAUSES:
                by_cause[CAUSES[blocker.code]].append(blocker)
        found[pk] = dict(by_cause)
    return found


def far_gates_of(matches: Sequence[Match], on: date) -> dict[int, Gate]:
    """The gates of matches that have not started, and what those that run lack."""
    running = [one for one in matches if one.state == Match.State.RUNNING]
    waiting = [one for one in matches if one.state != Match.State.RUNNING]
    found = gates_of(waiting, on) if waiting else {}
    return found | running_gates_of(running, on) if running else found


def first_day(match: Match, on: date) -> date:
    """The day on which a match that starts now begins: as planned, or today when that day has passed."""
    return max(match.starts_on, on) if match.starts_on else on


def was_running_before(match: Match) -> bool:
    """Whether the match was brought in running, and so never went through the gate."""
    return match.state == Match.State.RUNNING and match.started_by_id is None


# What is asked


def _gate(read: Reading, match: Match, found: list[StartBlocker], on: date) -> Gate:
    """Sort what is missing into what stands in the way and what was allowed once. Nothing of NEVER is ever allowed."""
    exceptions = read.exceptions.get(match.pk, {})
    blockers, allowed = [], []
    for blocker in found:
        exception = exceptions.get(blocker.key) if blocker.may_be_allowed else None
        if exception is not None and exception.expires_on >= first_day(match, on):
            allowed.append((blocker, exception))
        else:
            blockers.append(blocker)
    return Gate(blockers, allowed)


def _start(read: Reading, match: Match, day: date, on: date) -> Iterator[StartBlocker]:
    yield from _choosing(read, match)
    yield from _people_in_charge(read, match)
    yield from _plan(read, match, day)
    yield from _workplaces(read, match, day)
    for row in read.students.get(match.pk, ()):
        yield from _papers(read, match, row, day)
        yield from _other_terms(read, match, row)
        yield from _permissions(read, match, row)
        yield from _court_orders(read, match, row, day)
    for mentor_row in read.mentors.get(match.pk, ()):
        yield from _clearance(read, match, mentor_row.mentor, day)
    yield from _holds(read, match)


def _running(read: Reading, match: Match, on: date) -> Iterator[StartBlocker]:
    """What a match that runs must go on having."""
    for row in read.students.get(match.pk, ()):
        if not _stands_on_paper(read, match, row):
            yield from _papers(read, match, row, on)
        elif row.packet_id is None and row.paper_signed_on is None:
            words = _("No signed agreement for %(name)s is on file.") % {"name": row.student.person.name}
            turn = _("the coordinator")
            yield StartBlocker("paper", words, turn, (PAPERS, match.pk), match.starts_on, row.student.person_id)
        if row.packet_id or not was_running_before(match):
            yield from _permissions(read, match, row)
        yield from _court_orders(read, match, row, on)
    for mentor_row in read.mentors.get(match.pk, ()):
        yield from _clearance(read, match, mentor_row.mentor, on)


def _stands_on_paper(read: Reading, match: Match, row: MatchStudent) -> bool:
    """Whether a running match goes on without a standing document of ours.

    It was brought in running, and nobody declined what was sent since; or everybody had signed, and a newer version
    is on its way.
    """
    if row.packet_id is None:
        return was_running_before(match)
    main = read.main_document(row.packet_id)
    if main is None or main.stands:
        return False
    if was_running_before(match):
        return main.state != Paper.DECLINED
    return row.packet_id in read.replaced and main.state in {Paper.DRAFT, Paper.OUT}


def _choosing(read: Reading, match: Match) -> Iterator[StartBlocker]:
    students, mentors = read.students.get(match.pk, []), read.mentors.get(match.pk, [])
    policy = read.policies.get(match.program_id)
    since = timezone.localdate(match.created_at)
    if policy is not None and policy.program.archived_on is not None:
        yield StartBlocker(
            "archived", _("The program is archived."), _("the coordinator"), since=policy.program.archived_on
        )
    if match.state not in {Match.State.PROPOSED, Match.State.AGREED}:
        yield StartBlocker("state", _("The match has started or ended already."), fix=(PEOPLE, match.pk))
    if not students or not mentors:
        yield StartBlocker(
            "members", _("A match needs a student and a mentor."), _("the coordinator"), (PEOPLE, match.pk)
        )
    elif refusal := size_refusal(Format(match.format), len(students), len(mentors)):
        yield StartBlocker("ratio", refusal, _("the coordinator"), (PEOPLE, match.pk))
    for person, answer in [
        *((row.student.person, row.answer) for row in students),
        *((row.mentor.person, row.answer) for row in mentors),
    ]:
        if answer != Answer.YES:
            words = _("%(name)s has not said yes to this match.") % {"name": person.name}
            yield StartBlocker("answers", words, person.name, (PEOPLE, match.pk), since, person.pk)


def _people_in_charge(read: Reading, match: Match) -> Iterator[StartBlocker]:
    fix, since = (PLAN, match.pk), timezone.localdate(match.created_at)
    teacher, adult = match.supervising_teacher, match.adult_in_charge
    if teacher is None or not teacher.is_active:
        yield StartBlocker("teacher", _("No teacher supervises this match."), _("the coordinator"), fix, since)
    if adult is None or not adult.is_active:
        yield StartBlocker("adult", _("No adult is in charge of the meetings."), _("the coordinator"), fix, since)
    elif adult.pk in {row.mentor.person_id for row in read.mentors.get(match.pk, ())}:
        policy = read.policies.get(match.program_id)
        is_at_work = bool(match.places) and set(match.places) <= {PlaceKind.WORKPLACE}
        if not (policy is not None and policy.mentor_may_supervise and is_at_work):
            words = _("The mentor is not the adult in charge here. Name somebody else.")
            yield StartBlocker("adult", words, _("the coordinator"), fix, since)


def _plan(read: Reading, match: Match, day: date) -> Iterator[StartBlocker]:
    fix, since, turn = (PLAN, match.pk), timezone.localdate(match.created_at), _("the coordinator")
    policy = read.policies.get(match.program_id)
    if not match.places:
        yield StartBlocker("places", _("Nobody has said where they meet."), turn, fix, since)
    elif policy is not None and not set(match.places) <= set(policy.places):
        words = _("The plan names a place that the program’s rules do not have.")
        yield StartBlocker("places", words, turn, fix, since)
    if not match.schedule:
        yield StartBlocker("schedule", _("Nobody has said when they meet."), turn, fix, since)
    if match.ends_on is not None and match.ends_on < day:
        yield StartBlocker("dates", _("The planned last day has passed."), turn, fix, match.ends_on)
    if match.pk not in read.objectives:
        yield StartBlocker("objectives", _("No learning objective is written down yet."), turn, fix, since)


def _workplaces(read: Reading, match: Match, day: date) -> Iterator[StartBlocker]:
    """Where the plan has visits to the workplace, each mentor's is approved for the first day (S-30)."""
    if PlaceKind.WORKPLACE not in match.places:
        return
    for row in read.mentors.get(match.pk, ()):
        person, job = row.mentor.person, read.employers.get(row.mentor_id)
        if job is None:
            words = _("Nobody has noted where %(name)s works.") % {"name": person.name}
            yield StartBlocker(
                "workplace", words, _("the coordinator"), ("mentoring:employment_add", row.mentor_id), None, person.pk
            )
            continue
        approvals = read.approvals.get(job.employer_id, [])
        if any(is_good(one, day) for one in approvals):
            continue
        asked = next((one.asked_on for one in approvals if one.approved_on is None), None)
        words = _("Visits to %(employer)s are not approved.") % {"employer": job.employer.name}
        turn = _("the principal") if asked else _("the coordinator")
        yield StartBlocker("workplace", words, turn, ("mentoring:employer_detail", job.employer_id), asked, person.pk)


def is_good(approval: WorkplaceApproval, day: date) -> bool:
    """Whether an approval lets students visit on that day."""
    return (
        approval.approved_on is not None
        and approval.withdrawn_on is None
        and approval.approved_on <= day
        and (approval.expires_on is None or day <= approval.expires_on)
    )


def _papers(read: Reading, match: Match, row: MatchStudent, day: date) -> Iterator[StartBlocker]:
    """Every signature of the student's packet, the school's too when its turn has not come."""
    student, fix = row.student, (PAPERS, match.pk)
    if not signers(student, day):
        words = _("Nobody may sign for %(name)s yet.") % {"name": student.person.name}
        where = ("mentoring:student_detail", student.pk)
        yield StartBlocker("no_signer", words, _("the coordinator"), where, None, student.person_id)
    main = read.main_document(row.packet_id)
    if main is None or main.state not in {Paper.OUT, *STANDING}:
        words = _("The agreement for %(name)s is not out for signatures.") % {"name": student.person.name}
        since = _day(main.since) if main is not None else None
        where = ("mentoring:packet_send", row.pk)
        yield StartBlocker("agreement", words, _("the coordinator"), where, since, student.person_id)
    for code, parties in _missing(read, row, day).items():
        yield _unsigned(code, parties, student, fix)


def _other_terms(read: Reading, match: Match, row: MatchStudent) -> Iterator[StartBlocker]:
    """An agreement about another mentor, or without a place of the plan, is no agreement about this match."""
    main = read.main_document(row.packet_id)
    if main is None or main.agreement is None or main.state not in {Paper.OUT, *STANDING}:
        return
    named = {one.person_id for one in read.parties.get(main.agreement.pk, ()) if one.role == Role.MENTOR}
    agreed = main.agreement.values.get("places")
    if any(one.mentor.person_id not in named for one in read.mentors.get(match.pk, ())):
        words = _("The agreement for %(name)s names another mentor. Replace it, so that everybody signs.")
    elif agreed and not set(match.places) <= set(agreed):
        words = _("The agreement for %(name)s leaves out a place of the plan. Replace it, so that everybody signs.")
    else:
        return
    person, fix = row.student.person, ("mentoring:packet_replace", row.pk)
    yield StartBlocker("agreement", words % {"name": person.name}, _("the coordinator"), fix, None, person.pk)


def _missing(read: Reading, row: MatchStudent, day: date) -> dict[str, list[Party]]:
    """Whose signatures are missing, by the code of what is missing."""
    missing: dict[str, list[Party]] = defaultdict(list)
    for standing in read.standings.get(row.packet_id or 0, {}).values():
        if standing.agreement is None or standing.state != Paper.OUT:
            continue
        for party in read.parties.get(standing.agreement.pk, ()):
            if party.state in signatures.OPEN:
                missing[_signature_code(party, row.student, day)].append(party)
    return missing


def _signature_code(party: Party, student: Student, day: date) -> str:
    """At 18 the student's own signature is the permission."""
    is_own = party.role == Role.STUDENT and is_of_age(student, day)
    return "guardian_signature" if is_own else _SIGNATURE_CODES[Role(party.role)]


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at is not None else None


def _unsigned(code: str, parties: Sequence[Party], student: Student, fix: tuple[str, int]) -> StartBlocker:
    names = list(dict.fromkeys(party.name for party in parties))
    either = any(party.any_of for party in parties)
    whose = (_("%(one)s or %(other)s") if either else _("%(one)s and %(other)s")) if len(names) > 1 else ""
    turn = whose % {"one": ", ".join(names[:-1]), "other": names[-1]} if whose else names[0]
    words = _("The signature of %(names)s is missing for %(student)s.") % {
        "names": turn,
        "student": student.person.name,
    }
    since = min((one.invited_at for one in parties if one.invited_at), default=None)
    return StartBlocker(code, words, turn, fix, _day(since), student.person_id)


def _permissions(read: Reading, match: Match, row: MatchStudent) -> Iterator[StartBlocker]:
    """Permissions that the plan needs: outings, and contact that is not face to face (S-11, S-12)."""
    policy = read.policies.get(match.program_id)
    wanted = []
    if PlaceKind.OUTING in match.places:
        wanted.append((Permission.Kind.OUTINGS, _("outings")))
    has_contact = policy is not None and policy.remote_contact != RemoteContact.NONE
    if PlaceKind.ONLINE in match.places or has_contact:
        wanted.append((Permission.Kind.REMOTE_CONTACT, _("calls and messages")))
    given = read.permissions.get(row.packet_id, {}) if row.packet_id else {}
    for kind, what in wanted:
        standing = given.get(kind)
        if standing is not None and standing.is_granted:
            continue
        words = {"name": row.student.person.name, "what": what}
        if standing is None or standing.is_granted is None:
            sentence = _("Nobody has answered for %(name)s about %(what)s yet.") % words
        else:
            sentence = _("%(name)s has no permission for %(what)s. Leave it out of the plan.") % words
        withdrawn = standing.withdrawn_at if standing is not None else None
        yield StartBlocker(
            f"permission_{kind.value}",
            sentence,
            _("the parent or guardian") if standing is None or standing.is_granted is None else _("the coordinator"),
            (PAPERS, match.pk),
            _day(withdrawn),
            row.student.person_id,
        )


def _court_orders(read: Reading, match: Match, row: MatchStudent, day: date) -> Iterator[StartBlocker]:
    """A mentor whom a court keeps from the student; and signatures of nobody but those whom one keeps from signing."""
    orders: list[CourtOrder] = list(row.student.court_orders.all())
    kept_away = barred(orders, day)
    if not kept_away:
        return
    mentors = {one.mentor.person_id for one in read.mentors.get(match.pk, ())}
    signed = read.guardians_signed(row.packet_id)
    if kept_away & mentors or (signed and signed <= kept_away):
        words = _("A court order about %(name)s stands against this match as it is.") % {
            "name": row.student.person.name
        }
        fix = ("mentoring:court_order_list", row.student_id)
        yield StartBlocker("court_order", words, _("the coordinator"), fix, None, row.student.person_id)


def _clearance(read: Reading, match: Match, mentor: Mentor, day: date) -> Iterator[StartBlocker]:
    """Everything that is asked of a mentor covers the day. Outcomes of checks are said nowhere but in screening."""
    if match.format == Format.PEER:
        return
    policy = read.policies.get(match.program_id)
    asked = policy.program.requirement_set_id if policy is not None else None
    person = mentor.person
    fix = (_CLEARANCE, person.pk)
    if asked is None:
        words = _("The program does not say yet what is asked of mentors.")
        yield StartBlocker("requirements", words, _("the coordinator"), ("mentoring:program_edit", match.program_id))
    clearance = screening.assess(read.asks.get(asked or 0, ()), read.records.get(person.pk, screening.NOTHING), day)
    steps = clearance.blocking
    checks = [one for one in steps if one.ask.kind == Requirement.Kind.BACKGROUND_CHECK]
    others = [one for one in steps if one.ask.kind != Requirement.Kind.BACKGROUND_CHECK]
    if checks or clearance.failed_types:
        words = _("%(name)s is not checked for the first day.") % {"name": person.name}
        turn, since = _turn_of(checks, person.name)
        code = _check_code(checks, has_failed=bool(clearance.failed_types))
        yield StartBlocker(code, words, turn, fix, since, person.pk)
    if others:
        titles = ", ".join(one.ask.title for one in others)
        words = _("%(name)s has yet to do: %(steps)s.") % {"name": person.name, "steps": titles}
        turn, since = _turn_of(others, person.name)
        yield StartBlocker("training", words, turn, fix, since, person.pk)


def _check_code(checks: Sequence[screening.Step], *, has_failed: bool) -> str:
    states = {one.state for one in checks}
    if has_failed or screening.State.FAILED in states:
        return "check_failed"
    return "check_expired" if screening.State.EXPIRED in states else "check_missing"


def _turn_of(steps: Sequence[screening.Step], name: str) -> tuple[str, date | None]:
    """Whose turn the first open step is, and since when at the latest."""
    words = {
        screening.Turn.PERSON: name,
        screening.Turn.STAFF: _("the coordinator"),
        screening.Turn.OUTSIDE: _("the office that checks"),
    }
    turns = dict.fromkeys(words.get(one.turn, _("the coordinator")) for one in steps)
    since = min((one.since for one in steps if one.since), default=None)
    return ", ".join(turns) or _("the coordinator"), since


def _holds(read: Reading, match: Match) -> Iterator[StartBlocker]:
    people = [row.student.person for row in read.students.get(match.pk, ())]
    people += [row.mentor.person for row in read.mentors.get(match.pk, ())]
    for person in people:
        if person.pk in read.held:
            words = _("%(name)s is paused until further notice.") % {"name": person.name}
            turn = _("the principal or an administrator")
            yield StartBlocker("held", words, turn, ("tenancy:person_detail", person.pk), None, person.pk)
