"""A mail server on the loopback address: keeps what it gets, and refuses, delays or hangs up as a test asks."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    """``received`` in order of arrival. Set ``recipient_reply`` or ``content_reply`` to refuse from then on."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.recipient_reply = ""
        self.content_reply = ""
        #: Takes the message and hangs up before it says so: what a crash at the worst moment looks like.
        self.hangs_up = False
        #: Seconds before it says that it took a message, and whether it is at it right now.
        self.delay = 0.0
        self.is_delaying = False
        self.port = 0

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient_reply:
            return self.recipient_reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.delay:
            self.is_delaying = True
            await asyncio.sleep(self.delay)
            self.is_delaying = False
        if self.content_reply:
            return self.content_reply
        self.received.append(cast(EmailMessage, message_from_bytes(envelope.content or b"", policy=default)))
        if self.hangs_up:
            server.transport.abort()
        return "250 Kept"

    @property
    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.received]


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


@contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    server = MailServer()
    controller = LoopbackController(server, hostname="127.0.0.1", port=port)
    controller.start()
    server.port = controller.server.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        controller.stop()


class LoopbackController(Controller):
    """Finds its port when it is left to the system."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
