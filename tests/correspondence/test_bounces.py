"""Mails that come back are noted, whatever mail server says so."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

from correspondence import bounces
from correspondence.models import Message
from tests.conftest import Cast
from tests.correspondence.delivering import again, verbs
from tests.factories.correspondence import MessageFactory

POSTFIX = """From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: waymark@localhost
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="B"
MIME-Version: 1.0
Message-ID: <20260915.1@mx.example>

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Tue, 15 Sep 2026 10:00:00 -0500

Final-Recipient: rfc822; gil@oak.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--B
Content-Type: {kind}

From: Oak School District <waymark@localhost>
To: gil@oak.example
Message-ID: {message_id}
Subject: Your invitation

--B--
"""

PERSON = """From: gil@oak.example
To: waymark@localhost
Subject: Re: Your invitation
In-Reply-To: {message_id}

Thanks, but I am away. Failed to find the form.
"""


@pytest.fixture
def sent(oak: Cast) -> Message:
    with oak.open():
        return MessageFactory(person=oak.gil, message_id=f"<{'a1' * 16}.{oak.district.pk}@localhost>")


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], str]:
    """Write a notice to a file and read it by the command; returns what that says."""

    def run(notice: str) -> str:
        file = tmp_path / "notice.eml"
        file.write_text(notice)
        out = io.StringIO()
        call_command("read_bounces", str(file), stdout=out)
        return out.getvalue().strip()

    return run


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers", "message/rfc822-headers"])
def test_a_returned_mail_is_noted_once(oak: Cast, sent: Message, read: Callable[[str], str], kind: str) -> None:
    notice = POSTFIX.format(action="failed", kind=kind, message_id=sent.message_id)
    assert read(notice) == "Read 1, noted 1."
    assert read(notice) == "Read 1, noted 0."
    message = again(sent, oak)
    assert (message.state, message.fault) == ("bounced", "came_back")
    assert verbs(sent, oak) == ["bounced"]
    with oak.open():
        assert sent.events.get().reply == "5.1.1"


def test_a_delay_is_no_return(oak: Cast, sent: Message, read: Callable[[str], str]) -> None:
    assert read(POSTFIX.format(action="delayed", kind="message/rfc822", message_id=sent.message_id)).endswith(
        "noted 0."
    )
    assert again(sent, oak).state == "sent"


def test_an_answer_by_a_person_is_no_return(oak: Cast, sent: Message, read: Callable[[str], str]) -> None:
    assert read(PERSON.format(message_id=sent.message_id)) == "Read 1, noted 0."


@pytest.mark.parametrize("message_id", ["<someone@else.example>", f"<{'b2' * 16}.999999@localhost>", "<>"])
def test_what_is_not_ours_is_left_alone(oak: Cast, sent: Message, read: Callable[[str], str], message_id: str) -> None:
    assert read(POSTFIX.format(action="failed", kind="message/rfc822", message_id=message_id)) == "Read 1, noted 0."


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff" * 50, b"Content-Type: multipart/report; boundary=x\n\n--x", b"\n" * 9]
)
def test_rubbish_is_read_without_a_fault(raw: bytes) -> None:
    assert bounces.read(raw) is None


def test_a_folder_of_notices_is_read_whole(oak: Cast, sent: Message, tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_text(POSTFIX.format(action="failed", kind="message/rfc822", message_id=sent.message_id))
    (tmp_path / "2.eml").write_text("hello")
    out = io.StringIO()
    call_command("read_bounces", str(tmp_path), stdout=out)
    assert out.getvalue() == "Read 2, noted 1.\n"
