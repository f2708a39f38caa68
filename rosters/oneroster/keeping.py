"""A roster as it is stored until it is brought in: only the files and columns that are read at all.

Passwords, race, IEP and lunch columns never reach the storage. Each row keeps the line it had and what was wrong with
it, so that nothing is lost on the way but what nobody may keep.
"""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from rosters.archive import Archive, open_archive
from rosters.csv_rows import KEPT_HEADER, CsvRows, Notes
from rosters.oneroster.files import FILES, MANIFEST_COLUMNS, layout_of

#: What was put up with while the file was read first, as JSON.
NOTES = "notes.json"


@contextmanager
def without_what_is_never_kept(archive: Archive) -> Iterator[IO[bytes]]:
    """The roster in a ZIP of its own. Raises CannotRead for what is no roster."""
    layout_of(archive)
    with tempfile.TemporaryFile() as file:
        said: list[dict[str, str | int]] = []
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            for name in sorted({*FILES, "manifest.csv"} & archive.names):
                notes = Notes()
                _copy(_rows(archive, name, notes), packed, name)
                said += notes.sentences(name)
            packed.writestr(NOTES, json.dumps(said))
        file.seek(0)
        yield file


@contextmanager
def open_kept(file: IO[bytes]) -> Iterator[tuple[Archive, list[dict[str, str | int]]]]:
    """A roster that was kept like this, and what was put up with."""
    with open_archive(file) as archive:
        archive.is_kept = True
        with zipfile.ZipFile(file) as packed:
            said = json.loads(packed.read(NOTES))
        yield archive, said


def _rows(archive: Archive, name: str, notes: Notes) -> CsvRows:
    if name in FILES:
        return FILES[name].rows(archive, notes)[0]
    return CsvRows(archive.open(name), name, MANIFEST_COLUMNS, notes)


def _copy(rows: CsvRows, packed: zipfile.ZipFile, name: str) -> None:
    places = [place for place, column in enumerate(rows.columns) if column in rows.present]
    with packed.open(name, "w", force_zip64=True) as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
        written = csv.writer(text)
        written.writerow([*KEPT_HEADER, *(rows.columns[place] for place in places)])
        for row in rows:
            column, why = (row.fault.column, row.fault.why) if row.fault else ("", "")
            written.writerow([row.line, column, why, *(row.cells[place] for place in places)])
