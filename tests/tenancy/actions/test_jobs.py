"""Long work: chunk by chunk, through kills, faults and cancels, nothing doubled."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tenancy import tasks
from tenancy.actions import jobs
from tenancy.actor import Actor
from tenancy.celery import HEADER
from tenancy.context import task_district
from tenancy.models import AuditEvent, Job, School
from tests.tenancy.planted_jobs import Killed  # also registers the kind


@pytest.fixture
def start(oak):
    """``start(count=7)``: a job of the planted kind, started by Ana."""

    def make(**parameters):
        with oak.open():
            return jobs.start(kind="planted.schools", by=Actor.person(oak.ana), total=parameters["count"], **parameters)

    return make


@pytest.fixture
def work(oak):
    """``work(job)``: a worker of Oak goes on with the job, for one stint."""

    def go_on(job):
        token = task_district.set(oak.district.pk)
        try:
            tasks.continue_job(job.pk)
        finally:
            task_district.reset(token)

    return go_on


def state(cast, job):
    with cast.open():
        found = Job.objects.get(pk=job.pk)
        return found.state, found.done, found.total


def made(cast):
    with cast.open():
        return School.objects.filter(name__regex=r"^School \d{3}$").count()


def lease_runs_out(cast, job):
    with cast.open():
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_job_is_done_chunk_by_chunk(oak, start, work):
    job = start(count=7)
    work(job)
    assert state(oak, job) == ("done", 7, 7)
    assert made(oak) == 7
    with oak.open():
        assert list(AuditEvent.objects.order_by("pk").values_list("verb", "actor_label")) == [
            ("job.start", ""),
            ("job.finish", "jobs"),
        ]


def test_a_stint_ends_and_the_next_one_goes_on(oak, start, work, monkeypatch):
    monkeypatch.setattr(tasks, "STINT", 0)
    job = start(count=7)
    work(job)
    assert state(oak, job) == ("waiting", 3, 7)
    work(job)
    work(job)
    work(job)
    assert state(oak, job) == ("done", 7, 7)
    assert made(oak) == 7


def test_a_worker_killed_in_mid_chunk_leaves_nothing_half_done(oak, start, work):
    job = start(count=7, dies_at=4)
    with pytest.raises(Killed):
        work(job)
    assert state(oak, job) == ("running", 3, 7)
    assert made(oak) == 3
    work(job)  # the dead worker's lease still holds: nobody else may go on
    assert state(oak, job) == ("running", 3, 7)
    with oak.open():
        Job.objects.filter(pk=job.pk).update(parameters={"count": 7})
    lease_runs_out(oak, job)
    work(job)
    assert state(oak, job) == ("done", 7, 7)
    assert made(oak) == 7


def test_a_worker_that_slept_through_its_lease_doubles_nothing(oak, start):
    job = start(count=7)
    with oak.open():
        sleeper = jobs.claim(pk=job.pk, at=timezone.now() - timedelta(minutes=10))
    with oak.open():
        other = jobs.claim(pk=job.pk, at=timezone.now())
        jobs.advance(job=other, at=timezone.now())
    with pytest.raises(jobs.LeaseLost), oak.open():
        jobs.advance(job=sleeper, at=timezone.now())
    assert state(oak, job) == ("running", 3, 7)
    assert made(oak) == 3


def test_a_job_that_kills_its_worker_three_times_is_given_up(oak, start, work):
    job = start(count=7, dies_at=0)
    for _attempt in range(3):
        with pytest.raises(Killed):
            work(job)
        lease_runs_out(oak, job)
    work(job)
    assert state(oak, job) == ("failed", 0, 7)


def test_a_broken_chunk_is_tried_again_later_and_given_up_in_the_end(oak, start, work):
    job = start(count=7, breaks_at=4)
    for _attempt in range(3):
        work(job)
        lease_runs_out(oak, job)
    assert state(oak, job)[0] == "failed"
    assert made(oak) == 3
    with oak.open():
        assert Job.objects.get(pk=job.pk).fault == "ValueError"
        assert AuditEvent.objects.get(verb="job.fail").facts == {"kind": "planted.schools", "fault": "ValueError"}


def test_a_cancelled_job_keeps_what_was_done_and_does_no_more(oak, start, work):
    job = start(count=7)
    with oak.open():
        claimed = jobs.claim(pk=job.pk, at=timezone.now())
        jobs.advance(job=claimed, at=timezone.now())
        jobs.cancel(job=job, at=timezone.now(), by=Actor.person(oak.ana))
    with pytest.raises(jobs.LeaseLost), oak.open():
        jobs.advance(job=claimed, at=timezone.now())
    work(job)
    assert state(oak, job) == ("cancelled", 3, 7)
    assert made(oak) == 3


def test_what_is_over_cannot_be_cancelled(oak, start, work):
    job = start(count=1)
    work(job)
    with oak.open(), pytest.raises(jobs.CannotCancel):
        jobs.cancel(job=job, at=timezone.now(), by=Actor.person(oak.ana))


def test_an_unknown_kind_is_not_started(oak):
    with oak.open(), pytest.raises(KeyError):
        jobs.start(kind="no.such", by=Actor.person(oak.ana))


def test_the_sweep_rings_for_what_nobody_works_on(oak, elm, start, monkeypatch, django_capture_on_commit_callbacks):
    rung = []
    monkeypatch.setattr(
        tasks.continue_job, "apply_async", lambda args, headers, **kwargs: rung.append((args[0], headers[HEADER]))
    )
    waiting, silent, working, done = (start(count=1) for _number in range(4))
    with oak.open():
        now = timezone.now()
        Job.objects.filter(pk=silent.pk).update(state="running", lease_until=now - timedelta(seconds=1))
        Job.objects.filter(pk=working.pk).update(state="running", lease_until=now + timedelta(seconds=90))
        Job.objects.filter(pk=done.pk).update(state="done")
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_jobs()
    assert rung == [(waiting.pk, oak.district.pk), (silent.pk, oak.district.pk)]
