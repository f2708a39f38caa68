"""What mentors and applicants of the sample districts say, and how far decisions about them are."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from mentoring.actions import mentor_applications
from mentoring.career_areas import CareerArea
from mentoring.models import (
    Employer,
    Employment,
    MediaContact,
    Mentor,
    MentorApplication,
    MentorTie,
    OtherRole,
    PlaceKind,
    Program,
    PublicityConsent,
    Student,
)
from tenancy.actor import Actor
from tenancy.models import Person

_ABOUT = (
    "I began in a small shop and have trained newcomers for ten years. I like to show how a day really goes.",
    "My first mentor was a neighbor. I would like to pass on what she did for me.",
    "I came to my job on a long way round, and I think that students should hear that this is fine.",
)
_WHEN = ("Tuesdays and Thursdays after 3 p.m.", "Wednesday mornings, before my shift", "Any day but Friday")
#: First name, last name, employer, job, area, why, days ago.
_APPLICANTS = (
    ("Noor", "Aziz", "Oak Valley Hospital", "Nurse", CareerArea.HEALTH, _ABOUT[1], 20),
    ("Ben", "Salazar", "", "Retired electrician", CareerArea.CONSTRUCTION, _ABOUT[2], 6),
    ("Ivy", "Thornton", "Brightline Software", "Data analyst", CareerArea.DIGITAL, _ABOUT[0], 2),
    ("Rashid", "Omar", "City of Oak Valley", "Paramedic", CareerArea.PUBLIC_SERVICE, _ABOUT[1], 1),
)


def add(leads: dict[str, Person], today: date, now: datetime) -> None:
    """Open the public pages, let people apply and speak, note a tie, let an employer end."""
    program = Program.objects.current().in_list_order().first()
    if program is None:
        return
    program.takes_mentors = True
    program.save(update_fields=["takes_mentors"])
    staff = Actor.person(leads["coordinator"])
    _applications(program, staff, today, now)
    mentors = list(Mentor.objects.present().in_list_order())
    _profiles(mentors, today)
    _ties(mentors, today)
    _employers(today)
    _publicity(leads, today, now)


def _applications(program: Program, staff: Actor, today: date, now: datetime) -> None:
    made = [
        MentorApplication.objects.create(
            program=program,
            given_name=given,
            family_name=family,
            email=f"{given}.{family}@work.example".lower(),
            phone="+13125550177",
            employer_name=employer,
            job_title=job,
            career_areas=[area],
            other_roles=[OtherRole.SPEAKER],
            why=why,
            supports="I let people try things and talk it over afterwards.",
            cares="I ask how the week went, and remember it.",
            availability=_WHEN[days % 3],
            is_adult_attested=True,
            is_unpaid_attested=True,
            sent_at=now - timedelta(days=days),
        )
        for given, family, employer, job, area, why, days in _APPLICANTS
    ]
    mentor_applications.rate(application=made[1], by=staff, rated_supports=4, rated_cares=3)
    mentor_applications.decline(
        application=made[3], reason="Wants to work with younger children.", at=now, on=today, by=staff
    )


def _profiles(mentors: Sequence[Mentor], today: date) -> None:
    """Every mentor says something of themselves; some lack a part, one has changed jobs, one knows a student."""
    for number, mentor in enumerate(mentors):
        mentor.about = _ABOUT[number % 3] if number % 4 else ""
        mentor.languages = "English, Spanish" if number % 3 == 0 else "English"
        mentor.availability = _WHEN[number % 3] if number % 5 else ""
        mentor.places = [PlaceKind.SCHOOL, PlaceKind.WORKPLACE] if number % 2 else [PlaceKind.SCHOOL]
        mentor.other_roles = [OtherRole.TOUR] if number % 3 == 1 else []
        mentor.is_adult_attested = True
        mentor.unpaid_attested_on = today - timedelta(days=50) if number % 3 else None
        mentor.save()
    for mentor in mentors[2:3]:
        mentor.said_employer, mentor.said_title, mentor.said_employer_on = "Prairie Dental", "Hygienist", today
        mentor.save()
    for mentor in mentors[4:5]:
        mentor.said_ties, mentor.said_ties_on = "My nephew is in grade 11 at Roosevelt High School.", today
        mentor.save()


def _ties(mentors: Sequence[Mentor], today: date) -> None:
    student = Student.objects.in_list_order().last()
    if student is not None and mentors:
        MentorTie.objects.create(mentor=mentors[-1], student=student, kind=MentorTie.Kind.COACH, noted_on=today)


def _publicity(leads: dict[str, Person], today: date, now: datetime) -> None:
    """Employers and mentors who said yes, no, something else before, and nothing yet; who speaks to the press."""
    on, at = today - timedelta(days=20), now - timedelta(days=20)
    said = list[PublicityConsent]()
    for number, employer in enumerate(Employer.objects.in_list_order()):
        answer = (True, True, None, False)[number % 4]
        employer.may_be_named = answer
        employer.save(update_fields=["may_be_named"])
        if answer is not None:
            who = {"employer": employer, "said_by": "Jo Marsh, community relations"}
            said.append(_answer(answer, on, at, leads["coordinator"], **who))
    for number, mentor in enumerate(Mentor.objects.in_list_order().prefetch_related("person")):
        is_lead = mentor.person == leads["mentor"]
        own = True if is_lead else (True, None, False, True)[number % 4]
        if is_lead:
            said.append(_answer(False, on, at - timedelta(days=9), mentor.person, mentor=mentor, ended_at=at))
        if own is not None:
            said.append(_answer(own, on, at, mentor.person, mentor=mentor))
    PublicityConsent.objects.bulk_create(said)
    MediaContact.objects.create(
        name="Rosa Delgado", title="Communications", phone="+13125550142", email="press@work.example"
    )


def _answer(is_granted: bool, on: date, at: datetime, by: Person, **facts: Any) -> PublicityConsent:
    return PublicityConsent(is_granted=is_granted, said_on=on, recorded_by=by, recorded_at=at, **facts)


def _employers(today: date) -> None:
    """Whom to reach, who may be named, one that has ended while a mentor still works there."""
    employers = list(Employer.objects.in_list_order())
    for number, employer in enumerate(employers):
        employer.contact_name, employer.contact_title = "Jo Marsh", "Community relations"
        employer.contact_email = f"community{number + 1}@work.example"
        employer.address = f"{200 + number} Main Street\nOak Valley, IL 60000"
        employer.save()
    busy = Employment.objects.filter(ends_on=None, employer__in=employers).prefetch_related("employer").last()
    if busy is not None:
        busy.employer.ended_on = today - timedelta(days=10)
        busy.employer.save(update_fields=["ended_on"])
