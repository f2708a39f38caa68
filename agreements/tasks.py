"""What agreements do by themselves: reminders each morning, and sealing by the worker, which alone has the key.

Tasks carry ids.
"""

import logging
from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.db import connection
from django.utils import timezone

from agreements import pdfs, reminders, sealing
from agreements.actions import seals
from agreements.models import Agreement
from tenancy.celery import DistrictTask, ring
from tenancy.context import district
from tenancy.models import Heartbeat
from tenancy.rounds import page_by_page, ring_at

log = logging.getLogger(__name__)

#: The hour of the district's own clock at which it reminds people.
DAY_BEGINS = 7
#: How many documents of a district one look finds.
BATCH = 200


@shared_task(base=DistrictTask, outside=True)
def begin_days() -> None:
    """Every hour: ring for the districts whose hour it is."""
    ring_at(DAY_BEGINS, begin_day)


@shared_task
def begin_day() -> None:
    """End what was not signed in time, and remind whoever is due. Twice on a day does nothing more."""
    while True:
        with district() as at:
            if not reminders.expire(at, on=timezone.localdate(), at=timezone.now()):
                break
    page_by_page(lambda of, after: reminders.remind(of, on=timezone.localdate(), at=timezone.now(), after=after))


@shared_task
def seal_agreement(agreement_pk: int) -> None:
    """Seal one document of the task's district, if everybody has signed and nobody else is at it.

    Safe to ask for any number of times: it ends sealed once, with one row in the register.
    """
    with district() as at:
        claimed = seals.claim(district=at, agreement_pk=agreement_pk, at=timezone.now())
    if claimed is None:
        return
    claim, agreement = claimed
    try:
        with district():
            wanted = pdfs.read(agreement)
        key = sealing.current_key()
        content = sealing.seal(pdfs.drawn(wanted), key=key)
        sealing.check(content)
        with district() as at:
            seals.register(
                district=at,
                claim=claim,
                content=content,
                chain_head=wanted.chain_head,
                key_fingerprint=key.fingerprint,
                at=timezone.now(),
            )
    except Exception as fault:  # of a text, a library, the storage, the key: it is tried again
        log.exception("not_sealed", extra={"fault": type(fault).__name__})
        with district() as at:
            seals.fail(district=at, claim=claim, fault=type(fault).__name__, at=timezone.now())


@shared_task
def seal_waiting() -> None:
    """Ask for everything of the task's district that waits to be sealed."""
    with district() as at:
        for pk in Agreement.objects.of(at).to_seal(timezone.now()).order_by("pk").values_list("pk", flat=True)[:BATCH]:
            ring(seal_agreement, pk)


@shared_task(base=DistrictTask, outside=True)
def sweep() -> None:
    """Every minute: find what no bell was rung for, what failed and is due again, what a dead worker held.

    This is what guarantees that everything signed is sealed; ringing only saves the minute.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT districts_with_unsealed(%s)", [timezone.now()])
        waiting = [pk for (pk,) in cursor.fetchall()]
    for pk in waiting:
        with district(pk):
            ring(seal_waiting)


@shared_task(base=DistrictTask, outside=True)
def probe_seal() -> None:
    """Seal and verify an empty page, and say so: /healthz tells how long ago that worked."""
    sealing.probe()
    Heartbeat.objects.update_or_create(name="seal", defaults={"at": timezone.now()})


@worker_ready.connect
def probe_at_start(**kwargs: Any) -> None:
    """A worker that has just started says at once whether it can seal."""
    probe_seal.apply_async(retry=False)
