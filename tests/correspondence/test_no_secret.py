"""A link or a code that works is in the mail to its reader, and nowhere else."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.actions import invitations
from correspondence import outbox, tasks
from correspondence.links import Link
from correspondence.models import Message, SignInMail
from tenancy.actor import Actor
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.correspondence.conftest import Made
from tests.correspondence.delivering import deliver, run
from tests.correspondence.processes import Broker
from tests.correspondence.test_processes import broker  # noqa: F401  a fixture
from tests.factories.tenancy import PersonFactory
from tests.mail_server import MailServer, text_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("mail-processes")]

#: Sessions are signed, and hold the codes that allauth compares with: nobody but the reader's browser gets at them.
NOT_READ = {"django_session"}


def whole_database(oak: Cast) -> str:
    """Every row that the product itself can read: all tables without a district, and those of Oak."""
    with oak.open(), connection.cursor() as cursor:
        texts = []
        for table in sorted(set(connection.introspection.table_names(cursor)) - NOT_READ):
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f'SELECT t::text FROM "{table}" t')
                texts += [row[0] for row in cursor.fetchall()]
    return "\n".join(texts)


def pages(oak: Cast, *messages: Message) -> Iterator[str]:
    """Whatever an administrator can read of the messages."""
    ada, readable = DistrictClient(oak.ada), ""
    for path in ["mail/", "audit/", f"people/{oak.gil.pk}/", *(f"mail/{message.pk}/" for message in messages)]:
        page = ada.get(path)
        assert page.status_code == 200
        readable += page.text
        yield page.text
    assert "Gil Haddad" in readable
    for path in ["mail/export/", "audit/export/"]:
        yield b"".join(ada.get(path).streaming_content).decode()  # type: ignore[attr-defined]


def test_a_minted_link_is_in_the_mail_alone(
    transactional_oak: Cast,
    smtp: MailServer,
    made: Made,
    broker: Broker,  # noqa: F811
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    oak = transactional_oak
    broker.start()
    with oak.open():
        link = Link("tests.invitation", 7)
        message = outbox.post(
            kind="tests/invitation", to=oak.gil, by=Actor.person(oak.ana), link=link, leave_after=timedelta(0)
        )
        broken = outbox.post(
            kind="tests/invitation", to=oak.gil, by=Actor.person(oak.ana), link=link, leave_after=timedelta(0)
        )
    assert str(message.pk) in broker.contents
    assert "correspondence.tasks.deliver" in broker.contents
    deliver(message, oak)
    smtp.content_reply = "554 5.7.1 Blocked {link}"
    deliver(broken, oak)
    first, second = made.links
    assert first in text_of(smtp.received[0])
    assert message.message_id in whole_database(oak)  # it is really read
    read = [whole_database(oak), broker.contents, caplog.text, *capfd.readouterr(), *pages(oak, message, broken)]
    for link_made in (first, second):
        token = link_made.rpartition("/")[2].partition("?")[0]
        assert [text for text in read if token in text] == []


def test_an_invitation_is_in_the_mail_alone(
    transactional_oak: Cast,
    smtp: MailServer,
    broker: Broker,  # noqa: F811
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    oak = transactional_oak
    broker.start()
    with oak.open():
        hala = PersonFactory(given_name="Hala", family_name="Nasser", email="hala@oak.example")
        invitations.invite(person=hala, by=Actor.person(oak.ana), at=timezone.now())
        message = Message.objects.get(person=hala)
        Message.objects.update(leave_at=timezone.now(), due_at=timezone.now())
    run(tasks.deliver_due, of=oak)
    found = re.search(r"/d/oak/invitation/([^/\s]+)/", text_of(smtp.received[0]))
    assert found
    read = [whole_database(oak), broker.contents, caplog.text, *capfd.readouterr(), *pages(oak, message)]
    assert [text for text in read if found[1] in text] == []
    assert Client().get(found[0]).status_code == 200


def test_a_sign_in_code_is_in_the_mail_alone(
    transactional_oak: Cast,
    smtp: MailServer,
    broker: Broker,  # noqa: F811
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    oak = transactional_oak
    broker.start()
    Client().post("/accounts/login/code/", {"email": "gil@oak.example"})
    mail = SignInMail.objects.get(email="gil@oak.example")
    waiting = [whole_database(oak), broker.contents]
    tasks.deliver_sign_in_mail.apply([mail.pk], throw=True)
    found = re.search(r"\b[A-Z0-9]{4}-?[A-Z0-9]{2,4}\b|\b\d{6}\b", text_of(smtp.received[0]))
    assert found, text_of(smtp.received[0])
    read = [*waiting, whole_database(oak), broker.contents, caplog.text, *capfd.readouterr(), *pages(oak)]
    for code in {found[0], found[0].replace("-", "")}:
        assert [text for text in read if code in text] == []
