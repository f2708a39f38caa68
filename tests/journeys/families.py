"""Families of the journeys' own, made inside the stack as an operator would: ``manage.py shell -c``.

A family is a student, a mother who reads Spanish, and a mentor whom nothing keeps from meeting the student; all of the
sample's Oak, in its running program.
"""

from datetime import date, timedelta

from django.utils import timezone

from accounts.actions import sign_ins
from config.sample import clearances
from mentoring.actions import interviews, matches, packets
from mentoring.career_areas import CareerArea
from mentoring.models import (
    Answer,
    Employer,
    Employment,
    Format,
    Guardian,
    Guardianship,
    MatchStudent,
    Mentor,
    PlaceKind,
    Program,
    ProgramMentor,
    ProgramStudent,
    Student,
)
from screening.actions import asked
from tenancy.actor import Actor
from tenancy.context import district
from tenancy.models import Membership, MembershipSchool, Person, School, SchoolYear, Scope
from tenancy.permissions import Role

SLUG = "oak"
#: Who is in each family, by first name.
STUDENT, MOTHER, MENTOR = "Lucía", "Elena", "Grace"


def lead(key: str) -> Person:
    """Somebody whom a visitor of the sample can be."""
    return Person.objects.get(source="sample", sourced_id=key)


def make(name: str) -> int:
    """A family of this name; returns the student's place in the program, from which a match is proposed."""
    with district(SLUG):
        today = timezone.localdate()
        running = Program.objects.current().filter(school_year__starts_on__lte=today)
        program = running.get(name="Health careers mentoring")
        school = School.objects.earliest("pk")
        student = _student(name, school, today)
        _mother(name, student)
        mentor = _mentor(name, today)
        places = {
            "program": program,
            "added_on": today - timedelta(days=60),
            "decided_on": today - timedelta(days=50),
            "decided_by": lead("coordinator"),
        }
        place = ProgramStudent.objects.create(
            student=student, state=ProgramStudent.State.ACCEPTED, search_key=student.search_key, **places
        )
        ProgramMentor.objects.create(
            mentor=mentor, state=ProgramMentor.State.ACCEPTED, search_key=mentor.search_key, **places
        )
        assert program.requirement_set is not None
        by = Actor.person(lead("coordinator"))
        clearances.record(mentor.person, program.requirement_set, "clear", today, by, today)
        asked.ask(people=[mentor.person], requirement_set=program.requirement_set, on=today, by=by)
        return place.pk


def make_out(name: str) -> int:
    """A family of this name whose documents are out for signatures; returns the match."""
    match = _agreed(name)
    with district(SLUG):
        row = MatchStudent.objects.prefetch_related("match").get(match=match)
        staff = lead("coordinator")
        packets.send(row=row, coordinator=staff, on=timezone.localdate(), at=timezone.now(), by=Actor.person(staff))
    return match


def _agreed(name: str) -> int:
    """A family of this name whose match both sides said yes to, with a plan; returns the match."""
    place_pk = make(name)
    with district(SLUG):
        today, now, staff = timezone.localdate(), timezone.now(), lead("coordinator")
        by = Actor.person(staff)
        place = ProgramStudent.objects.prefetch_related("program__policies", "student__person").get(pk=place_pk)
        mentor = Mentor.objects.prefetch_related("person").get(person__given_name=MENTOR, person__family_name=name)
        match = matches.propose(
            program=place.program,
            students=[place.student],
            mentor=mentor,
            format=Format.ONE_TO_ONE,
            on=today,
            by=by,
        )
        interviews.hold(
            match=match,
            held_on=today,
            place=PlaceKind.SCHOOL,
            place_note="Room 12",
            adult=lead("teacher"),
            notes="",
            at=now,
            by=by,
        )
        for member in (match.student_rows.get(), match.mentor_rows.get()):
            matches.answer(member=member, answer=Answer.YES, on=today, by=by, said="Said so at school.")
        plan = {
            "starts_on": today,
            "ends_on": today + timedelta(days=180),
            "places": [PlaceKind.SCHOOL.value],
            "schedule": "Every Tuesday, 2:30 to 3:30",
            "adult_in_charge": staff,
            "supervising_teacher": lead("teacher"),
        }
        matches.change_plan(match=match, plan=plan, objectives=[("Names five jobs", "")], on=today, by=by)
        return match.pk


def _student(name: str, school: School, today: date) -> Student:
    person = _person(STUDENT, name, Role.STUDENT, school=school)
    return Student.objects.create(
        person=person,
        school=school,
        grade="11",
        birth_on=date(today.year - 16, 1, 15),
        career_area=CareerArea.HEALTH,
        search_key=person.search_key,
    )


def _mother(name: str, student: Student) -> None:
    person = _person(MOTHER, name, Role.GUARDIAN, language="es", signs_in=False)
    guardian = Guardian.objects.create(person=person, search_key=person.search_key)
    Guardianship.objects.create(
        student=student,
        guardian=guardian,
        relationship=Guardianship.Relationship.MOTHER,
        may_sign=True,
        basis=Guardianship.Basis.PARENT,
    )


def _mentor(name: str, today: date) -> Mentor:
    person = _person(MENTOR, name, Role.MENTOR)
    mentor = Mentor.objects.create(
        person=person,
        occupation="Registered nurse",
        career_areas=[CareerArea.HEALTH.value],
        about="I like to show how a day in the hospital goes.",
        availability="Tuesdays after 2:30",
        places=[PlaceKind.SCHOOL.value],
        is_adult_attested=True,
        unpaid_attested_on=today - timedelta(days=40),
        search_key=person.search_key,
    )
    employer = Employer.objects.filter(name="Oak Valley Hospital").get()
    Employment.objects.create(mentor=mentor, employer=employer, title="Registered nurse")
    return mentor


def _person(
    given: str, family: str, role: Role, *, language: str = "en", school: School | None = None, signs_in: bool = True
) -> Person:
    person = Person(
        given_name=given, family_name=family, email=address(given, family), language=language
    ).with_search_keys()
    person.save()
    year = SchoolYear.objects.latest("starts_on")
    scope = Scope.SCHOOLS if school else Scope.DISTRICT
    membership = Membership.objects.create(person=person, role=role, scope=scope, started_on=year.starts_on)
    if school:
        MembershipSchool.objects.create(membership=membership, school=school)
    if signs_in:
        user = sign_ins.make(email=person.email, language=language)
        sign_ins.link(person=person, user=user, by=Actor.person(lead("administrator")))
    return person


def address(given: str, family: str) -> str:
    """Where somebody of a family gets their mail."""
    plain = given.replace("í", "i")
    return f"{plain}.{family}@families.example".lower()
