"""Applications, interviews, goals, waiting lists and portfolios of the sample districts, in every state."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from config.sample.programs import Ground
from mentoring.actions import applications, portfolio_items, program_students
from mentoring.models import Policy, PortfolioItem, Preset, Program, ProgramStudent, Student
from mentoring.presets import POLICIES
from tenancy.actor import Actor
from tenancy.models import Person

State = ProgramStudent.State
_GOALS = ("See how a hospital works from inside", "Write a résumé that I can send", "Find out what training I need")
_WHY = (
    "My aunt works at the hospital and I would like to know whether that is something for me.",
    "I like to build things, and I want to see what people do all day who earn their money with it.",
)
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def add(ground: Ground, now: datetime) -> None:
    """Let the students of the first program apply, talk about goals, wait, and keep a portfolio."""
    program = Program.objects.filter(takes_students=True, archived_on=None).order_by("pk").first()
    if program is None:
        return
    staff = Actor.person(ground.leads["coordinator"])
    places = list(program.students.order_by("pk").prefetch_related("student__person", "program"))
    for number, place in enumerate(places):
        if place.state != State.INVITED:
            _applied(place, number, now - timedelta(days=60 - number % 20), staff)
        if place.state in {State.ACCEPTED, State.WAITLISTED} or (place.state == State.APPLIED and number % 2):
            _interviewed(place, number, ground.leads["teacher"], staff)
    for number, place in enumerate((one for one in places if one.state == State.WAITLISTED), 1):
        ProgramStudent.objects.filter(pk=place.pk).update(waiting_number=number)
    _draft(program, places, now)
    _job_shadowing(ground, now)
    _portfolio(ground.students[0], now)


def _applied(place: ProgramStudent, number: int, at: datetime, staff: Actor) -> None:
    """Most applied here; every fifth on paper. (As it was then: the state of the place stays what it became.)"""
    state = place.state
    answers = {
        "career_area": place.student.career_area,
        "interests": "Biology, and helping people.",
        "why": _WHY[number % len(_WHY)],
        "availability": "Tuesdays and Thursdays after 3:15",
    }
    if number % 5 == 4:
        applications.type_in(place=place, at=at, by=staff, **answers)
        return
    ProgramStudent.objects.filter(pk=place.pk).update(state=State.INVITED, decided_on=None)
    own = Actor.person(place.student.person)
    draft = applications.save(program=place.program, student=place.student, version=0, at=at, by=own, **answers)
    applications.send(application=draft, at=at, by=own)
    ProgramStudent.objects.filter(pk=place.pk).update(state=state, decided_on=place.decided_on)


def _interviewed(place: ProgramStudent, number: int, teacher: Person, staff: Actor) -> None:
    program_students.interview(
        place=place,
        held_on=place.added_on + timedelta(days=14),
        held_by_id=teacher.pk,
        goals=_GOALS[: 1 + number % 3],
        note="Knows already what they would like to see." if number % 4 == 0 else "",
        by=staff,
    )


def _draft(program: Program, places: list[ProgramStudent], now: datetime) -> None:
    """One who was asked to apply has begun to write."""
    asked = next((one for one in places if one.state == State.INVITED), None)
    if asked is not None:
        applications.save(
            program=program,
            student=asked.student,
            version=0,
            at=now - timedelta(hours=5),
            by=Actor.person(asked.student.person),
            why="I am still thinking about",
        )


def _job_shadowing(ground: Ground, now: datetime) -> None:
    """A second program that takes applications: whom a visitor can be has begun to write one."""
    program = Program.objects.create(
        name="Job shadow days",
        name_es="Días en el trabajo",
        school_year=ground.year,
        apply_code="shadow",
        about="Two days at a workplace in spring, with somebody who shows you what they do.",
        about_es="Dos días de primavera en un lugar de trabajo, con alguien que le muestra lo que hace.",
        takes_students=True,
    )
    Policy.objects.create(program=program, preset=Preset.ONE_TO_ONE, **POLICIES[Preset.ONE_TO_ONE])
    applications.save(
        program=program,
        student=ground.students[0],
        version=0,
        at=now - timedelta(days=1),
        by=Actor.person(ground.students[0].person),
        interests="I would like to see a pharmacy, and how medicine is made.",
    )


def _portfolio(student: Student, now: datetime) -> None:
    """The student whom a visitor can be has shown one piece to the mentor and keeps another one back."""
    own = Actor.person(student.person)
    portfolio_items.add(
        student=student,
        on=now.date() - timedelta(days=30),
        by=own,
        kind=PortfolioItem.Kind.WORK,
        title="Model of a heart",
        text="Made of clay, with all four chambers. It took me three weeks.",
        is_for_mentor=True,
    )
    portfolio_items.add(
        student=student,
        on=now.date() - timedelta(days=12),
        by=own,
        kind=PortfolioItem.Kind.RESUME,
        title="My first résumé",
        upload=SimpleUploadedFile("resume.pdf", _PDF),
    )
