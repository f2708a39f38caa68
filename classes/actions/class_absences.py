"""Absences from a class are followed up."""

from datetime import date

from django.db import transaction

from classes import mails
from classes.models import ClassAbsence
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import Person


@transaction.atomic
def ask(*, absence: ClassAbsence, follow_up: str, follow_up_by: Person, by: Actor) -> None:
    """Say what is to be done about an absence, and by whom; they are told. It is open again when it was done."""
    locked = _locked(absence)
    if (locked.follow_up, locked.follow_up_by_id, locked.followed_up_on) == (follow_up, follow_up_by.pk, None):
        return
    locked.follow_up, locked.follow_up_by, locked.followed_up_on = follow_up, follow_up_by, None
    locked.save(update_fields=["follow_up", "follow_up_by", "followed_up_on"])
    audit.record(by=by, verb="class_absence.ask", target=locked, facts=_facts(locked))
    mails.follow_up_given(locked, by=by)


@transaction.atomic
def finish(*, absence: ClassAbsence, on: date, by: Actor) -> None:
    """Note that it was followed up."""
    locked = _locked(absence)
    if locked.is_to_follow_up:
        locked.followed_up_on = on
        locked.save(update_fields=["followed_up_on"])
        audit.record(by=by, verb="class_absence.finish", target=locked, facts=_facts(locked))


@transaction.atomic
def reopen(*, absence: ClassAbsence, by: Actor) -> None:
    """Take back that it was followed up."""
    locked = _locked(absence)
    if locked.followed_up_on is not None:
        locked.followed_up_on = None
        locked.save(update_fields=["followed_up_on"])
        audit.record(by=by, verb="class_absence.reopen", target=locked, facts=_facts(locked))


def _locked(absence: ClassAbsence) -> ClassAbsence:
    rows = ClassAbsence.objects.of(absence.district).select_for_update(of=("self",))
    return rows.prefetch_related("class_day__class_group", "program_student__student__person").get(pk=absence.pk)


def _facts(absence: ClassAbsence) -> dict[str, audit.Fact]:
    return {
        "person": absence.program_student.student.person_id,
        "to": absence.follow_up_by_id,
        "class_group": absence.class_day.class_group_id,
        "day": absence.missed_on.isoformat(),
    }
