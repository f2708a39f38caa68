"""Delivery by the worker. Tasks carry ids, never addresses, texts or links."""

import time
from datetime import timedelta
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db import connection
from django.utils import timezone

from correspondence import delivery, reminders, sign_in_delivery
from correspondence.actions import digests as daily
from correspondence.models import Message, SignInMail
from tenancy.celery import DistrictTask, ring
from tenancy.context import district
from tenancy.models import District, Person

#: The hours of the district's own clock in which its reminders are written: the first in which it can, once a day.
REMIND_FROM, REMIND_UNTIL = 6, 20
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
def begin_reminders() -> None:
    """Every hour: ring for the districts in which it is day, and whose reminders of today are not all written.

    So a beat that was down in the morning catches up in the afternoon, and one that was down all day on the next.
    """
    now = timezone.now()
    for of in District.objects.filter(is_active=True).order_by("pk"):
        if not REMIND_FROM <= timezone.localtime(now, ZoneInfo(of.time_zone)).hour < REMIND_UNTIL:
            continue
        with district(of) as at:
            if reminders.is_wanted(at, at=now, on=timezone.localdate()):
                ring(write_reminders)


@shared_task
def write_reminders() -> None:
    """Write what is due today in the task's district, page by page. However often it runs, each is written once."""
    with district() as at:
        on, written = timezone.localdate(), 0
        if not reminders.is_wanted(at, at=timezone.now(), on=on):
            return
        reminders.begin(at, on=on, at=timezone.now())
    for reminder in reminders.every():
        place: int | None = 0
        while place is not None:
            with district() as at:
                new, place = reminders.write_page(at, reminder, on=on, after=place)
            written += new
    with district() as at:
        reminders.finish(at, on=on, at=timezone.now(), written=written)


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
