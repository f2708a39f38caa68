"""Students come, change and leave."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring.models import ClassGroupStudent, MatchStudent, ProgramStudent, Student
from tenancy import audit
from tenancy.actions import people
from tenancy.actor import Actor
from tenancy.models import AuditEvent, School, Scope
from tenancy.permissions import Role

#: What may be changed of a student, and is named in the audit log when it was.
DETAILS = (
    "school",
    "grade",
    "state_student_id",
    "birth_on",
    "career_area",
    "career_course_codes",
    "helps_at_meetings",
    "transport",
)
_OPEN = (
    ProgramStudent.State.INVITED,
    ProgramStudent.State.APPLIED,
    ProgramStudent.State.WAITLISTED,
    ProgramStudent.State.ACCEPTED,
)


class CannotLeave(Exception):
    """The student stays as they are; the text says why."""


@transaction.atomic
def add(
    *,
    given_name: str,
    family_name: str,
    school: School,
    on: date,
    by: Actor,
    preferred_name: str = "",
    email: str = "",
    phone: str = "",
    language: str = "en",
    **details: Any,
) -> Student:
    """Add somebody with the role of a student at a school."""
    person = people.add(
        given_name=given_name,
        family_name=family_name,
        preferred_name=preferred_name,
        email=email,
        phone=phone,
        language=language,
        role=Role.STUDENT,
        scope=Scope.SCHOOLS,
        schools=[school],
        on=on,
        by=by,
    )
    student = Student.objects.create(
        district_id=person.district_id, person=person, school=school, search_key=person.search_key, **details
    )
    audit.record(by=by, verb="student.add", target=student, facts={"person": person.pk})
    return student


@transaction.atomic
def change(*, student: Student, by: Actor, **details: Any) -> list[str]:
    """Change what is known of a student. Returns the names of what really changed; the log keeps the names alone."""
    now = Student.objects.select_for_update(of=("self",)).get(pk=student.pk)
    changed = [name for name in DETAILS if name in details and details[name] != getattr(now, name)]
    if not changed:
        return []
    for name in changed:
        setattr(now, name, details[name])
        setattr(student, name, details[name])
    now.save(update_fields=changed)
    audit.record(
        by=by,
        verb="student.change",
        target=now,
        facts={"person": now.person_id, "changed": [str(one) for one in changed]},
    )
    return changed


@transaction.atomic
def set_career_areas(*, answers: Mapping[Student, str], by: Actor) -> int:
    """Note the career areas of several students at once. Returns how many really changed."""
    return sum(bool(change(student=student, career_area=area, by=by)) for student, area in answers.items() if area)


@transaction.atomic
def leave(*, student: Student, reason: str, on: date, by: Actor) -> AuditEvent:
    """Note that a student has left the district: their places, class groups and matches end with that day.

    The person stays, so that it can be undone. Refuses (CannotLeave) whoever has left already.
    """
    now = Student.objects.select_for_update(of=("self",)).get(pk=student.pk)
    if now.left_on is not None:
        raise CannotLeave(_("%(name)s has left already.") % {"name": now.person.name})
    # Archived programs stay as they were.
    going_on = ProgramStudent.objects.filter(student=now, program__archived_on=None)
    places = list(going_on.filter(state__in=_OPEN).order_by("pk"))
    groups = ClassGroupStudent.objects.filter(program_student__in=going_on, left_on=None)
    matches = MatchStudent.objects.filter(student=now, left_on=None)
    facts: dict[str, audit.Fact] = {
        "person": now.person_id,
        "places": [one.pk for one in places],
        "states": [str(one.state) for one in places],
        "groups": list(groups.values_list("pk", flat=True)),
        "matches": list(matches.values_list("pk", flat=True)),
    }
    now.left_on = student.left_on = on
    now.save(update_fields=["left_on"])
    for place in places:
        place.state, place.waiting_number = ProgramStudent.State.LEFT, None
        place.decided_on = place.decided_on or on
        place.save(update_fields=["state", "waiting_number", "decided_on"])
    for one in groups:
        one.left_on = max(on, one.joined_on)
        one.save(update_fields=["left_on"])
    for member in matches:
        member.left_on, member.left_reason = max(on, member.joined_on), str(_("Left the district"))
        member.save(update_fields=["left_on", "left_reason"])
    return audit.record(by=by, verb="student.leave", target=now, reason=reason, facts=facts)


@transaction.atomic
def come_back(*, student: Student, by: Actor) -> None:
    """Take a student back, with the places, class groups and matches that ended with their leaving.

    Doing it twice changes nothing.
    """
    now = Student.objects.select_for_update(of=("self",)).get(pk=student.pk)
    if now.left_on is None:
        return
    now.left_on = student.left_on = None
    now.save(update_fields=["left_on"])
    left = AuditEvent.objects.of(now.district).filter(
        verb="student.leave", target_kind=Student._meta.label_lower, target_id=now.pk
    )
    if (event := left.order_by("-at", "-pk").first()) is not None:
        _restore(event.facts)
    audit.record(by=by, verb="student.come_back", target=now, facts={"person": now.person_id})


def _restore(facts: Mapping[str, Any]) -> None:
    """Undo what leaving ended, as far as nothing else has happened to it since."""
    state = ProgramStudent.State
    for pk, before in zip(facts["places"], facts["states"], strict=True):
        undecided = {"decided_on": None} if before in {state.INVITED, state.APPLIED} else {}
        ProgramStudent.objects.filter(pk=pk, state=state.LEFT).update(state=before, **undecided)
    for row in ClassGroupStudent.objects.filter(pk__in=facts["groups"]):
        if not ClassGroupStudent.objects.filter(program_student=row.program_student_id, left_on=None).exists():
            row.left_on = None
            row.save(update_fields=["left_on"])
    for member in MatchStudent.objects.filter(pk__in=facts["matches"], match__ended_on=None):
        if not (member.is_alone and MatchStudent.objects.filter(student=member.student_id, left_on=None).exists()):
            member.left_on, member.left_reason = None, ""
            member.save(update_fields=["left_on", "left_reason"])
