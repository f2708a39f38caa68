"""What components/table.html draws: columns, rows and cells, ready to print.

A view builds a ``Table`` from the rows it read; cells know everything, so drawing asks the database nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import urlencode

Kind = Literal["", "ok", "warn", "bad", "info", "mute"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``sort`` is what ?sort= says when one orders by it; empty means that one cannot."""

    label: str
    sort: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: text, perhaps a link (``url``) or a status (``kind``), a quieter line below (``note``).

    ``deed``: words and address of a button beside the text that does something with the row at once. The page then has
    a form with the id "row-deed" outside the table, which the button sends.
    """

    text: object = ""
    url: str = ""
    kind: Kind = ""
    note: object = ""
    label: str = ""
    is_number: bool = False
    deed: tuple[str, str] | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is text and nothing else; most cells are."""
        return not (self.url or self.kind or self.note or self.deed)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read in it; 0 is something."""
        return self.text in (None, "") and not self.note


@dataclass(frozen=True, slots=True)
class Row:
    """A row. Its first cell names it. ``pk`` is sent when its box is ticked; None means that it cannot be."""

    cells: Sequence[Cell | object]
    pk: int | None = None
    is_selected: bool = False

    @property
    def name(self) -> object:
        """What the row is called, for the label of its box."""
        first = self.cells[0]
        return first.text if isinstance(first, Cell) else first


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column: a link that sorts by it, where that can be done."""

    label: str
    is_number: bool
    url: str = ""
    aria_sort: Literal["", "ascending", "descending"] = ""

    @property
    def icon(self) -> str:
        """The name of the arrow beside the label."""
        return self.aria_sort or "sort"


@dataclass(frozen=True)
class Table:
    """A list to draw. ``sort`` is the order shown ("name", "-name"); ``query`` the filters, kept by sorting."""

    caption: str
    columns: Sequence[Column]
    body: Iterable[Row]
    sort: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    is_selectable: bool = False
    is_caption_hidden: bool = False

    @property
    def headings(self) -> Iterator[Heading]:
        """The heads of the columns; sorting by the column in force turns it round."""
        for column in self.columns:
            is_ascending, is_descending = self.sort == column.sort, self.sort == f"-{column.sort}"
            if not column.sort:
                yield Heading(column.label, column.is_number)
                continue
            turned = f"-{column.sort}" if is_ascending else column.sort
            yield Heading(
                column.label,
                column.is_number,
                url="?" + urlencode({**self.query, "sort": turned}),
                aria_sort="ascending" if is_ascending else "descending" if is_descending else "",
            )

    @property
    def rows(self) -> Iterator[Row]:
        """The rows, each cell knowing its column's label: on a phone it is printed beside it."""
        for row in self.body:
            cells = [
                replace(cell if isinstance(cell, Cell) else Cell(cell), label=column.label, is_number=column.is_number)
                for column, cell in zip(self.columns, row.cells, strict=True)
            ]
            yield replace(row, cells=cells)
