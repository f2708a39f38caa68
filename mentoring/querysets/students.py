"""Who sees which students: staff by their schools and programs, everybody else by what they are to the student."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from mentoring.grades import GRADE_NUMBERS
from mentoring.querysets.reach import in_reach, programs_named, rows, same_persons
from screening.querysets.holds import is_not_held
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from mentoring.models.policy import Policy
    from mentoring.models.program_student import ProgramStudent  # noqa: F401  named as the rows' type
    from mentoring.models.student import Student  # noqa: F401
    from tenancy.models import District, Person
    from tenancy.viewer import Viewer


class StudentQuerySet(DistrictQuerySet["Student"]):
    """Students of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The students this viewer may know of.

        With STUDENTS_VIEW: those of the district, of the viewer's schools, or of the programs named by their role. A
        teacher: those in class groups they supervise. A mentor: those in their running matches. A guardian: their
        children, unless a court order keeps them from it. A student: themselves. And whoever was shared by a grant that
        is still live. While a safety hold is on the viewer: themselves alone.
        """
        mine = self.of(viewer.district).filter(Q(person=viewer.person_id) | is_not_held(viewer))
        if viewer.reach(Permission.STUDENTS_VIEW).whole_district:
            return mine
        return mine.filter(_known_otherwise(viewer) | _mentored_by(viewer))

    def visible_but_as_mentor(self, viewer: "Viewer") -> Self:
        """The students this viewer may know of even if they mentored nobody."""
        mine = self.of(viewer.district).filter(Q(person=viewer.person_id) | is_not_held(viewer))
        whole = viewer.reach(Permission.STUDENTS_VIEW).whole_district
        return mine if whole else mine.filter(_known_otherwise(viewer))

    def mentored_by(self, viewer: "Viewer") -> Self:
        """The students of the viewer's running matches."""
        return self.of(viewer.district).filter(_mentored_by(viewer))

    def children_of(self, viewer: "Viewer") -> Self:
        """The students whose parent or guardian the viewer is, but those from whom a court order keeps them."""
        return self.of(viewer.district).filter(_children_of(viewer), is_not_held(viewer))

    def known_to_staff(self, viewer: "Viewer") -> Self:
        """The students whom the viewer sees at work: of their schools and programs, taught by them, or shared.

        While a safety hold is on the viewer: none.
        """
        mine = self.of(viewer.district).filter(is_not_held(viewer))
        if viewer.reach(Permission.STUDENTS_VIEW).whole_district:
            return mine
        shared = Q(person__in=viewer.granted_person_ids)
        return mine.filter(shared | _of_staff(viewer, Permission.STUDENTS_VIEW) | _taught_by(viewer))

    def in_reach_of(self, viewer: "Viewer", permission: Permission) -> Self:
        """The students for whom the viewer's own roles hold this permission.

        Teachers interview the students of their class groups; whoever selects students, all of those. While a safety
        hold is on the viewer: none.
        """
        mine = self.of(viewer.district).filter(is_not_held(viewer))
        interviews = permission == Permission.STUDENTS_INTERVIEW
        broadly = Permission.STUDENTS_SELECT if interviews else permission
        if viewer.reach(broadly).whole_district:
            return mine
        allowed = _of_staff(viewer, broadly)
        return mine.filter(allowed | _taught_by(viewer) if interviews else allowed)

    def present(self) -> Self:
        """Students who are still here."""
        return self.filter(left_on=None)

    def gone(self) -> Self:
        """Students who left the district."""
        return self.exclude(left_on=None)

    def of_people(self, people: "QuerySet[Person]") -> Self:
        """The students who are these people."""
        return self.filter(person__in=people.values("pk"))

    def turning_18(self, first: date, last: date) -> Self:
        """Students whose 18th birthday lies between two days, both counted."""
        return self.filter(birth_on__gte=years_before(first, 18), birth_on__lte=years_before(last, 18))

    def without_signer(self) -> Self:
        """Students for whom nobody is known who may sign."""
        signers = rows("Guardianship").filter(
            district=OuterRef("district"), student=OuterRef("pk"), ended_on=None, may_sign=True
        )
        return self.exclude(Exists(signers))

    def in_section(self, section_id: int) -> Self:
        """Students who sit in a section of the roster now."""
        return self.filter(Exists(_enrolled().filter(section=section_id)))

    def in_class_group(self, group_id: int) -> Self:
        """Students who are in a class group now."""
        there = rows("ClassGroupStudent").filter(
            district=OuterRef("district"), program_student__student=OuterRef("pk"), left_on=None, class_group=group_id
        )
        return self.filter(Exists(there))

    def in_program(self, program_id: int, states: "Collection[str]" = ()) -> Self:
        """Students with a place in a program, in one of these states if any are given."""
        places = _places().filter(program=program_id)
        return self.filter(Exists(places.filter(state__in=states) if states else places))

    def at_schools(self, school_ids: "Collection[int]") -> Self:
        """Students of these schools and those whose school nobody knows; everybody where no school is named."""
        return self.filter(Q(school__in=school_ids) | Q(school=None)) if school_ids else self

    def not_in_program(self, program_id: int) -> Self:
        """Students without a place in a program, whatever its state."""
        return self.exclude(Exists(_places().filter(program=program_id)))

    def not_fitting(self, policy: "Policy", school_ids: "Collection[int]" = ()) -> Self:
        """Students of whom it is known that a program keeps them out: ``eligibility_rules.eligibility`` in SQL."""
        return self.filter(_is_kept_out(policy, school_ids))

    def perhaps_fitting(self, policy: "Policy", school_ids: "Collection[int]" = ()) -> Self:
        """Students who are not kept out, and of whom something is not known yet."""
        return self.exclude(_is_kept_out(policy, school_ids)).filter(_is_unknown(policy, school_ids))

    def fitting(self, policy: "Policy", school_ids: "Collection[int]" = ()) -> Self:
        """Students who fit the rules of a program in everything."""
        return self.exclude(_is_kept_out(policy, school_ids)).exclude(_is_unknown(policy, school_ids))

    def in_list_order(self) -> Self:
        """By family name, as an index has them; the id settles equal names."""
        return self.order_by("search_key", "pk")


class ProgramStudentQuerySet(DistrictQuerySet["ProgramStudent"]):
    """Students in programs."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The places in programs of the students whom this viewer may know of."""
        students = rows("Student").visible_to(viewer)
        mine = self.of(viewer.district)
        if viewer.reach(Permission.STUDENTS_VIEW).whole_district:
            return mine.filter(Q(student__person=viewer.person_id) | is_not_held(viewer))
        return mine.filter(student__in=students.values("pk"))

    def known_to_staff(self, viewer: "Viewer") -> Self:
        """The places of the students whom this viewer sees at work."""
        mine = self.of(viewer.district).filter(is_not_held(viewer))
        if viewer.reach(Permission.STUDENTS_VIEW).whole_district:
            return mine
        return mine.filter(student__in=rows("Student").known_to_staff(viewer).values("pk"))

    def in_reach_of(self, viewer: "Viewer", permission: Permission) -> Self:
        """The places for which the viewer's own roles hold this permission.

        Teachers interview the students of their class groups; whoever selects students, all of those. While a safety
        hold is on the viewer: none.
        """
        mine = self.of(viewer.district).filter(is_not_held(viewer))
        interviews = permission == Permission.STUDENTS_INTERVIEW
        broadly = Permission.STUDENTS_SELECT if interviews else permission
        reach = viewer.reach(broadly)
        if reach.whole_district:
            return mine
        allowed = Q(student__school__in=reach.school_ids)
        named = programs_named(viewer, broadly)
        if named is not None:
            allowed |= Q(program__in=named)
        return mine.filter(allowed | _place_taught_by(viewer) if interviews else allowed)

    def waiting(self) -> Self:
        """The waiting list, whoever waits longest or was moved up first."""
        return self.filter(state="waitlisted").order_by("waiting_number", "pk")

    def applied(self) -> Self:
        """Places to be decided on."""
        return self.filter(state="applied")

    def unmatched(self, district: "District") -> Self:
        """Accepted places, in programs that go on, of students who have no mentor of their own and none proposed."""
        # The district is said by its value: else the planner walks all matches of a program for each student.
        alone = rows("MatchStudent").filter(
            district=district,
            student=OuterRef("student"),
            match__district=district,
            match__program=OuterRef("program"),
            left_on=None,
            match__ended_on=None,
        )
        accepted = self.filter(state="accepted", program__archived_on=None, student__left_on=None)
        return accepted.exclude(Exists(alone))

    def who_asked(self, how: str) -> Self:
        """Places of students a mentor said yes to ("yes"), who wait for an answer ("open"), or asked nobody ("no")."""
        asked = rows("Interest").filter(
            district=OuterRef("district"), student=OuterRef("student"), program=OuterRef("program")
        )
        if how == "no":
            return self.exclude(Exists(asked))
        return self.filter(Exists(asked.filter(state=how)))

    def not_interviewed(self) -> Self:
        """Places of students with whom nobody has talked about goals yet."""
        held = rows("StudentInterview").filter(district=OuterRef("district"), program_student=OuterRef("pk"))
        return self.exclude(Exists(held))


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; for February 29, the 28th where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _known_otherwise(viewer: "Viewer") -> Q:
    """Students whom the viewer knows as themselves, at work, as a parent, or by a grant."""
    return (
        Q(person=viewer.person_id)
        | Q(person__in=viewer.granted_person_ids)
        | _of_staff(viewer, Permission.STUDENTS_VIEW)
        | _taught_by(viewer)
        | _children_of(viewer)
    )


def _places() -> Any:
    """Places of the outer student."""
    return rows("ProgramStudent").filter(district=OuterRef("district"), student=OuterRef("pk"))


def _enrolled() -> Any:
    """Where the outer student sits now, as the roster has it."""
    return rows("Enrollment").filter(
        district=OuterRef("district"),
        person=OuterRef("person"),
        role="student",
        ended_on=None,
        section__ended_on=None,
    )


def _is_kept_out(policy: "Policy", school_ids: "Collection[int]") -> Q:
    """Grade too low, another school, left, or known courses of which none is a career course."""
    low = [code for code, number in GRADE_NUMBERS.items() if number < policy.minimum_grade]
    out = Q(grade__in=low) | Q(left_on__isnull=False)
    if school_ids:
        out |= Q(school__isnull=False) & ~Q(school__in=school_ids)
    if policy.requires_career_course:
        out |= _has_known_course() & ~_has_career_course(policy)
    return out


def _is_unknown(policy: "Policy", school_ids: "Collection[int]") -> Q:
    """No grade, no school, no courses, or no career area, where the rules ask for them."""
    unknown = ~Q(grade__in=list(GRADE_NUMBERS))
    if school_ids:
        unknown |= Q(school=None)
    if policy.requires_career_course:
        unknown |= ~_has_career_course(policy)
    if policy.requires_career_area:
        unknown |= Q(career_area="")
    return unknown


def _has_known_course() -> Q:
    return Q(career_course_codes__len__gt=0) | Q(Exists(_enrolled().exclude(section__course_code="")))


def _has_career_course(policy: "Policy") -> Q:
    sits_in_one = _enrolled().filter(section__course_code__in=policy.career_course_codes)
    return Q(career_course_codes__overlap=policy.career_course_codes) | Q(Exists(sits_in_one))


def _place_taught_by(viewer: "Viewer") -> Q:
    """Places in class groups that the viewer supervises."""
    in_group = rows("ClassGroupStudent").filter(
        district=OuterRef("district"),
        program_student=OuterRef("pk"),
        left_on=None,
        class_group__supervising_teacher__in=same_persons(viewer, Permission.STUDENTS_TAUGHT_VIEW),
    )
    return Q(Exists(in_group))


def _of_staff(viewer: "Viewer", permission: Permission) -> Q:
    """Students of the viewer's schools, and of the programs that the viewer's role names."""
    allowed = Q(school__in=viewer.reach(permission).school_ids)
    if programs_named(viewer, permission) is not None:
        places = rows("ProgramStudent").filter(
            in_reach(viewer, permission, program="program", has_schools=False),
            district=OuterRef("district"),
            student=OuterRef("pk"),
        )
        allowed |= Q(Exists(places))
    return allowed


def _taught_by(viewer: "Viewer") -> Q:
    if not viewer.can(Permission.STUDENTS_TAUGHT_VIEW):
        return Q(pk__in=[])
    in_group = rows("ClassGroupStudent").filter(
        district=OuterRef("district"),
        program_student__student=OuterRef("pk"),
        left_on=None,
        class_group__supervising_teacher__in=same_persons(viewer, Permission.STUDENTS_TAUGHT_VIEW),
    )
    return Q(Exists(in_group))


def _mentored_by(viewer: "Viewer") -> Q:
    if not viewer.can(Permission.MENTOR_OWN):
        return Q(pk__in=[])
    of_viewer = rows("MatchMentor").filter(
        district=OuterRef("district"), match=OuterRef("match"), left_on=None, mentor__person=viewer.person_id
    )
    matched = rows("MatchStudent").filter(
        Exists(of_viewer),
        district=OuterRef("district"),
        student=OuterRef("pk"),
        left_on=None,
        match__state="running",
    )
    # A safety hold on either of them cuts the view at once (S-34).
    paused = rows("Match").filter(district=viewer.district).paused()
    return Q(Exists(matched.exclude(match__in=paused.values("pk"))))


def _children_of(viewer: "Viewer") -> Q:
    if not viewer.can(Permission.CHILDREN_VIEW):
        return Q(pk__in=[])
    barring = rows("CourtOrder").barring(viewer.today)
    theirs = rows("Guardianship").filter(
        ~Exists(barring.filter(district=OuterRef("district"), student=OuterRef("student"), about=viewer.person_id)),
        district=OuterRef("district"),
        student=OuterRef("pk"),
        ended_on=None,
        guardian__person=viewer.person_id,
    )
    return Q(Exists(theirs))
