"""Class groups that the roster suggests: sections in which students of a program sit."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from mentoring.actions.class_groups import TAKING_PART, FromSection
from mentoring.models import ClassGroup, ClassGroupStudent, Enrollment, Policy, Program, ProgramStudent, Section
from tenancy.models import Person
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission, Role
from tenancy.viewer import Viewer

#: More sections than this are not suggested at once: those with the most students come first.
MOST_SUGGESTED = 100


@dataclass(frozen=True)
class Suggestion:
    """A section that could become a class group. ``unseated`` of its students sit in no group of the program yet."""

    source: FromSection
    students: int
    unseated: int
    is_career_course: bool

    @property
    def taking_part(self) -> int:
        """How many of the section's students take part in the program."""
        return len(self.source.places)


def suggestions(program: Program, viewer: Viewer) -> list[Suggestion]:
    """Sections with students of the program that are no class group of it yet: career courses first, then by size.

    Reads a fixed number of queries.
    """
    sections = _sections(program, viewer)
    places = _places_by_section(program, sections)
    sizes = _sizes(program, list(places))
    teachers = _teachers(program, list(places))
    seated = set(
        ClassGroupStudent.objects.of(program.district)
        .filter(left_on=None, class_group__program=program)
        .values_list("program_student", flat=True)
    )
    policy = Policy.objects.of(program.district).filter(program=program).first()
    courses = set(policy.career_course_codes) if policy else set()
    found = [
        Suggestion(
            FromSection(section, teachers.get(section.pk), places[section.pk]),
            students=sizes.get(section.pk, 0),
            unseated=sum(place.pk not in seated for place in places[section.pk]),
            is_career_course=section.course_code in courses,
        )
        for section in sections
        if section.pk in places
    ]
    found.sort(key=lambda one: (not one.is_career_course, -one.taking_part, one.source.section.title))
    return found[:MOST_SUGGESTED]


def _sections(program: Program, viewer: Viewer) -> list[Section]:
    """Sections of the program's schools and year, as far as the viewer may make groups there."""
    reach = viewer.reach(Permission.PROGRAMS_EDIT)
    schools = {row.school_id for row in program.school_rows.all()}
    if not reach.whole_district and reach.school_ids:
        schools &= reach.school_ids
    used = ClassGroup.objects.of(program.district).filter(program=program).exclude(section=None)
    with_students = _of_program(program).values("section")
    sections = Section.objects.of(program.district).filter(
        pk__in=with_students, school__in=schools, school_year=program.school_year_id, ended_on=None
    )
    return list(sections.exclude(pk__in=used.values("section")).prefetch_related("school"))


def _of_program(program: Program) -> DistrictQuerySet[Enrollment]:
    people = ProgramStudent.objects.of(program.district).filter(program=program, state__in=TAKING_PART)
    return Enrollment.objects.of(program.district).filter(
        role=Enrollment.Role.STUDENT, ended_on=None, person__in=people.values("student__person")
    )


def _places_by_section(program: Program, sections: list[Section]) -> Mapping[int, list[ProgramStudent]]:
    places = ProgramStudent.objects.of(program.district).filter(program=program, state__in=TAKING_PART)
    by_person = {place.student.person_id: place for place in places.prefetch_related("student")}
    found = defaultdict(list)
    for section_id, person_id in _of_program(program).filter(section__in=sections).values_list("section", "person"):
        found[section_id].append(by_person[person_id])
    return found


def _sizes(program: Program, section_ids: list[int]) -> dict[int, int]:
    sitting = Enrollment.objects.of(program.district).filter(
        section__in=section_ids, role=Enrollment.Role.STUDENT, ended_on=None
    )
    return dict(sitting.values_list("section").annotate(Count("pk")))


def _teachers(program: Program, section_ids: list[int]) -> dict[int, Person]:
    """The first teacher of each section who has the role of a teacher here; the main one before others."""
    people = Person.objects.of(program.district).active().holding({Role.TEACHER})
    teaching = Enrollment.objects.of(program.district).filter(
        section__in=section_ids, role=Enrollment.Role.TEACHER, ended_on=None, person__in=people.values("pk")
    )
    rows = teaching.order_by("is_primary", "-pk").prefetch_related("person")
    return {row.section_id: row.person for row in rows}
