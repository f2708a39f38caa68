"""Lists as files for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils import timezone

#: A cell that begins like this would be run as a formula by the spreadsheet that opens it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Tells spreadsheets that the file is UTF-8.
_BOM = "\ufeff"


def csv_lines(headings: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a CSV file, the headings first. Nothing in it can run as a formula."""
    yield _BOM + _line(headings)
    for row in rows:
        yield _line(row)


def moment(at: datetime) -> str:
    """An instant as spreadsheets read it, in the district's time; ``with_zone`` says which that is."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def with_zone(heading: str) -> str:
    """The heading of a column of instants: "When (America/Chicago)"."""
    return f"{heading} ({timezone.get_current_timezone_name()})"


def _line(cells: Sequence[object]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([_harmless(str(cell)) for cell in cells])
    return written.getvalue()


def _harmless(text: str) -> str:
    is_number = text.removeprefix("+").removeprefix("-").replace(" ", "").isdecimal()
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text
