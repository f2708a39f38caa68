"""What the policies cost: each list's query as app_rt with them, and as the tables' owner without."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db import connection

from bench._districts import MANY_ALIKE, UNEVEN, administrator_of, make_districts, owner
from bench.figure import Figure
from correspondence.models import Message
from tenancy.context import district
from tenancy.models import AuditEvent, District, Person
from tenancy.pages import MOST_COUNTED
from tenancy.viewer import Viewer

#: What a query with policies may take of one without. Reading costs nothing more, for both filters name one district;
#: planning the policy costs about 0.1 ms, which shows in the shortest of these queries (0.17 ms).
MOST = 2.0
TIMES = 60


def queries(viewer: Viewer) -> dict[str, Any]:
    """The query behind each list, as its page asks it."""
    people = Person.objects.visible_to(viewer).active()
    return {
        "people": people.in_list_order()[:26],
        "people counted": people.order_by()[: MOST_COUNTED + 1].values("pk"),
        "people by name": people.filter(search_key__starts_with_key="garcia").order_by("search_key")[:21],
        "people by given name": people.filter(search_key_given__starts_with_key="s").order_by("search_key_given")[:21],
        "audit": AuditEvent.objects.of(viewer.district).order_by("-at", "-pk")[:51],
        "messages": Message.objects.visible_to(viewer).order_by("-created_at", "-pk")[:26],
    }


def measure() -> Iterator[Figure]:
    """Districts of 5,000 first; then those of 500 and one of 100,000 come to the same database."""
    small = make_districts(MANY_ALIKE, "alike")[10]
    yield from _figures("20 × 5,000", small)
    uneven = make_districts(UNEVEN, "uneven")
    yield from _figures("200 × 500 and one of 100,000, in one of 500", uneven[100])
    yield from _figures("200 × 500 and one of 100,000, in the one", uneven[-1])


def _figures(case: str, one: District) -> Iterator[Figure]:
    person, _user = administrator_of(one)
    with district(one) as opened, owner() as free, connection.cursor() as held:
        for name, query in queries(Viewer.of_person(opened, person)).items():
            text, values = query.query.sql_with_params()
            with_policies = quickest(partial(_read, held, text, values))
            without = quickest(partial(_read, free, text, values))
            yield Figure("isolation", f"{name}, {case}", round(with_policies, 3), "ms", round(without, 3), MOST)


def _read(cursor: Any, text: str, values: tuple[Any, ...]) -> None:
    cursor.execute(text, values)
    cursor.fetchall()


def quickest(deed: Callable[[], None]) -> float:
    """The lower quartile of many times, in milliseconds."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        deed()
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)[TIMES // 4]
