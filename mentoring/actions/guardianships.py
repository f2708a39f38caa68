"""Parents and guardians of a student: listed, changed, ended; whether they may sign."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring.actions import guardians
from mentoring.models import Guardianship, Student
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import Person

#: What may be changed of a guardianship, and is named in the audit log when it was.
DETAILS = ("relationship", "may_sign", "basis", "basis_note", "is_emergency_contact")


class CannotAdd(Exception):
    """Nobody is listed for the student; the text says why."""


@dataclass(frozen=True)
class Answer:
    """Whether somebody may sign, and on what basis; a basis belongs to a yes alone."""

    may_sign: bool
    basis: str = ""


@transaction.atomic
def add(*, student: Student, person: Person, on: date, by: Actor, **details: Any) -> Guardianship:
    """List a person as a student's parent or guardian; who was listed before is listed again, as said now.

    They hold the role of a parent afterwards. Refuses (CannotAdd) the student, who is listed already, and who left.
    """
    if person.pk == student.person_id:
        raise CannotAdd(_("A student is not their own parent. At 18 they sign for themselves."))
    if not person.is_active:
        raise CannotAdd(_("%(name)s is not active any more.") % {"name": person.name})
    guardian = guardians.of_person(person, on=on, by=by)
    present = Guardianship.objects.of(student.district).filter(student=student, guardian=guardian)
    held = present.select_for_update(of=("self",)).first()
    if held is not None and held.ended_on is None:
        raise CannotAdd(_("%(name)s is listed for this student already.") % {"name": person.name})
    held = held or Guardianship(district_id=student.district_id, student=student, guardian=guardian)
    held.ended_on = None
    _set(held, details)
    held.save()
    audit.record(by=by, verb="guardianship.add", target=held, facts=_facts(held, person))
    return held


@transaction.atomic
def add_new(
    *, student: Student, person: Mapping[str, Any], on: date, by: Actor, wishes: Mapping[str, bool], **details: Any
) -> Guardianship:
    """Add somebody who is not here yet, and list them. ``person`` are their names and how to reach them."""
    made = guardians.add_person(person, on=on, by=by)
    held = add(student=student, person=made, on=on, by=by, **details)
    guardians.wish(guardian=held.guardian, by=by, **wishes)
    return held


@transaction.atomic
def change(*, guardianship: Guardianship, by: Actor, **details: Any) -> list[str]:
    """Change what somebody is to a student, and whether they may sign. Returns the names of what really changed."""
    before = Guardianship.objects.select_for_update(of=("self",)).get(pk=guardianship.pk)
    changed = [name for name in DETAILS if name in details and details[name] != getattr(before, name)]
    if not changed:
        return []
    _set(before, details)
    before.save(update_fields=DETAILS)
    facts = {"changed": changed, **_facts(before, before.guardian.person)}
    audit.record(by=by, verb="guardianship.change", target=before, facts=facts)
    return changed


@transaction.atomic
def answer(*, answers: Mapping[Guardianship, Answer], by: Actor) -> int:
    """Say of several parents and guardians whether they may sign; returns for how many that changed."""
    return sum(
        bool(change(guardianship=held, may_sign=one.may_sign, basis=one.basis if one.may_sign else "", by=by))
        for held, one in answers.items()
    )


@transaction.atomic
def end(*, guardianship: Guardianship, on: date, by: Actor) -> None:
    """Somebody is no longer a student's parent or guardian here: they see and sign nothing more. Twice is once."""
    held = Guardianship.objects.select_for_update(of=("self",)).get(pk=guardianship.pk)
    if held.ended_on is None:
        held.ended_on = on
        held.save(update_fields=["ended_on"])
        audit.record(by=by, verb="guardianship.end", target=held, facts=_facts(held, held.guardian.person))


@transaction.atomic
def bring_back(*, guardianship: Guardianship, by: Actor) -> None:
    """Take the end back. Twice is once."""
    held = Guardianship.objects.select_for_update(of=("self",)).get(pk=guardianship.pk)
    if held.ended_on is not None:
        held.ended_on = None
        held.save(update_fields=["ended_on"])
        audit.record(by=by, verb="guardianship.bring_back", target=held, facts=_facts(held, held.guardian.person))


def likely_basis(relationship: str) -> str:
    """On what basis somebody of this relationship usually signs; "" where it must be asked."""
    return _LIKELY.get(relationship, "")


_Relationship, _Basis = Guardianship.Relationship, Guardianship.Basis
_LIKELY: Mapping[str, str] = {
    _Relationship.MOTHER: _Basis.PARENT,
    _Relationship.FATHER: _Basis.PARENT,
    _Relationship.PARENT: _Basis.PARENT,
    _Relationship.LEGAL_GUARDIAN: _Basis.GUARDIAN,
    _Relationship.CAREGIVER: _Basis.CAREGIVER,
    _Relationship.AGENCY: _Basis.AGENCY,
}


def unsaid(guardianships: Iterable[Guardianship]) -> list[Guardianship]:
    """Those of whom nobody has said whether they may sign."""
    return [one for one in guardianships if one.may_sign is None and one.ended_on is None]


def _set(held: Guardianship, details: Mapping[str, Any]) -> None:
    for name in DETAILS:
        if name in details:
            setattr(held, name, details[name])
    if not held.may_sign:
        held.basis = ""


def _facts(held: Guardianship, person: Person) -> dict[str, audit.Fact]:
    return {"person": person.pk, "of": held.student.person_id, "may_sign": held.may_sign, "basis": str(held.basis)}
