import time

import pytest
import time_machine

from mentoring.models import ImportChange, Mentor
from tests.conftest import Cast
from tests.factories.mentoring import ProgramFactory
from tests.mentoring.sheets import monday
from tests.mentoring.sheets.running import brought_in, counts, failures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november() -> object:
    with time_machine.travel("2026-11-20 16:00", tick=True):
        yield


def test_speed(oak: Cast) -> None:
    with oak.open():
        program = ProgramFactory()
        for kind, file in (
            ("mentors", monday.mentors(300)),
            ("students", monday.students(126)),
            ("matches", monday.matches(126)),
        ):
            begun = time.perf_counter()
            run = brought_in(oak, kind, file, program)
            print(kind, time.perf_counter() - begun, counts(run), failures(run)[:3], run.warnings)
            file.seek(0)
            begun = time.perf_counter()
            run = brought_in(oak, kind, file, program)
            print(kind, time.perf_counter() - begun, counts(run), failures(run)[:3])
