"""What holds for programs and their people and depends on state."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring.grades import GRADE_NUMBERS, grade_words
from mentoring.models import (
    ClassGroupStudent,
    CourtOrder,
    Employment,
    Enrollment,
    Format,
    Guardian,
    Guardianship,
    Match,
    MatchStudent,
    Mentor,
    MentorTie,
    PlaceKind,
    Policy,
    Program,
    ProgramMentor,
    ProgramStudent,
    Student,
    StudentInterview,
    WorkplaceApproval,
)
from mentoring.querysets.guardians import BARRING
from mentoring.querysets.mentors import students_met
from screening.models import Asked
from screening.querysets.holds import held_people
from screening.rules import months_after
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


def age_refusal(mentor: Mentor, policy: Policy | None, on: date) -> str:
    """Why a mentor is not old enough for a program; empty when they are. Known birth dates outweigh what was said."""
    least = policy.minimum_mentor_age if policy else 18
    if mentor.born_on is not None:
        young = age_on(on, birth_on=mentor.born_on) < least
        return _("Mentors of this program are at least %(age)s years old.") % {"age": least} if young else ""
    if mentor.is_adult_attested:
        return ""
    return _("Nobody has said yet that this person is at least %(age)s years old. Ask, and tick it.") % {"age": least}


# Who may be matched with whom (S-7)


def pairing_blockers(
    student: Student, mentor: Mentor, *, program: Program, on: date, match: Match | None = None
) -> list[Blocker]:
    """Why a student and a mentor cannot be matched in a program from this day on; with ``match``, in that one."""
    return pairing_blockers_of([student], [mentor], program=program, on=on, match=match)[student.pk, mentor.pk]


def pairing_blockers_of(
    students: Sequence[Student],
    mentors: Sequence[Mentor],
    *,
    program: Program,
    on: date,
    match: Match | None = None,
    seats: int = 1,
) -> dict[tuple[int, int], list[Blocker]]:
    """``pairing_blockers`` of every pair, by the ids of student and mentor, in a fixed number of queries.

    ``seats``: how many students the mentor is to take on at once. Read students and mentors with their persons.
    """
    policy = policy_of(program)
    # Of one district all: it is read once.
    for one in (*students, *mentors):
        one.district = program.district
    own = {one.pk: _student_blockers(one, program) for one in students}
    of_students = _blockers_of_students(students, program, policy, match=match)
    of_mentors = _blockers_of_mentors(mentors, program, policy, on=on, seats=seats)
    between = _blockers_between(students, mentors, on=on, match=match)
    return {
        (student.pk, mentor.pk): [
            *own[student.pk],
            *of_students[student.pk],
            *of_mentors[mentor.pk],
            *between[student.pk, mentor.pk],
        ]
        for student in students
        for mentor in mentors
    }


def policy_of(program: Program) -> Policy | None:
    """The rules of a program, out of what was read along where "policies" was."""
    return next(iter(program.policies.all()), None)


def _student_blockers(student: Student, program: Program) -> list[Blocker]:
    if student.left_on is None and student.person.is_active:
        return []
    words = _("%(name)s has left the district.") % {"name": student.person.name}
    return [Blocker("student_left", words, _("the coordinator"), ("mentoring:student_detail", student.pk))]


def _blockers_of_students(
    students: Sequence[Student], program: Program, policy: Policy | None, *, match: Match | None
) -> dict[int, list[Blocker]]:
    of, ids = program.district, [one.pk for one in students]
    held = set(held_people(of).filter(person__in=[one.person_id for one in students]).values_list("person", flat=True))
    places = {one.student_id: one for one in ProgramStudent.objects.of(of).filter(program=program, student__in=ids)}
    schools = set(program.school_rows.values_list("school_id", flat=True))
    alone: set[int] = set()
    if policy is None or not policy.several_mentors:
        others = MatchStudent.objects.of(of).filter(
            Q(is_alone=True) | Q(match__format=Format.ONE_TO_ONE, match__ended_on=None), student__in=ids, left_on=None
        )
        alone = set(others.exclude(match=match).values_list("student_id", flat=True))
    found: dict[int, list[Blocker]] = {pk: [] for pk in ids}
    for one in students:
        name, place = {"name": one.person.name}, places.get(one.pk)
        if one.person_id in held:
            found[one.pk].append(_held_blocker("student_held", one.person))
        if place is None or place.state != ProgramStudent.State.ACCEPTED:
            fix = ("mentoring:program_student_detail", place.pk) if place else ("mentoring:student_detail", one.pk)
            words = _("%(name)s is not accepted into this program.") % name
            found[one.pk].append(Blocker("student_not_accepted", words, _("the coordinator"), fix))
        if schools and one.school_id not in schools:
            words = _("The school of %(name)s does not take part in this program.") % name
            fix = ("mentoring:program_edit", program.pk)
            found[one.pk].append(Blocker("school", words, _("the coordinator"), fix))
        if one.pk in alone:
            words = _("%(name)s has a mentor of their own already, or one is proposed.") % name
            fix = ("mentoring:student_detail", one.pk)
            found[one.pk].append(Blocker("alone", words, _("the coordinator"), fix))
    return found


def _blockers_of_mentors(
    mentors: Sequence[Mentor], program: Program, policy: Policy | None, *, on: date, seats: int
) -> dict[int, list[Blocker]]:
    of, ids = program.district, [one.pk for one in mentors]
    people = [one.person_id for one in mentors]
    held = set(held_people(of).filter(person__in=people).values_list("person", flat=True))
    accepted = ProgramMentor.objects.of(of).filter(program=program, mentor__in=ids, state=ProgramMentor.State.ACCEPTED)
    accepted_ids = set(accepted.values_list("mentor_id", flat=True))
    asked = Asked.objects.of(of).filter(ended_on=None, person__in=people, requirement_set=program.requirement_set_id)
    covered = {row.person_id for row in asked if row.covers_until is not None and row.covers_until >= on}
    met = dict(Mentor.objects.of(of).filter(pk__in=ids).values_list("pk", students_met()))
    found: dict[int, list[Blocker]] = {pk: [] for pk in ids}
    for one in mentors:
        add, page = found[one.pk].append, ("mentoring:mentor_detail", one.pk)
        name = {"name": one.person.name}
        if one.left_on is not None or not one.person.is_active:
            add(Blocker("mentor_left", _("%(name)s has left.") % name, _("the coordinator"), page))
        if one.person_id in held:
            add(_held_blocker("mentor_held", one.person))
        if one.pk not in accepted_ids:
            words = _("%(name)s is not accepted into this program.") % name
            add(Blocker("mentor_not_accepted", words, _("the coordinator"), page))
        if words := age_refusal(one, policy, on):
            add(Blocker("age", words, _("the coordinator"), ("mentoring:mentor_edit", one.pk)))
        if one.unpaid_attested_on is None:
            words = _("%(name)s has not said yet that they are not paid for mentoring.") % name
            add(Blocker("unpaid", words, _("the mentor"), page))
        if program.requirement_set_id and one.person_id not in covered:
            words = _("%(name)s is not checked and trained for the first day yet.") % name
            fix = ("screening:clearance_detail", one.person_id)
            add(Blocker("clearance", words, _("the mentor or the coordinator"), fix))
        if met.get(one.pk, 0) + seats > one.most_students:
            words = _("%(name)s takes at most %(most)s students and has %(count)s.")
            full = words % {**name, "most": one.most_students, "count": met.get(one.pk, 0)}
            add(Blocker("capacity", full, _("the mentor"), ("mentoring:mentor_edit", one.pk)))
    return found


def _held_blocker(code: str, person: Person) -> Blocker:
    words = _("%(name)s is paused until further notice.") % {"name": person.name}
    return Blocker(code, words, _("a principal or district administrator"), ("tenancy:person_detail", person.pk))


def _blockers_between(
    students: Sequence[Student], mentors: Sequence[Mentor], *, on: date, match: Match | None
) -> dict[tuple[int, int], list[Blocker]]:
    """What stands between two: a tie (S-7), a court order, an open match that they have already."""
    found: dict[tuple[int, int], list[Blocker]] = {(one.pk, other.pk): [] for one in students for other in mentors}
    if not found:
        return found
    of, tied = students[0].district, ties_among(mentors, students)
    by_person = {one.person_id: one for one in mentors}
    orders = CourtOrder.objects.of(of).in_force(on).filter(student__in=list(students), about__in=list(by_person))
    barred = {(student_id, by_person[pk].pk) for student_id, pk in orders.values_list("student_id", "about_id")}
    both = MatchStudent.objects.of(of).filter(
        student__in=list(students), left_on=None, match__mentor_rows__mentor__in=list(mentors),
        match__mentor_rows__left_on=None, match__ended_on=None,
    ).exclude(match=match)  # fmt: skip
    together = set(both.values_list("student_id", "match__mentor_rows__mentor_id"))
    names = {one.pk: one.person.name for one in (*students,)}
    for student in students:
        for mentor in mentors:
            pair = (student.pk, mentor.pk)
            for tie in tied.get((mentor.pk, student.pk), ()):
                found[pair].append(_tie_blocker(tie, mentor, names[student.pk]))
            if pair in barred:
                # What a court order says is read by few; that it stands between two must be known here.
                words = _("%(mentor)s and %(student)s cannot be matched. A court order says so.")
                said = words % {"mentor": mentor.person.name, "student": names[student.pk]}
                fix = ("mentoring:court_order_list", student.pk)
                found[pair].append(Blocker("court_order", said, "", fix))
            if pair in together:
                words = _("%(mentor)s and %(student)s are matched already.")
                said = words % {"mentor": mentor.person.name, "student": names[student.pk]}
                found[pair].append(Blocker("together", said, "", ("mentoring:student_detail", student.pk)))
    return found


def _tie_blocker(tie: Tie, mentor: Mentor, student_name: str) -> Blocker:
    words = _("%(mentor)s is this to %(student)s: %(tie)s. Mentors come from elsewhere.")
    said = words % {"mentor": mentor.person.name, "student": student_name, "tie": tie.kind.label}
    fix = ("mentoring:mentor_detail", mentor.pk) if tie.is_noted else None
    return Blocker("tie", said, _("the coordinator") if tie.is_noted else "", fix)


# How many meet whom (S-8)

#: Ways of meeting that can be proposed; matches of the others may stand, from before.
OFFERED_FORMATS = (Format.ONE_TO_ONE, Format.SMALL_GROUP)
#: How many students one mentor meets at most.
MOST_STUDENTS = {Format.ONE_TO_ONE: 1, Format.SMALL_GROUP: 4}


def format_blockers(kind: str, *, students: int, mentors: int, policy: Policy | None) -> list[Blocker]:
    """Why so many students and mentors cannot meet in this way."""
    way, found = Format(kind), []
    if way not in OFFERED_FORMATS:
        words = _("“%(way)s” comes later. For now, propose one-to-one matches and small groups.") % {"way": way.label}
        return [Blocker("format_later", words)]
    if policy is not None and way not in policy.formats:
        words = _("The rules of this program do not have “%(way)s”.") % {"way": way.label}
        found.append(Blocker("format", words, _("the coordinator"), ("mentoring:policy_edit", policy.program_id)))
    if mentors > 1:
        found.append(Blocker("mentors", _("This way of meeting has one mentor."), _("the coordinator")))
    if students > MOST_STUDENTS[way]:
        words = ngettext(
            "This way of meeting has %(count)s student at most.",
            "This way of meeting has %(count)s students at most.",
            MOST_STUDENTS[way],
        )
        found.append(Blocker("students", words % {"count": MOST_STUDENTS[way]}, _("the coordinator")))
    return found


# Where they meet, and who is in charge (S-11)

#: Where a first talk may be. Outings and online need the family's permission, which comes with the agreement.
INTERVIEW_PLACES = (PlaceKind.SCHOOL, PlaceKind.WORKPLACE)


def interview_places(policy: Policy | None) -> list[PlaceKind]:
    """Where the first talk may be in a program: those of its places that need no permission of the family yet."""
    return [one for one in INTERVIEW_PLACES if policy is None or one in policy.places] or [PlaceKind.SCHOOL]


def interview_refusal(place: str, mentors: Sequence[Mentor], *, policy: Policy | None, on: date) -> str:
    """Why the first talk may not be at this place on that day; empty when it may. A workplace is approved first."""
    if place not in interview_places(policy):
        return _("The rules of this program do not allow this place for a first talk.")
    if place == PlaceKind.WORKPLACE and not all(_is_approved(one, on) for one in mentors):
        return _("This workplace is not approved for visits yet. Meet at school, or have it approved first.")
    return ""


def _is_approved(mentor: Mentor, on: date) -> bool:
    works = Employment.objects.of(mentor.district).filter(mentor=mentor, ends_on=None).values("employer")
    approvals = WorkplaceApproval.objects.of(mentor.district).filter(
        Q(expires_on=None) | Q(expires_on__gte=on), employer__in=works, approved_on__lte=on, withdrawn_on=None
    )
    return approvals.exists()


def plan_faults(
    *, places: Sequence[str], adult: Person | None, mentors: Sequence[Mentor], policy: Policy | None
) -> dict[str, str]:
    """What of a plan the program's rules do not allow, by field: other places; the mentor as the adult in charge."""
    faults = {}
    if policy is not None and set(places) - set(policy.places):
        faults["places"] = _("The rules of this program do not allow one of these places.")
    if adult is not None and adult.pk in {one.person_id for one in mentors}:
        at_work = set(places) == {PlaceKind.WORKPLACE.value}
        if not (at_work and policy is not None and policy.mentor_may_supervise):
            faults["adult_in_charge"] = _(
                "The mentor is not the adult in charge, except at the workplace where the rules of the program say so."
            )
    return faults


def last_day(starts_on: date, policy: Policy | None) -> date:
    """The last day that is promised, counted from a match's own first day (S-13)."""
    return months_after(starts_on, policy.promised_months if policy else 6)
