"""Programs of the sample districts and everybody in them: the ground on which the other parts' samples stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mentoring.actions import membership_programs
from mentoring.career_areas import CareerArea
from mentoring.models import (
    ClassGroup,
    ClassGroupStudent,
    Employer,
    Employment,
    Enrollment,
    Format,
    Guardian,
    Guardianship,
    Match,
    MatchMentor,
    MatchStudent,
    Mentor,
    Policy,
    Preset,
    Program,
    ProgramMentor,
    ProgramPhase,
    ProgramSchool,
    ProgramStudent,
    Section,
    Student,
)
from mentoring.presets import ASKED, POLICIES, phase_days
from screening.actions import requirement_sets
from screening.models import RequirementSet
from tenancy.actor import Actor
from tenancy.models import Membership, MembershipSchool, Person, School, SchoolYear
from tenancy.names import fold
from tenancy.permissions import Role

SOURCE = "sample"
_AREAS = (CareerArea.HEALTH, CareerArea.DIGITAL, CareerArea.CONSTRUCTION, CareerArea.FINANCE, CareerArea.HEALTH)
_GRADES = ("10", "09", "11", "12", "10", "11")
_COURSES = {CareerArea.HEALTH: "HS201", CareerArea.DIGITAL: "IT110", CareerArea.CONSTRUCTION: "CN105"}
_JOBS = (
    ("Registered nurse", CareerArea.HEALTH),
    ("Software developer", CareerArea.DIGITAL),
    ("Site manager", CareerArea.CONSTRUCTION),
    ("Loan officer", CareerArea.FINANCE),
    ("Physical therapist", CareerArea.HEALTH),
    ("Lab technician", CareerArea.HEALTH),
)
_EMPLOYERS = (
    ("Oak Valley Hospital", CareerArea.HEALTH),
    ("Northside Pharmacy", CareerArea.HEALTH),
    ("Brightline Software", CareerArea.DIGITAL),
    ("Calder Construction", CareerArea.CONSTRUCTION),
    ("First Prairie Credit Union", CareerArea.FINANCE),
    ("Riverbend Physical Therapy", CareerArea.HEALTH),
)
_STUDENT_STATES = (
    *[ProgramStudent.State.ACCEPTED] * 9,
    ProgramStudent.State.APPLIED,
    ProgramStudent.State.INVITED,
    ProgramStudent.State.WAITLISTED,
    ProgramStudent.State.DECLINED,
    ProgramStudent.State.LEFT,
)
_MENTOR_STATES = (
    *[ProgramMentor.State.ACCEPTED] * 7,
    ProgramMentor.State.APPLIED,
    ProgramMentor.State.INVITED,
    ProgramMentor.State.WAITLISTED,
    ProgramMentor.State.OTHER_ROLE,
    ProgramMentor.State.DECLINED,
    ProgramMentor.State.LEFT,
)
_UNDECIDED = {"invited", "applied"}


@dataclass(frozen=True)
class Ground:
    """Everybody of one sample district in their role on this floor, in the order in which they were made."""

    today: date
    year: SchoolYear
    last_year: SchoolYear
    schools: Sequence[School]
    leads: dict[str, Person]
    students: Sequence[Student]
    guardians: Sequence[Guardian]
    mentors: Sequence[Mentor]


def add(leads: dict[str, Person], schools: Sequence[School], today: date) -> Ground:
    """Make students, guardians and mentors of those who have the role, and put them into programs, in every state."""
    year, last_year = SchoolYear.objects.order_by("-starts_on")[:2]
    guardians = [_guardian(person) for person in _people(Role.GUARDIAN)]
    students = list(_students(guardians, leads["student"], today))
    mentors = list(_mentors(leads["mentor"], today))
    ground = Ground(today, year, last_year, schools, leads, students, guardians, mentors)
    if len(schools) > 2:
        _health_careers(ground)
        _career_circles(ground)
    else:
        _engineering(ground)
    return ground


def _people(role: Role) -> list[Person]:
    """Whoever has the role, leads first."""
    found = Person.objects.filter(memberships__role=role, memberships__ended_on=None).order_by("pk")
    return list(found.prefetch_related("memberships"))


# People


def _guardian(person: Person) -> Guardian:
    made = Guardian(person=person, search_key=person.search_key, needs_interpreter=person.language != "en")
    made.save()
    return made


def _students(guardians: Sequence[Guardian], lead: Person, today: date) -> Iterator[Student]:
    """A student for each person, with a parent of the same family name; every sixth has a second parent as well."""
    schools = dict(MembershipSchool.objects.values_list("membership__person", "school"))
    for number, person in enumerate(_people(Role.STUDENT)):
        parent = guardians[number % len(guardians)]
        if person != lead:
            _take_name(person, parent.person.family_name)
        student = Student.objects.create(
            person=person,
            school_id=schools[person.pk],
            grade="" if number % 13 == 11 else _GRADES[number % len(_GRADES)],
            birth_on=_birthday(number, today),
            career_area="" if number % 7 == 5 else _AREAS[number % len(_AREAS)],
            career_course_codes=[code] if (code := _COURSES.get(_AREAS[number % len(_AREAS)])) else [],
            state_student_id=f"20{number:05d}",
            transport="Bus 14 leaves at 4:10" if number % 9 == 4 else "",
            helps_at_meetings="A quiet room and written questions beforehand" if number % 11 == 3 else "",
            search_key=person.search_key,
        )
        _guardianship(student, parent, is_first=True, number=number)
        if number % 6 == 4:
            _guardianship(student, guardians[(number + 7) % len(guardians)], is_first=False, number=number)
        yield student


def _take_name(person: Person, family_name: str) -> None:
    """Give a child the parent's family name, unless somebody else is called exactly so."""
    if not Person.objects.filter(given_name=person.given_name, family_name=family_name).exists():
        person.family_name = family_name
        person.with_search_keys().save()


def _birthday(number: int, today: date) -> date:
    """Fourteen to seventeen years old; the twelfth turns eighteen within a month."""
    if number == 12:
        return today.replace(year=today.year - 18, day=1) + timedelta(days=45)
    return date(today.year - 15 - number % 3, 1 + number % 12, 1 + number % 28)


def _guardianship(student: Student, guardian: Guardian, *, is_first: bool, number: int) -> None:
    relation = Guardianship.Relationship
    is_known = number % 8 != 6 and is_first
    Guardianship.objects.create(
        student=student,
        guardian=guardian,
        relationship=relation.MOTHER if number == 0 else relation.PARENT if is_first else relation.GRANDPARENT,
        may_sign=True if is_known else None,
        basis=Guardianship.Basis.PARENT if is_known else "",
        is_emergency_contact=is_first,
        source=SOURCE,
    )


def _mentors(lead: Person, today: date) -> Iterator[Mentor]:
    employers = [
        Employer.objects.create(
            name=name,
            career_area=area,
            search_key=fold(name),
            contact_name="Office of community relations",
            may_be_named=True if number % 2 else None,
        )
        for number, (name, area) in enumerate(_EMPLOYERS)
    ]
    for number, person in enumerate(_people(Role.MENTOR)):
        title, area = ("Pharmacist", CareerArea.HEALTH) if person == lead else _JOBS[number % len(_JOBS)]
        mentor = Mentor.objects.create(
            person=person,
            occupation=title,
            career_areas=[area],
            about="I like to show how things really work." if number % 3 == 0 else "",
            availability="Wednesdays after 2:30" if number % 2 == 0 else "",
            places=["school", "workplace"] if number % 2 == 0 else ["school"],
            is_adult_attested=True,
            unpaid_attested_on=today - timedelta(days=60),
            search_key=person.search_key,
            left_on=None if person.is_active else today - timedelta(days=30),
        )
        if number % 10 != 9:
            fitting = [one for one in employers if one.career_area == area]
            employer = employers[1] if person == lead else fitting[number % len(fitting)]
            Employment.objects.create(mentor=mentor, employer=employer, title=title)
        yield mentor


# Programs


def _program(
    name: str,
    preset: Preset,
    year: SchoolYear,
    *,
    schools: Sequence[School],
    first: date | None = None,
    **values: Any,
) -> Program:
    program = Program.objects.create(name=name, school_year=year, **values)
    Policy.objects.create(program=program, preset=preset, **POLICIES[preset])
    ProgramSchool.objects.bulk_create(ProgramSchool(program=program, school=one) for one in schools)
    days = phase_days(first or year.starts_on, year.ends_on)
    ProgramPhase.objects.bulk_create(
        ProgramPhase(program=program, phase=phase, starts_on=day) for phase, day in days.items()
    )
    return program


def _asked(preset: Preset, ground: Ground) -> RequirementSet:
    return requirement_sets.create_from_preset(ASKED[preset], by=Actor.system("sample"), on=ground.last_year.starts_on)


def _health_careers(ground: Ground) -> None:
    """A program that ran last year and runs now: the one in which everybody whom a visitor can be takes part."""
    schools, asked = ground.schools[:2], _asked(Preset.ONE_TO_ONE, ground)
    before = _program(
        "Health careers mentoring",
        Preset.ONE_TO_ONE,
        ground.last_year,
        schools=schools,
        requirement_set=asked,
        apply_code="health-before",
        archived_on=ground.last_year.ends_on + timedelta(days=20),
    )
    program = _program(
        "Health careers mentoring",
        Preset.ONE_TO_ONE,
        ground.year,
        schools=schools,
        requirement_set=asked,
        apply_code="health",
        continues=before,
        name_es="Mentoría en carreras de la salud",
        about="Students of the health sciences meet people who work in hospitals, pharmacies and practices.",
        about_es="Estudiantes de ciencias de la salud conocen a personas que trabajan en hospitales y farmacias.",
        takes_students=True,
        takes_mentors=True,
    )
    there = {school.pk for school in schools}
    places = list(_places(ground, program, [one for one in ground.students if one.school_id in there]))
    mentors = list(_mentor_places(ground, program, ground.mentors[:24]))
    for mentor in ground.mentors:
        if mentor.person == ground.leads["newmentor"]:
            _mentor_place(ground, program, mentor, ProgramMentor.State.ACCEPTED)
    _running_matches(ground, program, places, mentors, most=9)
    _earlier_matches(ground, before)
    _classes(ground, program, places, ("Health Science 2, period 3", "Anatomy, period 5", "Health Science 1, period 6"))
    _auditor_of(program, ground)


def _auditor_of(program: Program, ground: Ground) -> None:
    """The auditor reviews one program."""
    role = Membership.objects.live().filter(role=Role.AUDITOR).first()
    if role:
        membership_programs.limit(
            membership=role,
            programs=[program],
            reason="Reviews this year’s program for the state.",
            by=Actor.person(ground.leads["administrator"]),
        )


def _career_circles(ground: Ground) -> None:
    """A program that is only being planned: it begins after the winter."""
    program = _program(
        "Career circles at Bell",
        Preset.GROUP_AT_SCHOOL,
        ground.year,
        schools=ground.schools[2:],
        first=min(ground.today - timedelta(days=5), ground.year.ends_on - timedelta(days=90)),
        requirement_set=_asked(Preset.GROUP_AT_SCHOOL, ground),
        apply_code="circles",
        about="Groups of up to ten students talk with two people from a field of work, at lunch.",
    )
    for student in [one for one in ground.students if one.school_id == ground.schools[2].pk][:3]:
        _place(ground, program, student, ProgramStudent.State.INVITED)
    for mentor in ground.mentors[26:29]:
        _mentor_place(ground, program, mentor, ProgramMentor.State.APPLIED)


def _engineering(ground: Ground) -> None:
    program = _program(
        "Engineering mentoring",
        Preset.ONE_TO_ONE,
        ground.year,
        schools=ground.schools,
        requirement_set=_asked(Preset.ONE_TO_ONE, ground),
        apply_code="engineering",
        about="Students meet engineers of the county and of the companies nearby.",
        takes_students=True,
        takes_mentors=True,
    )
    places = list(_places(ground, program, ground.students))
    mentors = list(_mentor_places(ground, program, ground.mentors))
    _running_matches(ground, program, places, mentors, most=3)
    _classes(ground, program, places, ("Engineering 2, period 3", "Robotics, period 5", "Engineering 1, period 6"))


def _places(ground: Ground, program: Program, students: Sequence[Student]) -> Iterator[ProgramStudent]:
    """Two of three take part, in every state; whom a visitor can be stands first and is accepted."""
    taking_part = [one for number, one in enumerate(students) if number % 3 != 2]
    for number, student in enumerate(taking_part):
        yield _place(ground, program, student, _STUDENT_STATES[number % len(_STUDENT_STATES)])


def _place(ground: Ground, program: Program, student: Student, state: str) -> ProgramStudent:
    is_decided = state not in _UNDECIDED
    return ProgramStudent.objects.create(
        program=program,
        student=student,
        state=state,
        added_on=ground.today - timedelta(days=70),
        decided_on=ground.today - timedelta(days=50) if is_decided else None,
        decided_by=ground.leads["coordinator"] if is_decided else None,
        reason=_REASONS.get(state, ""),
        search_key=student.search_key,
    )


_REASONS = {
    "declined": "Wants to wait for next year.",
    "left": "Moved to another district.",
    "waitlisted": "No mentor in this field yet.",
    "other_role": "Has no time for regular meetings, is glad to show the workplace.",
}


def _mentor_places(ground: Ground, program: Program, mentors: Sequence[Mentor]) -> Iterator[ProgramMentor]:
    for number, mentor in enumerate(mentors):
        state = _MENTOR_STATES[number % len(_MENTOR_STATES)]
        yield _mentor_place(ground, program, mentor, ProgramMentor.State.LEFT if mentor.left_on else state)


def _mentor_place(ground: Ground, program: Program, mentor: Mentor, state: str) -> ProgramMentor:
    is_decided = state not in _UNDECIDED
    return ProgramMentor.objects.create(
        program=program,
        mentor=mentor,
        state=state,
        added_on=ground.today - timedelta(days=80),
        decided_on=ground.today - timedelta(days=55) if is_decided else None,
        decided_by=ground.leads["coordinator"] if is_decided else None,
        reason=_REASONS.get(state, ""),
        search_key=mentor.search_key,
    )


def _running_matches(
    ground: Ground, program: Program, places: list[ProgramStudent], mentors: list[ProgramMentor], *, most: int
) -> None:
    """The first accepted student with the first accepted mentor, and so on."""
    students = [one.student for one in places if one.state == "accepted"]
    adults = [one.mentor for one in mentors if one.state == "accepted"]
    for number, (student, mentor) in enumerate(zip(students[:most], adults, strict=False)):
        begins = ground.today - timedelta(days=40 - number)
        match = Match.objects.create(
            program=program,
            format=Format.ONE_TO_ONE,
            state=Match.State.RUNNING,
            starts_on=begins,
            ends_on=begins + timedelta(days=180),
            supervising_teacher=ground.leads["teacher"] if number % 2 == 0 else None,
        )
        _members(match, student, mentor, on=begins)


def _earlier_matches(ground: Ground, program: Program) -> None:
    """Two matches of last year, ended with the year."""
    begins, ends = program.school_year.starts_on + timedelta(days=60), program.school_year.ends_on
    for student, mentor in zip(ground.students[4:6], ground.mentors[4:6], strict=True):
        match = Match.objects.create(
            program=program,
            format=Format.ONE_TO_ONE,
            state=Match.State.ENDED,
            starts_on=begins,
            ends_on=ends,
            ended_on=ends,
            end_reason="The school year ended.",
        )
        _members(match, student, mentor, on=begins, until=ends)


def _members(match: Match, student: Student, mentor: Mentor, *, on: date, until: date | None = None) -> None:
    MatchStudent.objects.create(match=match, student=student, joined_on=on, left_on=until, is_alone=until is None)
    MatchMentor.objects.create(match=match, mentor=mentor, joined_on=on, left_on=until)


# Classes: what the roster says, and the program's own groups


def _classes(ground: Ground, program: Program, places: list[ProgramStudent], titles: Sequence[str]) -> None:
    """Sections of the first school's teachers; one class group stands already, the others are there to be suggested."""
    school = ground.schools[0]
    teachers = [ground.leads["teacher"], *[one for one in _people(Role.TEACHER) if one != ground.leads["teacher"]]]
    here = [one for one in ground.students if one.school_id == school.pk]
    sections = [
        _section(ground, school, title, teacher, here[number::2] if number else here[: len(here) // 2])
        for number, (title, teacher) in enumerate(zip(titles, [teachers[0], teachers[1], teachers[0]], strict=False))
    ]
    group = ClassGroup.objects.create(
        program=program,
        school=school,
        name=titles[0],
        supervising_teacher=ground.leads["teacher"],
        section=sections[0],
    )
    members = set(Enrollment.objects.filter(section=sections[0], role="student").values_list("person", flat=True))
    for place in places:
        if place.state == "accepted" and place.student.person_id in members:
            ClassGroupStudent.objects.create(
                class_group=group, program_student=place, joined_on=ground.today - timedelta(days=45)
            )


def _section(ground: Ground, school: School, title: str, teacher: Person, students: Sequence[Student]) -> Section:
    section = Section.objects.create(
        school=school,
        school_year=ground.year,
        title=title,
        course_code="HS201" if "2" in title else "HS101",
        course_title=title.partition(",")[0],
        source=SOURCE,
        sourced_id=title,
    )
    people = [(teacher, Enrollment.Role.TEACHER), *((one.person, Enrollment.Role.STUDENT) for one in students)]
    Enrollment.objects.bulk_create(
        Enrollment(
            section=section,
            person=person,
            role=role,
            is_primary=role == Enrollment.Role.TEACHER,
            source=SOURCE,
            sourced_id=f"{section.pk}-{person.pk}",
        )
        for person, role in people
    )
    return section
