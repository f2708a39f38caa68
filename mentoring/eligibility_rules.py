"""Which students may take part in a program (S-1). What is unknown is asked for; it keeps nobody out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from mentoring.grades import GRADE_NUMBERS, grade_words
from mentoring.models import Enrollment, Policy, Student


class Answer(StrEnum):
    """What is known of one thing that a program asks."""

    MET = "met"
    UNKNOWN = "unknown"
    NOT_MET = "not_met"


@dataclass(frozen=True)
class Reason:
    """One thing that a program asks of its students, and whether this student has it."""

    code: str
    answer: Answer
    sentence: str


@dataclass(frozen=True)
class Eligibility:
    """Everything that a program asks of one student. What is unknown is asked for; it never keeps anybody out."""

    reasons: Sequence[Reason]

    @property
    def answer(self) -> Answer:
        """Not met as soon as one thing is not met; else unknown as soon as one is unknown."""
        answers = {one.answer for one in self.reasons}
        return next((one for one in (Answer.NOT_MET, Answer.UNKNOWN) if one in answers), Answer.MET)

    @property
    def open(self) -> Sequence[Reason]:
        """What is not met or not known."""
        return [one for one in self.reasons if one.answer != Answer.MET]

    @property
    def is_grade_alone(self) -> bool:
        """Whether nothing but the grade keeps the student out: there an exception can be made, with a reason."""
        return [one.code for one in self.reasons if one.answer == Answer.NOT_MET] == ["grade"]

    @property
    def words(self) -> str:
        """What is open, in one line; empty when nothing is."""
        return " ".join(one.sentence for one in self.open)


def eligibility(student: Student, policy: Policy) -> list[Reason]:
    """What a program asks of its students, each met, unknown or not met for this one. Reads the database twice."""
    return list(eligibilities([student], policy)[student.pk].reasons)


def eligibilities(students: Sequence[Student], policy: Policy) -> Mapping[int, Eligibility]:
    """``eligibility`` of many students by their ids, in two queries however many they are."""
    school_ids = frozenset(policy.program.school_rows.values_list("school_id", flat=True))
    courses = course_codes(students) if policy.requires_career_course else {}
    return {
        one.pk: Eligibility(list(_reasons(one, policy, school_ids, courses.get(one.pk, frozenset()))))
        for one in students
    }


def course_codes(students: Iterable[Student]) -> Mapping[int, frozenset[str]]:
    """Codes of the courses that students take: those of the roster's sections, and those that somebody typed in."""
    by_person = {one.person_id: one for one in students}
    sits_in = Enrollment.objects.filter(
        person__in=list(by_person), role=Enrollment.Role.STUDENT, ended_on=None, section__ended_on=None
    ).exclude(section__course_code="")
    found = {one.pk: set(one.career_course_codes) for one in by_person.values()}
    for person_id, code in sits_in.values_list("person_id", "section__course_code"):
        found[by_person[person_id].pk].add(code)
    return {pk: frozenset(codes) for pk, codes in found.items()}


def _reasons(student: Student, policy: Policy, school_ids: frozenset[int], courses: frozenset[str]) -> Iterable[Reason]:
    if student.left_on is not None:
        yield Reason("left", Answer.NOT_MET, _("Has left the district."))
    if school_ids:
        yield _school_reason(student, school_ids)
    yield _grade_reason(student, policy)
    if policy.requires_career_course:
        yield _course_reason(policy, courses)
    if policy.requires_career_area:
        if student.career_area:
            area = student.get_career_area_display()
            yield Reason("career_area", Answer.MET, _("Career area: %(area)s.") % {"area": area})
        else:
            yield Reason("career_area", Answer.UNKNOWN, _("Which career area?"))


def _school_reason(student: Student, school_ids: frozenset[int]) -> Reason:
    if student.school_id is None:
        return Reason("school", Answer.UNKNOWN, _("Which school?"))
    if student.school_id in school_ids:
        return Reason("school", Answer.MET, _("The school takes part."))
    return Reason("school", Answer.NOT_MET, _("The school does not take part."))


def _grade_reason(student: Student, policy: Policy) -> Reason:
    number = GRADE_NUMBERS.get(student.grade)
    words = {"grade": grade_words(student.grade), "lowest": policy.minimum_grade}
    if number is None:
        return Reason("grade", Answer.UNKNOWN, _("Which grade?"))
    if number < policy.minimum_grade:
        return Reason("grade", Answer.NOT_MET, _("Grade %(grade)s is below grade %(lowest)s.") % words)
    return Reason("grade", Answer.MET, _("Grade %(grade)s.") % words)


def _course_reason(policy: Policy, courses: frozenset[str]) -> Reason:
    if taken := sorted(courses & set(policy.career_course_codes)):
        return Reason("career_course", Answer.MET, _("Takes a career course: %(codes)s.") % {"codes": ", ".join(taken)})
    if courses:
        return Reason("career_course", Answer.NOT_MET, _("Takes none of the career courses."))
    return Reason("career_course", Answer.UNKNOWN, _("Which courses?"))


def missing_of(student: Student, *, has_signer: bool) -> list[str]:
    """What is not known of a student and is needed sooner or later, in a few words each."""
    missing = []
    if not student.grade:
        missing.append(_("grade"))
    if student.school_id is None:
        missing.append(_("school"))
    if not student.career_area:
        missing.append(_("career area"))
    if not has_signer:
        missing.append(_("somebody who may sign"))
    return missing
