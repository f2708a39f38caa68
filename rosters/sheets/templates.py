"""The empty workbook that one may start from: a sheet to fill in and a guide that explains each column."""

import io
from collections.abc import Sequence
from itertools import count

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from rosters.sheets.columns import SheetColumn

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Rows that get drop-downs and formats; a spreadsheet copies them further down by itself.
READY_ROWS = 500
#: How a day is written in the template: Excel shows it in the reader's own way.
DAY_FORMAT = "yyyy-mm-dd"
TEXT_FORMAT = "@"

_HEAD = Font(bold=True, color="FFFFFF")
_REQUIRED, _OPTIONAL = PatternFill("solid", fgColor="17467F"), PatternFill("solid", fgColor="475467")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def workbook(*, title: str, columns: Sequence[SheetColumn], notes: Sequence[str]) -> bytes:
    """An Excel workbook with these columns, their drop-downs and formats, and a guide sheet with these notes on top."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title[:31]
    _fill_sheet(book, sheet, columns)
    _fill_guide(book.create_sheet(_("Guide")), title, columns, notes)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _fill_sheet(book: Workbook, sheet: Worksheet, columns: Sequence[SheetColumn]) -> None:
    lists = book.create_sheet("Lists")
    lists.sheet_state = "hidden"
    free = count(1)
    for at, column in enumerate(columns, 1):
        letter = get_column_letter(at)
        head = sheet.cell(1, at, str(column.label))
        head.font, head.alignment = _HEAD, _WRAPPED
        head.fill = _REQUIRED if column.is_required else _OPTIONAL
        sheet.column_dimensions[letter].width = column.width
        for row in range(2, READY_ROWS + 2):
            sheet.cell(row, at).number_format = column.number_format
        if column.choices:
            _add_list(lists, sheet, column.choices, f"{letter}2:{letter}{READY_ROWS + 1}", next(free))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"
    sheet.print_title_rows = "1:1"


def _add_list(lists: Worksheet, sheet: Worksheet, choices: Sequence[str], cells: str, at: int) -> None:
    """A drop-down. Its words stand on a sheet of their own: in the rule itself only 255 letters have room."""
    for row, choice in enumerate(choices, 1):
        lists.cell(row, at, choice)
    letter = get_column_letter(at)
    rule = DataValidation("list", formula1=f"Lists!${letter}$1:${letter}${len(choices)}", allow_blank=True)
    rule.errorStyle = "warning"
    rule.error = _("This is not in the list. Keep it if you are sure.")
    rule.showErrorMessage = True
    rule.add(cells)
    sheet.add_data_validation(rule)


def _fill_guide(sheet: Worksheet, title: str, columns: Sequence[SheetColumn], notes: Sequence[str]) -> None:
    sheet.append([_("Guide to the sheet “%(title)s”") % {"title": title}])
    sheet["A1"].font = Font(bold=True, size=14)
    for note in notes:
        sheet.append([note])
    sheet.append([])
    sheet.append([_("Column"), _("Needed"), _("What to write"), _("Example")])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = _HEAD, _REQUIRED
    sheet.freeze_panes = f"A{sheet.max_row + 1}"
    for column in columns:
        needed = _("Yes") if column.is_required else _("No")
        sheet.append([str(column.label), needed, str(column.guide), str(column.example)])
        for cell in sheet[sheet.max_row]:
            cell.alignment = _WRAPPED
    for letter, width in zip("ABCD", (28, 10, 80, 32), strict=True):
        sheet.column_dimensions[letter].width = width
