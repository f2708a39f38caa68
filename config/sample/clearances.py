"""Checks, trainings and agreed policies of the sample mentors, in every state that there is."""

from collections.abc import Iterator
from datetime import date, timedelta

from mentoring.models import Program, ProgramMentor
from screening.actions import acknowledgements, asked, background_checks, references, training_records
from screening.models import (
    BackgroundCheck,
    PolicyDocument,
    Reference,
    Requirement,
    RequirementSet,
    Training,
)
from tenancy.actor import Actor
from tenancy.models import Person

Kind = Requirement.Kind
Outcome = BackgroundCheck.Outcome
#: How far the mentors of a program are, in turn.
_TURNS = (*["clear"] * 7, "soon", "pending", "clear", "expired", "untrained", "clear", "failed", "new")


def add(leads: dict[str, Person], today: date) -> None:
    """Ask every accepted mentor for what their program asks, and record how far each of them is."""
    by = Actor.person(leads["coordinator"])
    done: set[int] = set()
    told = {leads["mentor"]: "soon", leads.get("newmentor"): "new"}
    for program in Program.objects.filter(archived_on=None).exclude(requirement_set=None).order_by("pk"):
        wanted = program.requirement_set
        assert wanted is not None, "others were left out"
        people = list(_accepted(program))
        for number, person in enumerate(people):
            if person.pk not in done:
                how = told.get(person, _TURNS[number % len(_TURNS)])
                record(person, wanted, how, today - timedelta(days=number % 5), by, today)
                done.add(person.pk)
        asked.ask(people=people, requirement_set=wanted, on=today, by=by)


def _accepted(program: Program) -> Iterator[Person]:
    places = ProgramMentor.objects.filter(program=program, state=ProgramMentor.State.ACCEPTED)
    for place in places.prefetch_related("mentor__person").order_by("pk"):
        if place.mentor.person.is_active:
            yield place.mentor.person


def record(person: Person, wanted: RequirementSet, how: str, last: date, by: Actor, today: date) -> None:
    """Everything that is asked, but for what makes this person's state."""
    if how == "new":
        return
    steps = Requirement.objects.current().filter(requirement_set=wanted).prefetch_related("training", "document")
    for number, step in enumerate(steps):
        if step.kind == Kind.BACKGROUND_CHECK:
            _check(person, step, how if number == 0 else "clear", last, by, today)
        elif step.training and not (how == "untrained" and step.kind == Kind.TRAINING):
            _training(person, step.training, how if step.kind == Kind.TRAINING else "clear", last, by, today)
        elif step.document:
            _agreed(person, step.document, by, today)
        elif step.kind == Kind.REFERENCE:
            references.record(
                person=person,
                referee_name="Morgan Ellis",
                relation="Manager",
                outcome=Reference.Outcome.GOOD,
                trust=Reference.Trust.YES,
                asked_on=last - timedelta(days=80),
                received_on=last - timedelta(days=70),
                on=today,
                by=by,
            )


def _check(person: Person, step: Requirement, how: str, last: date, by: Actor, today: date) -> None:
    ordered = last - timedelta(days=6 if how == "pending" else 75 + person.pk % 5)
    outcome = {"pending": Outcome.PENDING, "failed": Outcome.NOT_CLEAR}.get(how, Outcome.CLEAR)
    is_decided = outcome != Outcome.PENDING
    background_checks.record(
        person=person,
        check_type=step.check_type,
        tier=step.tier,
        disclosed_on=ordered - timedelta(days=2),
        consented_on=ordered - timedelta(days=1),
        ordered_on=ordered,
        vendor="State police",
        order_number=f"{step.check_type[:2].upper()}-{person.pk}",
        received_on=ordered + timedelta(days=9) if is_decided else None,
        outcome=outcome,
        decided_on=ordered + timedelta(days=9 + person.pk % 4) if is_decided else None,
        first_notice_on=ordered + timedelta(days=14) if how == "failed" else None,
        paid_by=BackgroundCheck.Payer.DISTRICT,
        amount=38,
        account_code="CTE-4410",
        on=today,
        by=by,
    )


def _training(person: Person, training: Training, how: str, last: date, by: Actor, today: date) -> None:
    ago = {"expired": 380, "soon": 340}.get(how, 40)
    day = last - timedelta(days=ago)
    training_records.record(people=[person], training=training, completed_on=day, on=today, by=by)


def _agreed(person: Person, document: PolicyDocument, by: Actor, today: date) -> None:
    version = acknowledgements.newest_version(document)
    if version is not None:
        day = max(version.published_on, today - timedelta(days=30))
        acknowledgements.record(people=[person], document=document, acknowledged_on=day, on=today, by=by)
