"""Email by SMTP."""

import re
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from correspondence.attachments import File
from correspondence.channels.answers import Refused, TryLater
from correspondence.models import Fault

#: "5.1.1" in "550 5.1.1 User unknown".
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


#: Tells mailboxes not to answer that their owner is away.
_AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF"}


@dataclass(frozen=True)
class Mail:
    """One mail, ready to go. Never stored, never logged: it holds usable links."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str
    sender_name: str = ""
    reply_to: str = ""
    files: Sequence[File] = ()

    def __repr__(self) -> str:
        return f"<Mail {self.message_id}>"

    def send(self) -> str:
        """Hand the mail to the mail server. Raises Refused, TryLater or NotAttached; returns no id of its own."""
        address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        mail = EmailMultiAlternatives(
            subject=self.subject,
            body=self.text,
            from_email=formataddr((self.sender_name, address)) if self.sender_name else settings.DEFAULT_FROM_EMAIL,
            to=[self.to],
            reply_to=[self.reply_to] if self.reply_to else None,
            headers={"Message-ID": self.message_id, **_AUTOMATIC},
        )
        mail.attach_alternative(self.html, "text/html")
        for file in self.files:
            mail.attach(file.name, file.read(), file.content_type)
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as refusal:
            code, words = next(iter(refusal.recipients.values()))
            raise _answer(code, words) from None
        except smtplib.SMTPDataError as refusal:
            raise _answer(refusal.smtp_code, refusal.smtp_error) from None
        except smtplib.SMTPResponseException as refusal:
            # The greeting, our password or our own address was refused: not the reader's fault.
            raise TryLater(_reply(refusal.smtp_code, refusal.smtp_error)) from None
        except (smtplib.SMTPException, OSError):
            raise TryLater from None
        return ""


def _answer(code: int, words: bytes | str) -> Refused | TryLater:
    reply = _reply(code, words)
    return Refused(Fault.ADDRESS_REFUSED, reply) if code >= 500 else TryLater(reply)


def _reply(code: int, words: bytes | str) -> str:
    found = _ENHANCED.search(words.decode(errors="replace") if isinstance(words, bytes) else words)
    return f"{code} {found[0]}" if found else str(code)
