"""Lists: a table with filters, columns of choice, pages, deeds for several rows, and the same rows as a file.

A list is declared once, as a ``ListScreen``; its screen and its export are then a line each. docs/recipes/new-list.md
has an example. What was ticked in a list is read by ``tenancy.selections``.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Generic, TypeVar, cast
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django_stubs_ext import StrPromise

from tenancy import audit
from tenancy.exports import FORMATS, with_zone
from tenancy.forms.lists import FilterForm
from tenancy.http import DistrictRequest, stream
from tenancy.pages import KeysetPage, in_chunks, keyset_page
from tenancy.permissions import Permission
from tenancy.tables import Cell, Column, Row, Table
from tenancy.viewer import Viewer

Item = TypeVar("Item", bound=Model)
Found = TypeVar("Found")
Words = str | Promise

#: Part of an address that says where one is in a list, not which rows the list has.
_PLACE = ("after", "before", "selected", "format")


def read_once(read: Callable[[Sequence[Item], Viewer], Found]) -> Callable[[Sequence[Item], Viewer], Found]:
    """What several columns read of the rows of a page is read once. Of the next page, or chunk, it is read anew."""

    @wraps(read)
    def reading(rows: Sequence[Item], viewer: Viewer) -> Found:
        of, found = viewer.kept.get(read, (None, None))
        if of is not rows:
            found = read(rows, viewer)
            viewer.kept[read] = (rows, found)
        return cast(Found, found)

    return reading


@dataclass(frozen=True)
class ListColumn(Generic[Item]):
    """A column. ``cells`` answers for a whole page of rows in a fixed number of queries, by the rows' ids.

    Texts of cells may be dates, instants and numbers: the screen shows them in words, a file as what they are.
    ``prefetch`` is read along only where the column shows: a name, or what gives a Prefetch for a viewer, whose query
    then names the district (without it the database guesses how many rows there are). ``has_time`` names the time zone
    in files.
    """

    key: str
    label: Words
    cells: Callable[[Sequence[Item], Viewer], Mapping[int, Cell]]
    permission: Permission | None = None
    is_shown: bool = True
    is_number: bool = False
    has_time: bool = False
    prefetch: Sequence["str | Callable[[Viewer], Prefetch[Any]]"] = ()


@dataclass(frozen=True)
class ListDeed:
    """What one may do: with several rows, a page that asks first and reads a Selection; or add a row.

    ``url_args`` are what the address takes: of a list within something else, that thing's id.
    """

    label: Words
    url_name: str
    permission: Permission
    url_args: Sequence[int] = ()


@dataclass(frozen=True)
class ListScreen(Generic[Item]):
    """A kind of list.

    ``name`` is the id of the part that htmx swaps, and the name of the file. ``rows`` are all that a viewer may see,
    in no order; ``form(query, viewer=…)`` narrows them; ``key`` is the field (with an index) that orders them. The
    first column names the row and always stands. ``counted`` is an ``ngettext_lazy`` with %(words)s.
    ``takes_all`` offers deeds for every page at once: then each deed must read a Selection. Where not every row is for
    this viewer's deeds, ``takes`` names those of a page that are; the others cannot be ticked.
    """

    name: str
    caption: Words
    counted: StrPromise
    rows: Callable[[Viewer], "QuerySet[Item]"]
    form: Callable[..., FilterForm]
    columns: Sequence[ListColumn[Item]]
    empty_title: Words
    empty_text: Words
    key: str = "search_key"
    is_descending: bool = False
    lead: Words = ""
    icon: str = "inbox"
    add: ListDeed | None = None
    deeds: Sequence[ListDeed] = ()
    takes_all: bool = True
    takes: Callable[[Sequence[Item], Viewer], Collection[int]] | None = None
    export_url_name: str = ""
    export_url_args: Sequence[int] = ()
    export_verb: str = ""

    def narrowed(self, query: QueryDict, viewer: Viewer) -> "QuerySet[Item]":
        """The rows of this viewer that the filters of a query leave."""
        rows: QuerySet[Item] = self.form(query, viewer=viewer).narrow(self.rows(viewer))
        return rows

    def page(self, request: DistrictRequest) -> "ListPage[Item]":
        """The list as this request asks for it."""
        return ListPage(self, request)

    def export(self, request: DistrictRequest) -> HttpResponse:
        """The list as a file (?format=csv or xlsx): the same rows and columns, every page. Written to the log."""
        return ListPage(self, request).export()


class ListPage(Generic[Item]):
    """One look at a list: its filters, the columns in force, the rows of one page."""

    def __init__(self, screen: ListScreen[Item], request: DistrictRequest) -> None:
        self.screen = screen
        self.request = request
        self.viewer = request.viewer
        self.form = screen.form(request.GET, viewer=self.viewer)

    # What is in it

    @cached_property
    def offered(self) -> list[ListColumn[Item]]:
        """Every column that this viewer may see, but the first."""
        return [one for one in self.screen.columns[1:] if one.permission is None or self.viewer.can(one.permission)]

    @cached_property
    def shown(self) -> list[ListColumn[Item]]:
        """The first column and those in force: chosen, or else the usual ones."""
        known = set(self.request.GET.getlist("column")) & {one.key for one in self.offered}
        chosen = [one for one in self.offered if (one.key in known if known else one.is_shown)]
        return [self.screen.columns[0], *chosen]

    @cached_property
    def found(self) -> "QuerySet[Item]":
        """The rows that the filters leave, with what the shown columns read along."""
        # Each once: two columns may read the same.
        found = dict.fromkeys(one for column in self.shown for one in column.prefetch)
        read_along = [one if isinstance(one, str) else one(self.viewer) for one in found]
        rows: QuerySet[Item] = self.form.narrow(self.screen.rows(self.viewer))
        return rows.prefetch_related(*read_along) if read_along else rows

    @cached_property
    def current(self) -> KeysetPage[Item]:
        """The page of rows that is shown."""
        return keyset_page(self.found, self.request.GET, key=self.screen.key, is_descending=self.screen.is_descending)

    @cached_property
    def table(self) -> Table:
        """The page as a table."""
        rows, taken = self.current.rows, self._taken
        return Table(
            caption=str(self.screen.caption),
            columns=[Column(str(one.label), is_number=one.is_number) for one in self.shown],
            body=[
                Row(cells, pk=row.pk if taken is None or row.pk in taken else None)
                for row, cells in zip(rows, self._cells(rows), strict=True)
            ],
            is_selectable=bool(self.deeds),
            is_caption_hidden=True,
        )

    def _cells(self, rows: Sequence[Item]) -> list[list[Cell]]:
        by_column = [one.cells(rows, self.viewer) for one in self.shown]
        return [[cells.get(row.pk, Cell()) for cells in by_column] for row in rows]

    # What components/list.html says

    @property
    def choices(self) -> list[tuple[str, Words, bool]]:
        """Each offered column's key and label, and whether it shows."""
        return [(one.key, one.label, one in self.shown) for one in self.offered]

    @property
    def counted(self) -> str:
        """How many rows there are: "126 students"."""
        return str(self.screen.counted % {"count": self.current.count, "words": self.current.words})

    @property
    def has_more_pages(self) -> bool:
        """Whether the list goes on beyond this page."""
        return bool(self.current.previous_url or self.current.next_url)

    @cached_property
    def _taken(self) -> Collection[int] | None:
        """Ids of the shown rows with which this viewer may do something; None where those are all."""
        return self.screen.takes(self.current.rows, self.viewer) if self.screen.takes else None

    @cached_property
    def deeds(self) -> list[tuple[Words, str]]:
        """Words and addresses of what this viewer may do with several rows; none where no row is for that."""
        if self._taken is not None and not self._taken:
            return []
        allowed = [one for one in self.screen.deeds if self.viewer.can(one.permission)]
        return [(one.label, reverse(one.url_name, args=one.url_args)) for one in allowed]

    @cached_property
    def add(self) -> tuple[Words, str]:
        """Words and address of adding a row; empty for who may not."""
        deed = self.screen.add
        if deed is None or not self.viewer.can(deed.permission):
            return ("", "")
        return (deed.label, reverse(deed.url_name, args=deed.url_args))

    @cached_property
    def exports(self) -> list[tuple[str, str]]:
        """Name and address of each kind of file."""
        if not self.screen.export_url_name:
            return []
        url = reverse(self.screen.export_url_name, args=self.screen.export_url_args)
        kept = self._query(without=())
        return [(one.label, f"{url}?{urlencode([*kept, ('format', name)])}") for name, one in FORMATS.items()]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The filters, to be sent along with a choice of columns."""
        return self._query(without=("column",))

    @property
    def filter_query(self) -> str:
        """The filters as a part of an address, to be sent along with a deed for every page."""
        return urlencode(self.kept)

    @cached_property
    def clear_url(self) -> str:
        """The list without filters, with the columns one chose."""
        chosen = urlencode([pair for pair in self._query(without=()) if pair[0] == "column"])
        return f"{self.request.path}?{chosen}" if chosen else self.request.path

    def _query(self, *, without: Sequence[str]) -> list[tuple[str, str]]:
        left_out = {*_PLACE, *without}
        return [
            (name, str(value))
            for name, values in self.request.GET.lists()
            if name not in left_out
            for value in values
            if value
        ]

    # Answers

    def render(self, template: str, **context: object) -> HttpResponse:
        """The screen; to htmx, the part that filters and pages change."""
        shown = "components/list.html#rows" if self.request.htmx else template
        return render(self.request, shown, {"list": self, "form": self.form, "table": self.table, **context})

    def export(self) -> HttpResponse:
        """The list as a file: the same rows and columns, every page. Written to the log with ids and codes."""
        try:
            kind = FORMATS[self.request.GET.get("format", "csv")]
        except KeyError:
            raise BadRequest from None
        found = self.found
        columns = [column.key for column in self.shown]
        facts: dict[str, audit.Fact] = {**self.form.facts(), "columns": columns}
        audit.record(by=self.viewer.actor, verb=self.screen.export_verb, facts=facts)

        def body() -> Iterator[bytes | str]:
            chunks = in_chunks(found, key=self.screen.key, is_descending=self.screen.is_descending)
            lines = ([cell.text for cell in cells] for chunk in chunks for cells in self._cells(chunk))
            return kind.write(self._headings(), lines)

        return stream(body, content_type=kind.content_type, filename=f"{self.screen.name}.{kind.ending}")

    def _headings(self) -> list[str]:
        return [with_zone(str(one.label)) if one.has_time else str(one.label) for one in self.shown]
