"""Delivery by the worker. Tasks carry ids, never addresses, texts or links."""

import time
from datetime import timedelta

from celery import shared_task
from django.db import connection
from django.utils import timezone

from correspondence import delivery, sign_in_delivery
from correspondence.actions import digests as daily
from correspondence.models import Message, SignInMail
from tenancy.celery import DistrictTask, ring
from tenancy.context import district
from tenancy.models import Person

#: How many messages one look finds, and for how many seconds one task goes on before it makes room for others.
BATCH, TURN = 100, 40
#: How long rows about mails of signing in are kept.
KEEP_SIGN_IN_MAIL = timedelta(days=7)


@shared_task
def deliver(message_pk: int) -> None:
    """Deliver one message of the task's district, if it is due."""
    delivery.deliver(message_pk)


@shared_task
def deliver_due() -> None:
    """Deliver everything of the task's district that is due, then make room and go on."""
    until = time.monotonic() + TURN
    while pks := _due():
        for pk in pks:
            delivery.deliver(pk)
            if time.monotonic() > until:
                ring(deliver_due)
                return


@shared_task
def digests() -> None:
    """Send the daily summaries of the task's district that are due, one transaction a person."""
    with district() as at:
        people = daily.people_due(at, at=timezone.now())
    for pk in people:
        with district() as at:
            daily.collect(Person.objects.of(at).get(pk=pk), at=timezone.now())


@shared_task(base=DistrictTask, outside=True)
def deliver_sign_in_mail(mail_pk: int) -> None:
    """Deliver one mail about signing in, if it is due."""
    sign_in_delivery.deliver(mail_pk)


@shared_task(base=DistrictTask, outside=True)
def sweep() -> None:
    """Every minute: find what no bell was rung for, or whose worker died, in every district.

    This is what guarantees that mail leaves; ringing only saves the minute.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT districts_with_due_mail(%s)", [now])
        due = [pk for (pk,) in cursor.fetchall()]
    for pk in due:
        with district(pk):
            ring(digests)
            ring(deliver_due)
    for pk in sign_in_delivery.due(now):
        ring(deliver_sign_in_mail, pk)
    SignInMail.objects.filter(created_at__lt=now - KEEP_SIGN_IN_MAIL).delete()


def _due() -> list[int]:
    with district() as at:
        return list(Message.objects.of(at).due(timezone.now()).values_list("pk", flat=True)[:BATCH])
