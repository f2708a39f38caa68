"""How the cells of a roster’s files are read, and what is said of those that cannot be."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zlib import crc32

from django.utils.translation import gettext as _

from rosters.csv_rows import CsvRow, Fault, Notes
from tenancy.names import fold

#: Between the words of a list inside one staged column.
BETWEEN = "\x1f"
LONGEST_ID = 255
LONGEST_NAME = 80

#: What students, guardians and teachers are called in the files; the rest of the known roles is counted and left out.
ROLES = {
    "student": "student",
    "teacher": "teacher",
    "instructor": "teacher",
    "professor": "teacher",
    "lecturer": "teacher",
    "faculty": "teacher",
    "guardian": "guardian",
    "parent": "guardian",
    "relative": "guardian",
}
OTHER_ROLES = frozenset(
    {
        "administrator", "aide", "proctor", "principal", "counselor", "counsellor", "districtadministrator",
        "siteadministrator", "systemadministrator", "sysadmin", "schooladmin", "districtadmin", "staff", "adjunct",
        "chair", "researcher", "facultyadmin", "teacherassistant", "ta", "tutor", "coach", "paraprofessional",
        "substitute", "substituteteacher", "courseauditor", "coursefacilitator", "studentteacher",
        "administrativestaff", "itadmin", "officestaff", "nurse", "librarian", "specialist", "mentor", "other",
        "alumni", "associate", "graderole", "grader", "learningdesigner", "assistantprincipal", "vicepresident",
        "president", "provost", "dean", "headteacher", "departmenthead", "secretary", "socialworker", "volunteer",
        "boardmember", "clerk", "therapist", "psychologist", "speechpathologist", "crossingguard",
    }
)  # fmt: skip
SCHOOL_TYPES = frozenset({"school", "college", "university", "campus", "academy", "institute", "center", "building"})
DISTRICT_TYPES = frozenset(
    {"district", "local", "state", "national", "region", "ministryofeducation", "county", "trust", "organization"}
)
#: Below a school: what belongs to a department belongs to the school above it.
PART_TYPES = frozenset({"department", "division", "program", "other", "adulteducation", "section"})
YEAR_TYPES = frozenset({"schoolyear"})
TERM_TYPES = frozenset({"semester", "term", "gradingperiod", "trimester", "quarter", "quadmester", "session", "other"})
RELATIONSHIPS = {
    "mother": "mother",
    "father": "father",
    "parent": "parent",
    "stepparent": "stepparent",
    "stepmother": "stepparent",
    "stepfather": "stepparent",
    "grandparent": "grandparent",
    "grandmother": "grandparent",
    "grandfather": "grandparent",
    "relative": "relative",
    "aunt": "relative",
    "uncle": "relative",
    "sibling": "relative",
    "fosterparent": "foster_parent",
    "legalguardian": "legal_guardian",
    "guardian": "",
    "caregiver": "caregiver",
    "agency": "agency",
    "courtappointedguardian": "legal_guardian",
    "aide": "other",
    "doctor": "other",
    "other": "other",
}

#: One staged row: line, column and sentence of its fault (both empty when it is well), then the table's own columns.
Staged = tuple[Any, ...]
Reader = Callable[["Sheet", CsvRow], Staged]


@dataclass(frozen=True)
class Sheet:
    """One file as it lies there: its notes, and which of its columns it has."""

    name: str
    notes: Notes
    present: frozenset[str]


class BadCell(Exception):
    """A cell that cannot be taken: the row fails with this column and sentence."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.fault = Fault(column, why)


# --- Reading cells ---------------------------------------------------------------------------------------------------
def key(column: str, text: str) -> str:
    """What a row is known by. BadCell where it is empty or too long."""
    if not text:
        raise BadCell(column, _("This is empty. Every row needs it."))
    if len(text) > LONGEST_ID:
        raise BadCell(column, _("This is longer than %(most)s characters.") % {"most": LONGEST_ID})
    return text


def is_ended(sheet: Sheet, row: CsvRow, text: str) -> bool:
    """Whether a row says that it is no more. BadCell for what is no status."""
    if not text or text == "active":
        return False
    word = text.casefold().replace(" ", "").replace("_", "")
    if word not in {"active", "tobedeleted", "inactive", "deleted"}:
        raise BadCell("status", _("“%(word)s” is no status. There are active and tobedeleted.") % {"word": text[:40]})
    if text not in {"tobedeleted", "inactive"}:
        _note_case(sheet, row, "status")
    return word != "active"


def _note_case(sheet: Sheet, row: CsvRow, column: str) -> None:
    sheet.notes.add(
        _("Words in the column %(column)s are spelt in other ways than usual.") % {"column": column}, row.line
    )


def word_of(text: str) -> str:
    """A word of a list without regard to capitals, blanks and dashes."""
    return re.sub(r"[\s_\-]", "", text).casefold()


def role(sheet: Sheet, row: CsvRow, text: str) -> str:
    """student, teacher or guardian; "other" for a role that a person gives here; BadCell for no role at all."""
    known = ROLES.get(text)
    if known is not None:
        return known
    word = word_of(text)
    if word in ROLES or word in OTHER_ROLES:
        if text != word and word in ROLES:
            _note_case(sheet, row, "role")
        if word not in ROLES:
            sheet.notes.add(
                _("The role “%(role)s” was left out. A person gives such roles here.") % {"role": text[:40]},
                row.line,
            )
        return ROLES.get(word, "other")
    raise BadCell("role", _("“%(role)s” is no role that rosters have.") % {"role": text[:40]})


def day(column: str, text: str) -> str:
    """A day as 2026-08-17; "" for none. Takes American days and instants too; BadCell for what is no day."""
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    for form in ("%m/%d/%Y", "%Y%m%d", "%m-%d-%Y"):
        try:
            return datetime.strptime(text[:10], form).date().isoformat()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        raise BadCell(column, _("“%(text)s” is not a day. Write it like 2026-08-17.") % {"text": text[:40]}) from None


def sensible_day(column: str, text: str) -> str:
    """The same, of this age of the world."""
    said = day(column, text)
    if said and not "1900" <= said[:4] <= "2100":
        raise BadCell(column, _("“%(text)s” is not a day. Write it like 2026-08-17.") % {"text": text[:40]})
    return said


_GRADES = {
    "K": "KG", "KG": "KG", "KINDERGARTEN": "KG", "KK": "KG", "0": "KG", "00": "KG", "TK": "TK", "PK": "PK",
    "PREK": "PK", "P": "PK", "PR": "PR", "IT": "IT", "UG": "UG", "UNGRADED": "UG", "OTHER": "OTHER", "-1": "PK",
    "FRESHMAN": "09", "SOPHOMORE": "10", "JUNIOR": "11", "SENIOR": "12", "AE": "AE", "PS": "PS", "AS": "AS", "BA": "BA",
}  # fmt: skip


@lru_cache(maxsize=1000)
def grade(text: str) -> str:
    """One grade as a CEDS code: "9", "Grade 9" and "9th" are "09", "ps1" is "PS1"; "" for what is none."""
    word = re.sub(r"^(GRADE|GR)|(TH|ST|ND|RD|GRADE)$", "", text.upper().replace(" ", "").replace(".", ""))
    if word.isascii() and word.isdigit() and 1 <= int(word) <= 13:
        return f"{int(word):02d}"
    if re.fullmatch(r"PS[1-9]", word):
        return word
    return _GRADES.get(word, "")


def words_of(text: str) -> list[str]:
    """The words of a list in one cell: "09,10", "a; b", "{x|y}"."""
    return [word for word in (one.strip(" \"'[]{}") for one in re.split(r"[,;|]", text)) if word] if text else []


def first_grade(sheet: Sheet, row: CsvRow, text: str) -> str:
    """The first grade of a list, as its code; "" where none is known."""
    said = words_of(text)
    known = [code for code in map(grade, said) if code]
    if len(known) < len(said):
        sheet.notes.add(_("Some grades are not known and were left empty."), row.line)
    if len(known) > 1:
        sheet.notes.add(_("Some people have several grades. The first one counts."), row.line)
    return known[0] if known else ""


def email(sheet: Sheet, row: CsvRow, text: str) -> str:
    """An address in small letters; "" for what is none."""
    if not text:
        return ""
    local, _at, host = text.rpartition("@")
    if not local or "." not in host or " " in text or len(text) > 254:
        sheet.notes.add(_("Some email addresses are none and were left empty."), row.line)
        return ""
    return text.lower()


def phone(sheet: Sheet, row: CsvRow, text: str) -> str:
    """A number as +15551234567. (The full library of numbering plans would take longer than all the rest.)"""
    if not text:
        return ""
    digits = re.sub(r"[^0-9]", "", text.partition("x")[0])
    if text.lstrip().startswith("+") and 8 <= len(digits) <= 15:
        return f"+{digits}"
    if len(digits) == 10 or (len(digits) == 11 and digits[0] == "1"):
        return f"+1{digits[-10:]}"
    sheet.notes.add(_("Some phone numbers cannot be read and were left empty."), row.line)
    return ""


def name(column: str, text: str) -> str:
    """A name without blanks around it. BadCell where it is empty or too long."""
    said = " ".join(text.split()) if text else ""
    if not said:
        raise BadCell(column, _("This is empty. Every row needs it."))
    if len(said) > LONGEST_NAME:
        raise BadCell(column, _("This is longer than %(most)s characters.") % {"most": LONGEST_NAME})
    return said


@lru_cache(maxsize=50_000)
def folded(name: str) -> str:
    """A name to search by; rosters hold the same ones again and again."""
    return fold(name)


def fingerprint(*values: str | None) -> str:
    """Eight letters for each value, by which the next run sees which of them the roster changed; None is not said."""
    return "".join("--------" if one is None else f"{crc32(one.encode()):08x}" for one in values)


def within(most: int, text: str) -> str:
    """So many characters of a text."""
    return text[:most].strip()


def _failed(row: CsvRow, fault: Fault, key: str, width: int) -> Staged:
    return (row.line, fault.column, fault.why[:300], key[:LONGEST_ID], *[""] * (width - 1))


def reader(width: int) -> Callable[[Callable[[Sheet, CsvRow], Staged]], Reader]:
    """A reader whose rows have this many columns of their own, the key first; bad cells become faults."""

    def add(read: Callable[[Sheet, CsvRow], Staged]) -> Reader:
        def guarded(sheet: Sheet, row: CsvRow) -> Staged:
            if row.fault is not None:
                return _failed(row, row.fault, row.cells[0], width)
            try:
                return (row.line, "", "", *read(sheet, row))
            except BadCell as bad:
                return _failed(row, bad.fault, row.cells[0], width)

        return guarded

    return add
