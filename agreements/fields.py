"""Merge fields: what the built-in texts say of a student, a mentor, a plan.

Values stand as JSON: days as ISO dates in fields that end in ``_on``, choices as codes that the text of each language
puts into words, lists as lists. Whoever fills them in leaves no field out; what is not known is empty (``""``, ``[]``,
``None``), and the text then leaves out the line.

* ``career_area`` in English; texts in other languages translate it
* ``mentors``: ``[{"name", "occupation", "employer", "workplace", "contact"}]``; ``contact``: whom to call there
* ``objectives``: ``[{"text", "standard"}]``; ``activities``: ``["…"]``
* ``places``: of ``school``, ``workplace``, ``outing``, ``online``
* ``format``: ``one_to_one``, ``small_group``, ``team``, ``large_group``, ``peer``, ``online``
* ``remote_contact``: ``none``, ``second_adult``, ``copy``; ``perks``: ``none``, ``limit``, ``ask``
* ``journal_rhythm``: ``none``, ``meeting``, ``week``, ``month``

The mentor reads the agreement, so a birth date and a student number stand in the permissions alone, which the family
signs. Nobody's phone but the coordinator's stands in either: parents of a student may not know of each other's.
"""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext

from agreements.models import Kind

_WHO = ("district", "school", "program", "school_year", "student_name", "student_preferred_name", "student_grade")
_PLAN = (
    "mentors",
    "starts_on",
    "ends_on",
    "places",
    "place_note",
    "adult_in_charge",
    "transport",
    "mentor_may_drive",
    "remote_contact",
)
_STAFF = ("supervising_teacher", "coordinator_name", "coordinator_email", "coordinator_phone")

#: What each document needs to be filled in.
FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.MENTORSHIP: (
        *_WHO,
        "career_area",
        "career_goal",
        *_STAFF,
        *_PLAN,
        "format",
        "promised_months",
        "planned_meetings",
        "meeting_minutes",
        "schedule",
        "activities",
        "objectives",
        "perks",
        "perks_limit",
        "journal_rhythm",
        "grades_journal",
    ),
    Kind.PERMISSIONS: (*_WHO, "student_number", "student_birth_on", *_STAFF, *_PLAN),
}


def missing(kind: Kind, values: Mapping[str, object]) -> list[str]:
    """Fields that nobody filled in, be it only as empty; and fields that no text knows."""
    return sorted(set(FIELDS[kind]) ^ set(values))


def as_read(values: Mapping[str, object]) -> dict[str, object]:
    """The values as a text takes them, in the language in force: days are days, words of ours are translated."""
    return {name: _read(name, value) for name, value in values.items()}


def _read(name: str, value: object) -> object:
    if name == "career_area":
        return gettext(str(value)) if value else ""
    return _day(value) if name.endswith("_on") else value


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None
