"""Messages about programs and matches."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Outdated, absolute, opening
from correspondence.models import Message
from correspondence.outbox import Addressee
from mentoring import telling_rules
from mentoring.models import (
    Employer,
    Interest,
    Match,
    MatchInterview,
    Mentor,
    MentorApplication,
    PortfolioItem,
    ProgramMentor,
    ProgramStudent,
    Student,
    StudentApplication,
    StudentInterview,
)
from screening.models import SafetyHold
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.http import district_url
from tenancy.logged import logged
from tenancy.models import Person

logged(Interest, _("Asked to meet"))
logged(Match, _("Match"))
logged(PortfolioItem, _("Piece of a portfolio"))
logged(ProgramStudent, _("Student in a program"))
logged(Student, _("Student"))
logged(StudentApplication, _("Application"))
logged(StudentInterview, _("Interview"))
logged(Employer, _("Employer"), naming=str)
logged(Mentor, _("Mentor"), naming=lambda one: one.person.name, reads=["person"])
logged(MentorApplication, _("Application of a mentor"))
logged(
    ProgramMentor,
    _("Mentor in a program"),
    naming=lambda one: f"{one.mentor.person.name}, {one.program.name}",
    reads=["mentor__person", "program"],
)


@kind("mentoring/person_paused", label=_("Somebody is paused"))
def person_paused_context(message: Message) -> Mapping[str, object]:
    """Who. Never why. A hold that was lifted before the mail left is not told any more (Outdated)."""
    who = message.context.get("person")
    if who and not SafetyHold.objects.of(message.district).live().filter(person=who).exists():
        raise Outdated
    return _about(message)


def person_paused(person: Person, *, to: Person, by: Actor) -> None:
    """Tell somebody who must know that a person is paused until further notice: at once."""
    outbox.post(
        kind="mentoring/person_paused",
        to=to,
        by=by,
        context={"person": person.pk},
        urgent=True,
        leave_after=timedelta(0),
    )


@kind("mentoring/person_resumed", label=_("Somebody is no longer paused"))
def person_resumed_context(message: Message) -> Mapping[str, object]:
    """Who. Placed on hold again before the mail left, it is not told (Outdated)."""
    who = message.context.get("person")
    if who and SafetyHold.objects.of(message.district).live().filter(person=who).exists():
        raise Outdated
    return _about(message)


def person_resumed(person: Person, *, to: Person, by: Actor) -> None:
    """Tell somebody who must know that a person is no longer paused."""
    outbox.post(kind="mentoring/person_resumed", to=to, by=by, context={"person": person.pk}, urgent=True)


def _about(message: Message) -> Mapping[str, object]:
    pk = message.context.get("person")
    about = Person.objects.of(message.district).filter(pk=pk or message.person_id or 0).first()
    if about is None:
        raise Outdated
    return {"about": about, "url": absolute(district_url(message.district, "tenancy:person_detail", pk=about.pk))}


# Students: what was decided


@kind("mentoring/student_asked", label=_("Student asked to apply"))
def student_asked_context(message: Message) -> Mapping[str, object]:
    """To which program, and where the application is. Outdated once they applied, or the program takes no more."""
    asked = ProgramStudent.objects.of(message.district).filter(
        pk=message.context.get("place"), state=ProgramStudent.State.INVITED, program__takes_students=True
    )
    place = asked.prefetch_related("program").first()
    if place is None and "place" in message.context:
        raise Outdated
    if place is None:
        return {}
    url = district_url(message.district, "mentoring:application_write", program_pk=place.program_id)
    return {"program": place.program, "url": opening(url)}


def student_asked(place: ProgramStudent, *, by: Actor) -> Message | None:
    """Ask a student to apply; None when they have no address or the program takes no applications now."""
    person = place.student.person
    if not (person.email and person.is_active and place.program.takes_students):
        return None
    return outbox.post(
        kind="mentoring/student_asked",
        to=person,
        by=by,
        context={"place": place.pk},
        about=About(str(_("Application")), "mentoring:program_student_detail", place.pk),
    )


@kind("mentoring/student_accepted", label=_("Student accepted"))
def student_accepted_context(message: Message) -> Mapping[str, object]:
    """Into which program, and whether the reader is the student."""
    return _decision_context(message, ProgramStudent.State.ACCEPTED)


@kind("mentoring/student_waitlisted", label=_("Student on the waiting list"))
def student_waitlisted_context(message: Message) -> Mapping[str, object]:
    """For which program, and whether the reader is the student."""
    return _decision_context(message, ProgramStudent.State.WAITLISTED)


@kind("mentoring/student_declined", label=_("Student not accepted"))
def student_declined_context(message: Message) -> Mapping[str, object]:
    """For which program, and whether the reader is the student. The reason is not told by mail."""
    return _decision_context(message, ProgramStudent.State.DECLINED)


_DECISIONS = {
    ProgramStudent.State.ACCEPTED: "mentoring/student_accepted",
    ProgramStudent.State.WAITLISTED: "mentoring/student_waitlisted",
    ProgramStudent.State.DECLINED: "mentoring/student_declined",
}
DECISION_KINDS = tuple(_DECISIONS.values())


def student_decided(place: ProgramStudent, *, decision: int, on: date, by: Actor) -> list[Message]:
    """Tell the student, and the parents or guardians who may sign, what was decided; ``decision`` is its event's id.

    It leaves after two minutes, so that Undo can stop it. Returns what was posted: nothing when nobody can be reached.
    """
    kind_name = _DECISIONS[ProgramStudent.State(place.state)]
    return [
        outbox.post(
            kind=kind_name,
            to=person,
            by=by,
            context={"place": place.pk, "decision": decision},
            about=About(str(_("Application")), "mentoring:program_student_detail", place.pk),
            dedupe_key=f"mentoring.decision:{decision}:{place.pk}:{person.pk}",
        )
        for person in telling_rules.people_to_tell(place.student, on=on)
    ]


def _decision_context(message: Message, state: ProgramStudent.State) -> Mapping[str, object]:
    """Raises Outdated when something else was decided meanwhile."""
    places = ProgramStudent.objects.of(message.district).filter(pk=message.context.get("place"), state=state)
    place = places.prefetch_related("program", "student__person").first()
    if place is None and "place" in message.context:
        raise Outdated
    if place is None:
        return {"is_student": False}
    is_student = message.person_id == place.student.person_id
    student = place.student.person
    return {
        "program": place.program,
        "student_name": student.preferred_name or student.given_name,
        "is_student": is_student,
        "url": opening(district_url(message.district, "mentoring:application_list")) if is_student else "",
    }


# Matches: choosing each other


@kind("mentoring/match_proposed", label=_("Match proposed"))
def match_proposed_context(message: Message) -> Mapping[str, object]:
    """Who could meet whom, and where one answers. Outdated when it is proposed no more."""
    return _match_of(message, {Match.State.PROPOSED})


def match_proposed(match: Match, *, by: Actor) -> list[Message]:
    """Ask the students and the mentor of a proposed match to look at it. It leaves after two minutes, for Undo."""
    return _to_members("mentoring/match_proposed", match, by=by)


@kind("mentoring/interview_planned", label=_("Interview planned"))
def interview_planned_context(message: Message) -> Mapping[str, object]:
    """When and where, and which adult is there. Outdated when it was called off or held."""
    found = MatchInterview.objects.of(message.district).filter(pk=message.context.get("talk"))
    interview = found.filter(held_on=None, canceled_on=None).prefetch_related("adult").first()
    if interview is None and "talk" in message.context:
        raise Outdated
    return {**_match_of(message, {Match.State.PROPOSED}), "interview": interview}


def interview_planned(interview: MatchInterview, *, by: Actor) -> list[Message]:
    """Tell the student, the mentor and the adult in the room when and where."""
    name = "mentoring/interview_planned"
    return _to_members(name, interview.match, by=by, also=[interview.adult], talk=interview.pk)


@kind("mentoring/interview_canceled", label=_("Interview canceled"))
def interview_canceled_context(message: Message) -> Mapping[str, object]:
    """When it would have been. Outdated when it was brought back."""
    found = MatchInterview.objects.of(message.district).filter(pk=message.context.get("talk"))
    interview = found.filter(canceled_on__isnull=False).first()
    if interview is None and "talk" in message.context:
        raise Outdated
    return {**_match_of(message, set(Match.State)), "interview": interview}


def interview_canceled(interview: MatchInterview, *, to: Sequence[Person], by: Actor) -> list[Message]:
    """Tell people that a first talk to which they were asked does not take place."""
    name, people = "mentoring/interview_canceled", dict.fromkeys(to)
    return [_post_match(name, interview.match, one, by, talk=interview.pk) for one in people if _is_reachable(one)]


@kind("mentoring/match_agreed", label=_("Both said yes"))
def match_agreed_context(message: Message) -> Mapping[str, object]:
    """Who agreed, and what comes next. Outdated when it came to nothing meanwhile."""
    return _match_of(message, {Match.State.AGREED, Match.State.RUNNING})


def match_agreed(match: Match, *, by: Actor) -> list[Message]:
    """Tell everybody in a match, and the supervising teacher, that both sides said yes."""
    teacher = [match.supervising_teacher] if match.supervising_teacher else []
    return _to_members("mentoring/match_agreed", match, by=by, also=teacher)


@kind("mentoring/match_not_started", label=_("A match did not come about"))
def match_not_started_context(message: Message) -> Mapping[str, object]:
    """That it does not come about this time. Never who said no, never why."""
    return _match_of(message, {Match.State.NOT_STARTED})


def match_not_started(match: Match, *, to: Sequence[Person], by: Actor) -> list[Message]:
    """Tell people in neutral words that a proposed match does not come about."""
    return [_post_match("mentoring/match_not_started", match, one, by) for one in to if _is_reachable(one)]


def match_people(match: Match) -> list[Person]:
    """Everybody in a match now."""
    students = match.student_rows.filter(left_on=None).prefetch_related("student__person").order_by("pk")
    mentors = match.mentor_rows.filter(left_on=None).prefetch_related("mentor__person").order_by("pk")
    return [*(row.student.person for row in students), *(row.mentor.person for row in mentors)]


def _to_members(name: str, match: Match, *, by: Actor, also: Sequence[Person] = (), **context: int) -> list[Message]:
    people = dict.fromkeys([*match_people(match), *also])
    return [_post_match(name, match, one, by, **context) for one in people if _is_reachable(one)]


def _is_reachable(person: Person) -> bool:
    return bool(person.is_active and person.email)


def _post_match(name: str, match: Match, to: Person, by: Actor, **context: int) -> Message:
    about = About(str(_("Match")), "mentoring:match_detail", match.pk)
    return outbox.post(kind=name, to=to, by=by, context={"proposal": match.pk, **context}, about=about)


def _match_of(message: Message, states: Collection[str]) -> Mapping[str, object]:
    """The match as its reader may know it: students by their first name, mentors in full."""
    found = Match.objects.of(message.district).filter(pk=message.context.get("proposal"), state__in=states)
    match = found.prefetch_related("program", "student_rows__student__person", "mentor_rows__mentor__person").first()
    if match is None:
        if "proposal" in message.context:
            raise Outdated
        return {"role": "student", "others": "", "program": "", "url": ""}
    there = {None, match.ended_on}
    students = [row.student.person for row in match.student_rows.all() if row.left_on in there]
    mentors = [row.mentor.person for row in match.mentor_rows.all() if row.left_on in there]
    role = _role_of(message.person_id, students, mentors)
    first = ", ".join(one.preferred_name or one.given_name for one in students)
    named = ", ".join(one.name for one in mentors)
    page = "mentoring:match_detail" if role == "staff" else "mentoring:match_answer"
    return {
        "role": role,
        "others": {"student": named, "mentor": first}.get(role, f"{first}, {named}"),
        "program": match.program.reader_name,
        "match": match,
        "url": opening(district_url(message.district, page, pk=match.pk)),
    }


def _role_of(person_id: int | None, students: Sequence[Person], mentors: Sequence[Person]) -> str:
    if person_id in {one.pk for one in students}:
        return "student"
    return "mentor" if person_id in {one.pk for one in mentors} else "staff"


# Asking to meet


@kind("mentoring/interest_asked", label=_("A student asks to meet"))
def interest_asked_context(message: Message) -> Mapping[str, object]:
    """Which student, by the first name, and until when an answer is wished for. Outdated when taken back."""
    return _interest_of(message, {Interest.State.OPEN})


def interest_asked(interest: Interest, *, by: Actor) -> Message | None:
    """Tell a mentor that a student would like to meet them. It leaves after two minutes, for Undo."""
    to = interest.mentor.person
    return _post_interest("mentoring/interest_asked", interest, to, by, wait=timedelta(minutes=2))


@kind("mentoring/interest_answered", label=_("A mentor answered a student"))
def interest_answered_context(message: Message) -> Mapping[str, object]:
    """Yes, not this time, or no time at present. Never more."""
    return _interest_of(message, {Interest.State.YES, Interest.State.NO, Interest.State.UNAVAILABLE})


def interest_answered(interest: Interest, *, by: Actor) -> Message | None:
    """Tell a student what a mentor answered, kindly."""
    to = interest.student.person
    return _post_interest("mentoring/interest_answered", interest, to, by, wait=timedelta(minutes=2))


@kind("mentoring/interest_expired", label=_("A mentor has not answered a student"))
def interest_expired_context(message: Message) -> Mapping[str, object]:
    """Which mentor."""
    return _interest_of(message, {Interest.State.EXPIRED})


def interest_expired(interest: Interest, *, by: Actor) -> Message | None:
    """Tell a student that no answer came, and that they can ask somebody else."""
    return _post_interest("mentoring/interest_expired", interest, interest.student.person, by)


def _post_interest(
    name: str, interest: Interest, to: Person, by: Actor, *, wait: timedelta | None = None
) -> Message | None:
    if not _is_reachable(to):
        return None
    about = About(str(_("Asked to meet")), "mentoring:interest_detail", interest.pk)
    key = f"{name}:{interest.pk}:{interest.state}"
    return outbox.post(
        kind=name, to=to, by=by, context={"question": interest.pk}, about=about, dedupe_key=key, leave_after=wait
    )


def _interest_of(message: Message, states: Collection[str]) -> Mapping[str, object]:
    found = Interest.objects.of(message.district).filter(pk=message.context.get("question"), state__in=states)
    interest = found.prefetch_related("program", "student__person", "mentor__person").first()
    if interest is None:
        if "question" in message.context:
            raise Outdated
        return {"program": "", "student": "", "mentor": "", "url": "", "answer": ""}
    student = interest.student.person
    to_student = message.person_id == student.pk
    page = ("mentoring:interest_add", {"program_pk": interest.program_id}) if to_student else (
        "mentoring:interest_answer", {"pk": interest.pk}
    )  # fmt: skip
    return {
        "program": interest.program.reader_name,
        "student": student.preferred_name or student.given_name,
        "mentor": interest.mentor.person.name,
        "answer": interest.state,
        "answer_until": interest.answer_until,
        "url": opening(district_url(message.district, page[0], **page[1])),
    }


# To mentors: what was decided

#: Mails that tell a mentor what was decided.
DECISIONS = (
    "mentoring/mentor_accepted",
    "mentoring/mentor_waitlisted",
    "mentoring/mentor_kept",
    "mentoring/mentor_declined",
)


@kind("mentoring/mentor_accepted", label=_("Mentor accepted"))
def mentor_accepted_context(message: Message) -> Mapping[str, object]:
    """Which program, and where the next steps are."""
    return _place_of(message)


def mentor_accepted(place: ProgramMentor, *, by: Actor) -> Message:
    """Tell a mentor that they are accepted, and what comes next."""
    return _decision("mentoring/mentor_accepted", place, by)


@kind("mentoring/mentor_waitlisted", label=_("Mentor on the waiting list"))
def mentor_waitlisted_context(message: Message) -> Mapping[str, object]:
    """Which program."""
    return _place_of(message)


def mentor_waitlisted(place: ProgramMentor, *, by: Actor) -> Message:
    """Tell a mentor that they are on the waiting list."""
    return _decision("mentoring/mentor_waitlisted", place, by)


@kind("mentoring/mentor_kept", label=_("Mentor kept for other roles"))
def mentor_kept_context(message: Message) -> Mapping[str, object]:
    """Which program, and how they said that they would like to take part."""
    return _place_of(message)


def mentor_kept(place: ProgramMentor, *, by: Actor) -> Message:
    """Tell a mentor that they are kept for other roles (S-6)."""
    return _decision("mentoring/mentor_kept", place, by)


@kind("mentoring/mentor_declined", label=_("Mentor not accepted"))
def mentor_declined_context(message: Message) -> Mapping[str, object]:
    """Which program. Never the reason."""
    return _place_of(message)


def mentor_declined(place: ProgramMentor, *, by: Actor) -> Message:
    """Tell somebody kindly that they are not accepted."""
    return _decision("mentoring/mentor_declined", place, by)


def _decision(name: str, place: ProgramMentor, by: Actor) -> Message:
    about = About(str(place.program), "mentoring:mentor_detail", place.mentor_id)
    return outbox.post(kind=name, to=place.mentor.person, by=by, context={"place": place.pk}, about=about)


def _place_of(message: Message) -> Mapping[str, object]:
    found = ProgramMentor.objects.of(message.district).filter(pk=message.context.get("place"))
    place = found.prefetch_related("program", "mentor").first()
    return {
        "program": place.program.reader_name if place else "",
        "roles": place.mentor.other_role_words if place else [],
        "url": opening(district_url(message.district, "mentoring:mentor_profile")),
    }


# To applicants, who are no people of the district yet

#: Mails to applicants, emptied together with their applications.
TO_APPLICANTS = ("mentoring/application_received", "mentoring/application_declined")


@kind("mentoring/application_received", label=_("Application of a mentor arrived"))
def application_received_context(message: Message) -> Mapping[str, object]:
    """Which program. Nothing that was typed: anybody may type anybody's address."""
    return _application_of(message)


def application_received(application: MentorApplication, *, by: Actor) -> Message:
    """Tell an applicant that their application arrived, and what happens next; once for each application."""
    return outbox.post_outside(
        kind="mentoring/application_received",
        to=addressee(application),
        district=application.district,
        by=by,
        context={"application": application.pk},
        dedupe_key=f"mentoring.application_received:{application.pk}",
        leave_after=timedelta(0),
        about=_about_application(application),
    )


@kind("mentoring/application_declined", label=_("Application of a mentor not accepted"))
def application_declined_context(message: Message) -> Mapping[str, object]:
    """Which program. Never the reason."""
    return _application_of(message)


def application_declined(application: MentorApplication, *, by: Actor) -> Message:
    """Tell an applicant kindly that they are not accepted."""
    return outbox.post_outside(
        kind="mentoring/application_declined",
        to=addressee(application),
        district=application.district,
        by=by,
        context={"application": application.pk},
        about=_about_application(application),
    )


def addressee(application: MentorApplication) -> Addressee:
    """An applicant, as mail is addressed to them."""
    return Addressee(application.name, application.email, application.language)


def _about_application(application: MentorApplication) -> About:
    return About(str(application.program), "mentoring:mentor_application_detail", application.pk)


def _application_of(message: Message) -> Mapping[str, object]:
    found = MentorApplication.objects.of(message.district).filter(pk=message.context.get("application"))
    application = found.prefetch_related("program").first()
    return {
        "program": application.program.reader_name if application else "",
        "name": application.given_name if application else "",
    }
