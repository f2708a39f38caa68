"""A spreadsheet kept between its upload and the end of its run: its rows, one a line, without what is never kept.

Excel unpacks slowly, so a workbook is read once; the parts of a run then read the lines that concern them.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import islice
from typing import IO

from rosters.sheets.columns import Layout, SheetColumn, recognize
from rosters.sheets.reading import Book, Fault, Line, Value

#: Headers whose columns are dropped before anything is stored, unless they are recognized as one of ours.
NEVER_KEPT = re.compile(
    r"passw|pass ?code|\bpin\b|ethnic|\brace\b|racial|hispanic|latin[oa]\b|\bsex\b|gender|\biep\b|\b504\b|disab"
    r"|special ed|lunch|\bmeal|\bfrl\b|homeless|migrant|immigra|citizen|\bell\b|\blep\b|economically|social sec"
    r"|\bssn\b|\bss ?#|medic|diagnos|religi|(?<!email )(?<!web )\baddress|direcci[oó]n|street|\bzip|household"
    r"|driver.?s? licen|check report",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Kept:
    """What was kept of a sheet: how many rows, how many of them are hidden, where in the file the first one stands."""

    rows: int
    hidden: int
    start: int


def dropped_columns(layout: Layout, columns: Sequence[SheetColumn]) -> list[int]:
    """Positions of columns that are never kept."""
    ours = recognize(layout.headers, columns)
    return [at for at, header in enumerate(layout.headers) if at not in ours and NEVER_KEPT.search(header)]


def keep(book: Book, layout: Layout, *, dropped: Sequence[int], refused: Callable[[str], str], into: IO[bytes]) -> Kept:
    """Write the rows below the headers to the end of a file. A cell that ``refused`` has a sentence for is left out."""
    start, count, hidden = into.tell(), 0, 0
    for line in book.lines(layout.sheet_name):
        if line.number <= layout.header_number:
            continue
        values = [
            None if at in dropped else _packed(value, refused)
            for at, value in enumerate(line.values[: len(layout.headers)])
        ]
        if all(value in (None, "") for value in values):
            continue
        count, hidden = count + 1, hidden + line.is_hidden
        into.write(json.dumps([line.number, int(line.is_hidden), values], ensure_ascii=False).encode() + b"\n")
    return Kept(count, hidden, start)


def kept_lines(file: IO[bytes], start: int, most: int) -> Iterator[Line]:
    """The rows of one sheet."""
    file.seek(start)
    for kept in islice(file, most):
        number, is_hidden, values = json.loads(kept)
        yield Line(number, tuple(map(_unpacked, values)), is_hidden=bool(is_hidden))


def written(value: Value) -> str:
    """A cell as it is given back to whoever wrote it; what was refused is not."""
    if value is None or isinstance(value, Fault):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _packed(value: Value, refused: Callable[[str], str]) -> object:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, Fault):
        return {"fault": value.sentence}
    if isinstance(value, (str, int)) and (sentence := refused(str(value))):
        return {"fault": sentence}
    return value


def _unpacked(value: object) -> Value:
    if isinstance(value, Mapping):
        return date.fromisoformat(value["day"]) if "day" in value else Fault(value["fault"])
    return value  # type: ignore[return-value]  # what JSON has besides
