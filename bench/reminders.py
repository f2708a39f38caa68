"""What a day's reminders of 200 districts cost on two cores, and that a second pass writes nothing."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from multiprocessing import get_context
from zoneinfo import ZoneInfo

import time_machine
from django.db import connection

from bench._districts import make_districts, owner
from bench._year import fill_year
from bench.figure import Figure
from correspondence import tasks
from correspondence.models import Message, ReminderPass
from tenancy.context import district, task_district
from tenancy.models import District

DISTRICTS, PEOPLE, WORKERS = 200, 1_000, 2
MOST_SECONDS = 60
ZONE = ZoneInfo("America/Chicago")


def measure() -> Iterator[Figure]:
    """One pass over everybody who is due; then the same day once more, as if nobody had noted that it was done."""
    morning = _next_tuesday()
    made = make_districts([PEOPLE] * DISTRICTS, "reminders")
    with owner() as cursor:
        for one in made:
            fill_year(cursor, one, f"date '{morning:%Y-%m-%d}'")
    with owner() as cursor:
        cursor.execute("ANALYZE")
    case = f"{DISTRICTS} districts of {PEOPLE:,} people"
    first = _pass(made, morning)
    written = _written(made)
    yield Figure("reminders", f"{case}, {written:,} due, {WORKERS} workers", first, "s", MOST_SECONDS, 1.0)
    again = _pass(made, morning)
    yield Figure("reminders", f"{case}, a second pass", again, "s", MOST_SECONDS, 1.0)
    # As many as before: a ratio above one would be a reminder sent twice.
    yield Figure("reminders", f"{case}, messages after it", _written(made), "messages", max(written, 1), 1.0)


def _next_tuesday() -> datetime:
    """A school day's morning, whatever today is."""
    now = datetime.now(ZONE).replace(hour=6, minute=30, second=0, microsecond=0)
    return now + timedelta(days=(1 - now.weekday()) % 7 or 7)


def _pass(made: list[District], morning: datetime) -> float:
    """Seconds until every district's reminders are written, by as many processes as the machine is taken to have."""
    for one in made:
        with district(one):
            ReminderPass.objects.all().update(finished_at=None)
    connection.close()
    halves = [[one.pk for one in made[number::WORKERS]] for number in range(WORKERS)]
    began = time.perf_counter()
    with get_context("fork").Pool(WORKERS) as pool:
        pool.starmap(_work, [(half, morning) for half in halves])
    return round(time.perf_counter() - began, 1)


def _work(pks: list[int], morning: datetime) -> None:
    """What one worker does of its districts."""
    connection.close()
    with time_machine.travel(morning):
        for pk in pks:
            token = task_district.set(pk)
            tasks.write_reminders()
            task_district.reset(token)


def _written(made: list[District]) -> int:
    total = 0
    for one in made:
        with district(one) as opened:
            total += Message.objects.of(opened).exclude(dedupe_key="").count()
    return total
