"""What the sample setting's mail sink received, as a person's mailbox shows it."""

import email
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config.sample.plan import PLANS


@dataclass(frozen=True)
class Mail:
    """One message that arrived."""

    name: str
    to: tuple[str, ...]
    sender: str
    subject: str
    at: datetime | None
    text: str
    html: str

    @property
    def when(self) -> str:
        """When it arrived, in the time zone of the district whose address it went to; else in UTC. It says in which."""
        if self.at is None:
            return ""
        zone = next((one.time_zone for one in PLANS for to in self.to if to.endswith(f"@{one.slug}.example")), "UTC")
        words = {
            "when": date_format(self.at.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT"),
            "zone": zone.rpartition("/")[2].replace("_", " "),
        }
        return _("%(when)s, %(zone)s time") % words


def read(*, to: str = "", limit: int = 200) -> list[Mail]:
    """The newest messages, to one address or to all."""
    found: list[Mail] = []
    for path in _newest_first():
        mail = _parse(path)
        if not to or to.lower() in mail.to:
            found.append(mail)
        if len(found) == limit:
            break
    return found


def read_one(name: str) -> Mail | None:
    """One message by its name; None when there is none. A name is never a path."""
    path = settings.SAMPLE_MAIL / f"{name}.eml"
    return _parse(path) if path.parent == settings.SAMPLE_MAIL and path.is_file() else None


def _newest_first() -> Iterator[Path]:
    if settings.SAMPLE_MAIL.is_dir():
        yield from sorted(settings.SAMPLE_MAIL.glob("*.eml"), reverse=True)


def _parse(path: Path) -> Mail:
    message = email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
    date = message["Date"]
    return Mail(
        name=path.stem,
        to=tuple(str(address).strip().lower() for address in message.get_all("X-Sent-To", [])),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        at=parsedate_to_datetime(str(date)) if date else None,
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return str(body.get_content()) if isinstance(body, EmailMessage) else ""
