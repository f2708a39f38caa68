"""Long work goes on without anybody looking."""

import logging
import time

from celery import shared_task
from django.utils import timezone

from tenancy.actions import jobs
from tenancy.celery import DistrictTask, ring
from tenancy.context import district
from tenancy.models import District, Job

log = logging.getLogger(__name__)

#: Seconds after which a worker hands a job back, so that no message is held for long.
STINT = 45


@shared_task
def continue_job(pk: int) -> None:
    """Go on with a job for up to 45 seconds, then ring for the next stint."""
    with district():
        job = jobs.claim(pk=pk, at=timezone.now())
    if job is None:
        return
    until = time.monotonic() + STINT
    try:
        while _advance(job):
            if time.monotonic() >= until:
                _hand_back(job)
                return
    except jobs.LeaseLost:
        log.info("job_lease_lost", extra={"job": pk})


@shared_task(base=DistrictTask, outside=True)
def sweep_jobs() -> None:
    """Ring for every job that nobody works on: the guarantee behind the bell."""
    for of in District.objects.filter(is_active=True).order_by("pk"):
        with district(of):
            for pk in jobs.left_behind(district=of, at=timezone.now()):
                ring(continue_job, pk)


def _advance(job: Job) -> bool:
    try:
        with district():
            return jobs.advance(job=job, at=timezone.now())
    except jobs.LeaseLost:
        raise
    except Exception as fault:
        # Without its text, which may carry somebody's data.
        log.error("job_chunk_broke", extra={"job": job.pk, "kind": job.kind, "fault": type(fault).__name__})
        with district():
            jobs.fail(job=job, fault=fault, at=timezone.now())
        return False


def _hand_back(job: Job) -> None:
    with district():
        jobs.pause(job=job)
        ring(continue_job, job.pk)
