"""The page on which a mentor logs a meeting, opened by the link of a mail: how long it takes, how much it weighs."""

from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench._districts import administrator_of, browser_of, cost_of, owner
from bench._wire import bytes_of
from bench._year import fill_year
from bench.figure import Figure
from meetings import tokens
from meetings.models import Participation
from tenancy.context import district
from tenancy.http import district_url
from tenancy.models import District

#: Milliseconds of processor time; the database beside one indexed SELECT; bytes compressed; queries of one more look.
MOST_CPU, MOST_DATABASE, MOST_BYTES, MOST_QUERIES = 60, 3.0, 20_000, 30


def figures(one: District) -> Iterator[Figure]:
    """A mentor opens the link on a phone, among 300 matches with meetings behind them. Looking spends nothing."""
    with owner() as cursor:
        fill_year(cursor, one, "current_date")
        cursor.execute("ANALYZE")
    person, user = administrator_of(one)
    yardstick = cost_of(partial(_open, browser_of(user), district_url(one, "one_person", person.pk)))
    client, path = Client(headers={"host": settings.ALLOWED_HOSTS[0]}), _path(one)
    cost = cost_of(partial(_open, client, path))
    with CaptureQueriesContext(connection) as captured:
        page = _open(client, path)
    yield Figure("page.log", "300 matches: processor", round(cost.cpu, 2), "ms", MOST_CPU, 1.0)
    database, reference = round(cost.database, 3), round(yardstick.database, 3)
    yield Figure("page.log", "300 matches: database", database, "ms", reference, MOST_DATABASE)
    yield Figure("page.log", "queries", len(captured), "queries", MOST_QUERIES, 1.0)
    yield Figure("page.log", "bytes over the wire, nothing in the cache", bytes_of(page), "bytes", MOST_BYTES, 1.0)


def _path(one: District) -> str:
    """The address of a link to a meeting that nobody wrote down."""
    with district(one):
        rows = Participation.objects.filter(match_mentor__isnull=False, meeting__state="planned").order_by("pk")
        row = rows.prefetch_related("meeting", "match_mentor__mentor__person")[0]
        assert row.match_mentor is not None
        token = tokens.new_link(row.meeting, row.match_mentor.mentor.person, at=timezone.now())
    return district_url(one, "meetings:log_open", token)


def _open(client: Client, path: str) -> bytes:
    response = client.get(path, secure=True)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return response.content
