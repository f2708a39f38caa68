"""Messages about programs and matches."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Outdated, absolute
from correspondence.models import Message
from correspondence.outbox import Addressee
from mentoring import rules
from mentoring.models import (
    Employer,
    Match,
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
    return {"program": place.program, "url": absolute(url)}


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
        for person in rules.people_to_tell(place.student, on=on)
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
        "url": absolute(district_url(message.district, "mentoring:application_list")) if is_student else "",
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
        "url": absolute(district_url(message.district, "mentoring:mentor_profile")),
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
