"""OneRoster 1.0, 1.1 and 1.2 as CSV, and Microsoft School Data Sync: which files and columns are read, and how.

Each file has a list of the columns that may be read. Nothing else ever leaves the file: no password, no sex, race or
place of birth, no IEP, no lunch status. A reader turns a row into what is staged, or into a fault with its column.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zlib import crc32

from django.utils.translation import gettext as _

from rosters.archive import Archive, CannotRead
from rosters.csv_rows import CsvRow, CsvRows, Fault, Notes
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


@dataclass(frozen=True)
class File:
    """One file of the standard: columns to read with their other spellings, columns known and never read, the reader.

    ``staged`` names the columns of its staging table, in the order of what the reader returns.
    """

    name: str
    columns: Mapping[str, Sequence[str]]
    staged: Sequence[str]
    read: Reader
    others: Sequence[str] = ()

    def rows(self, archive: Archive, notes: Notes) -> tuple[CsvRows, Sheet]:
        """The rows of this file in an archive."""
        file = archive.open(self.name)
        found = CsvRows(file, self.name, self.columns, notes, self.others, is_kept=archive.is_kept)
        missing = [column for column in NEEDED.get(self.name, ()) if column not in found.present]
        if found.present and missing:
            words = _("%(file)s has no column %(column)s. Nothing in it could be brought in.")
            raise CannotRead(words % {"file": self.name, "column": missing[0]})
        return found, Sheet(self.name, notes, found.present)


class BadCell(Exception):
    """A cell that cannot be taken: the row fails with this column and sentence."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.fault = Fault(column, why)


# --- The manifest ----------------------------------------------------------------------------------------------------
MANIFEST_COLUMNS = {"propertyName": ["property", "name", "key"], "value": []}


@dataclass(frozen=True)
class Layout:
    """Which files are read, and whether each is the whole truth (bulk) or only what changed (delta)."""

    version: str
    modes: Mapping[str, str]
    notes: list[dict[str, str | int]] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether the file is read."""
        return name in self.modes

    def is_bulk(self, name: str) -> bool:
        """Whether what is missing from the file is gone."""
        return self.modes.get(name) == "bulk"


def layout_of(archive: Archive) -> Layout:
    """What the manifest says, or, without one, every file as the whole truth. Raises CannotRead without users."""
    notes = Notes()
    said = _manifest(archive, notes)
    modes = {}
    for name in FILES:
        mode = said.get(f"file.{folded_name(name)}", "bulk" if not said else "")
        if mode in {"", "absent"} and said:
            mode = mode or ("bulk" if name in archive.names else "absent")
        if mode == "absent" or name not in archive.names:
            if mode != "absent" and said and name in MANIFEST_FILES:
                notes.add(_("The manifest names %(file)s, but it is not there.") % {"file": name})
            continue
        modes[name] = "delta" if mode == "delta" else "bulk"
    if "users.csv" not in modes:
        raise CannotRead(_("There is no file users.csv in it. A OneRoster or School Data Sync export has one."))
    version = said.get("oneroster.version", "")
    return Layout(version, modes, notes.sentences("manifest.csv"))


def folded_name(name: str) -> str:
    """``academicSessions.csv`` as the manifest's keys have it, in small letters: ``academicsessions``."""
    return name.removesuffix(".csv").casefold()


def _manifest(archive: Archive, notes: Notes) -> dict[str, str]:
    if "manifest.csv" not in archive.names:
        return {}
    file = archive.open("manifest.csv")
    rows = CsvRows(file, "manifest.csv", MANIFEST_COLUMNS, notes, is_kept=archive.is_kept)
    said = {row.cells[0].casefold(): row.cells[1].casefold() for row in rows if row.fault is None}
    strange = {value for key, value in said.items() if key.startswith("file.")} - {"bulk", "delta", "absent"}
    for value in sorted(strange):
        notes.add(_("The manifest says “%(value)s” of a file. It was read as bulk.") % {"value": value[:40]})
    return said


# --- Reading cells ---------------------------------------------------------------------------------------------------
def _key(column: str, text: str) -> str:
    if not text:
        raise BadCell(column, _("This is empty. Every row needs it."))
    if len(text) > LONGEST_ID:
        raise BadCell(column, _("This is longer than %(most)s characters.") % {"most": LONGEST_ID})
    return text


def _is_ended(sheet: Sheet, row: CsvRow, text: str) -> bool:
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


def _word(text: str) -> str:
    return re.sub(r"[\s_\-]", "", text).casefold()


def _role(sheet: Sheet, row: CsvRow, text: str) -> str:
    """student, teacher or guardian; "other" for a role that a person gives here; BadCell for no role at all."""
    known = ROLES.get(text)
    if known is not None:
        return known
    word = _word(text)
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


def _sensible_day(column: str, text: str) -> str:
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


def _first_grade(sheet: Sheet, row: CsvRow, text: str) -> str:
    said = words_of(text)
    known = [code for code in map(grade, said) if code]
    if len(known) < len(said):
        sheet.notes.add(_("Some grades are not known and were left empty."), row.line)
    if len(known) > 1:
        sheet.notes.add(_("Some people have several grades. The first one counts."), row.line)
    return known[0] if known else ""


def _email(sheet: Sheet, row: CsvRow, text: str) -> str:
    if not text:
        return ""
    local, _at, host = text.rpartition("@")
    if not local or "." not in host or " " in text or len(text) > 254:
        sheet.notes.add(_("Some email addresses are none and were left empty."), row.line)
        return ""
    return text.lower()


def _phone(sheet: Sheet, row: CsvRow, text: str) -> str:
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


def _name(column: str, text: str) -> str:
    said = " ".join(text.split()) if text else ""
    if not said:
        raise BadCell(column, _("This is empty. Every row needs it."))
    if len(said) > LONGEST_NAME:
        raise BadCell(column, _("This is longer than %(most)s characters.") % {"most": LONGEST_NAME})
    return said


@lru_cache(maxsize=50_000)
def _folded(name: str) -> str:
    return fold(name)


def fingerprint(*values: str | None) -> str:
    """Eight letters for each value, by which the next run sees which of them the roster changed; None is not said."""
    return "".join("--------" if one is None else f"{crc32(one.encode()):08x}" for one in values)


def _within(most: int, text: str) -> str:
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


# --- The files -------------------------------------------------------------------------------------------------------
@reader(6)
def _org(sheet: Sheet, row: CsvRow) -> Staged:
    key, status, name, kind, parent = row.cells
    key = _key("sourcedId", key)
    ended = _is_ended(sheet, row, status)
    word = _word(kind)
    if word not in SCHOOL_TYPES | DISTRICT_TYPES | PART_TYPES:
        raise BadCell("type", _("“%(type)s” is no kind of organization that rosters have.") % {"type": kind[:40]})
    if not name and not ended:
        raise BadCell("name", _("This is empty. Every row needs it."))
    place = "school" if word in SCHOOL_TYPES else "district" if word in DISTRICT_TYPES else "part"
    return key, _within(120, name), place, parent, ended, fingerprint(_within(120, name))


@reader(6)
def _session(sheet: Sheet, row: CsvRow) -> Staged:
    key, status, title, kind, starts, ends, _parent = row.cells
    key, ended, word = _key("sourcedId", key), _is_ended(sheet, row, status), _word(kind)
    if word not in YEAR_TYPES | TERM_TYPES:
        raise BadCell("type", _("“%(type)s” is no kind of session that rosters have.") % {"type": kind[:40]})
    starts, ends = _sensible_day("startDate", starts), _sensible_day("endDate", ends)
    if word in YEAR_TYPES and not ended:
        if not starts or not ends:
            raise BadCell("endDate" if starts else "startDate", _("This is empty. Every row needs it."))
        if ends <= starts:
            raise BadCell("endDate", _("The last day comes after the first day."))
    return key, _within(40, title) or starts[:4], "year" if word in YEAR_TYPES else "term", starts, ends, ended


@reader(15)
def _user(sheet: Sheet, row: CsvRow) -> Staged:
    (key, status, given, family, preferred, email, sms, phone, role, primary_org, orgs, agents, grades) = row.cells
    key = _key("sourcedId", key)
    if _is_ended(sheet, row, status):
        return key, "", "", "", "", "", "", "", "", "", "", "", "", True, ""
    has = sheet.present
    said_role = _role(sheet, row, role) if role else ""
    given, family = _name("givenName", given), _name("familyName", family)
    preferred = _within(LONGEST_NAME, " ".join(preferred.split())) if preferred else ""
    preferred = "" if preferred == given else preferred
    email = _email(sheet, row, email)
    number = _phone(sheet, row, sms or phone)
    code = _first_grade(sheet, row, grades) if grades else ""
    marks = fingerprint(
        given,
        family,
        preferred if "preferredFirstName" in has else None,
        email if "email" in has else None,
        number if "sms" in has or "phone" in has else None,
    )
    places = dict.fromkeys([*words_of(primary_org), *words_of(orgs)])
    kin = dict.fromkeys(words_of(agents))
    keys = (_folded(given), _folded(family), _folded(preferred) if preferred else "")
    names = (given, family, preferred)
    return (
        key, *names, email, number, code, *keys, said_role, BETWEEN.join(places), BETWEEN.join(kin), False, marks,
    )  # fmt: skip


@reader(5)
def _user_role(sheet: Sheet, row: CsvRow) -> Staged:
    user, status, role, org, grades = row.cells
    user, ended = _key("userSourcedId", user), _is_ended(sheet, row, status)
    if not role:
        raise BadCell("role", _("This is empty. Every row needs it."))
    return user, _role(sheet, row, role), org, ended, _first_grade(sheet, row, grades) if grades else ""


@reader(2)
def _birth(sheet: Sheet, row: CsvRow) -> Staged:
    user, status, born = row.cells
    user = _key("sourcedId", user)
    return user, "" if _is_ended(sheet, row, status) else _sensible_day("birthDate", born)


@reader(3)
def _relationship(sheet: Sheet, row: CsvRow) -> Staged:
    student, guardian, role = row.cells
    word = _word(role)
    if word and word not in RELATIONSHIPS:
        sheet.notes.add(_("Some relationships are not known and were left open."), row.line)
    return (
        _key("userSourcedId", student),
        _key("relationshipUserSourcedId", guardian),
        RELATIONSHIPS.get(word, ""),
    )


@reader(3)
def _course(sheet: Sheet, row: CsvRow) -> Staged:
    key, status, title, code = row.cells
    key = _key("sourcedId", key)
    _is_ended(sheet, row, status)
    return key, _within(40, code), _within(200, title)


@reader(8)
def _class(sheet: Sheet, row: CsvRow) -> Staged:
    key, status, title, grades, course, school, terms, code = row.cells
    key, ended = _key("sourcedId", key), _is_ended(sheet, row, status)
    if not ended and not school:
        raise BadCell("schoolSourcedId", _("This is empty. Every row needs it."))
    if not ended and not title and not code:
        raise BadCell("title", _("This is empty. Every row needs it."))
    said = [code for code in map(grade, words_of(grades)) if code]
    return (
        key, _within(200, title or code), course, school, BETWEEN.join(words_of(terms)), BETWEEN.join(said), ended, "",
    )  # fmt: skip


@reader(8)
def _enrollment(sheet: Sheet, row: CsvRow) -> Staged:
    key, status, section, user, role, primary, begins, ends = row.cells
    ended = _is_ended(sheet, row, status)
    if ended and key:
        return key, section, user, "", False, "", "", True
    section, user = _key("classSourcedId", section), _key("userSourcedId", user)
    if not role:
        raise BadCell("role", _("This is empty. Every row needs it."))
    said = _role(sheet, row, role)
    if said == "guardian":
        said = "other"
    key = _key("sourcedId", key) if key or "sourcedId" in sheet.present else _made_key(section, user, said)
    begins, ends = _sensible_day("beginDate", begins), _sensible_day("endDate", ends)
    return key, section, user, said, primary.casefold() in {"true", "1", "yes"}, begins, ends, ended


def _made_key(section: str, user: str, role: str) -> str:
    """A key for an enrollment whose file has none: where, who, as what."""
    made = f"{section}/{user}/{role}"
    return made if len(made) <= LONGEST_ID else f"{made[:240]}{crc32(made.encode()):08x}"


FILES: dict[str, File] = {
    one.name: one
    for one in (
        File(
            "orgs.csv",
            {"sourcedId": [], "status": [], "name": [], "type": [], "parentSourcedId": []},
            ["sourced_id", "name", "place", "parent", "ended", "marks"],
            _org,
            ["dateLastModified", "identifier"],
        ),
        File(
            "academicsessions.csv",
            {
                "sourcedId": [],
                "status": [],
                "title": ["name"],
                "type": [],
                "startDate": ["start"],
                "endDate": ["end"],
                "parentSourcedId": [],
            },
            ["sourced_id", "title", "kind", "starts", "ends", "ended"],
            _session,
            ["dateLastModified", "schoolYear"],
        ),
        File(
            "users.csv",
            {
                "sourcedId": ["userSourcedId"],
                "status": [],
                "givenName": ["firstName", "legalGivenName"],
                "familyName": ["lastName", "surname", "legalFamilyName"],
                "preferredFirstName": ["preferredGivenName", "preferredName", "nickname"],
                "email": ["emailAddress"],
                "sms": ["mobile", "mobilePhone"],
                "phone": ["telephone", "phoneNumber"],
                "role": [],
                "primaryOrgSourcedId": [],
                "orgSourcedIds": ["orgSourcedId"],
                "agentSourcedIds": ["agents", "agentSourcedId"],
                "grades": ["grade"],
            },
            [
                "sourced_id", "given_name", "family_name", "preferred_name", "email", "phone", "grade", "key_given",
                "key_family", "key_preferred", "role", "orgs", "agents", "ended", "marks",
            ],
            _user,
            [
                "dateLastModified", "enabledUser", "username", "userIds", "middleName", "identifier", "password",
                "preferredMiddleName", "preferredLastName", "pronouns", "userMasterIdentifier", "resourceSourcedIds",
                "activeDirectoryMatchId", "organizationSourcedId", "userNumber",
            ],
        ),
        File(
            "roles.csv",
            {"userSourcedId": [], "status": [], "role": [], "orgSourcedId": [], "grade": ["grades"]},
            ["sourced_id", "role", "org", "ended", "grade"],
            _user_role,
            [
                "sourcedId", "dateLastModified", "roleType", "beginDate", "endDate", "userProfileSourcedId",
                "isPrimary",                "sessionSourcedId", "roleStartDate", "roleEndDate",
            ],
        ),
        File(
            "demographics.csv",
            {"sourcedId": ["userSourcedId"], "status": [], "birthDate": ["dateOfBirth", "dob"]},
            ["sourced_id", "born"],
            _birth,
            ["dateLastModified", "cityOfBirth", "stateOfBirthAbbreviation", "countryOfBirthCode", "birthCity"],
        ),
        File(
            "relationships.csv",
            {"userSourcedId": [], "relationshipUserSourcedId": [], "relationshipRole": []},
            ["sourced_id", "guardian", "relationship"],
            _relationship,
            ["sourcedId", "status"],
        ),
        File(
            "courses.csv",
            {"sourcedId": [], "status": [], "title": [], "courseCode": ["code"]},
            ["sourced_id", "code", "title"],
            _course,
            ["dateLastModified", "schoolYearSourcedId", "grades", "orgSourcedId", "subjects", "subjectCodes", "grade"],
        ),
        File(
            "classes.csv",
            {
                "sourcedId": [],
                "status": [],
                "title": ["name"],
                "grades": ["grade"],
                "courseSourcedId": [],
                "schoolSourcedId": ["orgSourcedId"],
                "termSourcedIds": ["sessionSourcedIds", "termSourcedId", "sessionSourcedId"],
                "classCode": ["code"],
            },
            ["sourced_id", "title", "course", "school", "terms", "grades", "ended", "marks"],
            _class,
            ["dateLastModified", "classType", "location", "subjects", "subjectCodes", "periods", "resourceSourcedIds"],
        ),
        File(
            "enrollments.csv",
            {
                "sourcedId": [],
                "status": [],
                "classSourcedId": ["sectionSourcedId"],
                "userSourcedId": [],
                "role": [],
                "primary": ["isPrimary"],
                "beginDate": ["startDate"],
                "endDate": [],
            },
            ["sourced_id", "section", "person", "role", "is_primary", "begins", "ends", "ended"],
            _enrollment,
            ["dateLastModified", "schoolSourcedId"],
        ),
    )
}  # fmt: skip
#: Columns without which no row of a file says anything.
NEEDED = {
    "orgs.csv": ("sourcedId",),
    "users.csv": ("sourcedId", "givenName", "familyName"),
    "classes.csv": ("sourcedId",),
    "enrollments.csv": ("classSourcedId", "userSourcedId"),
}
#: Files whose absence is worth a word when the manifest names them.
MANIFEST_FILES = frozenset({"orgs.csv", "users.csv", "classes.csv", "enrollments.csv", "academicsessions.csv"})
