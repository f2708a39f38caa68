"""Spreadsheets among the kinds of files that can be brought in: students, mentors, running matches."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from math import ceil
from typing import IO, Any, ClassVar, Protocol

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.models import Program
from rosters.kinds import ImportKind, import_kind, tally
from rosters.models import ImportChange, ImportFailure, ImportRun
from rosters.sheets import match_columns, matches, mentor_columns, mentors, student_columns, students
from rosters.sheets.columns import ColumnFault, SheetColumn, read_line
from rosters.sheets.keeping import kept_lines, written
from rosters.sheets.reading import Line
from rosters.sheets.rows import Place, RowRefused, SheetRow, Taken
from screening.actions.records import CannotRecord
from tenancy.actions.memberships import CannotGive
from tenancy.actor import Actor
from tenancy.models import AuditEvent

#: Rows that stand or fall together: a few seconds of work.
ROWS_OF_A_STEP = 100
#: How many of each a dry run shows.
SAMPLES = 5
#: How much is said of what is wrong with one row.
MOST_REFUSALS = 4
#: What a taker, or an action it calls, raises for a row that is not taken.
REFUSALS = (RowRefused, CannotRecord, CannotGive, ValidationError, IntegrityError)


class Taker(Protocol):
    """Takes the rows of a run, one after the other. Raises RowRefused for a row that is not taken."""

    entities: tuple[str, ...]
    #: The columns that say who is meant: what is wrong with a row as a whole is shown at the first of them it has.
    who: tuple[str, ...]
    #: Columns without which the rest of a row means the same: what else is wrong is said, too.
    can_do_without: frozenset[str]

    @property
    def of_unknown_age(self) -> Mapping[int, int]:
        """Mentors who come in as they would only if they are old enough, which nobody knows: mentor → age asked."""
        ...

    def attempt(self, row: SheetRow) -> list[Taken]:
        """What would come of a row, within a transaction that is taken back: nothing of it is remembered."""
        ...

    def take(self, row: SheetRow) -> list[Taken]:
        """What came of a row."""
        ...

    def finish(self) -> None:
        """Write down what is written for all rows together."""
        ...


@dataclass(frozen=True)
class KeptSheet:
    """One sheet of a run's file, as ``options["sheets"]`` has it."""

    name: str
    header_number: int
    headers: list[str]
    rows: int
    hidden: int
    start: int
    dropped: list[int] = field(default_factory=list)

    @property
    def headings(self) -> list[str]:
        """The headers of the kept columns, each once: two of the same name get a number."""
        seen: dict[str, int] = {}
        result = []
        for at, header in enumerate(self.headers):
            name = header or _("Column %(number)s") % {"number": at + 1}
            seen[name] = seen.get(name, 0) + 1
            result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
        return result


@dataclass
class _Result:
    """What came of the rows of a step."""

    counts: dict[str, dict[str, int]]
    samples: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    failures: list[ImportFailure] = field(default_factory=list)
    changes: list[ImportChange] = field(default_factory=list)
    of_unknown_age: Mapping[int, int] = field(default_factory=dict)


class _NotForGood(Exception):
    """Everything that a dry run wrote is taken back."""


class SheetKind(ImportKind):
    """A spreadsheet: what its columns are, and who takes its rows."""

    add_url_name = "rosters:sheet_add"
    keeps_to_places = True
    main: ClassVar[str]
    notes: ClassVar[Sequence[str | Promise]]
    creates_words: ClassVar[str | Promise] = ""
    #: Whether bare nine digits are taken for a Social Security number; where students have IDs they are not.
    refuses_bare_numbers: ClassVar[bool] = False
    columns_of: ClassVar[Callable[[date, Place], list[SheetColumn]]]
    required_refusal: ClassVar[Callable[[Sequence[str]], str]]

    def add_url(self) -> str:
        """The page where a sheet of this kind is given."""
        return f"{reverse(self.add_url_name)}?kind={self.code}"

    def continue_url(self, run: ImportRun) -> str:
        """The page that asks which column is which."""
        return reverse("rosters:sheet_map", args=[run.pk])

    def taker(self, place: Place, rows: Sequence[SheetRow]) -> Taker:
        """Who takes the rows of a step; ``rows`` are those of the whole file."""
        raise NotImplementedError

    def columns(self, place: Place) -> list[SheetColumn]:
        """The columns, with the drop-downs of that place."""
        return type(self).columns_of(place.on, place)

    def refusal(self, keys: Sequence[str]) -> str:
        """Why no row could be taken with these columns; "" when rows can."""
        return type(self).required_refusal(keys)

    # --- The engine's ------------------------------------------------------------------------------------------------

    def check(self, run: ImportRun, file: IO[bytes]) -> None:
        """Take every row, keep the counts, and take everything back: what a dry run says is what happens."""
        lines = list(_lines(run, file))
        result = _Result({})
        with suppress(_NotForGood), transaction.atomic():
            result = self._take(run, file, lines)
            raise _NotForGood
        run.rows, run.counts, run.samples = len(lines), result.counts, result.samples
        run.warnings = _warnings(run)
        run.options = {**run.options, "ages": _ages(result.of_unknown_age)}
        ImportFailure.objects.bulk_create(result.failures, batch_size=500)

    def steps(self, run: ImportRun) -> Sequence[str]:
        """Parts of a hundred rows."""
        return [str(number) for number in range(max(1, ceil(run.rows / ROWS_OF_A_STEP)))]

    def bring_in(self, run: ImportRun, file: IO[bytes], step: str) -> int:
        """Take the rows of one part for good."""
        first = int(step) * ROWS_OF_A_STEP
        lines = list(islice(_lines(run, file), first, first + ROWS_OF_A_STEP))
        result = self._take(run, file, lines)
        run.counts = _added(run.counts, result.counts)
        ImportFailure.objects.bulk_create(result.failures, batch_size=500)
        ImportChange.objects.bulk_create(result.changes, batch_size=500)
        return len(lines)

    def failure_columns(self, run: ImportRun, file_name: str) -> Sequence[str]:
        """The person's own columns, in their order."""
        return kept_headings(run)

    # --- Rows --------------------------------------------------------------------------------------------------------

    def _take(self, run: ImportRun, file: IO[bytes], lines: Sequence[Line]) -> _Result:
        place = place_of(run)
        reader = _Reader.of(run, self.columns(place))
        everything = [reader.row(line) for line in _lines(run, file)] if self.needs_all_rows else []
        taker = self.taker(place, everything)
        result = _Result({entity: tally() for entity in taker.entities})
        for line in lines:
            self._take_line(run, line, reader, taker, result)
        taker.finish()
        result.of_unknown_age = taker.of_unknown_age
        return result

    needs_all_rows: ClassVar[bool] = False

    def _take_line(self, run: ImportRun, line: Line, reader: "_Reader", taker: Taker, result: _Result) -> None:
        reading = reader.read(line)
        row = SheetRow(line.number, reading.values)
        faults = reading.faults or self._take_row(run, row, reader, taker, result)
        if faults:
            result.counts[self.main]["failed"] += 1
            result.failures.append(_failure(run, line, faults))

    def _take_row(
        self, run: ImportRun, row: SheetRow, reader: "_Reader", taker: Taker, result: _Result
    ) -> list[ColumnFault]:
        """Take a row into the result, or say what is wrong with it."""
        try:
            with transaction.atomic():
                found = taker.take(row)
        except REFUSALS as fault:
            return [
                ColumnFault(reader.header_of(one.key or _who(taker, row)), str(one))
                for one in _everything_wrong(taker, row, _as_refusal(fault))
            ]
        _count(result, found)
        result.changes += _changes(run, found)
        return []


def _as_refusal(fault: Exception) -> RowRefused:
    """What was refused further down, in the same words."""
    if isinstance(fault, RowRefused):
        return fault
    if isinstance(fault, ValidationError):
        return RowRefused(" ".join(fault.messages))
    if isinstance(fault, IntegrityError):
        return RowRefused(_("This row contradicts what is here already."))
    return RowRefused(str(fault))


def _everything_wrong(taker: Taker, row: SheetRow, first: RowRefused) -> list[RowRefused]:
    """The first refusal, and those that come to light without the column it is about, as far as that says anything."""
    found = [first]
    while len(found) < MOST_REFUSALS and found[-1].key in taker.can_do_without:
        row = row.without(found[-1].key)
        further = _refusal_of(taker, row)
        if further is None or further.key in {one.key for one in found}:
            break
        found.append(further)
    return found


def _refusal_of(taker: Taker, row: SheetRow) -> RowRefused | None:
    """Why a row would not be taken; None when it would. Nothing is changed."""
    try:
        with transaction.atomic():
            taker.attempt(row)
            raise _NotForGood
    except _NotForGood:
        return None
    except REFUSALS as fault:
        return _as_refusal(fault)


def _who(taker: Taker, row: SheetRow) -> str:
    """The first column of a row that says who is meant."""
    return next((key for key in taker.who if row.get(key) is not None), "")


@dataclass(frozen=True)
class _Reader:
    """Reads the lines of a run by the columns that somebody chose."""

    headers: Sequence[str]
    mapping: Mapping[int, str]
    columns: Mapping[str, SheetColumn]

    @classmethod
    def of(cls, run: ImportRun, columns: Sequence[SheetColumn]) -> "_Reader":
        known = {column.key: column for column in columns}
        return cls(kept_headings(run), {at: key for at, key in mapping_of(run).items() if key in known}, known)

    def read(self, line: Line) -> Any:
        """The values and faults of a line."""
        return read_line(line, headers=self.headers, mapping=self.mapping, columns=self.columns)

    def row(self, line: Line) -> SheetRow:
        """The values of a line, as far as they can be read."""
        return SheetRow(line.number, self.read(line).values)

    def header_of(self, key: str) -> str:
        """What the person calls one of our columns; our own word where they have none."""
        at = next((at for at, mapped in self.mapping.items() if mapped == key), None)
        if at is not None:
            return self.headers[at]
        return str(self.columns[key].label) if key in self.columns else ""


def kept_sheet(run: ImportRun) -> KeptSheet:
    """The sheet that was chosen."""
    return KeptSheet(**run.options["sheets"][run.options.get("sheet", 0)])


def kept_headings(run: ImportRun) -> list[str]:
    """The headers of the chosen sheet."""
    return kept_sheet(run).headings


def mapping_of(run: ImportRun) -> dict[int, str]:
    """Position of a column in the file → key of ours, as somebody chose."""
    return {int(at): key for at, key in run.options.get("columns", {}).items()}


def place_of(run: ImportRun) -> Place:
    """Where the run may write: as whoever brought the file could when they did."""
    reach = run.options.get("reach", {})
    schools, programs = reach.get("schools"), reach.get("programs")
    program = run.program_id and Program.objects.of(run.district).prefetch_related("policies").get(pk=run.program_id)
    return Place(
        district=run.district,
        on=timezone.localdate(),
        by=_actor_of(run),
        school_ids=None if schools is None else frozenset(schools),
        program_ids=None if programs is None else frozenset(programs),
        program=program or None,
        creates=bool(run.options.get("creates", True)),
        # Before somebody was asked, the dry run shows what comes of a yes.
        are_adults=bool(run.options.get("are_adults", True)),
    )


def _actor_of(run: ImportRun) -> Actor:
    """As the engine's ``actor_of``, which stands on a higher floor."""
    if run.created_by_id is None:
        return Actor.system("imports")
    return Actor(AuditEvent.ActorKind.PERSON, person_id=run.created_by_id)


def _lines(run: ImportRun, file: IO[bytes]) -> Iterator[Line]:
    sheet = kept_sheet(run)
    leaves_hidden = not run.options.get("hidden", True)
    return (line for line in kept_lines(file, sheet.start, sheet.rows) if not (leaves_hidden and line.is_hidden))


def _failure(run: ImportRun, line: Line, faults: Sequence[ColumnFault]) -> ImportFailure:
    words = [
        f"{fault.header}: {fault.sentence}" if fault.header and len(faults) > 1 else fault.sentence for fault in faults
    ]
    cells = {
        heading: written(line.values[at]) if at < len(line.values) else ""
        for at, heading in enumerate(kept_headings(run))
    }
    return ImportFailure(
        district=run.district,
        run=run,
        file=run.file_name[:120],
        line=line.number,
        column=", ".join(dict.fromkeys(fault.header for fault in faults if fault.header))[:120],
        why=" ".join(words)[:300],
        row=cells,
    )


def _count(result: _Result, found: Sequence[Taken]) -> None:
    for one in found:
        result.counts[one.entity][one.verb] += 1
        shown = result.samples.setdefault(one.entity, {}).setdefault(one.verb, [])
        if one.label and one.verb != "unchanged" and len(shown) < SAMPLES:
            shown.append(one.label)


def _changes(run: ImportRun, found: Sequence[Taken]) -> list[ImportChange]:
    """One line for each person whom a row added or changed."""
    people: dict[int, tuple[str, list[str]]] = {}
    for one in found:
        if one.person_id is None or one.verb == "unchanged":
            continue
        verb, what = people.get(one.person_id, ("updated", []))
        is_person = one.entity in {"students", "guardians", "mentors"}
        if one.verb == "created" and is_person:
            verb = "created"
        what = [*what, *(one.what if is_person else [one.entity])]
        people[one.person_id] = (verb, what)
    return [
        ImportChange(district=run.district, run=run, person_id=person_id, verb=verb, what=list(dict.fromkeys(what)))
        for person_id, (verb, what) in people.items()
    ]


def _added(before: Mapping[str, Mapping[str, int]], more: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    return {
        entity: {name: count + before.get(entity, {}).get(name, 0) for name, count in counts.items()}
        for entity, counts in more.items()
    }


def _ages(of_unknown_age: Mapping[int, int]) -> dict[str, int]:
    """What is asked before mentors of unknown age are brought in; {} where there is nothing to ask."""
    return {"count": len(of_unknown_age), "least": max(of_unknown_age.values())} if of_unknown_age else {}


def _warnings(run: ImportRun) -> list[dict[str, str | int]]:
    """What whoever brings the file should know before they say yes."""
    sheet, found = kept_sheet(run), []
    if sheet.dropped:
        names = ", ".join(f"“{sheet.headers[at]}”" for at in sheet.dropped)
        found.append((len(sheet.dropped), _("Left out and not kept: %(names)s.") % {"names": names}))
    if sheet.hidden and run.options.get("hidden", True):
        found.append((sheet.hidden, _("Rows that the spreadsheet hides are brought in, too.")))
    return [
        {"file": run.file_name, "line": sheet.header_number, "count": count, "text": words} for count, words in found
    ]


@import_kind
class StudentSheet(SheetKind):
    """Students with their guardians."""

    code = "students"
    main = "students"
    title = gettext_lazy("Students from a spreadsheet")
    add_label = gettext_lazy("Bring in students")
    lead = gettext_lazy("Students with career courses and areas, parents and guardians, custody notes, transport.")
    entities: ClassVar[Mapping[str, str | Promise]] = {
        "students": gettext_lazy("Students"),
        "guardians": gettext_lazy("Parents and guardians"),
        "court_orders": gettext_lazy("Custody notes to check"),
    }
    notes = student_columns.NOTES
    creates_words = gettext_lazy("Add students who are not found")
    columns_of = student_columns.columns
    required_refusal = student_columns.required_refusal

    def taker(self, place: Place, rows: Sequence[SheetRow]) -> Taker:
        """Students."""
        return students.Students(place)


@import_kind
class MentorSheet(SheetKind):
    """Mentors with employers, checks and trainings."""

    code = "mentors"
    main = "mentors"
    title = gettext_lazy("Mentors from a spreadsheet")
    add_label = gettext_lazy("Bring in mentors")
    lead = gettext_lazy("Mentors with employers, background checks, trainings and their dates.")
    entities: ClassVar[Mapping[str, str | Promise]] = {
        "mentors": gettext_lazy("Mentors"),
        "accepted": gettext_lazy("Accepted into a program"),
        "applied": gettext_lazy("Applied to a program, to be decided on"),
        "employers": gettext_lazy("Employers"),
        "checks": gettext_lazy("Background checks"),
        "trainings": gettext_lazy("Trainings and orientations"),
    }
    notes = mentor_columns.NOTES
    confirm_words = mentor_columns.WHO_IS_ACCEPTED
    refuses_bare_numbers = True
    columns_of = mentor_columns.columns
    required_refusal = mentor_columns.required_refusal

    def taker(self, place: Place, rows: Sequence[SheetRow]) -> Taker:
        """Mentors."""
        return mentors.Mentors(place)


@import_kind
class MatchSheet(SheetKind):
    """Matches that are running already."""

    code = "matches"
    main = "matches"
    title = gettext_lazy("Running matches from a spreadsheet")
    add_label = gettext_lazy("Bring in running matches")
    lead = gettext_lazy("Who meets whom since when, signed on paper on which day, and where the paper is filed.")
    entities: ClassVar[Mapping[str, str | Promise]] = {
        "matches": gettext_lazy("Matches"),
        "match_students": gettext_lazy("Students in matches"),
    }
    notes = match_columns.NOTES
    needs_all_rows = True
    columns_of = match_columns.columns
    required_refusal = match_columns.required_refusal

    def taker(self, place: Place, rows: Sequence[SheetRow]) -> Taker:
        """Matches."""
        return matches.Matches(place, rows)
