"""Three hundred reminders while workers, connections to the database and the broker die: each arrives once.

Workers are children of this process, killed for real (SIGKILL) or cut off from the database at points of time spread
over the whole work; the mail server and the broker are real ones.
"""

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection

from correspondence import tasks
from correspondence.models import Message, ReminderPass
from correspondence.reminders import Reminder
from journals import mails as journal_mails
from journals import reminders as journals
from mentoring.models import Match
from tenancy.context import task_district
from tests.conftest import Cast
from tests.correspondence.conftest import smtp
from tests.correspondence.processes import Broker
from tests.correspondence.test_processes import broker
from tests.factories.journals import OwedEntryFactory
from tests.factories.mentoring import MatchFactory, MatchStudentFactory, ProgramFactory
from tests.factories.tenancy import PersonFactory
from tests.mail_server import MailServer
from tests.stack.running import wait_for
from tests.stack.test_seal_faults import child, end_of

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("mail-processes")]
#: Fixtures of elsewhere.
__all__ = ["broker", "smtp"]

REMINDED, POINTS = 300, 20
CHICAGO = ZoneInfo("America/Chicago")
#: A Tuesday, when summaries leave.
MORNING = datetime(2026, 9, 15, 8, tzinfo=CHICAGO)
REMINDERS: tuple[Reminder, ...] = journals.REMINDERS


@pytest.fixture
def late_students(transactional_oak: Cast, settings: pytest.FixtureRequest) -> Cast:
    """So many students owe a journal entry since Monday."""
    settings.REMINDERS = f"{__name__}.REMINDERS"  # type: ignore[attr-defined]
    with transactional_oak.open():
        program = ProgramFactory(name="Career mentoring")
        match = MatchFactory(program=program, state=Match.State.RUNNING, starts_on=date(2026, 9, 1))
        for number in range(REMINDED):
            person = PersonFactory(family_name=f"Late{number:03}", email=f"late{number:03}@oak.example")
            row = MatchStudentFactory(match=match, student__person=person, student__school=transactional_oak.school)
            OwedEntryFactory(match_student=row, due_on=date(2026, 9, 14))
    return transactional_oak


def work(cast: Cast) -> None:
    """What a worker does in the morning: write the reminders, gather the summaries an hour later, deliver them."""
    token = task_district.set(cast.district.pk)
    with time_machine.travel(MORNING - timedelta(hours=1)):
        tasks.write_reminders()
    with time_machine.travel(MORNING):
        tasks.digests()
        tasks.deliver_due()
    task_district.reset(token)


def time_passes(cast: Cast) -> None:
    """Leases of dead workers run out; what waits, or could not be handed over, is due when the morning begins anew."""
    with cast.open():
        Message.objects.filter(state="claimed").update(due_at=MORNING - timedelta(seconds=1))
        Message.objects.filter(state="waiting", for_digest=False).update(
            due_at=MORNING - timedelta(seconds=1), leave_at=MORNING - timedelta(seconds=1)
        )


def cut_off() -> None:
    """Every other connection to this database breaks, as when its server is restarted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def strike(how: str, number: int, broker: Broker) -> None:
    """Something dies while a worker is at it; a moment later the worker dies, too."""
    if how == "database":
        cut_off()
    if how == "broker":
        broker.stop()
    if how != "worker":
        time.sleep(0.2)
    with suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)
    end_of(number)
    if how == "broker":
        broker.start()


def standing(cast: Cast) -> Counter[tuple[str, str]]:
    """How many messages of each kind are in each state."""
    with cast.open():
        return Counter(Message.objects.values_list("kind", "state"))


def is_over(number: int) -> bool:
    """Whether this child has nothing more to do."""
    return os.waitid(os.P_PID, number, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def gone(cast: Cast) -> int:
    """How many summaries have left."""
    return standing(cast)["correspondence/digest", "sent"]


def test_three_hundred_reminders_arrive_once_each_whatever_dies(
    late_students: Cast, smtp: MailServer, broker: Broker
) -> None:
    oak, chance = late_students, random.Random(300)
    broker.start()
    strikes = [chance.choice(["worker", "worker", "database", "broker"]) for _point in range(POINTS)]
    assert set(strikes) == {"worker", "database", "broker"}
    seen = {0}
    for how in strikes:
        number = child(lambda: work(oak))
        # Each strike falls a little further on, however quick the machine is.
        wanted = min(max(seen) + chance.randint(0, 2 * REMINDED // POINTS), REMINDED - 1)
        wait_for(lambda one=number, to=wanted: is_over(one) or gone(oak) >= to, 60, f"{wanted} summaries")
        strike(how, number, broker)
        seen.add(gone(oak))
        time_passes(oak)
    assert len(seen) > POINTS // 4, f"the strikes fell upon too little work: {seen}"

    for _turn in range(3):
        work(oak)
        time_passes(oak)
    assert standing(oak) == {
        (journal_mails.OVERDUE, "collected"): REMINDED,
        ("correspondence/digest", "sent"): REMINDED,
    }
    with oak.open():
        assert ReminderPass.objects.get().finished_at is not None
        sent = dict(Message.objects.filter(state="sent").values_list("message_id", "to_address"))
    arrived = {str(mail["Message-ID"]): str(mail["To"]) for mail in smtp.received}
    assert arrived == sent
    assert Counter(arrived.values()) == {f"late{number:03}@oak.example": 1 for number in range(REMINDED)}
    # Between the server's "250 OK" and its own note a worker can die: that mail comes twice, under one number.
    assert len(smtp.received) - REMINDED <= POINTS
