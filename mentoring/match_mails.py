"""Messages about matches that start, stand still and go on; what staff are asked for a match."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Outdated, absolute, opening
from correspondence.models import Message
from mentoring.models import (
    Guardianship,
    Match,
    MatchException,
    MatchMentor,
    MatchStudent,
    MembershipProgram,
    Program,
    WorkplaceApproval,
)
from mentoring.telling_rules import people_to_tell
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.http import district_url
from tenancy.logged import logged
from tenancy.models import Membership, Person, Scope
from tenancy.permissions import Role

logged(MatchException, _("What was allowed once"))
logged(WorkplaceApproval, _("Approval of a workplace"), naming=lambda one: one.employer.name, reads=["employer"])

STARTED, PAUSED, RESUMED = "mentoring/match_started", "mentoring/match_paused", "mentoring/match_resumed"
ENDED = "mentoring/match_ended"


# Who is told


def members_to_tell(match: Match, *, on: date) -> list[Person]:
    """Everybody in a match who can be written to: students and who may sign for them, mentors."""
    told: list[Person] = []
    for row in match.student_rows.filter(left_on=None).order_by("pk").prefetch_related("student__person"):
        told += people_to_tell(row.student, on=on)
    mentors = match.mentor_rows.filter(left_on=None).order_by("pk").prefetch_related("mentor__person")
    told += [row.mentor.person for row in mentors if row.mentor.person.is_active and row.mentor.person.email]
    return list(dict.fromkeys(told))


def coordinators_of(program: Program) -> list[Person]:
    """Who coordinates a program: in the whole district, at one of its schools, or named for it."""
    return colleagues_of(program, [Role.COORDINATOR])


def deciding_of(program: Program) -> list[Person]:
    """Principals of a program's schools and of the district, and administrators."""
    return colleagues_of(program, [Role.PRINCIPAL, Role.ADMINISTRATOR])


def counselors_of(program: Program) -> list[Person]:
    """Counselors of a program's schools and of the district."""
    return colleagues_of(program, [Role.COUNSELOR])


def colleagues_of(program: Program, roles: Iterable[Role]) -> list[Person]:
    """Who holds one of these roles in the whole district, at one of a program's schools, or for the program."""
    live = Membership.objects.of(program.district).live().filter(role__in=list(roles))
    schools = program.school_rows.values("school")
    named = MembershipProgram.objects.of(program.district).filter(program=program).values("membership")
    held = (
        live.filter(scope=Scope.DISTRICT).values("person"),
        live.filter(school_rows__school__in=schools).values("person"),
        live.filter(pk__in=named).values("person"),
    )
    people = Person.objects.of(program.district).active()
    return list(people.filter(pk__in=held[0].union(held[1], held[2])).order_by("pk"))


def staff_to_tell(match: Match) -> list[Person]:
    """Coordinators of the match's program, and the teacher who supervises it."""
    told = coordinators_of(match.program)
    teacher = match.supervising_teacher
    return list(dict.fromkeys([*told, *([teacher] if teacher is not None and teacher.is_active else [])]))


# A match starts, stands still, goes on


@kind(STARTED, label=_("Match started"))
def match_started_context(message: Message) -> Mapping[str, object]:
    """Who meets whom, from when. Raises Outdated when the start was taken back meanwhile."""
    return _of_match(message, is_paused=None)


@kind(PAUSED, label=_("Match paused"))
def match_paused_context(message: Message) -> Mapping[str, object]:
    """Whose meetings are paused. Never why. Raises Outdated when they go on already."""
    return _of_match(message, is_paused=True)


@kind(RESUMED, label=_("Match goes on"))
def match_resumed_context(message: Message) -> Mapping[str, object]:
    """Whose meetings go on. Raises Outdated when they are paused again."""
    return _of_match(message, is_paused=False)


@kind(ENDED, label=_("Match ended"))
def match_ended_context(message: Message) -> Mapping[str, object]:
    """Whose mentoring ended, on which day. Never why. Raises Outdated when the end was taken back meanwhile."""
    if "ended" not in message.context:
        return {"reader": "", "students": "", "mentors": ""}
    over = Match.objects.of(message.district).filter(state=Match.State.ENDED, pk=message.context["ended"])
    match = over.prefetch_related("program").first()
    if match is None:
        raise Outdated
    return {"match": match, "program": match.program.reader_name, **_seen_by(message, match)}


def match_ended(match: Match, *, to: Iterable[Person], by: Actor) -> list[Message]:
    """Tell those who were in a match that it has ended; in two minutes, so that taking it back can stop it."""
    context = {"ended": match.pk}
    return [outbox.post(kind=ENDED, to=one, by=by, context=context, about=_about(match)) for one in to]


def match_started(match: Match, *, on: date, by: Actor) -> list[Message]:
    """Tell everybody in the match that it starts; in two minutes, so that Undo can stop it."""
    return [_post(STARTED, match, one, by) for one in members_to_tell(match, on=on)]


def match_paused(match: Match, *, on: date, by: Actor) -> None:
    """Tell everybody in the match, its coordinators and its teacher that the meetings are paused. Never why."""
    for one in dict.fromkeys([*members_to_tell(match, on=on), *staff_to_tell(match)]):
        _post(PAUSED, match, one, by, urgent=True)


def match_resumed(match: Match, *, on: date, by: Actor) -> None:
    """Tell the same people that the meetings go on."""
    for one in dict.fromkeys([*members_to_tell(match, on=on), *staff_to_tell(match)]):
        _post(RESUMED, match, one, by, urgent=True)


def _post(name: str, match: Match, to: Person, by: Actor, *, urgent: bool = False) -> Message:
    return outbox.post(kind=name, to=to, by=by, context={"running": match.pk}, urgent=urgent, about=_about(match))


def _about(match: Match) -> About:
    return About(str(_("Match")), "mentoring:match_detail", match.pk)


def _of_match(message: Message, *, is_paused: bool | None) -> Mapping[str, object]:
    if "running" not in message.context:
        return {"reader": "", "students": "", "mentors": ""}
    running = Match.objects.of(message.district).filter(state=Match.State.RUNNING, pk=message.context["running"])
    if is_paused is not None:
        running = running.paused() if is_paused else running.not_paused()
    match = running.prefetch_related("program").first()
    if match is None:
        raise Outdated
    return {"match": match, "program": match.program.reader_name, **_seen_by(message, match)}


def _seen_by(message: Message, match: Match) -> Mapping[str, object]:
    """Names as the reader knows them: of several students, a family reads only of its own."""
    present = Q(left_on=match.ended_on)  # of a match that is over: those who stayed to the end
    students = MatchStudent.objects.of(message.district).filter(present, match=match).order_by("pk")
    mentors = MatchMentor.objects.of(message.district).filter(present, match=match).order_by("pk")
    all_students = [row.student for row in students.prefetch_related("student__person")]
    all_mentors = [row.mentor.person for row in mentors.prefetch_related("mentor__person")]
    named = ", ".join(one.name for one in all_mentors)
    reader = message.person_id
    if reader in {one.pk for one in all_mentors}:
        url = opening(district_url(message.district, "mentoring:mentee_list"))
        return {"reader": "mentor", "students": _first_names(all_students), "mentors": named, "url": url}
    if reader in {one.person_id for one in all_students}:
        return {"reader": "student", "students": "", "mentors": named}
    theirs = Guardianship.objects.of(message.district).live().filter(guardian__person=reader)
    own = set(theirs.values_list("student_id", flat=True))
    if children := [one for one in all_students if one.pk in own]:
        return {"reader": "guardian", "students": _first_names(children), "mentors": named}
    url = absolute(district_url(message.district, "mentoring:match_detail", pk=match.pk))
    names = ", ".join(one.person.name for one in all_students)
    return {"reader": "staff", "students": names, "mentors": named, "url": url}


def _first_names(students: Iterable[object]) -> str:
    people = [one.person for one in students]  # type: ignore[attr-defined]
    return ", ".join(one.preferred_name or one.given_name for one in people)


# What coordinators are warned of, and asked


@kind("mentoring/pause_ahead", label=_("Matches will be paused"), for_digest=True)
def pause_ahead_context(message: Message) -> Mapping[str, object]:
    """Whose clearance ends, when, and how many matches would stand still."""
    pk = message.context.get("cleared")
    person = Person.objects.of(message.district).filter(pk=pk or message.person_id or 0).first()
    if person is None:
        raise Outdated
    running = Match.objects.of(message.district).filter(state=Match.State.RUNNING).with_member(person.pk)
    until = message.context.get("until")
    return {
        "about": person,
        "until": date.fromisoformat(str(until)) if until else None,
        "count": running.count(),
        "url": absolute(district_url(message.district, "screening:clearance_detail", person_pk=person.pk)),
    }


def pause_ahead(mentor: Person, *, until: date, tier: int, to: Person, by: Actor) -> Message:
    """Warn a coordinator that a mentor's clearance ends; once for each last day and each of 30, 7 and 1 days before."""
    return outbox.post(
        kind="mentoring/pause_ahead",
        to=to,
        by=by,
        context={"cleared": mentor.pk, "until": until.isoformat()},
        dedupe_key=f"mentoring.pause_ahead:{mentor.pk}:{until}:{tier}:{to.pk}",
        urgent=tier <= 1,
    )


@kind("mentoring/pauses_proposed", label=_("Many matches would be paused at once"))
def pauses_proposed_context(message: Message) -> Mapping[str, object]:
    """In which program; where one decides."""
    return _of_program(message, "mentoring:pause_list")


def pauses_proposed(program: Program, *, on: date, by: Actor) -> None:
    """Ask the coordinators of a program what to do, once a day."""
    for one in coordinators_of(program):
        outbox.post(
            kind="mentoring/pauses_proposed",
            to=one,
            by=by,
            context={"program": program.pk},
            dedupe_key=f"mentoring.pauses_proposed:{program.pk}:{on}:{one.pk}",
            urgent=True,
        )


def _of_program(message: Message, url_name: str) -> Mapping[str, object]:
    program = Program.objects.of(message.district).filter(pk=message.context.get("program", 0)).first()
    if program is None and "program" in message.context:
        raise Outdated
    return {"program": program.name if program else "", "url": absolute(district_url(message.district, url_name))}


@kind("mentoring/exception_asked", label=_("Somebody asks to allow something once"))
def exception_asked_context(message: Message) -> Mapping[str, object]:
    """Where it is decided. Raises Outdated when it is decided already."""
    if "exception" not in message.context:
        return {"url": ""}
    asked = MatchException.objects.of(message.district).filter(
        pk=message.context["exception"], allowed_on=None, withdrawn_on=None
    )
    exception = asked.first()
    if exception is None:
        raise Outdated
    return {"url": absolute(district_url(message.district, "mentoring:match_detail", pk=exception.match_id))}


def exception_asked(exception: MatchException, *, by: Actor) -> None:
    """Ask those who may allow it."""
    for one in deciding_of(exception.match.program):
        if one.pk != by.person_id:
            outbox.post(
                kind="mentoring/exception_asked",
                to=one,
                by=by,
                context={"exception": exception.pk},
                about=_about(exception.match),
            )


@kind("mentoring/workplace_asked", label=_("Somebody asks to approve a workplace"))
def workplace_asked_context(message: Message) -> Mapping[str, object]:
    """Which employer. Raises Outdated when it is decided already."""
    if "approval" not in message.context:
        return {"employer": "", "url": ""}
    asked = WorkplaceApproval.objects.of(message.district).filter(
        pk=message.context["approval"], approved_on=None, withdrawn_on=None
    )
    approval = asked.prefetch_related("employer").first()
    if approval is None:
        raise Outdated
    url = district_url(message.district, "mentoring:employer_detail", pk=approval.employer_id)
    return {"employer": approval.employer.name, "url": absolute(url)}


def workplace_asked(approval: WorkplaceApproval, *, by: Actor) -> None:
    """Ask principals and administrators to approve a workplace: employers belong to no school."""
    deciding = Membership.objects.of(approval.district).live().filter(role__in=[Role.PRINCIPAL, Role.ADMINISTRATOR])
    people = Person.objects.of(approval.district).active().filter(pk__in=deciding.values("person"))
    for one in people.exclude(pk=by.person_id or 0).order_by("pk"):
        outbox.post(
            kind="mentoring/workplace_asked",
            to=one,
            by=by,
            context={"approval": approval.pk},
            about=About(str(_("Workplace")), "mentoring:employer_detail", approval.employer_id),
        )
