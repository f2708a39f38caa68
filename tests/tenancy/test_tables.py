"""Lists, ready to draw."""

import pytest

from tenancy.tables import Cell, Column, Row, Table

COLUMNS = [Column("Name", sort="name"), Column("Role"), Column("Hours", sort="hours", is_number=True)]


def people(**options: object) -> Table:
    body = [Row([Cell("Amara Okafor", url="/people/1/", note="Grade 9"), "Student", 0], pk=1)]
    return Table(caption="People", columns=COLUMNS, body=body, **options)


def test_a_column_that_sorts_is_a_link_that_keeps_the_filters() -> None:
    headings = list(people(query={"role": "student"}).headings)

    assert [heading.url for heading in headings] == ["?role=student&sort=name", "", "?role=student&sort=hours"]
    assert [heading.is_number for heading in headings] == [False, False, True]


@pytest.mark.parametrize(
    ("sort", "told", "leads_to"),
    [("name", "ascending", "?sort=-name"), ("-name", "descending", "?sort=name"), ("hours", "", "?sort=name")],
)
def test_the_column_in_force_says_so_and_turns_round(sort: str, told: str, leads_to: str) -> None:
    first = next(people(sort=sort).headings)

    assert (first.aria_sort, first.url, first.icon) == (told, leads_to, told or "sort")


def test_cells_know_the_column_they_stand_in() -> None:
    (row,) = people().rows

    assert [(cell.label, cell.text, cell.is_number) for cell in row.cells] == [
        ("Name", "Amara Okafor", False),
        ("Role", "Student", False),
        ("Hours", 0, True),
    ]
    assert (row.pk, row.name) == (1, "Amara Okafor")


def test_nothing_is_empty_and_nought_is_not() -> None:
    assert [Cell(text).is_empty for text in ("", None, 0, "x")] == [True, True, False, False]
    assert not Cell("", note="by Dana Wright").is_empty


def test_a_row_with_a_cell_too_few_is_a_fault() -> None:
    with pytest.raises(ValueError, match="shorter"):
        list(Table(caption="People", columns=COLUMNS, body=[Row(["Amara"])]).rows)
