"""Files for spreadsheets: what their cells are, and that nothing in them runs."""

import io
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tenancy.exports import csv_lines, xlsx_bytes


def sheet_of(headings, rows):
    return load_workbook(io.BytesIO(b"".join(xlsx_bytes(headings, rows)))).active


def test_an_excel_file_knows_days_instants_numbers_and_text():
    with timezone.override(ZoneInfo("America/Chicago")):
        row = ["007", 12, 2.5, date(2027, 5, 1), datetime(2026, 11, 21, 18, 30, tzinfo=UTC), None, True]
        sheet = sheet_of(["Student id", "Meetings", "Hours", "Until", "Seen", "Note", "Is new"], [row])
    assert [cell.value for cell in sheet[1]][:2] == ["Student id", "Meetings"]
    assert [str(cell.value) for cell in sheet[2]] == [
        "007",
        "12",
        "2.5",
        "2027-05-01 00:00:00",
        "2026-11-21 12:30:00",
        "None",
        "True",
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "d", "d", "n", "s"]
    assert sheet["D2"].number_format == "yyyy-mm-dd"
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_no_cell_of_a_file_is_a_formula(text):
    cell = sheet_of(["Name"], [[text]])["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert list(csv_lines(["Name"], [[text]]))[1].lstrip('"').startswith("'")


def test_a_phone_number_stays_a_phone_number():
    assert list(csv_lines(["Phone"], [["+1 555 0100"]]))[1] == "+1 555 0100\r\n"


def test_control_characters_and_endless_texts_break_no_excel_file():
    cell = sheet_of(["Name"], [["No\x07ra" + "a" * 40_000]])["A2"]
    assert cell.value.startswith("Nora")
    assert len(cell.value) == 32_767


def test_a_csv_file_writes_an_instant_in_the_districts_time():
    with timezone.override(ZoneInfo("America/Chicago")):
        lines = list(csv_lines(["Seen"], [[datetime(2026, 11, 21, 18, 30, tzinfo=UTC)], [None]]))
    assert lines == ["\ufeffSeen\r\n", "2026-11-21 12:30\r\n", '""\r\n']
