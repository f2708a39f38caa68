"""Pages of long lists, read by key: the hundredth page costs what the first one costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

Row = TypeVar("Row", bound=Model)

#: Rows on a page.
SIZE = 25
#: Counting stops here: "1,000+".
MOST_COUNTED = 1000
#: Rows that an export reads at once.
CHUNK = 500


@dataclass(frozen=True)
class KeysetPage(Generic[Row]):
    """One page of a list: its rows, how many there are in all, and the addresses of the pages beside it."""

    rows: list[Row]
    count: int
    previous_url: str
    next_url: str

    @property
    def words(self) -> str:
        """How many rows the list has: "12 people" is the caller's; here "12" or "1,000+"."""
        return counted(self.count)


def counted(count: int) -> str:
    """A count that stopped at a thousand, in words."""
    return _("1,000+") if count > MOST_COUNTED else f"{count:,}"


def capped_count(rows: "QuerySet[Any]") -> int:
    """How many rows, counted no further than to one more than a thousand."""
    return rows.order_by()[: MOST_COUNTED + 1].count()


def capped_counts(several: "Sequence[QuerySet[Any]]") -> list[int]:
    """``capped_count`` of each of several, in one query: for a page with many numbers of many tables."""
    return counts_of([rows.order_by()[: MOST_COUNTED + 1] for rows in several])


def counts_of(several: "Sequence[QuerySet[Any]]") -> list[int]:
    """How many rows each of several has, in one query."""
    asked: list[str] = []
    values: list[Any] = []
    for rows in several:
        some = rows if rows.query.is_sliced else rows.order_by()
        ids = some if some.query.distinct else some.values("pk")
        try:
            statement, params = ids.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            asked.append("0")
            continue
        asked.append(f"(SELECT count(*) FROM ({statement}) AS counted)")  # noqa: S608  the ORM's own statement
        values += params
    if not values:
        return [0] * len(asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", values)
        return list(cursor.fetchone())


def keyset_page(
    rows: "QuerySet[Row]", query: QueryDict, *, key: str, is_descending: bool = False, size: int = SIZE
) -> KeysetPage[Row]:
    """The page that ``after`` or ``before`` (a row's id) of the query names, ordered by ``key`` and id.

    An id that is gone, foreign or no number gives the first page: no row's name ever stands in an address.
    """
    after, before = _anchor(rows, query.get("after"), key), _anchor(rows, query.get("before"), key)
    backwards = before is not None and after is None
    anchor = before if backwards else after
    ordered = _ordered(rows, key, is_descending != backwards)
    if anchor is not None:
        ordered = ordered.filter(_beyond(key, anchor, is_descending != backwards))
    found = list(ordered[: size + 1])
    has_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_previous, has_next = (has_more, True) if backwards else (anchor is not None, has_more)
    count = _count(rows, key, is_descending) if anchor is not None or has_more else len(found)
    return KeysetPage(
        rows=found,
        count=count,
        previous_url=_address(query, before=found[0].pk) if found and has_previous else "",
        next_url=_address(query, after=found[-1].pk) if found and has_next else "",
    )


def in_chunks(rows: "QuerySet[Row]", *, key: str, is_descending: bool = False) -> Iterator[list[Row]]:
    """All rows in order, five hundred at a time, without a cursor that a pooler would lose."""
    ordered = _ordered(rows, key, is_descending)
    chunk = list(ordered[:CHUNK])
    while chunk:
        yield chunk
        last = chunk[-1]
        chunk = list(ordered.filter(_beyond(key, (getattr(last, key), last.pk), is_descending))[:CHUNK])


def _count(rows: "QuerySet[Row]", key: str, is_descending: bool) -> int:
    """How many rows, capped, counted in the order of the list: so the database walks the index of the list.

    Without an order it may read the whole table from its beginning, which other districts fill.
    """
    return _ordered(rows, key, is_descending)[: MOST_COUNTED + 1].count()


def _address(query: QueryDict, **place: int) -> str:
    kept = query.copy()
    for name in ("after", "before"):
        kept.pop(name, None)
    kept.update({name: str(pk) for name, pk in place.items()})
    return f"?{kept.urlencode()}"


def _anchor(rows: "QuerySet[Row]", pk: str | None, key: str) -> tuple[Any, int] | None:
    if not pk or not pk.isdecimal() or len(pk) > 18:
        return None
    return rows.order_by().filter(pk=int(pk)).values_list(key, "pk").first()


def _ordered(rows: "QuerySet[Row]", key: str, is_descending: bool) -> "QuerySet[Row]":
    sign = "-" if is_descending else ""
    return rows.order_by(f"{sign}{key}", f"{sign}pk")


def _beyond(key: str, anchor: tuple[Any, int], is_descending: bool) -> Q:
    """Rows after the anchor. Said as "not before its key, and past it", so that the index finds the start."""
    value, pk = anchor
    way = "lt" if is_descending else "gt"
    return Q(**{f"{key}__{way}e": value}) & (Q(**{f"{key}__{way}": value}) | Q(**{f"pk__{way}": pk}))
