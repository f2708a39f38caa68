"""OneRoster 1.0, 1.1 and 1.2 as CSV, and Microsoft School Data Sync: which files and columns are read, and how.

Each file has a list of the columns that may be read. Nothing else ever leaves the file: no password, no sex, race or
place of birth, no IEP, no lunch status. A reader turns a row into what is staged, or into a fault with its column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from django.utils.translation import gettext as _

from rosters.archive import Archive, CannotRead
from rosters.csv_rows import CsvRow, CsvRows, Notes
from rosters.oneroster import cells
from rosters.oneroster.cells import BETWEEN, LONGEST_ID, LONGEST_NAME, Reader, Sheet, Staged, reader


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


# --- The files -------------------------------------------------------------------------------------------------------
@reader(6)
def _org(sheet: Sheet, row: CsvRow) -> Staged:
    key, status, name, kind, parent = row.cells
    key = cells.key("sourcedId", key)
    ended = cells.is_ended(sheet, row, status)
    word = cells.word_of(kind)
    if word not in cells.SCHOOL_TYPES | cells.DISTRICT_TYPES | cells.PART_TYPES:
        raise cells.BadCell("type", _("“%(type)s” is no kind of organization that rosters have.") % {"type": kind[:40]})
    if not name and not ended:
        raise cells.BadCell("name", _("This is empty. Every row needs it."))
    place = "school" if word in cells.SCHOOL_TYPES else "district" if word in cells.DISTRICT_TYPES else "part"
    return key, cells.within(120, name), place, parent, ended, cells.fingerprint(cells.within(120, name))


@reader(6)
def _session(sheet: Sheet, row: CsvRow) -> Staged:
    key, status, title, kind, starts, ends, _parent = row.cells
    key, ended, word = cells.key("sourcedId", key), cells.is_ended(sheet, row, status), cells.word_of(kind)
    if word not in cells.YEAR_TYPES | cells.TERM_TYPES:
        raise cells.BadCell("type", _("“%(type)s” is no kind of session that rosters have.") % {"type": kind[:40]})
    starts, ends = cells.sensible_day("startDate", starts), cells.sensible_day("endDate", ends)
    if word in cells.YEAR_TYPES and not ended:
        if not starts or not ends:
            raise cells.BadCell("endDate" if starts else "startDate", _("This is empty. Every row needs it."))
        if ends <= starts:
            raise cells.BadCell("endDate", _("The last day comes after the first day."))
    return (
        key,
        cells.within(40, title) or starts[:4],
        "year" if word in cells.YEAR_TYPES else "term",
        starts,
        ends,
        ended,
    )


@reader(15)
def _user(sheet: Sheet, row: CsvRow) -> Staged:
    (key, status, given, family, preferred, email, sms, phone, role, primary_org, orgs, agents, grades) = row.cells
    key = cells.key("sourcedId", key)
    if cells.is_ended(sheet, row, status):
        return key, "", "", "", "", "", "", "", "", "", "", "", "", True, ""
    has = sheet.present
    said_role = cells.role(sheet, row, role) if role else ""
    given, family = cells.name("givenName", given), cells.name("familyName", family)
    preferred = cells.within(LONGEST_NAME, " ".join(preferred.split())) if preferred else ""
    preferred = "" if preferred == given else preferred
    email = cells.email(sheet, row, email)
    number = cells.phone(sheet, row, sms or phone)
    code = cells.first_grade(sheet, row, grades) if grades else ""
    marks = cells.fingerprint(
        given,
        family,
        preferred if "preferredFirstName" in has else None,
        email if "email" in has else None,
        number if "sms" in has or "phone" in has else None,
    )
    places = dict.fromkeys([*cells.words_of(primary_org), *cells.words_of(orgs)])
    kin = dict.fromkeys(cells.words_of(agents))
    keys = (cells.folded(given), cells.folded(family), cells.folded(preferred) if preferred else "")
    names = (given, family, preferred)
    return (
        key, *names, email, number, code, *keys, said_role, BETWEEN.join(places), BETWEEN.join(kin), False, marks,
    )  # fmt: skip


@reader(5)
def _user_role(sheet: Sheet, row: CsvRow) -> Staged:
    user, status, role, org, grades = row.cells
    user, ended = cells.key("userSourcedId", user), cells.is_ended(sheet, row, status)
    if not role:
        raise cells.BadCell("role", _("This is empty. Every row needs it."))
    return user, cells.role(sheet, row, role), org, ended, cells.first_grade(sheet, row, grades) if grades else ""


@reader(2)
def _birth(sheet: Sheet, row: CsvRow) -> Staged:
    user, status, born = row.cells
    user = cells.key("sourcedId", user)
    return user, "" if cells.is_ended(sheet, row, status) else cells.sensible_day("birthDate", born)


@reader(3)
def _relationship(sheet: Sheet, row: CsvRow) -> Staged:
    student, guardian, role = row.cells
    word = cells.word_of(role)
    if word and word not in cells.RELATIONSHIPS:
        sheet.notes.add(_("Some relationships are not known and were left open."), row.line)
    return (
        cells.key("userSourcedId", student),
        cells.key("relationshipUserSourcedId", guardian),
        cells.RELATIONSHIPS.get(word, ""),
    )


@reader(3)
def _course(sheet: Sheet, row: CsvRow) -> Staged:
    key, status, title, code = row.cells
    key = cells.key("sourcedId", key)
    cells.is_ended(sheet, row, status)
    return key, cells.within(40, code), cells.within(200, title)


@reader(8)
def _class(sheet: Sheet, row: CsvRow) -> Staged:
    key, status, title, grades, course, school, terms, code = row.cells
    key, ended = cells.key("sourcedId", key), cells.is_ended(sheet, row, status)
    if not ended and not school:
        raise cells.BadCell("schoolSourcedId", _("This is empty. Every row needs it."))
    if not ended and not title and not code:
        raise cells.BadCell("title", _("This is empty. Every row needs it."))
    said = [code for code in map(cells.grade, cells.words_of(grades)) if code]
    return (
        key, cells.within(200, title or code), course, school, BETWEEN.join(cells.words_of(terms)), BETWEEN.join(said),
        ended, "",
    )  # fmt: skip


@reader(8)
def _enrollment(sheet: Sheet, row: CsvRow) -> Staged:
    key, status, section, user, role, primary, begins, ends = row.cells
    ended = cells.is_ended(sheet, row, status)
    if ended and key:
        return key, section, user, "", False, "", "", True
    section, user = cells.key("classSourcedId", section), cells.key("userSourcedId", user)
    if not role:
        raise cells.BadCell("role", _("This is empty. Every row needs it."))
    said = cells.role(sheet, row, role)
    if said == "guardian":
        said = "other"
    key = cells.key("sourcedId", key) if key or "sourcedId" in sheet.present else _made_key(section, user, said)
    begins, ends = cells.sensible_day("beginDate", begins), cells.sensible_day("endDate", ends)
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
