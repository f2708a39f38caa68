"""Text messages, by a provider that speaks Twilio's HTTP interface, or onto the console.

TEXT_MESSAGE_URL chooses: empty (none), ``console:``, or ``https://ACCOUNT:TOKEN@host/?from=+15550100``.
"""

import base64
import hashlib
import hmac
import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol, Self
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
from django.conf import settings

from correspondence.channels.answers import Refused, TryLater
from correspondence.models import Fault

#: The basic alphabet of text messages; a single letter outside of it more than halves what fits into one part.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: These count twice.
_EXTENDED = frozenset("^{}\\[~]|€")
#: More parts than this is a mistake of whoever wrote the template.
MOST_PARTS = 4
#: Seconds the provider has for an answer.
PATIENCE = 10
#: The provider's code for a number whose owner answered STOP.
_STOPPED = 21610


class Provider(Protocol):
    """Takes text messages for delivery."""

    def send(self, *, to: str, text: str, status_url: str) -> str:
        """Hand over one message; returns the provider's id of it. Raises Refused or TryLater."""


@dataclass(frozen=True)
class TextMessage:
    """One text message, ready to go. Never stored, never logged: it holds usable links."""

    to: str
    text: str
    status_url: str

    def __repr__(self) -> str:
        return "<TextMessage>"

    def send(self) -> str:
        """Hand it to the provider. Raises Refused or TryLater; returns the provider's id."""
        through = provider()
        if through is None:
            raise Refused(Fault.NOBODY_REACHED)
        if parts(self.text) > MOST_PARTS:
            raise Refused(Fault.NOT_WRITTEN)
        return through.send(to=self.to, text=self.text, status_url=self.status_url)


class Console:
    """Prints messages, links included: for one's own machine only. A deploy check refuses it elsewhere."""

    def send(self, *, to: str, text: str, status_url: str) -> str:
        """Print the message."""
        sys.stdout.write(f"Text message to {to}: {text}\n")
        return ""


@dataclass(frozen=True)
class Twilio:
    """Twilio, or anything that speaks its Messages resource.

    It has no way to ask twice for one message: when the answer is lost, the retry may arrive as a second copy.
    """

    url: str
    account: str
    token: str
    sender: str

    @classmethod
    def of(cls, url: str) -> Self:
        """From ``https://ACCOUNT:TOKEN@host/?from=+15550100``."""
        parts_of = urlsplit(url)
        host = parts_of.netloc.rpartition("@")[2]
        sender = parse_qs(parts_of.query).get("from", [""])[0].strip()
        return cls(
            url=f"{parts_of.scheme}://{host}{parts_of.path.rstrip('/')}",
            account=unquote(parts_of.username or ""),
            token=unquote(parts_of.password or ""),
            sender=f"+{sender.lstrip('+')}",
        )

    def __repr__(self) -> str:
        return f"<Twilio {self.sender}>"

    def send(self, *, to: str, text: str, status_url: str) -> str:
        """POST the message."""
        try:
            answer = httpx.post(
                f"{self.url}/2010-04-01/Accounts/{self.account}/Messages.json",
                data={"To": to, "From": self.sender, "Body": text, "StatusCallback": status_url},
                auth=(self.account, self.token),
                timeout=PATIENCE,
            )
        except httpx.HTTPError:
            raise TryLater from None
        code = _code(answer)
        if answer.is_success:
            return str(code or "")
        reply = f"{answer.status_code} {code or ''}".strip()
        if answer.status_code != HTTPStatus.BAD_REQUEST:
            # Too much at once, their fault, or our own account: not the reader's.
            raise TryLater(reply)
        raise Refused(Fault.STOPPED if code == _STOPPED else Fault.NUMBER_REFUSED, reply)

    def signs(self, signature: str, url: str, fields: Mapping[str, str]) -> bool:
        """Whether a call from outside was signed with our token: HMAC-SHA1 over address and sorted fields."""
        signed = url + "".join(f"{name}{fields[name]}" for name in sorted(fields))
        expected = base64.b64encode(hmac.new(self.token.encode(), signed.encode(), hashlib.sha1).digest())
        # Without a token anybody could sign.
        return bool(self.token) and hmac.compare_digest(expected, signature.encode())


def provider() -> Provider | None:
    """The provider that the installation has chosen, if any."""
    url = settings.TEXT_MESSAGE_URL
    if not url:
        return None
    return Console() if url.startswith("console:") else Twilio.of(url)


def parts(text: str) -> int:
    """Into how many messages the text is cut on its way, as they are paid for."""
    if all(letter in _BASIC or letter in _EXTENDED for letter in text):
        length, single, several = len(text) + sum(letter in _EXTENDED for letter in text), 160, 153
    else:
        length, single, several = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if length <= single else math.ceil(length / several)


def _code(answer: httpx.Response) -> int | str | None:
    """The message's id in a good answer, the error's number in a bad one."""
    try:
        said = answer.json()
    except ValueError:
        return None
    found = said.get("sid" if answer.is_success else "code") if isinstance(said, dict) else None
    return found if isinstance(found, int | str) else None
