"""A coordinator's Today in a district with 300 matches in the middle of their year."""

from collections.abc import Iterator
from functools import partial

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg2 import extensions

from bench._districts import browser_of, coordinator_of, cost_of, insert, owner
from bench.figure import Figure
from journals.models import Entry
from meetings.models import Meeting, Participation
from tenancy.http import district_url
from tenancy.models import District

#: Milliseconds of processor time, of the database, and queries of the whole page.
MOST_CPU, MOST_DATABASE, MOST_QUERIES = 200, 100, 60


def figures(one: District) -> Iterator[Figure]:
    """The whole page: what needs the coordinator, where the programs are, how it is going."""
    with owner() as cursor:
        _fill(cursor, one)
    client, path = browser_of(coordinator_of(one)[1]), district_url(one, "home")
    cost = cost_of(partial(_open, client, path))
    with CaptureQueriesContext(connection) as captured:
        _open(client, path)
    yield Figure("page.today", "300 matches: processor", round(cost.cpu, 2), "ms", MOST_CPU, 1.0)
    yield Figure("page.today", "300 matches: database", round(cost.database, 3), "ms", MOST_DATABASE, 1.0)
    yield Figure("page.today", "300 matches: queries", len(captured), "queries", MOST_QUERIES, 1.0)


def _open(client: Client, path: str) -> None:
    response = client.get(path, secure=True)
    assert response.status_code == 200, f"{path}: {response.status_code}"


def _fill(cursor: extensions.cursor, one: District) -> None:
    """Eight weeks of meetings behind each match and two ahead, an entry for every one that was held."""
    own = f"district_id = {one.pk}"
    given = {"district_id": str(one.pk), "match_id": "m.id", "minutes": "60", "place": "'school'"}
    given |= {"on": "current_date + 7 * w", "starts_at": "current_date + 7 * w + time '15:00'"}
    given |= {"uid": "gen_random_uuid()", "state": "CASE WHEN w < 0 THEN 'held' ELSE 'planned' END"}
    insert(cursor, Meeting(), given, f"mentoring_match m, generate_series(-8, 1) w WHERE m.{own}")
    came = {"district_id": str(one.pk), "meeting_id": "g.id", "match_student_id": "s.id", "standing": "'came'"}
    both = f"meetings_meeting g JOIN mentoring_matchstudent s ON s.match_id = g.match_id WHERE g.{own} AND s.{own}"
    insert(cursor, Participation(), came, both)
    owed = {"district_id": str(one.pk), "meeting_id": "g.id", "match_student_id": "s.id"}
    owed |= {"due_on": "current_date + (g.id % 40)::int - 20"}
    insert(cursor, Entry(), owed, f"{both} AND g.state = 'held'")
    cursor.execute("ANALYZE")
