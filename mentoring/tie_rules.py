"""What a mentor is to a student outside the program (S-7)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mentoring.models import ClassGroupStudent, Enrollment, Guardianship, Mentor, MentorTie, Student
from tenancy.models import Membership
from tenancy.permissions import Role


class Tie(NamedTuple):
    """Why a mentor and a student are not matched. ``is_noted``: somebody wrote it down; otherwise records say so."""

    kind: MentorTie.Kind
    is_noted: bool


def ties(mentor: Mentor, students: Iterable[Student]) -> dict[int, list[Tie]]:
    """What a mentor is to each of these students outside the program, by the student's id; only those with ties."""
    return {student_id: found for (_mentor_id, student_id), found in ties_among([mentor], students).items()}


def ties_among(mentors: Iterable[Mentor], students: Iterable[Student]) -> dict[tuple[int, int], list[Tie]]:
    """What each of these mentors is to each of these students, by their ids; only pairs with ties.

    Noted ties; and what records say: teaches the student by the roster or in a class group, is their guardian, is a
    counselor of their school. Six queries, however many.
    """
    several, learning = list(mentors), list(students)
    found: dict[tuple[int, int], set[Tie]] = defaultdict(set)
    if not several or not learning:
        return {}
    noted = MentorTie.objects.of(several[0].district).filter(mentor__in=several, student__in=learning, ended_on=None)
    for mentor_id, student_id, kind in noted.values_list("mentor_id", "student_id", "kind"):
        found[mentor_id, student_id].add(Tie(MentorTie.Kind(kind), is_noted=True))
    by_person = {one.person_id: one for one in several}
    for kind, pairs in _recorded_ties(by_person, learning):
        for person_id, student_id in pairs:
            found[by_person[person_id].pk, student_id].add(Tie(kind, is_noted=False))
    return {pair: sorted(theirs) for pair, theirs in found.items()}


def _recorded_ties(
    mentors: Mapping[int, Mentor], students: Sequence[Student]
) -> Iterator[tuple[MentorTie.Kind, Iterable[tuple[int, int]]]]:
    """Pairs of a mentor's person and a student, kind by kind."""
    of, ids = students[0].district, [one.pk for one in students]
    yield MentorTie.Kind.TEACHER, _taught(mentors, students)
    grouped = ClassGroupStudent.objects.of(of).filter(
        left_on=None, class_group__supervising_teacher__in=list(mentors), program_student__student__in=ids
    )
    yield (
        MentorTie.Kind.TEACHER,
        grouped.values_list("class_group__supervising_teacher_id", "program_student__student_id"),
    )
    children = Guardianship.objects.of(of).filter(guardian__person__in=list(mentors), ended_on=None, student__in=ids)
    yield MentorTie.Kind.RELATIVE, children.values_list("guardian__person_id", "student_id")
    yield MentorTie.Kind.COUNSELOR, _counseled(mentors, students)


def _taught(mentors: Mapping[int, Mentor], students: Sequence[Student]) -> Iterator[tuple[int, int]]:
    """Who teaches whom, as the roster has it."""
    by_person = {one.person_id: one.pk for one in students}
    live = Enrollment.objects.of(students[0].district).filter(ended_on=None)
    teaching: dict[int, list[int]] = defaultdict(list)
    taught = live.filter(person__in=list(mentors), role=Enrollment.Role.TEACHER)
    for section_id, person_id in taught.values_list("section_id", "person_id"):
        teaching[section_id].append(person_id)
    sitting = live.filter(role=Enrollment.Role.STUDENT, person__in=list(by_person), section__in=list(teaching))
    for section_id, person_id in sitting.values_list("section_id", "person_id"):
        for teacher_id in teaching[section_id]:
            yield teacher_id, by_person[person_id]


def _counseled(mentors: Mapping[int, Mentor], students: Sequence[Student]) -> Iterator[tuple[int, int]]:
    """The students of the schools for which a mentor is a counselor, or all when for the whole district."""
    roles = Membership.objects.of(students[0].district).live().filter(person__in=list(mentors), role=Role.COUNSELOR)
    for held in roles.prefetch_related("school_rows"):
        schools = {row.school_id for row in held.school_rows.all()}
        for one in students:
            if held.scope == "district" or one.school_id in schools:
                yield held.person_id, one.pk
