"""Whether whoever was asked to sign for a student may still do so on the day: named in ``config/signing.py``.

Between asking and signing a student may turn 18, a court may speak, a parent may have been taken off the list.
"""

from datetime import date

from django.utils.translation import gettext as _

from agreements.models import Kind, Party, Role
from mentoring.age_rules import is_of_age
from mentoring.models import Guardianship, Student
from mentoring.signing_rules import WITH_SIGNERS, Signing, signing
from screening.querysets.holds import is_held


def family_refusal(party: Party, on: date) -> str:
    """Why a parent does not sign for this student any more, or a student not yet alone; empty when they do.

    Documents about somebody who is no student here are nobody's business on this floor.
    """
    if party.role not in (Role.GUARDIAN, Role.STUDENT):
        return ""
    rows = Student.objects.of(party.district).filter(person=party.agreement.packet.student_id)
    student = rows.prefetch_related(*WITH_SIGNERS).first()
    if student is None:
        return ""
    if party.role == Role.STUDENT:
        return _student_refusal(party, student, on)
    held = next((one for one in student.guardianships.all() if one.guardian.person_id == party.person_id), None)
    return _guardian_refusal(student, held, on)


def held_refusal(party: Party, on: date) -> str:
    """While a safety hold is on somebody they sign nothing, read nothing new, and are not told why."""
    if is_held(party.district, party.person_id):
        return _("This is paused until further notice. Your coordinator will be in touch.")
    return ""


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
