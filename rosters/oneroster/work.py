"""One pass over a roster: its files staged one after the other, what failed in them, what is counted."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext as _

from rosters import progress
from rosters.archive import Archive
from rosters.csv_rows import CsvRow, Notes
from rosters.kinds import ENDED_AT_ONCE, tally
from rosters.models import ImportFailure, ImportRun
from rosters.oneroster.cells import BETWEEN, ROLES, Staged
from rosters.oneroster.files import FILES, Layout
from rosters.staging import Stage

#: Rows after which the page is told how far it is.
TELL_EVERY = 5000
MOST_SAMPLES = 5
#: Columns of staging tables that are no text.
_KINDS = {"line": "integer", "ended": "boolean", "is_primary": "boolean"}
#: How the entities of failed rows follow from their file; people's follow from their role.
_ENTITIES = {
    "orgs.csv": "schools",
    "academicsessions.csv": "school_years",
    "roles.csv": "people",
    "demographics.csv": "students",
    "relationships.csv": "guardianships",
    "courses.csv": "sections",
    "classes.csv": "sections",
    "enrollments.csv": "enrollments",
}
_OF_ROLE = {"student": "students", "guardian": "guardians", "teacher": "teachers"}

_FAULTS = {"file": "text", "line": "integer", "fault_column": "text", "why": "text", "sourced_id": "text"}


class Work:
    """Reads a roster for one run, within the transaction at hand. ``is_dry``: nothing but the run is changed."""

    def __init__(self, run: ImportRun, archive: Archive, layout: Layout, *, is_dry: bool) -> None:
        self.run, self.archive, self.layout, self.is_dry = run, archive, layout, is_dry
        self.today: date = timezone.localdate()
        self.rows_read = 0
        self.present: dict[str, frozenset[str]] = {}
        self.notes: dict[str, Notes] = {}
        self.stage = Stage(
            district=run.district_id,
            source=run.source,
            run=run.pk,
            today=self.today,
            now=timezone.now(),
            between=BETWEEN,
        )
        # Every statement is about whole sets, often of rows that this transaction wrote and no statistics know of yet.
        self.stage.run("SET LOCAL enable_nestloop = off; SET LOCAL jit = off; SET LOCAL work_mem = '32MB'")
        self.stage.copy("roster_faults", _FAULTS, [])

    # --- Reading -----------------------------------------------------------------------------------------------------
    def has(self, name: str) -> bool:
        """Whether a file is read at all."""
        return self.layout.has(name)

    def is_bulk(self, name: str) -> bool:
        """Whether what is missing from a file is gone."""
        return self.layout.is_bulk(name)

    def says(self, name: str, column: str) -> bool:
        """Whether a staged file has a column."""
        return column in self.present.get(name, ())

    def read(self, name: str) -> Iterator[Staged]:
        """The rows of a file, read; none when it is not there. The page is told how far it is."""
        if not self.has(name):
            self.present[name] = frozenset()
            return
        notes = self.notes.setdefault(name, Notes())
        rows, sheet = FILES[name].rows(self.archive, notes)
        self.present[name] = sheet.present
        read = FILES[name].read
        for number, row in enumerate(rows, 1):
            if number % TELL_EVERY == 0:
                progress.tell(self.run, name, number)
            yield read(sheet, row)
            self.rows_read += 1

    def load(self, name: str, table: str) -> None:
        """Stage a file in a temporary table, without the rows that cannot be taken, which are noted."""
        columns = ["line", "fault_column", "why", *FILES[name].staged]
        self.stage.copy(table, {column: _KINDS.get(column, "text") for column in columns}, self.read(name))
        self.stage.run(
            "INSERT INTO roster_faults SELECT %(file)s, line, fault_column, why, sourced_id "
            f"FROM {table} WHERE why <> ''",
            file=name,
        )
        self.stage.run(f"DELETE FROM {table} WHERE why <> ''")

    def load_once(self, name: str, table: str, column: str = "sourcedId") -> None:
        """Stage a file whose key stands in one row only; further rows with it fail."""
        self.load(name, table)
        self.stage.run(
            f"""
            WITH doubled AS (
                SELECT sourced_id, min(line) AS first FROM {table} GROUP BY sourced_id HAVING count(*) > 1
            ), gone AS (
                DELETE FROM {table} t USING doubled d WHERE t.sourced_id = d.sourced_id AND t.line <> d.first
                RETURNING t.line, t.sourced_id, d.first
            )
            INSERT INTO roster_faults
            SELECT %(file)s, line, %(column)s, replace(%(why)s, '#', first::text), sourced_id FROM gone
            """,
            file=name,
            column=column,
            why=_("Line # has the same one. That line counts."),
        )

    # --- Failing -----------------------------------------------------------------------------------------------------
    def fail(self, name: str, line: int, column: str, why: str, key: str = "") -> None:
        """Note that a row is not taken."""
        self.stage.run(
            "INSERT INTO roster_faults VALUES (%(file)s, %(line)s, %(column)s, %(why)s, %(key)s)",
            file=name,
            line=line,
            column=column,
            why=why[:300],
            key=key,
        )

    def fail_where(self, name: str, table: str, where: str, column: str, why: str) -> int:
        """Take the rows out of a staging table for which ``where`` holds, and note why."""
        return self.stage.run(
            f"""
            WITH gone AS (DELETE FROM {table} t WHERE {where} RETURNING t.*)
            INSERT INTO roster_faults SELECT %(file)s, line, %(column)s, %(why)s, sourced_id FROM gone
            """,
            file=name,
            column=column,
            why=why,
        )

    def write_failures(self, names: Iterable[str]) -> None:
        """Store what failed in these files, each row with those of its cells that may be kept; count it."""
        for name in names:
            if self.has(name) and self.stage.number("SELECT count(*) FROM roster_faults WHERE file = %(f)s", f=name):
                self._write_failures(name)

    def _write_failures(self, name: str) -> None:
        rows, _sheet = FILES[name].rows(self.archive, Notes())
        row: CsvRow | None = None
        lines, after = iter(rows), 0
        while faults := self._faults(name, after):
            made = []
            for line, columns, reasons in faults:
                while row is None or row.line < line:
                    row = next(lines)
                cells = dict(zip(rows.columns, row.cells, strict=True))
                self.count(_entity(name, columns[0], cells), failed=1)
                column, why = _in_words(columns, reasons)
                kept = {key: cell for key, cell in cells.items() if key in rows.present}
                failure = ImportFailure(run=self.run, file=name, line=line, column=column, why=why, row=kept)
                failure.district_id = self.run.district_id
                made.append(failure)
            ImportFailure.objects.bulk_create(made)
            after = faults[-1][0]

    def _faults(self, name: str, after: int) -> Sequence[tuple[int, list[str], list[str]]]:
        """The next few hundred lines, each with the columns that are wrong and what is wrong there."""
        return self.stage.rows(
            """
            SELECT line, array_agg(fault_column ORDER BY fault_column), array_agg(why ORDER BY fault_column)
            FROM (
                SELECT line, fault_column, min(why) AS why FROM roster_faults
                WHERE file = %(file)s AND line > %(after)s GROUP BY line, fault_column
            ) each_once GROUP BY line ORDER BY line LIMIT 500
            """,
            file=name,
            after=after,
        )

    # --- Counting ----------------------------------------------------------------------------------------------------
    def count(self, entity: str, **counts: int) -> None:
        """Add to the counts of an entity."""
        found = self.run.counts.setdefault(entity, tally())
        for name, number in counts.items():
            found[name] += number

    def sample(self, entity: str, verb: str, words: Iterable[str]) -> None:
        """Show a few of an entity on the page before anything is done."""
        few = list(islice(words, MOST_SAMPLES))
        if self.is_dry and few:
            self.run.samples.setdefault(entity, {})[verb] = few

    def ending(self, entity: str, ended: int, of: int) -> None:
        """Count what ends, and remember when that is so much that somebody must say so."""
        self.count(entity, ended=ended)
        if ended and ended > of * ENDED_AT_ONCE:
            self.run.stops[entity] = {"ended": ended, "of": of}

    def warn(self, file: str, text: str, count: int = 1, line: int = 0) -> None:
        """Tell whoever looks at the run something about a file."""
        self.run.warnings.append({"file": file, "line": line, "count": count, "text": text})

    def finish(self) -> None:
        """Store on the run what was put up with. The caller saves it."""
        self.run.warnings += self.layout.notes
        for name, notes in self.notes.items():
            self.run.warnings += notes.sentences(name)
        self.run.rows = self.rows_read


def _in_words(columns: Sequence[str], reasons: Sequence[str]) -> tuple[str, str]:
    """The columns that are wrong in a row, and what is wrong; with several, each sentence names its own."""
    if len(columns) == 1:
        return columns[0], reasons[0]
    said = [f"{column}: {why}" if column else why for column, why in zip(columns, reasons, strict=True)]
    return ", ".join(filter(None, columns))[:120], " ".join(said)[:300]


def _entity(name: str, column: str, cells: dict[str, str]) -> str:
    if name != "users.csv":
        return _ENTITIES[name]
    if column == "agentSourcedIds":
        return "guardianships"
    role = ROLES.get(cells["role"].casefold(), "")
    return _OF_ROLE.get(role, "people")


Step = Callable[[Work], None]
