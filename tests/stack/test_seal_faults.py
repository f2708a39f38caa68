"""Workers that are killed between "signed by all", "sealed" and the mail: every document ends sealed exactly once.

Killed for real (SIGKILL), on a real database and a real mail server: children of this process at points of time spread
over the whole work and at the three moments that matter most, and once a Celery worker with its pool.
"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from agreements import evidence, pdfs, sealing, tasks
from agreements.actions import seals
from agreements.models import Agreement, SealedDocument, State
from agreements.verdicts import Word
from correspondence import tasks as mail_tasks
from correspondence.models import Message
from tenancy import celery
from tenancy.context import task_district
from tenancy.models import District
from tests.agreements.packets import signed_by_all
from tests.agreements.test_seals import again
from tests.conftest import Cast
from tests.correspondence.conftest import smtp
from tests.correspondence.processes import worker
from tests.correspondence.test_processes import PATIENCE, broker
from tests.mail_server import MailServer
from tests.stack.running import wait_for

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("mail-processes")]
#: Fixtures of elsewhere.
__all__ = ["broker", "smtp"]

POINTS = 20


@pytest.fixture(autouse=True)
def awake(transactional_oak: Cast) -> None:
    """It is not night in the district, whenever this runs."""
    now = timezone.localtime(timezone.now(), ZoneInfo(transactional_oak.district.time_zone))
    night = {"quiet_from": (now + timedelta(hours=10)).time(), "quiet_until": (now + timedelta(hours=11)).time()}
    with transactional_oak.open() as district:
        District.objects.filter(pk=district.pk).update(**night)


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No bell is heard: what a sweep does not find is lost. (And children share no socket of the broker with us.)"""
    monkeypatch.setattr(celery, "_publish", lambda *args: None)


def signed(cast: Cast) -> Agreement:
    """A document that everybody has signed just now."""
    with cast.open():
        return signed_by_all(cast).agreement


def work(cast: Cast, agreement: Agreement) -> None:
    """What a worker does: seal, then deliver what is due."""
    token = task_district.set(cast.district.pk)
    tasks.seal_agreement(agreement.pk)
    mail_tasks.deliver_due()
    task_district.reset(token)


def child(deed: Callable[[], None]) -> int:
    """A process of its own that does this, and its number."""
    connection.close()
    if number := os.fork():
        return number
    try:
        deed()
    finally:
        os._exit(0)


def end_of(number: int) -> int:
    """How it ended: the signal that killed it, or 0."""
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def time_passes(cast: Cast) -> None:
    """Leases of dead workers run out."""
    past = timezone.now() - timedelta(seconds=1)
    with cast.open():
        Agreement.objects.filter(state=State.SEALING).update(seal_lease_until=past)
        Message.objects.filter(state="claimed").update(due_at=past)


def the_sweep_finds(cast: Cast) -> list[int]:
    with cast.open() as district:
        return list(Agreement.objects.of(district).to_seal(timezone.now()).values_list("pk", flat=True))


def check_whole(cast: Cast, agreement: Agreement, smtp: MailServer) -> None:
    """Sealed once: one row, one good file, one event, one message to each who is told, and it arrived."""
    with cast.open():
        now = Agreement.objects.get(pk=agreement.pk)
        assert now.state == State.SEALED
        row = SealedDocument.objects.get(agreement=agreement)
        with default_storage.open(row.path) as file:
            assert sealing.verdict(file.read()).word == Word.INTACT
        folder, _slash, name = row.path.rpartition("/")
        assert [one for one in default_storage.listdir(folder)[1] if one.startswith(name[:14])] == [name]
        chain = evidence.events(now)
        assert Counter(one.kind for one in chain)["sealed"] == 1
        assert evidence.check_chain(now)
        told = list(Message.objects.filter(kind="agreements/completed", context__agreement=agreement.pk))
    assert {cast.sam.pk, cast.gil.pk, cast.mia.pk} <= {one.person_id for one in told}
    assert set(Counter(one.person_id for one in told).values()) == {1}
    assert {one.state for one in told} == {"sent"}
    # A worker that dies between the server's "250 OK" and its own note sends the same message again, under its number.
    arrived = {str(mail["Message-ID"]) for mail in smtp.received}
    assert {one.message_id for one in told} <= arrived


def test_killed_at_twenty_points_every_document_ends_sealed_once(
    transactional_oak: Cast, smtp: MailServer, quiet: None
) -> None:
    oak = transactional_oak
    first = signed(oak)
    began = time.monotonic()
    assert end_of(child(lambda: work(oak, first))) == 0
    whole = time.monotonic() - began
    check_whole(oak, first, smtp)
    chance, states = random.Random(20), []
    for point in range(POINTS):
        agreement = signed(oak)
        number = child(lambda agreement=agreement: work(oak, agreement))
        time.sleep(whole * (point + chance.random()) / POINTS)
        os.kill(number, signal.SIGKILL)
        end_of(number)
        states.append(again(oak, agreement).state)
        time_passes(oak)
        work(oak, agreement)
        check_whole(oak, agreement, smtp)
        with oak.open():  # the next document is of the same people
            Agreement.objects.update(state=State.VOIDED, ended_at=timezone.now())
    assert "sealing" in states, states


def suicide(*args: object, **kwargs: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("where", "name", "state"),
    [
        pytest.param(pdfs, "drawn", "sealing", id="while it is drawn"),
        pytest.param(sealing, "check", "sealing", id="sealed and not kept"),
        pytest.param(evidence, "append", "sealing", id="kept and not registered"),
        pytest.param(mail_tasks, "deliver_due", "sealed", id="sealed and nobody told"),
    ],
)
def test_killed_at_the_worst_moments(
    transactional_oak: Cast, smtp: MailServer, quiet: None, where: object, name: str, state: str
) -> None:
    oak = transactional_oak
    agreement = signed(oak)
    with patch.object(where, name, suicide):
        assert end_of(child(lambda: work(oak, agreement))) == -signal.SIGKILL
    assert again(oak, agreement).state == state
    if name == "append":
        assert default_storage.exists(seals.path_of(agreement)), "the file was there"
        with oak.open():
            assert not SealedDocument.objects.exists()
    assert (agreement.pk in the_sweep_finds(oak)) is False, "a lease is a lease"
    time_passes(oak)
    assert (agreement.pk in the_sweep_finds(oak)) is (state == "sealing")
    work(oak, agreement)
    check_whole(oak, agreement, smtp)


def test_two_workers_at_the_same_document_seal_it_once(transactional_oak: Cast, smtp: MailServer, quiet: None) -> None:
    oak = transactional_oak
    agreement = signed(oak)
    children = [child(lambda: work(oak, agreement)) for _time in range(3)]
    assert [end_of(number) for number in children] == [0, 0, 0]
    check_whole(oak, agreement, smtp)
    assert again(oak, agreement).seal_tries == 1


def test_a_celery_worker_killed_while_it_seals_is_followed_by_another(
    transactional_oak: Cast, smtp: MailServer, broker: object, tmp_path: Path
) -> None:
    oak = transactional_oak
    broker.start()  # type: ignore[attr-defined]
    with worker(broker, smtp, tmp_path) as killed:  # type: ignore[arg-type]
        agreement = signed(oak)
        wait_for(lambda: again(oak, agreement).state in ("sealing", "sealed"), PATIENCE, "a worker that seals")
        killed.kill()
    time_passes(oak)
    with worker(broker, smtp, tmp_path):  # type: ignore[arg-type]
        tasks.sweep.apply(throw=True)  # as beat does every minute
        wait_for(lambda: again(oak, agreement).state == "sealed", PATIENCE, "the seal")
        mail_tasks.sweep.apply(throw=True)
        wait_for(lambda: len({str(mail["Message-ID"]) for mail in smtp.received}) >= 3, PATIENCE, "the mails")

        def is_noted() -> bool:
            with oak.open():
                rows = Message.objects.filter(kind="agreements/completed", context__agreement=agreement.pk)
                return set(rows.values_list("state", flat=True)) == {"sent"}

        wait_for(is_noted, PATIENCE, "the notes")
    check_whole(oak, agreement, smtp)
