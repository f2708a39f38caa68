"""Reading what mail servers send back: delivery status notifications (RFC 3464)."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Part

#: Our own Message-IDs: 32 hexadecimal digits and the district's id.
_OURS = re.compile(r"<[0-9a-f]{32}\.(?P<district>\d{1,18})@[^>\s]+>")
_STATUS = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True)
class Bounce:
    """One of our mails that will not arrive. ``status`` is the other side's code ("5.1.1"), or empty."""

    district_pk: int
    message_id: str
    status: str


def read(raw: bytes) -> Bounce | None:
    """What came back, if this says for good that one of our mails did.

    None for anything else: a delay, an answer by a person or by a machine, a notice about somebody else's mail.
    """
    report = message_from_bytes(raw)  # headers stay text: the careful parser stumbles over some that are broken
    parts = list(report.walk())
    status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    if status is None:
        return None
    fields = [(name, str(value)) for group in status.walk() for name, value in group.items()]
    if not any(name.lower() == "action" and value.strip().lower() == "failed" for name, value in fields):
        return None
    found = next((ours for part in parts for ours in _ours(part)), None)
    if found is None:
        return None
    code = next((_STATUS.search(value) for name, value in fields if name.lower() == "status"), None)
    return Bounce(int(found["district"]), found[0], code[0] if code else "")


def _ours(part: Part) -> list[re.Match[str]]:
    """Our Message-ID where a returned mail or its headers stand, whole or as text."""
    texts = [str(part.get("Message-ID", ""))] if part.get("Message-ID") else []
    if part.get_content_type() == "text/rfc822-headers":
        content = part.get_payload(decode=True)
        texts.append(content.decode(errors="replace") if isinstance(content, bytes) else "")
    return [found for text in texts for found in [_OURS.search(text)] if found]
