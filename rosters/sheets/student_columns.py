"""The columns of a sheet of students and their guardians, and how their cells are read."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.career_areas import CareerArea
from mentoring.models import Guardianship
from mentoring.street_addresses import holds_street_address
from rosters.sheets import values
from rosters.sheets.areas import AREA_NAMES, career_area
from rosters.sheets.columns import SheetColumn
from rosters.sheets.reading import Value
from rosters.sheets.rows import Place
from rosters.sheets.templates import DAY_FORMAT
from rosters.sheets.values import BadValue
from tenancy.names import fold

Relationship, Basis = Guardianship.Relationship, Guardianship.Basis
RELATIONSHIPS: Mapping[str, object] = {
    fold(word): relationship
    for relationship, words in {
        Relationship.MOTHER: "mother mom mum mama madre mamá",
        Relationship.FATHER: "father dad papa padre papá",
        Relationship.PARENT: "parent",
        Relationship.STEPPARENT: "stepparent stepmother stepfather step-mother step-father madrastra padrastro",
        Relationship.GRANDPARENT: "grandparent grandmother grandfather abuela abuelo",
        Relationship.RELATIVE: "relative aunt uncle tía tío sister brother hermana hermano family",
        Relationship.LEGAL_GUARDIAN: "guardian tutor tutora",
        Relationship.CAREGIVER: "caregiver cuidador cuidadora",
        Relationship.AGENCY: "agency",
        Relationship.OTHER: "other otro otra",
    }.items()
    for word in words.split()
} | {
    "foster parent": Relationship.FOSTER_PARENT,
    "foster mother": Relationship.FOSTER_PARENT,
    "foster father": Relationship.FOSTER_PARENT,
    "legal guardian": Relationship.LEGAL_GUARDIAN,
}
BASES: Mapping[str, object] = {fold(str(basis.label)): basis for basis in Basis} | {
    "guardian": Basis.GUARDIAN,
    "court": Basis.GUARDIAN,
    "caregiver": Basis.CAREGIVER,
    "affidavit": Basis.CAREGIVER,
    "educational rights": Basis.RIGHTS_HOLDER,
    "agency": Basis.AGENCY,
    "liaison": Basis.LIAISON,
}
#: Words that name a condition rather than what helps (S-37).
_DIAGNOSIS = re.compile(
    r"autis|asperger|adhd|\badd\b|diabet|epilep|dyslex|dislexi|depress|depresi|bipolar|anxiety|ansiedad|schizo|cerebral"
    r"|syndrome|s[ií]ndrome|disorder|trastorno|diagnos|diagn[oó]s|disabilit|discapacidad|\bptsd\b|\bocd\b|\biep\b|\b504\b",
    re.IGNORECASE,
)
GUARDIANS = ("guardian1_", "guardian2_")


def helps(value: Value) -> str:
    """What helps at meetings. Refuses a diagnosis."""
    found = values.text(value, most=300)
    if _DIAGNOSIS.search(found):
        raise BadValue(_("Write what helps, not why: no diagnosis, no plan."))
    return found


def custody(value: Value) -> str:
    """What a court order says. Refuses an address."""
    found = values.text(value, most=300)
    if holds_street_address(found):
        raise BadValue(_("Leave addresses out: they are never kept here."))
    return found


def course_codes(value: Value) -> list[str]:
    """Codes of career courses."""
    found = values.several(value)
    if long := next((code for code in found if len(code) > 40), None):
        raise BadValue(_("“%(typed)s…” is too long for a course code.") % {"typed": long[:20]})
    return found


def columns(on: date, place: Place) -> list[SheetColumn]:
    """The columns of a sheet of students; drop-downs name the schools and programs in reach."""
    first = [
        SheetColumn(
            "state_student_id",
            gettext_lazy("State student ID"),
            lambda value: _at_most(values.identifier(value), 40),
            gettext_lazy("Finds the student whatever their name. Also taken as “SSID”."),
            "1002003004",
            synonyms=("state id", "ssid", "sasid", "statewide id", "uic", "state student number"),
        ),
        SheetColumn(
            "local_id",
            gettext_lazy("Student ID"),
            values.identifier,
            gettext_lazy("The number in your student information system. Finds the student."),
            "40123",
            synonyms=("local id", "local student id", "sis id", "id", "student number", "sourced id", "perm id"),
        ),
        SheetColumn(
            "given_name",
            gettext_lazy("Student first name"),
            values.name,
            gettext_lazy("Needed for a student without an ID."),
            "Sam",
            is_required=True,
            synonyms=("first name", "legal first name", "given name", "nombre", "first"),
        ),
        SheetColumn(
            "family_name",
            gettext_lazy("Student last name"),
            values.name,
            gettext_lazy("Needed for a student without an ID."),
            "Haddad",
            is_required=True,
            synonyms=("last name", "legal last name", "family name", "surname", "apellido", "last"),
        ),
        SheetColumn(
            "name",
            gettext_lazy("Student name"),
            values.full_name,
            gettext_lazy("Instead of two columns: last name, comma, first name."),
            "Haddad, Sam",
            synonyms=("student", "full name", "name", "student full name", "last name first name", "mentee"),
            is_in_template=False,
        ),
        SheetColumn(
            "preferred_name",
            gettext_lazy("Goes by"),
            values.name,
            gettext_lazy("If it differs from the first name."),
            "",
            synonyms=("preferred name", "nickname", "student preferred name", "chosen name"),
        ),
        SheetColumn(
            "school",
            gettext_lazy("School"),
            lambda value: values.text(value, most=120),
            gettext_lazy("As in the list of schools. Needed for a new student where there is more than one."),
            place.schools[0].name if place.schools else "",
            synonyms=("school name", "building", "campus", "home school"),
            choices=[school.name for school in place.schools],
            width=26,
        ),
        SheetColumn(
            "grade",
            gettext_lazy("Grade"),
            values.grade,
            gettext_lazy("A number such as 9, also 9th or 09."),
            "10",
            synonyms=("grade level", "student grade", "current grade"),
            choices=["9", "10", "11", "12"],
            width=8,
        ),
        SheetColumn(
            "birth_on",
            gettext_lazy("Date of birth"),
            values.birth_day(on),
            gettext_lazy("Month, day, year. Tells who turns 18 and may sign."),
            "2010-04-30",
            synonyms=("birth date", "dob", "student birth date", "student date of birth", "birth"),
            number_format=DAY_FORMAT,
            width=14,
        ),
        SheetColumn(
            "email",
            gettext_lazy("Student email"),
            values.email,
            gettext_lazy("The school’s address of the student."),
            "sam.haddad@school.example",
            synonyms=("email", "email address", "student email address", "school email"),
            width=28,
        ),
        SheetColumn(
            "phone",
            gettext_lazy("Student phone"),
            values.phone,
            gettext_lazy("A mobile phone, with area code."),
            "",
            synonyms=("student mobile phone", "student cell phone"),
        ),
        SheetColumn(
            "career_course_codes",
            gettext_lazy("Career courses"),
            course_codes,
            gettext_lazy("Codes of the career (CTE) courses that the student takes; several with a semicolon."),
            "HS101; HS102",
            synonyms=(
                "CTE courses",
                "CTE course",
                "CTE course codes",
                "course code",
                "CTE",
                "CTE class",
                "pathway course",
            ),
            width=22,
        ),
        SheetColumn(
            "career_area",
            gettext_lazy("Career area"),
            career_area,
            gettext_lazy("What kind of work the student is interested in; one of the list."),
            str(CareerArea.HEALTH.label),
            synonyms=(
                "career interest",
                "career cluster",
                "cluster",
                "pathway",
                "CTE program",
                "interest",
                "program area",
            ),
            choices=AREA_NAMES,
            width=28,
        ),
        SheetColumn(
            "program",
            gettext_lazy("Program"),
            lambda value: values.text(value, most=120),
            gettext_lazy("The mentoring program to join. Empty: the one chosen on the page, or none."),
            place.programs[0].name if place.programs else "",
            synonyms=("mentoring program", "program name"),
            choices=list(dict.fromkeys(program.name for program in place.programs)),
            width=26,
        ),
    ]
    return [*first, *_guardian_columns(1), *_guardian_columns(2), *_careful_columns(on)]


def _guardian_columns(number: int) -> Sequence[SheetColumn]:
    """Who may sign for the student: names, how to reach them, what they are to the student."""
    key, who = f"guardian{number}_", _("Guardian %(number)s") % {"number": number}
    bare = ("parent", "guardian") if number == 1 else ()

    def also(*ends: str) -> tuple[str, ...]:
        return tuple(f"{start} {end}" for start in (f"guardian {number}", *bare) for end in ends)

    return [
        SheetColumn(
            f"{key}given_name",
            _("%(who)s first name") % {"who": who},
            values.name,
            gettext_lazy("A parent or guardian: who is told and asked."),
            "Gil" if number == 1 else "",
            synonyms=also("given name", "first name"),
        ),
        SheetColumn(
            f"{key}family_name",
            _("%(who)s last name") % {"who": who},
            values.name,
            gettext_lazy("Needed with the first name."),
            "Haddad" if number == 1 else "",
            synonyms=also("family name", "last name"),
        ),
        SheetColumn(
            f"{key}name",
            _("%(who)s name") % {"who": who},
            values.full_name,
            gettext_lazy("Instead of two columns: last name, comma, first name."),
            "",
            synonyms=also("", "full name", "name"),
            is_in_template=False,
        ),
        SheetColumn(
            f"{key}relationship",
            _("%(who)s relationship") % {"who": who},
            values.choice(RELATIONSHIPS),
            gettext_lazy("What they are to the student."),
            "Father" if number == 1 else "",
            synonyms=also("relation", "relationship to student"),
            choices=[str(one.label) for one in Relationship],
        ),
        SheetColumn(
            f"{key}language",
            _("%(who)s language") % {"who": who},
            values.language,
            gettext_lazy("The language for mails and letters: Spanish, español or es."),
            "Spanish" if number == 1 else "",
            synonyms=(
                *also("preferred language", "home language", "language"),
                *(("home language",) if number == 1 else ()),
            ),
        ),
        SheetColumn(
            f"{key}needs_interpreter",
            _("%(who)s needs an interpreter") % {"who": who},
            values.yes_no,
            gettext_lazy("Yes or no."),
            "Yes" if number == 1 else "",
            synonyms=(
                *also("interpreter", "needs interpreter", "interpreter needed"),
                *(("interpreter",) if bare else ()),
            ),
            choices=["Yes", "No"],
        ),
        SheetColumn(
            f"{key}phone",
            _("%(who)s phone") % {"who": who},
            values.phone,
            gettext_lazy("A mobile phone, with area code."),
            "(312) 555-0100" if number == 1 else "",
            synonyms=also("phone number", "cell phone", "mobile phone"),
        ),
        SheetColumn(
            f"{key}email",
            _("%(who)s email") % {"who": who},
            values.email,
            gettext_lazy("Two parents may share one."),
            "gil.haddad@mail.example" if number == 1 else "",
            synonyms=also("email address", "email"),
            width=28,
        ),
        SheetColumn(
            f"{key}may_sign",
            _("%(who)s may sign") % {"who": who},
            values.yes_no,
            gettext_lazy("Yes, no, or empty where nobody has said."),
            "Yes" if number == 1 else "",
            synonyms=also("can sign", "may sign forms", "legal rights", "educational rights"),
            choices=["Yes", "No"],
        ),
        SheetColumn(
            f"{key}basis",
            _("%(who)s signs as") % {"who": who},
            values.choice(BASES),
            gettext_lazy("On what basis they may sign. Needed unless they are a mother, father or legal guardian."),
            "Parent" if number == 1 else "",
            synonyms=also("basis", "basis to sign"),
            choices=[str(one.label) for one in Basis],
        ),
    ]


def _careful_columns(on: date) -> Sequence[SheetColumn]:
    """What few people read."""
    return [
        SheetColumn(
            "custody_note",
            gettext_lazy("Custody note"),
            custody,
            gettext_lazy(
                "What a court order says, in one short sentence; the coordinator, counselors and principals read it. "
                "Never an address. It is listed for review."
            ),
            "No contact with the father",
            synonyms=("custody", "court order", "custody notes", "legal alert", "custody alert"),
            width=36,
        ),
        SheetColumn(
            "custody_source",
            gettext_lazy("Custody seen in"),
            lambda value: values.text(value, most=120),
            gettext_lazy("Which paper says so and where it is kept."),
            "Order of 2025-03-01, file in the office",
            synonyms=("custody source", "court order source", "custody document"),
            width=28,
        ),
        SheetColumn(
            "custody_ends_on",
            gettext_lazy("Custody note until"),
            values.day,
            gettext_lazy("The last day on which it holds, if there is one."),
            "",
            synonyms=("custody end", "custody end date", "court order end date", "custody expires"),
            number_format=DAY_FORMAT,
        ),
        SheetColumn(
            "transport",
            gettext_lazy("Transport"),
            lambda value: values.text(value, most=200),
            gettext_lazy("How the student gets to and from school, as far as meetings must know."),
            "Bus 12, leaves at 3:10",
            synonyms=("transportation", "bus", "how they get home", "bus number"),
            width=26,
        ),
        SheetColumn(
            "helps_at_meetings",
            gettext_lazy("What helps at meetings"),
            helps,
            gettext_lazy("An aide, sign language, a ramp, more time. Never the diagnosis and never a plan’s name."),
            "Sits in front, more time to answer",
            synonyms=("accommodations", "what helps", "supports", "support at meetings", "access needs"),
            width=36,
        ),
    ]


NOTES = [
    gettext_lazy("One row for each student. Keep the header row; the order of columns does not matter."),
    gettext_lazy("An empty cell changes nothing. A second file changes only what differs."),
    gettext_lazy("Names, schools, grades and addresses that came with the roster stay as the roster has them."),
    gettext_lazy("Never kept: Social Security numbers, home addresses, race, diagnosis, lunch status, passwords."),
]


def required_refusal(keys: Sequence[str]) -> str:
    """What columns are missing to take any row at all; "" when none."""
    has_name = "name" in keys or {"given_name", "family_name"} <= set(keys)
    if has_name or {"state_student_id", "local_id"} & set(keys):
        return ""
    return _("Choose the columns of first and last name, or of an ID.")


def _at_most(found: str, most: int) -> str:
    if len(found) > most:
        raise BadValue(_("This is longer than %(count)s letters.") % {"count": most})
    return found
