"""A sheet kept between its upload and the end of its run: its rows, one a line, without what is never kept.

Excel unpacks slowly, so a workbook is read once; the parts of a run then go on from where the last one stopped.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from itertools import islice
from typing import IO

from mentoring.imports.sheets.columns import Layout, SheetColumn, recognize
from mentoring.imports.sheets.reading import Book, Fault, Line, Value

#: Headers whose columns are dropped before anything is stored, unless they are recognized as one of ours.
NEVER_KEPT = re.compile(
    r"passw|pass ?code|\bpin\b|ethnic|\brace\b|racial|hispanic|latin[oa]\b|\bsex\b|gender|\biep\b|\b504\b|disab"
    r"|special ed|lunch|\bmeal|\bfrl\b|homeless|migrant|immigra|citizen|\bell\b|\blep\b|economically|social sec"
    r"|\bssn\b|\bss ?#|medic|diagnos|religi|(?<!email )(?<!web )\baddress|direcci[oó]n|street|\bzip|household"
    r"|driver.?s? licen|check report",
    re.IGNORECASE,
)


def dropped_columns(layout: Layout, columns: Sequence[SheetColumn]) -> frozenset[int]:
    """Positions of columns that are never kept."""
    ours = recognize(layout.headers, columns)
    return frozenset(at for at, header in enumerate(layout.headers) if at not in ours and NEVER_KEPT.search(header))


def keep(book: Book, layout: Layout, *, dropped: frozenset[int], into: IO[bytes]) -> tuple[int, int]:
    """Write the rows below the headers. Returns how many there are, and how many of them are hidden."""
    count = hidden = 0
    width = len(layout.headers)
    for line in book.lines(layout.sheet_name):
        if line.number <= layout.header_number:
            continue
        values = [None if at in dropped else _packed(value) for at, value in enumerate(line.values[:width])]
        if all(value in (None, "") for value in values):
            continue
        count, hidden = count + 1, hidden + line.is_hidden
        into.write(json.dumps([line.number, int(line.is_hidden), values], ensure_ascii=False).encode() + b"\n")
    return count, hidden


def kept_lines(file: IO[bytes], *, start: int, most: int) -> Iterator[tuple[Line, int]]:
    """The next rows from a place in the file on, each with the place after it."""
    file.seek(start)
    place = start
    for written in islice(file, most):
        place += len(written)
        number, is_hidden, values = json.loads(written)
        yield Line(number, tuple(map(_unpacked, values)), is_hidden=bool(is_hidden)), place


def _packed(value: Value) -> object:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, Fault):
        return {"fault": value.sentence}
    return value


def _unpacked(value: object) -> Value:
    if isinstance(value, Mapping):
        return date.fromisoformat(value["day"]) if "day" in value else Fault(value["fault"])
    return value  # type: ignore[return-value]  # what JSON has besides
