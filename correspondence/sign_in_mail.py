"""Mails about signing in, outside every district: codes, resets, notices.

allauth makes the code before it asks for the mail, so it cannot be minted when the mail leaves: it stands encrypted in
the row until then. docs/adr says why the mail is not sent within the request.
"""

from collections.abc import Mapping
from datetime import timedelta

from celery import signature
from django.utils import timezone
from django.utils.translation import get_language

from correspondence.models import SignInMail
from correspondence.outbox import new_message_id
from correspondence.sealed import seal
from tenancy.celery import ring

#: A code is worth nothing later; then the mail is not sent any more.
USEFUL_FOR = timedelta(minutes=15)

Value = str | int | bool | None
_DELIVER = signature("correspondence.tasks.deliver_sign_in_mail")


def post(
    template_prefix: str,
    email: str,
    context: Mapping[str, Value],
    *,
    language: str = "",
    useful_for: timedelta = USEFUL_FOR,
) -> SignInMail:
    """Write a mail of allauth's; it leaves at once, or when the worker is back, unless it is useless by then.

    ``template_prefix`` as allauth has it (``account/email/login_code``): ``…_subject.txt``, ``…_message.txt`` and
    ``…_message.html``. The context holds plain values alone. Answers just as quickly for every address.
    """
    now = timezone.now()
    mail = SignInMail.objects.create(
        template_prefix=template_prefix,
        email=email,
        language=language or get_language() or "en",
        sealed_context=seal(context),
        message_id=new_message_id("sign-in"),
        due_at=now,
        give_up_at=now + useful_for,
    )
    ring(_DELIVER, mail.pk)
    return mail
