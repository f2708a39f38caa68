"""Students apply: drafts are saved, sent, taken back, or typed in from paper."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentoring.actions import students
from mentoring.actions.programs import CannotChange, refuse_archived
from mentoring.models import Program, ProgramStudent, Student, StudentApplication
from tenancy import audit
from tenancy.actor import Actor

State = ProgramStudent.State
#: What a student writes.
ANSWERS = ("career_area", "interests", "why", "availability")


class CannotApply(Exception):
    """The application stays as it is; the text says why."""


@dataclass(frozen=True)
class WrittenElsewhere(Exception):
    """Somebody (the same student, in another window) saved another text meanwhile: nothing was written over."""

    application: StudentApplication


def draft_of(*, program: Program, student: Student) -> StudentApplication | None:
    """What the student has written for a program so far."""
    return (
        StudentApplication.objects.of(program.district)
        .filter(program_student__program=program, program_student__student=student)
        .prefetch_related("program_student")
        .first()
    )


@transaction.atomic
def save(
    *, program: Program, student: Student, version: int, at: datetime, by: Actor, **answers: Any
) -> StudentApplication:
    """Keep a draft; the first one puts the student into the program. Nobody reads it before it is sent.

    Raises WrittenElsewhere when ``version`` is not the one that is kept, CannotApply when it was sent or decided on.
    """
    place = _place(program, student, at)
    application = StudentApplication.objects.filter(program_student=place).select_for_update(of=("self",)).first()
    if application is None:
        application = StudentApplication(district_id=program.district_id, program_student=place)
    if application.sent_at is not None or place.state != State.INVITED:
        raise CannotApply(_("This application was sent already."))
    if application.version != version:
        raise WrittenElsewhere(application)
    for name in ANSWERS:
        setattr(application, name, answers.get(name, getattr(application, name)))
    application.version, application.saved_at = version + 1, at
    application.save()
    return application


@transaction.atomic
def send(*, application: StudentApplication, at: datetime, by: Actor) -> None:
    """Hand the application in: from now on those who decide read it. What it says of the career area is taken over.

    Refuses (CannotApply) one that was sent before.
    """
    now = _locked(application)
    if now.sent_at is not None or now.program_student.state != State.INVITED:
        raise CannotApply(_("This application was sent already."))
    now.sent_at = at
    now.save(update_fields=["sent_at"])
    _hand_in(now, by, verb="student_application.send")


@transaction.atomic
def take_back(*, application: StudentApplication, by: Actor) -> None:
    """Make a sent application a draft again. Refuses (CannotApply) once it is decided on."""
    now = _locked(application)
    if now.sent_at is None:
        return
    if now.program_student.state != State.APPLIED:
        raise CannotApply(_("This has been decided already. Talk to your teacher or the coordinator."))
    now.sent_at = None
    now.save(update_fields=["sent_at"])
    place = now.program_student
    place.state = State.INVITED
    place.save(update_fields=["state"])
    facts: dict[str, audit.Fact] = {"person": place.student.person_id}
    audit.record(by=by, verb="student_application.take_back", target=now, facts=facts)


@transaction.atomic
def type_in(*, place: ProgramStudent, at: datetime, by: Actor, **answers: Any) -> StudentApplication:
    """Type in what a student handed in on paper: it counts as sent. Refuses (CannotApply) when one was sent before."""
    _open(place.program_id)
    locked = ProgramStudent.objects.select_for_update(of=("self",)).get(pk=place.pk)
    application = StudentApplication.objects.filter(program_student=locked).first()
    if application is None:
        application = StudentApplication(district_id=place.district_id, program_student=locked)
    if application.sent_at is not None:
        raise CannotApply(_("This application was sent already."))
    for name in ANSWERS:
        setattr(application, name, answers.get(name, ""))
    application.version += 1
    application.saved_at = application.sent_at = at
    application.typed_by_id = by.person_id
    application.save()
    _hand_in(application, by, verb="student_application.type_in")
    return application


def _hand_in(application: StudentApplication, by: Actor, *, verb: str) -> None:
    place = application.program_student
    if place.state == State.INVITED:
        place.state = State.APPLIED
        place.save(update_fields=["state"])
    if application.career_area:
        students.change(student=place.student, career_area=application.career_area, by=by)
    facts: dict[str, audit.Fact] = {"person": place.student.person_id}
    audit.record(by=by, verb=verb, target=application, facts=facts)


def _place(program: Program, student: Student, at: datetime) -> ProgramStudent:
    _open(program.pk)
    place, _made = ProgramStudent.objects.get_or_create(
        district_id=program.district_id,
        program=program,
        student=student,
        defaults={"search_key": student.search_key, "added_on": timezone.localdate(at)},
    )
    return ProgramStudent.objects.select_for_update(of=("self",)).get(pk=place.pk)


def _locked(application: StudentApplication) -> StudentApplication:
    """The application as it is now, locked together with the place: a decision waits, or has been made."""
    place_pk = application.program_student_id
    _open(ProgramStudent.objects.values_list("program_id", flat=True).get(pk=place_pk))
    ProgramStudent.objects.select_for_update(of=("self",)).get(pk=place_pk)
    rows = StudentApplication.objects.filter(pk=application.pk).select_for_update(of=("self",))
    return rows.prefetch_related("program_student__student").get()


def _open(program_id: int) -> None:
    """Lock the program against being put away meanwhile; refuse (CannotApply) where it is."""
    try:
        refuse_archived(Program.objects.select_for_update(of=("self",)).get(pk=program_id))
    except CannotChange as why:
        raise CannotApply(str(why)) from None
