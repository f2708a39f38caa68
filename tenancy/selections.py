"""What was ticked in a list, on the page that asks before a deed: some rows, or everything that the filters leave."""

from collections.abc import Sequence
from functools import cached_property
from typing import Generic

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from tenancy.http import DistrictRequest
from tenancy.lists import Item, ListScreen

#: More rows than this are not done at one go: one narrows the list first.
MOST_SELECTED = 1000
#: Names on the page that asks; of more, it says how many.
MOST_NAMED = 30


class Selection(Generic[Item]):
    """The rows of one deed. Read anew from the database on every request, and only what the viewer may see.

    The list sends ``selected`` (ids), or ``all`` with ``filter`` (its filters); the page that asks sends ``hidden``.
    """

    def __init__(self, request: DistrictRequest, screen: ListScreen[Item]) -> None:
        self.screen = screen
        self.viewer = request.viewer
        self._is_sent = request.method == "POST"
        self._sent = request.POST if self._is_sent else request.GET
        self.is_all = "all" in self._sent

    @cached_property
    def rows(self) -> "QuerySet[Item]":
        """The rows, in the order of the list; none where there are more than can be done at one go."""
        return self._found.none() if self.is_too_many else self._found

    @cached_property
    def count(self) -> int:
        """How many there are, counted now; no further than to one too many."""
        return self._found.order_by()[: MOST_SELECTED + 1].count()

    @property
    def is_too_many(self) -> bool:
        """Whether there are more than can be done at one go."""
        return self.count > MOST_SELECTED

    @property
    def has_changed(self) -> bool:
        """Whether other rows fit the filters now than when the page asked: then it asks again."""
        return self._is_sent and self.is_all and self._sent.get("count") != str(self.count)

    @property
    def hidden(self) -> list[tuple[str, object]]:
        """What the page that asks sends along."""
        if self.is_all:
            return [("all", "1"), ("filter", self.filter_query), ("count", self.count)]
        kept = [("filter", self.filter_query)] if self.filter_query else []
        return [*(("selected", pk) for pk in self._ids), *kept]

    @property
    def filter_query(self) -> str:
        """The filters of the list that one came from; empty without any."""
        return self._sent.get("filter", "")

    def back_to(self, url: str) -> str:
        """The address of the list, as it was filtered."""
        return f"{url}?{self.filter_query}" if self.filter_query else url

    @property
    def refusal(self) -> str:
        """Why nothing can be done with it as it is; empty when something can."""
        if self.is_too_many:
            return _("These are more than %(most)s. Use the filters to choose fewer.") % {"most": f"{MOST_SELECTED:,}"}
        return _("The list has changed meanwhile. Look once more.") if self.has_changed else ""

    @cached_property
    def _ids(self) -> list[int]:
        typed = self._sent.getlist("selected")
        return [int(pk) for pk in typed if pk.isdecimal() and len(pk) < 19][:MOST_SELECTED]

    @cached_property
    def _found(self) -> "QuerySet[Item]":
        sign = "-" if self.screen.is_descending else ""
        if self.is_all:
            rows = self.screen.narrowed(QueryDict(self._sent.get("filter", "")), self.viewer)
        else:
            rows = self.screen.rows(self.viewer).filter(pk__in=self._ids)
        return rows.order_by(f"{sign}{self.screen.key}", f"{sign}pk")


def first_names(names: Sequence[str]) -> list[str]:
    """The names to show on the page that asks, and how many more there are."""
    more = len(names) - MOST_NAMED
    return [*names[:MOST_NAMED], *([_("and %(count)s more") % {"count": more}] if more > 0 else [])]
