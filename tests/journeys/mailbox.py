"""Reading the mail that the product really sent, by SMTP, to the sink of its stack."""

import email
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from tests.stack.running import wait_for

#: Seconds until a mail that a worker sends must be there.
PATIENCE = 30


@dataclass(frozen=True)
class Mail:
    """One mail as its reader sees it."""

    to: str
    subject: str
    text: str
    files: tuple[bytes, ...] = ()

    @property
    def code(self) -> str:
        """The code that stands on a line of its own."""
        found = re.search(r"^\s*([A-Z0-9]{3,6}-?[A-Z0-9]{2,6})\s*$", self.text, re.M)
        assert found, f"There is no code in: {self.text}"
        return found[1]

    @property
    def link(self) -> str:
        """The first link."""
        found = re.search(r"https?://\S+", self.text)
        assert found, f"There is no link in: {self.text}"
        return found[0]


class Mailbox:
    """Everybody's mail."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def to(self, address: str) -> list[Mail]:
        """Everything that arrived for an address, oldest first."""
        mails = [_read(path) for path in sorted(self.folder.glob("*.eml"))]
        return [mail for mail in mails if mail.to == address]

    def with_words(self, address: str, words: str) -> Mail:
        """The last mail to an address that holds these words; fails when none comes in time."""

        def look() -> Mail | None:
            found = reversed(self.to(address))
            return next((one for one in found if words in f"{one.subject}\n{one.text}"), None)

        return wait_for(look, PATIENCE, f"a mail to {address} with “{words}”")

    def wait_for(self, address: str, *, after: int = 0) -> Mail:
        """The next mail to an address beyond the first ``after``; fails when none comes in time."""
        return wait_for(lambda: self.to(address)[after:], PATIENCE, f"a mail to {address}")[0]


def _read(path: Path) -> Mail:
    message = email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
    part = message.get_body(preferencelist=("plain",))
    assert isinstance(part, EmailMessage)
    files = tuple(bytes(one.get_payload(decode=True)) for one in message.iter_attachments())
    return Mail(str(message["X-Sent-To"]).strip(), str(message["Subject"]), str(part.get_content()), files)
