import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from rosters.sheets.reading import MOST_ROWS, CannotRead, Fault, Line, open_book
from tests.rosters.sheets.workbooks import csv_of, saved, text_file, xlsx


def lines_of(file: io.BytesIO, sheet: str = "") -> list[Line]:
    with open_book(file) as book:
        return list(book.lines(sheet or book.sheet_names[0]))


def test_a_workbook_gives_days_numbers_and_switches_as_they_were_meant() -> None:
    midnight = datetime(2026, 9, 5)  # noqa: DTZ001  spreadsheets know no zones
    file = xlsx(["Name", "When", "Grade", "May sign"], ["Sam", midnight, 9.0, True])
    assert lines_of(file)[1] == Line(2, ("Sam", date(2026, 9, 5), 9, True))


def test_zeros_that_a_workbook_only_shows_are_kept() -> None:
    book = Workbook()
    book.active["A1"], book.active["A1"].number_format = 1234, "000000"
    assert lines_of(saved(book)) == [Line(1, ("001234",))]


def test_empty_rows_are_left_out_and_numbers_stay_those_of_the_spreadsheet() -> None:
    assert [line.number for line in lines_of(xlsx(["Name"], [None], ["Sam"]))] == [1, 3]
    assert [line.number for line in lines_of(csv_of(["Name"], [""], ["Sam"]))] == [1, 3]


def test_hidden_rows_say_so() -> None:
    book = Workbook()
    for row in (["Name"], ["Sam"], ["Mia"]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    assert [line.is_hidden for line in lines_of(saved(book))] == [False, False, True]


def test_hidden_sheets_are_not_offered() -> None:
    book = Workbook()
    book.active.title = "Mentors"
    book.create_sheet("Lists").sheet_state = "hidden"
    with open_book(saved(book)) as opened:
        assert opened.sheet_names == ["Mentors"]


def test_a_formula_gives_the_result_that_was_saved() -> None:
    line = lines_of(with_cell('<c r="A2"><f>B2+1</f><v>9</v></c>'))[1]
    assert line.values == (9,)


def test_a_formula_without_a_result_is_a_fault_of_that_cell() -> None:
    [fault] = lines_of(with_cell('<c r="A2"><f>VLOOKUP(B2,C:D,2)</f></c>'))[1].values
    assert isinstance(fault, Fault)
    assert "formula without a saved result" in fault.sentence


def test_an_error_of_the_spreadsheet_is_a_fault_of_that_cell() -> None:
    [fault] = lines_of(with_cell('<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'))[1].values
    assert fault == Fault("This cell shows an error of the spreadsheet: #DIV/0!")
    assert lines_of(text_file("Name\n#N/A\n"))[1].values == (
        Fault("This cell shows an error of the spreadsheet: #N/A"),
    )


@pytest.mark.parametrize(
    "raw",
    [
        "Name,School\nJosé,Oak\n".encode(),
        b"\xef\xbb\xbf" + "Name;School\r\nJosé;Oak".encode(),
        "Name\tSchool\rJosé\tOak\r".encode("utf-16"),
        "Name,School\nJosé,Oak\n".encode("cp1252"),
    ],
    ids=["utf-8", "bom, semicolons, no last newline", "utf-16, tabs, bare CR", "old Windows"],
)
def test_text_files_of_every_kind_read_alike(raw: bytes) -> None:
    assert [line.values for line in lines_of(text_file(raw))] == [("Name", "School"), ("José", "Oak")]


def test_a_cell_may_hold_commas_and_several_lines() -> None:
    assert lines_of(csv_of(["Name", "Note"], ["García, Ana", "one\ntwo"]))[1].values == ("García, Ana", "one\ntwo")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "This file is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (b"%PDF-1.7", "This is a PDF."),
        (b"<html><table>", "web page that is called a spreadsheet"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"GIF89a\x00\x01\x00\x01\x00", "not a spreadsheet"),
    ],
)
def test_other_files_are_refused_with_a_sentence(raw: bytes, words: str) -> None:
    with pytest.raises(CannotRead, match=words), open_book(text_file(raw)):
        pass


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("xl/vbaProject.bin", "has macros"),
        ("xl/macrosheets/sheet1.xml", "has macros"),
    ],
)
def test_macros_are_refused(part: str, words: str) -> None:
    with pytest.raises(CannotRead, match=words), open_book(with_part(part)):
        pass


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("xl/workbook.bin", "binary workbook"),
        ("content.xml", "OpenDocument"),
        ("Index/Tables.iwa", "Numbers"),
        ("a.csv", "ZIP"),
    ],
)
def test_what_is_packed_like_a_workbook_is_refused(part: str, words: str) -> None:
    with pytest.raises(CannotRead, match=words), open_book(packed({part: b"1"})):
        pass


def test_a_workbook_that_unpacks_to_far_more_is_refused() -> None:
    bomb = packed({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * 30_000_000})
    with pytest.raises(CannotRead, match="unpacks to far more"), open_book(bomb):
        pass


def test_a_broken_workbook_is_refused() -> None:
    with pytest.raises(CannotRead, match="damaged"), open_book(packed({"xl/workbook.xml": b"<x"})):
        pass


def test_a_list_of_more_rows_than_anybody_keeps_is_refused() -> None:
    with pytest.raises(CannotRead, match="more than 2,000 rows"):
        lines_of(text_file("Name\n" + "Sam\n" * MOST_ROWS))


def test_a_cell_at_the_very_bottom_of_a_sheet_does_not_hold_anybody_up() -> None:
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "Name", "x"
    assert lines_of(saved(book)) == [Line(1, ("Name",))]


def with_cell(cell: str) -> io.BytesIO:
    """A workbook in which A2 is written as given."""
    sheet = xlsx(["Grade"], [1])
    parts = {part: zipfile.ZipFile(sheet).read(part) for part in zipfile.ZipFile(sheet).namelist()}
    written = parts["xl/worksheets/sheet1.xml"].decode()
    old = written[written.index('<c r="A2"') : written.index("</row>", written.index('<c r="A2"'))]
    parts["xl/worksheets/sheet1.xml"] = written.replace(old, cell).encode()
    return packed(parts)


def with_part(name: str) -> io.BytesIO:
    sheet = xlsx(["Grade"], [1])
    parts = {part: zipfile.ZipFile(sheet).read(part) for part in zipfile.ZipFile(sheet).namelist()}
    return packed({**parts, name: b"1"})


def packed(parts: dict[str, bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    file.seek(0)
    file.name = "list.xlsx"
    return file
