"""Who may be matched with whom (S-7), and how many meet how many (S-8)."""

from collections.abc import Sequence, Set
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring.age_rules import age_refusal
from mentoring.blockers import Blocker
from mentoring.models import (
    CourtOrder,
    Format,
    Match,
    MatchStudent,
    Mentor,
    Policy,
    Program,
    ProgramMentor,
    ProgramStudent,
    Student,
)
from mentoring.policy_rules import policy_of
from mentoring.querysets.mentors import students_met
from mentoring.tie_rules import Tie, ties_among
from screening.models import Asked
from screening.querysets.holds import held_people
from tenancy.models import Person


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
    people = [*(one.person_id for one in students), *(one.person_id for one in mentors)]
    held = set(held_people(program.district).filter(person__in=people).values_list("person", flat=True))
    of_students = _blockers_of_students(students, program, policy, match=match, held=held)
    of_mentors = _blockers_of_mentors(mentors, program, policy, on=on, seats=seats, held=held)
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


def _student_blockers(student: Student, program: Program) -> list[Blocker]:
    if student.left_on is None and student.person.is_active:
        return []
    words = _("%(name)s has left the district.") % {"name": student.person.name}
    return [Blocker("student_left", words, _("the coordinator"), ("mentoring:student_detail", student.pk))]


def _blockers_of_students(
    students: Sequence[Student], program: Program, policy: Policy | None, *, match: Match | None, held: Set[int]
) -> dict[int, list[Blocker]]:
    of, ids = program.district, [one.pk for one in students]
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
    mentors: Sequence[Mentor], program: Program, policy: Policy | None, *, on: date, seats: int, held: Set[int]
) -> dict[int, list[Blocker]]:
    of, ids = program.district, [one.pk for one in mentors]
    people = [one.person_id for one in mentors]
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
            add(Blocker("unpaid", words, _("the mentor or the coordinator"), ("mentoring:mentor_edit", one.pk)))
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
