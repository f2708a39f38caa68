"""Lists as files for spreadsheets: CSV and XLSX. Nothing in them can run as a formula."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

#: A cell that begins like this would be run as a formula by the spreadsheet that opens it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Tells spreadsheets that the file is UTF-8.
_BOM = "\ufeff"
#: A spreadsheet takes no longer text in a cell.
_LONGEST_TEXT = 32_767
#: Bytes of a finished file that are sent at once.
_PIECE = 64 * 1024

Rows = Iterable[Sequence[object]]


@dataclass(frozen=True)
class FileFormat:
    """A kind of file: what people call it, its ending, and how it is written."""

    label: str
    ending: str
    content_type: str
    write: Callable[[Sequence[object], Rows], Iterator[bytes | str]]


def csv_lines(headings: Sequence[object], rows: Rows) -> Iterator[str]:
    """The lines of a CSV file, the headings first."""
    yield _BOM + _line(headings)
    for row in rows:
        yield _line(row)


def xlsx_bytes(headings: Sequence[object], rows: Rows) -> Iterator[bytes]:
    """An Excel file in pieces: days as days, numbers as numbers, all else as text. Rows pass, none is held."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet()
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings):
        sheet.column_dimensions[_letter(number)].width = max(14, len(str(heading)) + 4)
    sheet.append([_heading(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([_typed(sheet, value) for value in row])
    with tempfile.TemporaryFile() as written:
        book.save(written)
        written.seek(0)
        while piece := written.read(_PIECE):
            yield piece


#: Kinds of file by what ?format= says.
FORMATS = {
    "xlsx": FileFormat(
        "Excel", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_bytes
    ),
    "csv": FileFormat("CSV", "csv", "text/csv; charset=utf-8", csv_lines),
}


def moment(at: datetime) -> str:
    """An instant as spreadsheets read it, in the district's time; ``with_zone`` says which that is."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def with_zone(heading: str) -> str:
    """The heading of a column of instants: "When (America/Chicago)"."""
    return f"{heading} ({timezone.get_current_timezone_name()})"


def _line(cells: Sequence[object]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([_harmless(_plain(cell)) for cell in cells])
    return written.getvalue()


def _plain(value: object) -> str:
    return moment(value) if isinstance(value, datetime) else "" if value is None else str(value)


def _harmless(text: str) -> str:
    is_number = text.removeprefix("+").removeprefix("-").replace(" ", "").isdecimal()
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text


def _letter(number: int) -> str:
    """The name of a column: A, B, …, Z, AA."""
    before, last = divmod(number, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _heading(sheet: Any, heading: object) -> Any:
    cell = WriteOnlyCell(sheet, str(heading))
    cell.data_type = "s"
    cell.font = Font(bold=True)
    return cell


def _typed(sheet: Any, value: object) -> Any:
    """A cell of the value's own type. Text is marked as text, so that "=1+1" stays what somebody typed."""
    if isinstance(value, datetime):
        return _formatted(sheet, timezone.localtime(value).replace(tzinfo=None), "yyyy-mm-dd hh:mm")
    if isinstance(value, date):
        return _formatted(sheet, value, "yyyy-mm-dd")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return WriteOnlyCell(sheet, value)
    text = ILLEGAL_CHARACTERS_RE.sub("", "" if value is None else str(value))[:_LONGEST_TEXT]
    cell = WriteOnlyCell(sheet, text or None)
    if text:
        cell.data_type = "s"
    return cell


def _formatted(sheet: Any, value: date | datetime, shape: str) -> Any:
    cell: Any = WriteOnlyCell(sheet)
    cell.value = value
    cell.number_format = shape
    return cell
