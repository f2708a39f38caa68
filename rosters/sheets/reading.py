"""Spreadsheets as people save them, read into one stream of rows: Excel workbooks and CSV files.

    with open_book(file) as book:
        for line in book.lines(book.sheet_names[0]): …

Nothing of a file is run: macros are refused, formulas give the result that the spreadsheet saved.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import IO, Any, Protocol
from xml.etree import ElementTree

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from rosters.archive import CannotRead

#: What a person keeps by hand is smaller; a dry run over so many rows takes less than a minute.
MOST_ROWS = 2_000
MOST_COLUMNS = 200
MOST_BYTES = 20 * 1024 * 1024
#: A workbook unpacked: its parts together, and each against its packed size.
MOST_UNPACKED = 300 * 1024 * 1024
MOST_RATIO = 400
#: After so many empty rows the sheet is over: formatted cells can reach to row 1,048,576.
EMPTY_ROWS_AT_END = 5_000
#: Cells longer than this hold no field of a person.
MOST_LETTERS = 2_000

#: What openpyxl and the modules below it raise about a workbook that is not as it should be.
_BROKEN = (
    InvalidFileException,
    ElementTree.ParseError,
    zipfile.BadZipFile,
    zlib.error,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ROW, _CELL, _FORMULA, _RESULT = ("row", "c", "f", "v")
_ZEROS = re.compile(r"0{2,}")
#: Excel's results that are no results.
ERRORS = frozenset(
    {"#N/A", "#REF!", "#NAME?", "#DIV/0!", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds no value; the sentence says why."""

    sentence: str


Value = str | int | float | bool | date | time | Fault | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet, with the number that the spreadsheet shows beside it."""

    number: int
    values: tuple[Value, ...]
    is_hidden: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return all(value in (None, "") for value in self.values)


class Book(Protocol):
    """An opened file: its visible sheets and their rows. Rows that are empty are left out."""

    sheet_names: list[str]

    def lines(self, sheet_name: str) -> Iterator[Line]:
        """The rows of a sheet. Raises CannotRead where the file is broken or has too many."""
        ...


@contextmanager
def open_book(file: IO[bytes]) -> Iterator[Book]:
    """Open a workbook or a CSV file, whatever it is called. Raises CannotRead with a sentence for anything else."""
    head = file.read(8)
    file.seek(0, io.SEEK_END)
    if file.tell() > MOST_BYTES:
        raise CannotRead(_("This file is larger than 20 MB. Save the one sheet with the people in a file of its own."))
    file.seek(0)
    if not head:
        raise CannotRead(_("This file is empty."))
    if head.startswith(b"PK"):
        _check_archive(file)
        with _workbook(file) as book:
            yield book
        return
    _refuse_others(file, head)
    yield _CsvBook(file)


def _refuse_others(file: IO[bytes], head: bytes) -> None:
    """Say what to do with files that are neither a workbook nor text."""
    if head.startswith(_OLD_OFFICE):
        if _ENCRYPTED in file.read():
            raise CannotRead(
                _("This workbook is protected with a password. Take the password off in Excel, save it and try again.")
            )
        raise CannotRead(
            _("This is a workbook of an old Excel (.xls). Choose Save as, Excel workbook (.xlsx), then try again.")
        )
    if head.startswith(b"%PDF"):
        raise CannotRead(_("This is a PDF. Bring the spreadsheet that it was made from."))
    start = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    file.seek(0)
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise CannotRead(
            _("This is a web page that is called a spreadsheet. Open it in Excel, save it as .xlsx and try again.")
        )


# --- Workbooks -------------------------------------------------------------------------------------------------------


def _check_archive(file: IO[bytes]) -> None:
    """Refuse bombs, macros and what is packed like a workbook without being one."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = {part.filename: part for part in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError) as fault:
        raise CannotRead(_("This file is damaged. Open it in Excel, save it again and try once more.")) from fault
    file.seek(0)
    unpacked = sum(part.file_size for part in parts.values())
    if unpacked > MOST_UNPACKED or any(_is_bomb(part) for part in parts.values()) or len(parts) > 5_000:
        raise CannotRead(_("This workbook unpacks to far more than it holds. Save the one sheet in a new workbook."))
    names = {name.lower() for name in parts}
    if any(part.flag_bits & 1 for part in parts.values()):
        raise CannotRead(
            _("This workbook is protected with a password. Take the password off in Excel, save it and try again.")
        )
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise CannotRead(
            _("This workbook has macros. In Excel choose Save as, Excel workbook (.xlsx), then try again.")
        )
    if "xl/workbook.xml" not in names:
        raise CannotRead(_other_package(names))


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > 1024 * 1024 and part.file_size > MOST_RATIO * max(part.compress_size, 1)


def _other_package(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return _("This is a binary workbook (.xlsb). In Excel choose Save as, Excel workbook (.xlsx), then try again.")
    if "content.xml" in names:
        return _("This is an OpenDocument file. Save it as Excel workbook (.xlsx) or CSV, then try again.")
    if any(name.startswith("index/") for name in names):
        return _("This is a Numbers file. In Numbers choose Export to, Excel, then try again.")
    return _("This is a ZIP, not a spreadsheet. Choose the workbook itself, .xlsx or .csv.")


@contextmanager
def _workbook(file: IO[bytes]) -> Iterator["_Workbook"]:
    try:
        opened = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except _BROKEN as fault:
        raise CannotRead(_("This file is damaged. Open it in Excel, save it again and try once more.")) from fault
    try:
        yield _Workbook(opened)
    finally:
        opened.close()


class _Workbook:
    """An Excel workbook."""

    def __init__(self, opened: Any) -> None:
        self._opened = opened
        self._sheets = {sheet.title: sheet for sheet in opened.worksheets if sheet.sheet_state == "visible"}
        self._scans: dict[str, _Scan] = {}
        self.sheet_names = list(self._sheets)
        if not self.sheet_names:
            raise CannotRead(_("There is no sheet to see in this workbook."))

    def lines(self, sheet_name: str) -> Iterator[Line]:
        """The rows of a sheet that hold anything."""
        return _counted(self._all_lines(sheet_name))

    def _all_lines(self, sheet_name: str) -> Iterator[Line]:
        sheet = self._sheets[sheet_name]
        sheet.reset_dimensions()  # programs that write workbooks often note them wrongly
        try:
            if sheet_name not in self._scans:
                self._scans[sheet_name] = _Scan.of(self._opened, sheet)
            seen = self._scans[sheet_name]
            for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
                values = (_value(cell, seen.unresolved, number, at) for at, cell in enumerate(cells, 1))
                yield Line(number, _trimmed(tuple(values)), is_hidden=number in seen.hidden_rows)
        except _BROKEN as fault:
            raise CannotRead(_("This file is damaged. Open it in Excel, save it again and try once more.")) from fault


@dataclass(frozen=True)
class _Scan:
    """What openpyxl does not tell of a sheet that it streams: hidden rows, formulas whose result was never saved."""

    hidden_rows: frozenset[int]
    unresolved: frozenset[str]

    @classmethod
    def of(cls, opened: Any, sheet: Any) -> "_Scan":
        hidden: set[int] = set()
        unresolved: set[str] = set()
        number = 0
        with opened._archive.open(sheet._worksheet_path) as part:
            for moment, element in ElementTree.iterparse(part, ("start", "end")):  # noqa: S314  expat stops entity bombs
                tag = element.tag.rpartition("}")[2]
                if moment == "start" and tag == _ROW:
                    number = int(element.get("r") or number + 1)
                    if element.get("hidden") in {"1", "true"}:
                        hidden.add(number)
                elif moment == "end" and tag == _CELL:
                    if _is_unresolved(element):
                        unresolved.add(element.get("r", ""))
                elif moment == "end" and tag == _ROW:
                    element.clear()
        return cls(frozenset(hidden), frozenset(unresolved))


def _is_unresolved(cell: ElementTree.Element) -> bool:
    inside = {child.tag.rpartition("}")[2]: child for child in cell}
    return _FORMULA in inside and (_RESULT not in inside or inside[_RESULT].text is None)


def _counted(lines: Iterator[Line]) -> Iterator[Line]:
    """Rows that hold anything, up to MOST_ROWS; stops where nothing more comes."""
    empty = held = 0
    for line in lines:
        if line.is_empty:
            empty += 1
            if empty >= EMPTY_ROWS_AT_END:
                return
            continue
        empty, held = 0, held + 1
        if held > MOST_ROWS:
            raise CannotRead(
                _("This sheet has more than %(count)s rows. Bring it in in parts.") % {"count": f"{MOST_ROWS:,}"}
            )
        yield line


def _value(cell: Any, unresolved: frozenset[str], row: int, at: int) -> Value:
    found = cell.value
    if found is None:
        if f"{get_column_letter(at)}{row}" in unresolved:
            return Fault(
                _("This cell has a formula without a saved result. Open the file in Excel, save it and bring it again.")
            )
        return None
    if cell.data_type == "e" or found in ERRORS:
        return Fault(_("This cell shows an error of the spreadsheet: %(error)s") % {"error": str(found)[:20]})
    return _plain(found, str(cell.number_format or ""))


def _plain(found: object, number_format: str) -> Value:
    """A cell's value as we keep it: days without a time, whole numbers whole, zeros in front as they are shown."""
    if isinstance(found, bool) or found is None:
        return found
    if isinstance(found, datetime):
        return found.date()
    if isinstance(found, (date, time)):
        return found
    if isinstance(found, timedelta):
        return str(found)
    if isinstance(found, (int, float)):
        number = int(found) if isinstance(found, float) and found.is_integer() else found
        if isinstance(number, int) and _ZEROS.fullmatch(number_format):
            return f"{number:0{len(number_format)}d}"
        return number
    return str(found)[:MOST_LETTERS]


def _trimmed(values: tuple[Value, ...]) -> tuple[Value, ...]:
    end = len(values)
    while end and values[end - 1] in (None, ""):
        end -= 1
    return values[:end]


# --- CSV -------------------------------------------------------------------------------------------------------------


class _CsvBook:
    """A CSV file, or one with semicolons or tabs, as Excel writes it in one country or another."""

    def __init__(self, file: IO[bytes]) -> None:
        self.sheet_names = [""]
        self._text = _decoded(file.read())
        self._delimiter = _delimiter(self._text)

    def lines(self, sheet_name: str) -> Iterator[Line]:
        """The rows of the file that hold anything."""
        return _counted(self._all_lines())

    def _all_lines(self) -> Iterator[Line]:
        try:
            for number, row in enumerate(
                csv.reader(io.StringIO(self._text, newline=None), delimiter=self._delimiter), 1
            ):
                if len(row) > MOST_COLUMNS:
                    raise CannotRead(_("This file has more than %(count)s columns.") % {"count": MOST_COLUMNS})
                yield Line(number, _trimmed(tuple(_csv_value(cell[:MOST_LETTERS]) for cell in row)))
        except csv.Error as fault:
            raise CannotRead(_("This file is no list with columns. Save it as CSV or .xlsx and try again.")) from fault


def _csv_value(value: str) -> Value:
    if value.strip() in ERRORS:
        return Fault(_("This cell shows an error of the spreadsheet: %(error)s") % {"error": value.strip()})
    return value


def _decoded(raw: bytes) -> str:
    """The text, in whichever of the three ways Excel saves it."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if b"\x00" in raw[:4096]:
        raise CannotRead(_("This is not a spreadsheet. Choose a workbook (.xlsx) or a CSV file."))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """What stands between the columns: whatever stands most often, and evenly, in the first lines."""
    first = [line for line in text[:20_000].splitlines() if line.strip()][:10]

    def held(mark: str) -> tuple[int, int]:
        counts = [len(next(csv.reader([line], delimiter=mark), [])) for line in first]
        return (min(counts, default=0), max(counts, default=0))

    return max([",", ";", "\t", "|"], key=held)
