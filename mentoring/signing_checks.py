"""Whether whoever was asked to sign for a student may still do so on the day: named in ``config/signing.py``.

Between asking and signing a student may turn 18, a court may speak, a parent may have been taken off the list.
"""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from agreements.models import Kind, Party, Role
from mentoring.age_rules import is_of_age
from mentoring.models import Guardianship, Student
from mentoring.signing_rules import WITH_SIGNERS, Signing, signing
from screening.querysets.holds import held_people


def family_refusals(parties: Sequence[Party], on: date) -> dict[int, str]:
    """Why parents do not sign for these students any more, or students not yet alone; by the party's id.

    Documents about somebody who is no student here are nobody's business on this floor.
    """
    family = [one for one in parties if one.role in (Role.GUARDIAN, Role.STUDENT)]
    if not family:
        return {}
    about = {one.agreement.packet.student_id for one in family}
    rows = Student.objects.of(family[0].district).filter(person__in=about).prefetch_related(*WITH_SIGNERS)
    students = {one.person_id: one for one in rows}
    return {
        one.pk: words
        for one in family
        if (student := students.get(one.agreement.packet.student_id)) and (words := _family_refusal(one, student, on))
    }


def held_refusals(parties: Sequence[Party], on: date) -> dict[int, str]:
    """While a safety hold is on somebody they sign nothing, read nothing new, and are not told why."""
    held = held_people(parties[0].district).filter(person__in={one.person_id for one in parties})
    people = set(held.values_list("person", flat=True))
    words = _("This is paused until further notice. Your coordinator will be in touch.")
    return {one.pk: words for one in parties if one.person_id in people}


def _family_refusal(party: Party, student: Student, on: date) -> str:
    if party.role == Role.STUDENT:
        return _student_refusal(party, student, on)
    held = next((one for one in student.guardianships.all() if one.guardian.person_id == party.person_id), None)
    return _guardian_refusal(student, held, on)


def _student_refusal(party: Party, student: Student, on: date) -> str:
    """A student gives permissions at 18; the agreement every student signs."""
    if party.agreement.kind == Kind.PERMISSIONS and not is_of_age(student, on):
        return _("Permissions are given by a parent or guardian until the student is 18.")
    return ""


def _guardian_refusal(student: Student, held: Guardianship | None, on: date) -> str:
    name = {"name": student.person.preferred_name or student.person.given_name}
    if is_of_age(student, on):
        return _("%(name)s is 18 now and signs alone. The school sends new documents.") % name
    if held is None or signing(held, student, list(student.court_orders.all()), on) != Signing.MAY:
        return _("The school’s list does not say that you may sign for %(name)s. Please call or write to us.") % name
    return ""
