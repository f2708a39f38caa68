"""Delivery with a real broker and a real worker, which are stopped and killed."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from kombu import pools

from config.celery import app
from correspondence import tasks
from correspondence.models import Message, SignInMail
from tenancy.celery import Bell
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.correspondence.delivering import again, verbs
from tests.correspondence.processes import Broker, own_broker, worker
from tests.factories.correspondence import MessageFactory
from tests.mail_server import MailServer
from tests.stack.running import wait_for

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("mail-processes")]

#: A mail without a link that the product itself knows: the worker does not load the tests' kinds.
KIND = "accounts/extra_step_reset"
#: A worker needs this long to start on a busy machine, and a broker's connection to be made again.
PATIENCE = 60


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    """A broker of this test's own, to which this process publishes too."""
    with own_broker() as broker:
        monkeypatch.setenv("CELERY_BROKER_URL", f"redis+socket://{broker.url.removeprefix('unix://')}?virtual_host=0")
        _forget_connections()
        yield broker
    _forget_connections()


def _forget_connections() -> None:
    Bell.silent_until = 0
    pools.reset()
    app._pool = app.amqp._producer_pool = None


def given_up(oak: Cast) -> Message:
    with oak.open():
        return MessageFactory(person=oak.gil, kind=KIND, state="failed", fault="unreachable", subject="", text="")


def sent(message: Message, oak: Cast) -> bool:
    return again(message, oak).state == "sent"


def test_while_the_broker_is_away_a_post_answers_and_the_mail_leaves_afterwards(
    transactional_oak: Cast, smtp: MailServer, broker: Broker, tmp_path: Path
) -> None:
    oak = transactional_oak
    message, ana = given_up(oak), DistrictClient(oak.ana)
    started = time.monotonic()
    assert ana.post(f"mail/{message.pk}/retry/").status_code == 302
    assert time.monotonic() - started < 5
    assert again(message, oak).state == "waiting"
    broker.start()
    with worker(broker, smtp, tmp_path):
        Bell.silent_until = 0  # a minute later
        tasks.sweep.apply(throw=True)  # as beat does every minute
        wait_for(lambda: sent(message, oak), PATIENCE, "the mail")
    assert [str(mail["To"]) for mail in smtp.received] == ["gil@oak.example"]


def test_while_the_broker_is_away_a_sign_in_code_is_asked_for_and_comes_afterwards(
    transactional_oak: Cast, smtp: MailServer, broker: Broker, tmp_path: Path
) -> None:
    started = time.monotonic()
    assert Client().post("/accounts/login/code/", {"email": "gil@oak.example"}).status_code == 302
    assert time.monotonic() - started < 5
    assert SignInMail.objects.get().state == "waiting"
    broker.start()
    with worker(broker, smtp, tmp_path):
        Bell.silent_until = 0  # a minute later
        tasks.sweep.apply(throw=True)
        wait_for(lambda: SignInMail.objects.get().state == "sent", PATIENCE, "the code")
    assert [str(mail["To"]) for mail in smtp.received] == ["gil@oak.example"]


def test_the_bell_is_heard_without_a_sweep(
    transactional_oak: Cast, smtp: MailServer, broker: Broker, tmp_path: Path
) -> None:
    oak = transactional_oak
    broker.start()
    with worker(broker, smtp, tmp_path):
        message = given_up(oak)
        DistrictClient(oak.ana).post(f"mail/{message.pk}/retry/")
        wait_for(lambda: sent(message, oak), PATIENCE, "the mail")


def test_a_worker_killed_while_it_speaks_to_the_server_loses_nothing(
    transactional_oak: Cast, smtp: MailServer, broker: Broker, tmp_path: Path
) -> None:
    oak = transactional_oak
    broker.start()
    message = given_up(oak)
    smtp.delay = 120
    with worker(broker, smtp, tmp_path) as killed:
        DistrictClient(oak.ana).post(f"mail/{message.pk}/retry/")
        wait_for(lambda: "sending" in verbs(message, oak), PATIENCE, "the worker at the mail server")
        wait_for(lambda: smtp.is_delaying, PATIENCE, "the worker at the mail server")
        killed.kill()
    assert again(message, oak).state == "claimed"
    smtp.delay = 0
    with oak.open():  # three minutes later
        Message.objects.filter(pk=message.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    with worker(broker, smtp, tmp_path):
        tasks.sweep.apply(throw=True)
        wait_for(lambda: sent(message, oak), PATIENCE, "the mail")
    assert [str(mail["Message-ID"]) for mail in smtp.received] == [message.message_id]
