"""Rows on their way into the database: COPY into a temporary table, then statements about whole sets.

COPY into our own tables is refused under row-level security, and right so. Temporary tables belong to the transaction,
hold the rows of one file of one district, and are gone when it ends.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault

#: Rows that are written into the stream at once.
BATCH = 500

Value = str | int | bool | None


class _Stream:
    """Rows as the text that COPY reads, made as it asks for more."""

    def __init__(self, rows: Iterable[Sequence[Value]]) -> None:
        self._rows = iter(rows)
        self._text = ""

    def read(self, size: int = -1) -> str:
        """The next piece; "" at the end."""
        while len(self._text) < max(size, 1):
            batch = list(islice(self._rows, BATCH))
            if not batch:
                break
            written = io.StringIO()
            csv.writer(written).writerows(batch)
            self._text += written.getvalue()
        given, self._text = (self._text[:size], self._text[size:]) if size > 0 else (self._text, "")
        return given


class Stage:
    """A cursor of the transaction at hand, with values that every statement may name: ``%(district)s``."""

    def __init__(self, **values: Any) -> None:
        self.values = values
        self._cursor = connection.cursor()

    def copy(self, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Value]]) -> None:
        """Make a temporary table (column → type) and fill it. An empty cell is NULL but in columns of text."""
        kinds = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        self.run(f"DROP TABLE IF EXISTS pg_temp.{table}; CREATE TEMP TABLE {table} ({kinds}) ON COMMIT DROP")
        texts = ", ".join(name for name, kind in columns.items() if kind == "text")
        force = f", FORCE_NOT_NULL ({texts})" if texts else ""
        self._cursor.copy_expert(  # psycopg2's own, behind Django's cursor
            f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv{force})", _Stream(rows), size=65536
        )
        self.run(f"ANALYZE {table}")

    def make(self, table: str, select: str, **values: Any) -> None:
        """Make a temporary table of what a query gives."""
        self.run(
            f"DROP TABLE IF EXISTS pg_temp.{table}; CREATE TEMP TABLE {table} ON COMMIT DROP AS {select}", **values
        )
        self.run(f"ANALYZE {table}")

    def run(self, statement: str, **values: Any) -> int:
        """Run a statement; returns how many rows it touched."""
        self._cursor.execute(statement, {**self.values, **values})
        return int(self._cursor.rowcount)

    def rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        """All rows of a query, for short answers."""
        self._cursor.execute(query, {**self.values, **values})
        return list(self._cursor.fetchall())

    def number(self, query: str, **values: Any) -> int:
        """The one number that a query gives."""
        return int(self.rows(query, **values)[0][0] or 0)

    def ids(self, query: str, **values: Any) -> list[int]:
        """The one column of ids that a query gives."""
        return [row[0] for row in self.rows(query, **values)]

    def insert(self, model: type[Model], given: Mapping[str, str], source: str, **values: Any) -> int:
        """INSERT … SELECT: SQL for the columns given, the model's own defaults for all others."""
        columns, selected, defaults = list[str](), list[str](), dict[str, Any]()
        blank = model()
        for field in model._meta.local_concrete_fields:
            column = str(field.column)
            if column in given:
                selected.append(given[column])
            elif field.primary_key:
                continue
            elif column == "district_id":
                selected.append("%(district)s")
            else:
                selected.append(f"%(default_{column})s")
                defaults[f"default_{column}"] = _default(field, blank)
            columns.append(f'"{column}"')
        statement = f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) SELECT {", ".join(selected)} {source}'
        return self.run(statement, **values, **defaults)

    def sequence(self, model: type[Model]) -> str:
        """SQL for the next id of a table, to give a row its id before it is inserted."""
        return f"nextval(pg_get_serial_sequence('\"{model._meta.db_table}\"', 'id'))"


def _default(field: Field[Any, Any], blank: Model) -> Any:
    value = field.pre_save(blank, add=True)
    return None if isinstance(value, DatabaseDefault) else field.get_db_prep_save(value, connection)


def in_batches(ids: Sequence[int], size: int = BATCH) -> Iterator[Sequence[int]]:
    """Ids, a few hundred at a time."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
