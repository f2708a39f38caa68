"""How a mail about signing in leaves: the same steps as ``delivery``, outside of every district.

The code is unsealed in memory, and wiped from the row as soon as the mail has left or is too late.
"""

import logging
import traceback
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from correspondence import rendering
from correspondence.channels.answers import Refused, TryLater
from correspondence.channels.email import Mail
from correspondence.models import SignInMail
from correspondence.sealed import unseal

log = logging.getLogger(__name__)

State = SignInMail.State

LEASE = timedelta(minutes=1)
#: Somebody sits and waits for it.
RETRY_AFTER = timedelta(seconds=30)


def due(now: datetime) -> list[int]:
    """Ids of the mails that a worker should take now."""
    waiting = SignInMail.objects.filter(state__in=[State.WAITING, State.CLAIMED], due_at__lte=now)
    return list(waiting.order_by("due_at").values_list("pk", flat=True)[:500])


def deliver(mail_pk: int) -> None:
    """Deliver one mail if it is due and still of use; what became of it is noted in its row."""
    now = timezone.now()
    mine = SignInMail.objects.filter(pk=mail_pk, state__in=[State.WAITING, State.CLAIMED], due_at__lte=now)
    if not mine.update(state=State.CLAIMED, due_at=now + LEASE, attempts=F("attempts") + 1):
        return
    mail = SignInMail.objects.get(pk=mail_pk)
    if mail.give_up_at <= now:
        _close(mail, State.FAILED)
        return
    try:
        reply = _send(mail)
    except Refused as refusal:
        _close(mail, State.FAILED, refusal.reply)
    except TryLater as delay:
        mail.state, mail.due_at, mail.reply = State.WAITING, timezone.now() + RETRY_AFTER, delay.reply
        mail.save(update_fields=["state", "due_at", "reply"])
    except Exception as fault:  # a template's, or a key that was taken away; its words may quote the code
        last = traceback.extract_tb(fault.__traceback__)[-1]
        where = f"{last.filename}:{last.lineno}"
        log.error("sign_in_mail_not_written", extra={"fault": type(fault).__name__, "at": where})
        _close(mail, State.FAILED)
    else:
        _close(mail, State.SENT, reply)


def _send(mail: SignInMail) -> str:
    written = rendering.sign_in_mail(mail.template_prefix, mail.language, unseal(mail.sealed_context))
    return Mail(
        to=mail.email, subject=written.subject, text=written.text, html=written.html, message_id=mail.message_id
    ).send()


def _close(mail: SignInMail, state: SignInMail.State, reply: str = "") -> None:
    mail.state, mail.reply, mail.sealed_context = state, reply, ""
    mail.sent_at = timezone.now() if state == State.SENT else None
    mail.save(update_fields=["state", "reply", "sealed_context", "sent_at"])
