import time, cProfile, pstats

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import Cast
from tests.factories.mentoring import ProgramFactory
from tests.mentoring.sheets import monday
from tests.mentoring.sheets.running import brought_in, counts, failures, looked_through

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november() -> object:
    with time_machine.travel("2026-11-20 16:00", tick=True):
        yield


def test_speed(oak: Cast) -> None:
    with oak.open():
        program = ProgramFactory()
        for kind, file in (("mentors", monday.mentors(20)), ("students", monday.students(20)), ("matches", monday.matches(20))):
            brought_in(oak, kind, file, program)
            file.seek(0)
            profile = cProfile.Profile()
            with CaptureQueriesContext(connection, ) as seen:
                profile.enable()
                t=time.process_time(); looked_through(oak, kind, file, program); t=time.process_time()-t
                profile.disable()
            print(kind, len(seen), "queries", t, "cpu s")
            from collections import Counter
            slow = Counter(); n=Counter()
            for q in seen.captured_queries:
                key=q["sql"][:120]; slow[key]+=float(q["time"]); n[key]+=1
            for key, s in slow.most_common(6): print("   ", round(s,3), n[key], key)
            pstats.Stats(profile).sort_stats("cumtime").print_stats(28) if kind=="matches" else None
