"""Behind a pooler in transaction mode, many threads share one server connection: nothing of one reaches the next."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest
from django.db import connection, connections

from tenancy.context import district
from tenancy.models import Person
from tests.conftest import Cast

THREADS, UNITS = 30, 1_200


class Pooler:
    """Lends one server connection for a transaction at a time, as pgbouncer does, to each thread's wrapper."""

    def __init__(self) -> None:
        self.server = psycopg2.connect(**connection.get_connection_params())
        self.server.autocommit = True
        self.free = threading.Lock()

    def __enter__(self) -> None:
        self.free.acquire()
        wrapper = connections["default"]
        wrapper.connection, wrapper.autocommit, wrapper.closed_in_transaction = self.server, True, False
        wrapper.in_atomic_block = wrapper.needs_rollback = False

    def __exit__(self, *fault: object) -> None:
        connections["default"].connection = None
        self.free.release()


@pytest.mark.django_db(transaction=True)
def test_no_row_of_another_district_comes_through_a_shared_connection(
    transactional_oak: Cast, transactional_elm: Cast
) -> None:
    pooler = Pooler()
    expected = {
        cast.district.pk: sorted(person.pk for person in people(cast))
        for cast in (transactional_oak, transactional_elm)
    }
    chance = random.Random(35)
    kinds = [chance.choice(["oak", "elm", "nobody", "fails"]) for _ in range(UNITS)]

    def unit(kind: str) -> bool:
        with pooler:
            if kind == "nobody":
                return Person.objects.count() == 0
            try:
                with district("oak" if kind == "fails" else kind) as opened:
                    seen = sorted(Person.objects.values_list("pk", flat=True))
                    if kind == "fails":
                        raise ZeroDivisionError
                    return seen == expected[opened.pk]
            except ZeroDivisionError:
                return True

    with ThreadPoolExecutor(max_workers=THREADS) as threads:
        assert list(threads.map(unit, kinds)) == [True] * UNITS
    pooler.server.close()


def people(cast: Cast) -> list[Person]:
    return [getattr(cast, name) for name in ("ada", "ana", "cole", "fay", "gil", "mia", "pia", "sam", "tom")]
