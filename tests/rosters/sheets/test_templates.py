import io

from openpyxl import load_workbook

from rosters.sheets import templates, values
from rosters.sheets.columns import SheetColumn, find_layout, recognize
from rosters.sheets.reading import open_book

COLUMNS = [
    SheetColumn("given_name", "First name", values.name, "As in the roster.", "Sam", is_required=True),
    SheetColumn("grade", "Grade", values.grade, "A number.", "9", choices=["9", "10", "11", "12"]),
    SheetColumn("birth_on", "Date of birth", values.day, "A day.", "2010-04-30", number_format="yyyy-mm-dd"),
]


def made() -> io.BytesIO:
    return io.BytesIO(templates.workbook(title="Students", columns=COLUMNS, notes=["One row for each student."]))


def test_the_template_has_a_frozen_header_drop_downs_and_formats() -> None:
    sheet = load_workbook(made())["Students"]
    assert [cell.value for cell in sheet[1]] == ["First name", "Grade", "Date of birth"]
    assert sheet.freeze_panes == "A2"
    [rule] = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("B2:B501", "Lists!$A$1:$A$4")
    assert (sheet["A2"].number_format, sheet["C2"].number_format) == ("@", "yyyy-mm-dd")


def test_the_guide_explains_each_column() -> None:
    guide = load_workbook(made())["Guide"]
    rows = [[cell.value for cell in row] for row in guide.iter_rows()]
    assert ["One row for each student.", None, None, None] in rows
    assert ["First name", "Yes", "As in the roster.", "Sam"] in rows
    assert ["Date of birth", "No", "A day.", "2010-04-30"] in rows


def test_a_template_filled_in_is_recognized_whole() -> None:
    book = load_workbook(made())
    book["Students"].append(["Sam", "9", "2010-04-30"])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    with open_book(file) as opened:
        assert opened.sheet_names == ["Students", "Guide"]
        layout = find_layout(opened, COLUMNS)
    assert layout is not None
    assert (layout.sheet_name, layout.header_number) == ("Students", 1)
    assert recognize(layout.headers, COLUMNS) == {0: "given_name", 1: "grade", 2: "birth_on"}
