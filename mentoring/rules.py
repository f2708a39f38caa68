"""What holds for programs and their people and depends on state."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _

from mentoring.grades import GRADE_NUMBERS, grade_words
from mentoring.models import (
    ClassGroupStudent,
    CourtOrder,
    Enrollment,
    Guardian,
    Guardianship,
    Mentor,
    MentorTie,
    Policy,
    ProgramStudent,
    Student,
    StudentInterview,
)
from mentoring.querysets.guardians import BARRING
from tenancy.models import Membership, Person
from tenancy.permissions import Role
from tenancy.rules import may_change
from tenancy.viewer import Viewer

# Who may sign for a student (S-38)

#: A student of this age signs for themselves.
OF_AGE = 18
#: What ``signers`` needs read along with students.
WITH_SIGNERS = ("person", "guardianships__guardian__person", "court_orders")


class Signing(StrEnum):
    """Whether one parent or guardian may sign for one student."""

    MAY = "may"
    MAY_NOT = "may_not"
    #: Nobody has said: somebody must be asked.
    UNSAID = "unsaid"
    #: A court order in force is about them.
    BARRED = "barred"
    #: The student signs for themselves.
    OF_AGE = "of_age"
    #: They are no longer the student's parent or guardian here, or left.
    ENDED = "ended"


@dataclass(frozen=True)
class Signer:
    """Somebody who may sign for a student; ``guardianship`` says as what, and is None for the student."""

    person: Person
    guardianship: Guardianship | None = None


def comes_of_age_on(birth_on: date) -> date:
    """The 18th birthday; of somebody born on a leap day, March 1 where that year has none."""
    try:
        return birth_on.replace(year=birth_on.year + OF_AGE)
    except ValueError:
        return date(birth_on.year + OF_AGE, 3, 1)


def is_of_age(student: Student, on: date) -> bool:
    """Whether the student is 18 on that day. Unknown birth dates count as younger: somebody else signs."""
    return student.birth_on is not None and comes_of_age_on(student.birth_on) <= on


def is_in_force(order: CourtOrder, on: date) -> bool:
    """Whether a court order holds on that day; its last day counts."""
    return order.starts_on <= on and (order.ends_on is None or on <= order.ends_on)


def has_order_to_check(orders: Iterable[CourtOrder], on: date) -> bool:
    """Whether an order in force came in a spreadsheet and nobody has said yet whom it keeps from what."""
    return any(not order.is_checked and is_in_force(order, on) for order in orders)


def barred(orders: Iterable[CourtOrder], on: date) -> frozenset[int]:
    """Ids of the people whom the orders in force on that day keep from signing."""
    return frozenset(
        order.about_id for order in orders if order.about_id and order.kind in BARRING and is_in_force(order, on)
    )


def signing(held: Guardianship, student: Student, orders: Iterable[CourtOrder], on: date) -> Signing:
    """Whether this parent or guardian may sign for the student on that day. Nothing overrides a court order."""
    person = held.guardian.person
    if (held.ended_on is not None and held.ended_on <= on) or not person.is_active:
        return Signing.ENDED
    if person.pk in barred(orders, on):
        return Signing.BARRED
    if is_of_age(student, on):
        return Signing.OF_AGE
    if held.may_sign is None:
        return Signing.UNSAID
    return Signing.MAY if held.may_sign else Signing.MAY_NOT


def signers_among(
    student: Student, guardianships: Iterable[Guardianship], orders: Sequence[CourtOrder], on: date
) -> list[Signer]:
    """Who may sign for the student on that day, out of rows that were read: the student alone once they are 18."""
    if is_of_age(student, on):
        return [Signer(student.person)] if student.person.is_active else []
    return [
        Signer(held.guardian.person, held)
        for held in guardianships
        if signing(held, student, orders, on) == Signing.MAY
    ]


def signers(student: Student, on: date) -> list[Signer]:
    """Who may sign for a student, read with WITH_SIGNERS, on that day."""
    return signers_among(student, student.guardianships.all(), list(student.court_orders.all()), on)


def may_change_parent(viewer: Viewer, guardian: Guardian) -> bool:
    """Whether the viewer may change a parent's name and how to reach them.

    Whoever may change the person as such; and of somebody who is a parent here and nothing else, whoever may change
    each of their children.
    """
    person = guardian.person
    held = list(Membership.objects.of(viewer.district).live().filter(person=person).prefetch_related("school_rows"))
    if may_change(viewer, person, held):
        return True
    if not person.is_active or any(Role(one.role) != Role.GUARDIAN for one in held):
        return False
    theirs = Guardianship.objects.of(viewer.district).live().filter(guardian=guardian)
    changeable = set(Guardianship.objects.changeable_by(viewer).filter(guardian=guardian).values_list("pk", flat=True))
    return bool(changeable) and changeable >= set(theirs.values_list("pk", flat=True))


# What must be settled first


@dataclass(frozen=True)
class Blocker:
    """Something that must be settled first: what, whose turn it is, since when, and where one settles it.

    ``fix`` is the name of an address and the id that it takes.
    """

    code: str
    sentence: str
    whose_turn: str = ""
    fix: tuple[str, int] | None = None
    since: date | None = None


# Students: who may take part (S-1)


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


# Students: the decision (S-2)


def acceptance_blockers(
    place: ProgramStudent,
    found: Eligibility,
    *,
    is_interviewed: bool,
    has_teacher: bool,
    policy: Policy,
    exception_reason: str = "",
) -> list[Blocker]:
    """Why this student cannot be accepted yet. A grade that is too low is waved through by a reason."""
    excepted = found.is_grade_alone and bool(exception_reason or place.exception_reason)
    blockers = []
    for reason in found.open:
        if reason.answer == Answer.NOT_MET and not (excepted and reason.code == "grade"):
            blockers.append(Blocker(reason.code, reason.sentence))
        elif reason.answer == Answer.UNKNOWN:
            fix = ("mentoring:student_edit", place.student_id)
            blockers.append(Blocker(reason.code, reason.sentence, _("you or the student"), fix))
    if policy.requires_interview and not is_interviewed:
        fix = ("mentoring:student_interview_add", place.pk)
        whose = _("the teacher") if has_teacher else _("the coordinator")
        blockers.append(Blocker("interview", _("Nobody has talked about goals yet."), whose, fix, place.added_on))
    return blockers


def acceptance_blockers_of(
    places: Sequence[ProgramStudent], policy: Policy, *, exception_reason: str = ""
) -> Mapping[int, list[Blocker]]:
    """``acceptance_blockers`` of many places of one program by their ids, in a fixed number of queries."""
    found = eligibilities([one.student for one in places], policy)
    held = StudentInterview.objects.filter(program_student__in=[one.pk for one in places])
    interviewed = set(held.values_list("program_student_id", flat=True))
    taught = ClassGroupStudent.objects.filter(
        program_student__in=[one.pk for one in places], left_on=None, class_group__supervising_teacher__isnull=False
    )
    with_teacher = set(taught.values_list("program_student_id", flat=True)) if policy.requires_interview else set()
    return {
        one.pk: acceptance_blockers(
            one,
            found[one.student_id],
            is_interviewed=one.pk in interviewed,
            has_teacher=one.pk in with_teacher,
            policy=policy,
            exception_reason=exception_reason,
        )
        for one in places
    }


# Students: whom to tell, what is missing


def people_to_tell(student: Student, *, on: date) -> list[Person]:
    """Who gets a mail about a decision: the student, and those who may sign for them; if they have an address."""
    told = [student.person, *(one.person for one in signers(student, on))]
    return [one for one in dict.fromkeys(told) if one.is_active and one.email]


def people_on_paper(place: ProgramStudent, *, on: date) -> list[Person]:
    """Whom a letter tells how it stands with a place, since they have no email address.

    Of a decision the student, and those who may sign; of an invitation to apply the student alone, while the program
    takes applications.
    """
    told = [place.student.person]
    if place.state != ProgramStudent.State.INVITED:
        told += [one.person for one in signers(place.student, on)]
    elif not place.program.takes_students:
        return []
    return [one for one in dict.fromkeys(told) if one.is_active and not one.email]


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


def age_on(day: date, *, birth_on: date) -> int:
    """Full years on a day."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


# Mentors: what they are to students besides (S-7), and whether they are old enough (S-8)


class Tie(NamedTuple):
    """Why a mentor and a student are not matched. ``is_noted``: somebody wrote it down; otherwise records say so."""

    kind: MentorTie.Kind
    is_noted: bool


def ties(mentor: Mentor, students: Iterable[Student]) -> dict[int, list[Tie]]:
    """What a mentor is to each of these students outside the program, by the student's id; only those with ties.

    Noted ties; and what records say: teaches the student by the roster or in a class group, is their guardian, is a
    counselor of their school. Five queries, however many students.
    """
    by_person = {one.person_id: one for one in students}
    found: dict[int, set[Tie]] = defaultdict(set)
    noted = MentorTie.objects.of(mentor.district).filter(
        mentor=mentor, ended_on=None, student__in=[one.pk for one in by_person.values()]
    )
    for student_id, kind in noted.values_list("student_id", "kind"):
        found[student_id].add(Tie(MentorTie.Kind(kind), is_noted=True))
    for kind, student_ids in _recorded_ties(mentor, by_person):
        for student_id in student_ids:
            found[student_id].add(Tie(kind, is_noted=False))
    return {pk: sorted(theirs) for pk, theirs in found.items()}


def _recorded_ties(mentor: Mentor, by_person: dict[int, Student]) -> Iterator[tuple[MentorTie.Kind, Iterable[int]]]:
    district, ids = mentor.district, [one.pk for one in by_person.values()]
    live = Enrollment.objects.of(district).filter(ended_on=None)
    taught = live.filter(person=mentor.person_id, role=Enrollment.Role.TEACHER).values("section")
    sitting = live.filter(role=Enrollment.Role.STUDENT, person__in=by_person, section__in=taught)
    yield MentorTie.Kind.TEACHER, {by_person[pk].pk for pk in sitting.values_list("person_id", flat=True)}
    grouped = ClassGroupStudent.objects.of(district).filter(
        left_on=None, class_group__supervising_teacher=mentor.person_id, program_student__student__in=ids
    )
    yield MentorTie.Kind.TEACHER, grouped.values_list("program_student__student_id", flat=True)
    children = Guardianship.objects.of(district).filter(
        guardian__person=mentor.person_id, ended_on=None, student__in=ids
    )
    yield MentorTie.Kind.RELATIVE, children.values_list("student_id", flat=True)
    yield MentorTie.Kind.COUNSELOR, _counseled(mentor, by_person.values())


def _counseled(mentor: Mentor, students: Iterable[Student]) -> list[int]:
    """The students of the schools for which the mentor is a counselor, or all when for the whole district."""
    roles = Membership.objects.of(mentor.district).live().filter(person=mentor.person_id, role=Role.COUNSELOR)
    held = list(roles.prefetch_related("school_rows"))
    schools = {row.school_id for role in held for row in role.school_rows.all()}
    if any(role.scope == "district" for role in held):
        return [one.pk for one in students]
    return [one.pk for one in students if one.school_id in schools]


def age_refusal(mentor: Mentor, policy: Policy | None, on: date) -> str:
    """Why a mentor is not old enough for a program; empty when they are. Known birth dates outweigh what was said."""
    least = policy.minimum_mentor_age if policy else 18
    if mentor.born_on is not None:
        young = age_on(on, birth_on=mentor.born_on) < least
        return _("Mentors of this program are at least %(age)s years old.") % {"age": least} if young else ""
    if mentor.is_adult_attested:
        return ""
    return _("Nobody has said yet that this person is at least %(age)s years old. Ask, and tick it.") % {"age": least}
