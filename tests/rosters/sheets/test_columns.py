import pytest
from openpyxl import Workbook

from rosters.sheets import values
from rosters.sheets.columns import (
    ColumnFault,
    Layout,
    SheetColumn,
    find_layout,
    read_line,
    recognize,
)
from rosters.sheets.reading import Line, open_book
from tests.rosters.sheets.workbooks import saved, xlsx

COLUMNS = [
    SheetColumn("given_name", "Student first name", values.name, "", is_required=True, synonyms=("first name",)),
    SheetColumn("family_name", "Student last name", values.name, "", is_required=True, synonyms=("last name",)),
    SheetColumn("email", "Student email", values.email, "", synonyms=("email",)),
    SheetColumn("birth_on", "Date of birth", values.day, "", synonyms=("birth date", "birth")),
    SheetColumn("guardian1_phone", "Guardian 1 phone", values.phone, ""),
    SheetColumn("guardian2_phone", "Guardian 2 phone", values.phone, ""),
]
BY_KEY = {column.key: column for column in COLUMNS}


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Student’s first name", "given_name"),
        ("FIRST NAME *", "given_name"),
        ("First_Name", "given_name"),
        ("firstName", "given_name"),
        ("Nombre (estudiante)", None),
        ("Apellido", None),
        ("Mentee E-mail", "email"),
        ("Correo electrónico", "email"),
        ("DOB", "birth_on"),
        ("Fecha de nacimiento", "birth_on"),
        ("Parent 1 Cell", "guardian1_phone"),
        ("Parent/Guardian #2 Telephone", "guardian2_phone"),
        ("Frist name", "given_name"),
        ("Shirt size", None),
    ],
)
def test_a_header_is_recognized_however_it_is_written(header: str, key: str | None) -> None:
    assert recognize([header], COLUMNS) == ({0: key} if key else {})


def test_a_column_is_recognized_once_and_the_exact_header_wins() -> None:
    assert recognize(["Email", "Student email"], COLUMNS) == {0: "email"}


def layout_of(*rows: list[object]) -> Layout | None:
    with open_book(xlsx(*rows)) as book:
        return find_layout(book, COLUMNS)


def test_headers_are_found_below_a_title_and_remarks() -> None:
    rows = [["Oak High 2026"], ["updated by Ana"], [None], ["First name", "Last name", "DOB"], ["Sam", "Haddad", None]]
    assert layout_of(*rows) == Layout("Sheet1", 4, ("First name", "Last name", "DOB"))


def test_two_rows_of_headers_are_joined() -> None:
    book = Workbook()
    book.active.append(["Student", None, "Guardian 1", None, "Guardian 2"])
    book.active.append(["First name", "Last name", "Phone", "Email", "Phone"])
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("C1:D1")
    with open_book(saved(book)) as opened:
        found = find_layout(opened, COLUMNS)
    assert found is not None
    assert recognize(found.headers, COLUMNS) == {
        0: "given_name",
        1: "family_name",
        2: "guardian1_phone",
        4: "guardian2_phone",
    }


def test_the_sheet_with_the_people_is_found_among_others() -> None:
    book = Workbook()
    book.active.title = "Read me"
    book.active.append(["How to use this file"])
    people = book.create_sheet("People")
    people.append(["First name", "Last name"])
    with open_book(saved(book)) as opened:
        assert find_layout(opened, COLUMNS) == Layout("People", 1, ("First name", "Last name"))


def test_a_sheet_about_something_else_has_no_headers() -> None:
    assert layout_of(["Item", "Price"], ["Chair", 20]) is None


def test_the_same_headers_in_another_order_are_remembered_as_the_same() -> None:
    one, other = Layout("A", 1, ("First name", "DOB")), Layout("B", 3, ("dob ", "FIRST NAME", ""))
    assert one.print_of_headers == other.print_of_headers


def test_a_row_names_everything_that_is_wrong_with_it() -> None:
    line = Line(2, ("Sam", None, "sam@", None, "12"))
    mapping = {0: "given_name", 1: "family_name", 2: "email", 3: "birth_on", 4: "guardian1_phone"}
    reading = read_line(line, headers=["First", "Last", "Mail", "DOB", "Phone"], mapping=mapping, columns=BY_KEY)
    assert reading.values == {"given_name": "Sam", "family_name": "", "birth_on": None}
    assert reading.faults == [
        ColumnFault("Mail", "“sam@” is not an email address."),
        ColumnFault("Phone", "“12” is not a phone number. An example is (555) 010-0199."),
    ]
