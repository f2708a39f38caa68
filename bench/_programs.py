"""Programs full of people, for districts that ``bench._districts`` filled: one statement a table."""

from collections.abc import Callable, Mapping

from django.db.models import Model
from psycopg2 import extensions

from mentoring.models import (
    Employer,
    Employment,
    Guardian,
    Guardianship,
    Match,
    MatchMentor,
    MatchStudent,
    Mentor,
    Policy,
    Program,
    ProgramMentor,
    ProgramStudent,
    Student,
)
from screening.models import Asked, RequirementSet
from tenancy.models import District, School, SchoolYear

Insert = Callable[[extensions.cursor, Model, Mapping[str, str], str], None]

#: Which of a district's people are what: ``bench._districts`` gives roles by the last digits of the id.
MENTORS, GUARDIANS, STUDENTS = 1, 2, 3


def fill_programs(cursor: extensions.cursor, one: District, insert: Insert) -> None:
    """One program with every student, guardian and mentor of the district; each third student is matched."""
    own = f"district_id = {one.pk}"
    # Nothing was analyzed yet: joins of rows that look few would be nested loops, a quarter of an hour for 100,000.
    cursor.execute("SET LOCAL enable_nestloop = off")

    def add(blank: Model, given: Mapping[str, str], source: str) -> None:
        insert(cursor, blank, {"district_id": str(one.pk), **given}, source)

    def people(kind: int) -> str:
        return f"tenancy_person p WHERE p.{own} AND p.id % 4 = {kind}"

    person = {"person_id": "p.id", "search_key": "p.search_key"}
    place = {"program_id": "g.id", "search_key": "x.search_key", "state": "'accepted'"}
    place |= {"added_on": "current_date", "decided_on": "current_date"}
    schools = f"(SELECT array_agg(id) FROM tenancy_school WHERE {own})"
    add(School(), {"name": "'School ' || n"}, "generate_series(1, 5) n")
    year = {"name": "'This year'", "starts_on": "current_date - 90", "ends_on": "current_date + 200"}
    add(SchoolYear(), year, "generate_series(1, 1) n")
    program = {"name": "'Career mentoring'", "school_year_id": "y.id", "apply_code": "'apply'"}
    add(Program(), program, f"tenancy_schoolyear y WHERE y.{own}")
    arrays = {"formats": "ARRAY['one_to_one']::varchar[]", "places": "ARRAY['school']::varchar[]"}
    add(Policy(), {"program_id": "g.id", "preset": "'one_to_one'", **arrays}, f"mentoring_program g WHERE g.{own}")
    pupil = {**person, "school_id": f"{schools}[1 + p.id / 4 % 5]", "grade": "'10'", "career_area": "'health'"}
    add(Student(), {**pupil, "birth_on": "current_date - 6000 - (p.id % 900)::int"}, people(STUDENTS))
    add(Guardian(), person, people(GUARDIANS))
    add(Mentor(), {**person, "occupation": "'Pharmacist'"}, people(MENTORS))
    # An employer for every six mentors, as it is in a district of any size.
    sixths = f"(SELECT count(*) / 6 + 1 FROM mentoring_mentor WHERE {own})"
    add(Employer(), {"name": "'Employer ' || n", "search_key": "'employer ' || n"}, f"generate_series(1, {sixths}) n")
    add(RequirementSet(), {"name": "'Mentors'", "state": "'current'"}, "generate_series(1, 1) n")
    asked = {"person_id": "p.id", "requirement_set_id": "r.id", "asked_on": "current_date - 90"}
    asked |= {"state": "'clear'", "covers_until": "current_date + 200", "refreshed_on": "current_date"}
    add(Asked(), asked, f"screening_requirementset r, {people(MENTORS)} AND r.{own}")
    beside = "row_number() OVER (ORDER BY id) AS row, id, search_key FROM"
    numbered = {name: f"(SELECT {beside} mentoring_{name} WHERE {own})" for name in ("student", "guardian", "mentor")}
    child = {"student_id": "s.id", "guardian_id": "x.id", "relationship": "'parent'"}
    child |= {"may_sign": "true", "basis": "'parent'"}
    add(Guardianship(), child, f"{numbered['student']} s JOIN {numbered['guardian']} x ON x.row = s.row")
    add(ProgramStudent(), {**place, "student_id": "x.id"}, f"mentoring_program g, mentoring_student x {_both(one)}")
    add(ProgramMentor(), {**place, "mentor_id": "x.id"}, f"mentoring_program g, mentoring_mentor x {_both(one)}")
    employers = f"(SELECT array_agg(id) FROM mentoring_employer WHERE {own})"
    works = {"mentor_id": "x.id", "employer_id": f"{employers}[1 + x.id % {sixths}]", "title": "'Pharmacist'"}
    add(Employment(), works, f"mentoring_mentor x WHERE x.{own}")
    match = {"program_id": "g.id", "format": "'one_to_one'", "state": "'running'", "starts_on": "current_date - 30"}
    thirds = f"(SELECT count(*) / 3 FROM mentoring_student WHERE {own})"
    add(Match(), match, f"mentoring_program g, generate_series(1, {thirds}) n WHERE g.{own}")
    matches = f"(SELECT row_number() OVER (ORDER BY id) AS row, id FROM mentoring_match WHERE {own}) m"
    joined = {"match_id": "m.id", "joined_on": "current_date - 30"}
    for blank, name in ((MatchStudent(), "student"), (MatchMentor(), "mentor")):
        add(blank, {**joined, f"{name}_id": "x.id"}, f"{matches} JOIN {numbered[name]} x ON x.row = m.row")


def _both(one: District) -> str:
    return f"WHERE g.district_id = {one.pk} AND x.district_id = {one.pk}"
