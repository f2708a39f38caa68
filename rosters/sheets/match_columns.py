"""The columns of a sheet of running matches, and how their cells are read."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.models import (
    Format,
)
from rosters.sheets import values
from rosters.sheets.columns import SheetColumn
from rosters.sheets.rows import Place
from rosters.sheets.templates import DAY_FORMAT
from tenancy.names import fold

FORMATS: Mapping[str, object] = {fold(str(one.label)): one for one in Format} | {
    "one to one": Format.ONE_TO_ONE,
    "1 1": Format.ONE_TO_ONE,
    "11": Format.ONE_TO_ONE,
    "1 to 1": Format.ONE_TO_ONE,
    "1 on 1": Format.ONE_TO_ONE,
    "one on one": Format.ONE_TO_ONE,
    "traditional": Format.ONE_TO_ONE,
    "individual": Format.ONE_TO_ONE,
    "small group": Format.SMALL_GROUP,
    "group": Format.SMALL_GROUP,
    "team": Format.TEAM,
    "large group": Format.LARGE_GROUP,
    "peer": Format.PEER,
    "online": Format.ONLINE,
    "e mentoring": Format.ONLINE,
    "ementoring": Format.ONLINE,
    "virtual": Format.ONLINE,
}


def columns(on: date, place: Place) -> list[SheetColumn]:
    """The columns of a sheet of running matches."""
    return [*_who_columns(place), *_what_columns(on, place), *_paper_columns(on)]


def _who_columns(place: Place) -> list[SheetColumn]:
    return [
        SheetColumn(
            "student_state_student_id",
            gettext_lazy("State student ID"),
            values.identifier,
            gettext_lazy("Finds the student whatever their name."),
            "1002003004",
            synonyms=("state id", "ssid", "student state id", "sasid"),
        ),
        SheetColumn(
            "student_local_id",
            gettext_lazy("Student ID"),
            values.identifier,
            gettext_lazy("The number in your student information system."),
            "40123",
            synonyms=("id", "local id", "student number", "sis id", "mentee id"),
        ),
        SheetColumn(
            "student_name",
            gettext_lazy("Student name"),
            values.full_name,
            gettext_lazy("Last name, comma, first name. Needed without an ID."),
            "Haddad, Sam",
            is_required=True,
            synonyms=("student", "mentee", "mentee name", "student full name"),
            width=26,
        ),
        SheetColumn(
            "student_given_name",
            gettext_lazy("Student first name"),
            values.name,
            gettext_lazy("Instead of one column with both names."),
            synonyms=("mentee first name",),
            is_in_template=False,
        ),
        SheetColumn(
            "student_family_name",
            gettext_lazy("Student last name"),
            values.name,
            gettext_lazy("Instead of one column with both names."),
            synonyms=("mentee last name",),
            is_in_template=False,
        ),
        SheetColumn(
            "student_email",
            gettext_lazy("Student email"),
            values.email,
            gettext_lazy("Finds the student together with the name."),
            synonyms=("mentee email",),
            is_in_template=False,
        ),
        SheetColumn(
            "student_school",
            gettext_lazy("Student’s school"),
            lambda value: values.text(value, most=120),
            gettext_lazy("Tells students of the same name apart."),
            place.schools[0].name if place.schools else "",
            synonyms=("school", "school name"),
            choices=[school.name for school in place.schools],
            width=26,
        ),
        *_mentor_columns("mentor_", gettext_lazy("Mentor email"), gettext_lazy("Mentor name"), "Fischer, Mia"),
        *_mentor_columns("mentor2_", gettext_lazy("Mentor 2 email"), gettext_lazy("Mentor 2 name"), ""),
    ]


def _mentor_columns(prefix: str, email: object, name: object, example: str) -> list[SheetColumn]:
    second = prefix == "mentor2_"
    also = ("second mentor", "co-mentor", "mentor two") if second else ("mentor", "volunteer")
    columns_of = [
        SheetColumn(
            f"{prefix}email",
            str(email),
            values.email,
            gettext_lazy("The second mentor of a team.") if second else gettext_lazy("Finds the mentor best."),
            "" if second else "mia.fischer@works.example",
            synonyms=tuple(f"{one} email" for one in also) + tuple(f"{one} email address" for one in also),
            width=30,
        ),
        SheetColumn(
            f"{prefix}name",
            str(name),
            values.full_name,
            gettext_lazy("Last name, comma, first name. Needed without an email."),
            example,
            is_required=not second,
            synonyms=(*also, *(f"{one} full name" for one in also)),
            width=26,
        ),
    ]
    for part, words in (("given_name", "first name"), ("family_name", "last name")):
        columns_of.append(
            SheetColumn(
                f"{prefix}{part}",
                f"{'Mentor 2' if second else 'Mentor'} {words}",
                values.name,
                gettext_lazy("Instead of one column with both names."),
                synonyms=tuple(f"{one} {words}" for one in also),
                is_in_template=False,
            )
        )
    return columns_of


def _what_columns(on: date, place: Place) -> list[SheetColumn]:
    return [
        SheetColumn(
            "program",
            gettext_lazy("Program"),
            lambda value: values.text(value, most=120),
            gettext_lazy("The mentoring program. Empty: the one chosen on the page."),
            place.programs[0].name if place.programs else "",
            synonyms=("mentoring program", "program name"),
            choices=list(dict.fromkeys(program.name for program in place.programs)),
            width=26,
        ),
        SheetColumn(
            "format",
            gettext_lazy("Who meets whom"),
            values.choice(FORMATS),
            gettext_lazy("One of the list. Empty: the program’s own, where it has one only."),
            str(Format.ONE_TO_ONE.label),
            synonyms=("format", "match type", "type of match", "type", "model"),
            choices=[str(one.label) for one in Format],
            width=32,
        ),
        SheetColumn(
            "group",
            gettext_lazy("Group"),
            lambda value: values.text(value, most=80),
            gettext_lazy("For groups: rows with the same group and mentor are one match."),
            "",
            synonyms=("group name", "team", "team name", "match group"),
        ),
        SheetColumn(
            "started_on",
            gettext_lazy("Started on"),
            values.past_day(on),
            gettext_lazy("The first day of the match."),
            "2026-09-15",
            is_required=True,
            synonyms=("start date", "match date", "date matched", "matched on", "begin date", "since", "match start"),
            number_format=DAY_FORMAT,
        ),
        SheetColumn(
            "ends_on",
            gettext_lazy("Planned until"),
            values.day,
            gettext_lazy("The last day as agreed."),
            "2027-05-28",
            synonyms=("end date", "ends on", "planned end", "match end", "until", "promised until"),
            number_format=DAY_FORMAT,
        ),
        SheetColumn(
            "supervising_teacher",
            gettext_lazy("Supervising teacher"),
            lambda value: values.text(value, most=120),
            gettext_lazy("Their email address, or first and last name as in the list of people."),
            "tom.whelan@school.example",
            synonyms=(
                "teacher",
                "supervisor",
                "supervising adult",
                "teacher of record",
                "teacher email",
                "school contact",
            ),
            width=28,
        ),
    ]


def _paper_columns(on: date) -> list[SheetColumn]:
    return [
        SheetColumn(
            "paper_signed_on",
            gettext_lazy("Signed on paper on"),
            values.past_day(on),
            gettext_lazy("The day on which the parent or guardian signed the agreement on paper."),
            "2026-09-12",
            synonyms=(
                "date signed",
                "signed on",
                "agreement signed",
                "paper signed",
                "agreement signed on",
                "permission signed",
                "guardian signed on",
                "parent signed on",
                "agreement date",
            ),
            number_format=DAY_FORMAT,
        ),
        SheetColumn(
            "paper_filed_at",
            gettext_lazy("Filed at"),
            lambda value: values.text(value, most=200),
            gettext_lazy("Where the paper is: which office, cabinet, folder. Needed with the day."),
            "Main office, cabinet 2, folder 14",
            synonyms=(
                "file location",
                "filed",
                "location of paper",
                "where filed",
                "paper filed at",
                "folder",
                "on file at",
            ),
            width=32,
        ),
        SheetColumn(
            "paper_attested_by",
            gettext_lazy("Seen by"),
            lambda value: values.text(value, most=120),
            gettext_lazy("Who of the staff has seen the paper. Empty: you."),
            "",
            synonyms=("attested by", "verified by", "checked by", "seen by staff", "confirmed by"),
            width=26,
        ),
    ]


NOTES = [
    gettext_lazy("One row for each student of a match. Bring students and mentors in first: nobody is added here."),
    gettext_lazy("Only matches that are running. The day on which a parent signed on paper stands for the signature."),
    gettext_lazy("An empty cell changes nothing. A second file changes only what differs."),
]


def required_refusal(keys: Sequence[str]) -> str:
    """What columns are missing to take any row at all; "" when none."""
    chosen = set(keys)
    by_id = {"student_state_student_id", "student_local_id", "student_name"} & chosen
    if not by_id and not {"student_given_name", "student_family_name"} <= chosen:
        return _("Choose the column of the student’s name or ID.")
    if not {"mentor_email", "mentor_name"} & chosen and not {"mentor_given_name", "mentor_family_name"} <= chosen:
        return _("Choose the column of the mentor’s email or name.")
    if "started_on" not in chosen:
        return _("Choose the column of the day on which the match started.")
    return ""
