"""With whom one talks about a match: its mentors, its students, and one parent or guardian of each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mentoring.age_rules import is_of_age
from mentoring.models import CourtOrder, Guardianship, Match, MatchMentor, MatchStudent
from support.models import SupportCall
from tenancy.models import Person

Role = SupportCall.Role


@dataclass(frozen=True)
class Callee:
    """Somebody to talk with about a match: in which role, about which student, since when they are in it.

    ``is_usual``: whom the rhythm calls. Of several parents it calls one; the others can be asked for.
    """

    match_id: int
    person: Person
    role: Role
    match_student: MatchStudent | None
    since: date
    is_usual: bool = True


def callees_of(matches: Iterable[Match], on: date) -> Mapping[int, Sequence[Callee]]:
    """Everybody one may talk with about these matches now. Nine queries, however many.

    A parent whom a court order keeps from the student is none of them; nor is one of a student of 18, whom one asks
    themselves.
    """
    by_pk = {one.pk: one for one in matches}
    found: dict[int, list[Callee]] = defaultdict(list)
    if not by_pk:
        return found
    district = next(iter(by_pk.values())).district
    mentors = MatchMentor.objects.of(district).filter(match__in=by_pk, left_on=None).order_by("pk")
    for row in mentors.prefetch_related("mentor__person"):
        if row.mentor.person.is_active:
            found[row.match_id].append(Callee(row.match_id, row.mentor.person, Role.MENTOR, None, row.joined_on))
    students = MatchStudent.objects.of(district).filter(match__in=by_pk, left_on=None).order_by("pk")
    rows = list(students.prefetch_related("student__person"))
    parents = _parents(rows, on)
    for one in rows:
        if one.student.person.is_active:
            found[one.match_id].append(Callee(one.match_id, one.student.person, Role.STUDENT, one, one.joined_on))
        for number, person in enumerate(parents.get(one.student_id, ())):
            usual = number == 0
            found[one.match_id].append(Callee(one.match_id, person, Role.GUARDIAN, one, one.joined_on, usual))
    return found


def _parents(rows: Sequence[MatchStudent], on: date) -> Mapping[int, list[Person]]:
    """By student: parents who may know of them, whoever is usually called first."""
    students = {row.student_id: row.student for row in rows if not is_of_age(row.student, on)}
    if not students:
        return {}
    district = rows[0].district
    barring = CourtOrder.objects.of(district).barring(on).filter(student__in=students)
    barred = set(barring.values_list("student_id", "about_id"))
    held = Guardianship.objects.of(district).live().filter(student__in=students).order_by("pk")
    found: dict[int, list[Guardianship]] = defaultdict(list)
    for one in held.prefetch_related("guardian__person"):
        person = one.guardian.person
        if person.is_active and (one.student_id, person.pk) not in barred:
            found[one.student_id].append(one)
    return {pk: [one.guardian.person for one in sorted(some, key=_first_called)] for pk, some in found.items()}


def _first_called(one: Guardianship) -> tuple[bool, bool, int]:
    """Whoever may sign, then whoever has a phone, then whoever was listed first."""
    return (one.may_sign is not True, not one.guardian.person.phone, one.pk)
