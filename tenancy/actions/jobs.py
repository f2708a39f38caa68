"""Long work in chunks that survives its worker.

A worker claims a job with a lease, then does chunk after chunk, each in a transaction of its own together with its
progress. A chunk stands only if the lease is still the worker's own: when it died or slept too long, its half-done
chunk is rolled back, another worker goes on after the last chunk that stands, and nothing is done twice.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tenancy import audit
from tenancy.actor import Actor
from tenancy.job_kinds import JOB_KINDS
from tenancy.models import District, Job

#: For how long a worker may keep silent before another takes over.
LEASE = timedelta(minutes=2)
#: Claims without any progress before a job is given up.
MOST_ATTEMPTS = 3

State = Job.State


class LeaseLost(Exception):
    """Somebody else has the job now, or it was cancelled: what this worker was doing must not stand."""


class CannotCancel(Exception):
    """The job is not cancelled; the text says why."""


@transaction.atomic
def start(*, kind: str, by: Actor, total: int | None = None, **parameters: Any) -> Job:
    """Write down long work to be done. The caller rings (``ring(continue_job, job.pk)``); the sweep finds it too.

    Raises KeyError for a kind that no app has registered.
    """
    job = Job.objects.create(kind=JOB_KINDS[kind].code, parameters=parameters, total=total, created_by_id=by.person_id)
    audit.record(by=by, verb="job.start", target=job, facts={"kind": kind})
    return job


@transaction.atomic
def claim(*, pk: int, at: datetime) -> Job | None:
    """Take a job that waits, or whose worker fell silent. None when there is nothing to take.

    A job that was taken MOST_ATTEMPTS times without getting further is given up instead.
    """
    takeable = Q(state=State.WAITING) & (Q(lease_until=None) | Q(lease_until__lte=at))
    takeable |= Q(state=State.RUNNING, lease_until__lte=at)
    job: Job | None = Job.objects.select_for_update(skip_locked=True, of=("self",)).filter(takeable, pk=pk).first()
    if job is None:
        return None
    if job.attempts >= MOST_ATTEMPTS:
        _give_up(job, at=at)
        return None
    job.state, job.lease_until, job.attempts = State.RUNNING, at + _lease_of(job), job.attempts + 1
    job.save(update_fields=["state", "lease_until", "attempts"])
    return job


@transaction.atomic
def advance(*, job: Job, at: datetime) -> bool:
    """Do the next chunk of a claimed job; True when there may be more.

    Raises LeaseLost, which rolls the chunk back, when the job is no longer this worker's; and what the chunk raises.
    """
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, lease_until=job.lease_until)
    if not mine.exists():
        raise LeaseLost
    units = JOB_KINDS[job.kind].do_chunk(job)
    done = job.done + units
    values: dict[str, Any] = {
        "progress": job.progress,
        "total": None if job.total is None else max(job.total, done),
        "done": done,
        "attempts": 1,
        "fault": "",
        "lease_until": at + _lease_of(job),
    }
    if not units:
        values |= {"state": State.DONE, "finished_at": at, "lease_until": None, "total": done}
    if not mine.update(**values):
        raise LeaseLost
    for name, value in values.items():
        setattr(job, name, value)
    if not units:
        audit.record(by=Actor.system("jobs"), verb="job.finish", target=job, facts={"kind": job.kind, "done": done})
    return bool(units)


@transaction.atomic
def pause(*, job: Job) -> None:
    """Give a claimed job back, so that any worker may go on with it at once."""
    Job.objects.filter(pk=job.pk, state=State.RUNNING, lease_until=job.lease_until).update(
        state=State.WAITING, lease_until=None, attempts=0
    )


@transaction.atomic
def fail(*, job: Job, fault: BaseException, at: datetime) -> None:
    """Note that a chunk broke. It is tried again a little later, and given up after MOST_ATTEMPTS tries in a row.

    Keeps the kind of the fault and not its text, which may carry somebody's data.
    """
    mine = Job.objects.select_for_update(of=("self",)).filter(
        pk=job.pk, state=State.RUNNING, lease_until=job.lease_until
    )
    found = mine.first()
    if found is None:
        return
    found.fault = type(fault).__name__
    if found.attempts >= MOST_ATTEMPTS:
        _give_up(found, at=at)
        return
    found.state, found.lease_until = State.WAITING, at + timedelta(seconds=30 * found.attempts)
    found.save(update_fields=["state", "lease_until", "fault"])


@transaction.atomic
def cancel(*, job: Job, at: datetime, by: Actor) -> None:
    """Stop a job. What its finished chunks did stays done. Refuses (CannotCancel) one that is over."""
    going_on = Job.objects.filter(pk=job.pk, state__in=[State.WAITING, State.RUNNING])
    if not going_on.update(state=State.CANCELLED, finished_at=at, lease_until=None):
        raise CannotCancel(_("This work is over already."))
    job.refresh_from_db()
    audit.record(by=by, verb="job.cancel", target=job, facts={"kind": job.kind, "done": job.done})


def left_behind(*, district: District, at: datetime) -> list[int]:
    """Ids of a district's jobs that nobody works on: still waiting, or left by a worker that fell silent."""
    waiting = Q(state=State.WAITING) & (Q(lease_until=None) | Q(lease_until__lte=at))
    silent = Q(state=State.RUNNING, lease_until__lte=at)
    return list(Job.objects.of(district).filter(waiting | silent).order_by("pk").values_list("pk", flat=True)[:50])


def _lease_of(job: Job) -> timedelta:
    """Two minutes, or the seconds that the job's parameter ``lease`` asks for where a chunk may take longer."""
    return max(LEASE, timedelta(seconds=int(job.parameters.get("lease", 0))))


def _give_up(job: Job, *, at: datetime) -> None:
    job.state, job.finished_at, job.lease_until = State.FAILED, at, None
    job.save(update_fields=["state", "finished_at", "lease_until", "fault"])
    audit.record(by=Actor.system("jobs"), verb="job.fail", target=job, facts={"kind": job.kind, "fault": job.fault})
