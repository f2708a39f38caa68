"""The page of a piece of long work."""

import pytest
from django.utils import timezone

from tenancy.actions import jobs
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Job
from tests.tenancy import planted_jobs  # noqa: F401  registers the kind


@pytest.fixture
def job(oak):
    """Ana's job, three of seven done."""
    with oak.open():
        started = jobs.start(kind="planted.schools", by=Actor.person(oak.ana), total=7, count=7)
        claimed = jobs.claim(pk=started.pk, at=timezone.now())
        jobs.advance(job=claimed, at=timezone.now())
    return started


def test_job_detail_says_how_far_it_is_and_keeps_itself_up_to_date(oak, job, client_of):
    page = client_of(oak.ana).get(f"jobs/{job.pk}/")
    assert "3 of 7 schools" in page.text
    assert '<progress id="job-progress-bar" max="7" value="3">' in page.text
    assert 'data-hx-trigger="every 2s"' in page.text
    assert 'http-equiv="refresh"' in page.text
    part = client_of(oak.ana).get(f"jobs/{job.pk}/", headers={"HX-Request": "true"})
    assert "3 of 7 schools" in part.text
    assert "<html" not in part.text


def test_job_detail_of_finished_work_asks_no_more(oak, job, client_of):
    with oak.open():
        Job.objects.update(state="done", done=7)
    page = client_of(oak.ana).get(f"jobs/{job.pk}/")
    assert "every 2s" not in page.text
    assert "refresh" not in page.text


def test_job_cancel_asks_and_stops(oak, job, client_of):
    client = client_of(oak.ana)
    assert "3 of 7 schools are done and stay done." in client.get(f"jobs/{job.pk}/cancel/").text
    client.post(f"jobs/{job.pk}/cancel/")
    with oak.open():
        assert Job.objects.get().state == "cancelled"
        assert AuditEvent.objects.get(verb="job.cancel").actor_person_id == oak.ana.pk
    assert "This work is over already." in client.post(f"jobs/{job.pk}/cancel/", follow=True).text


def test_a_job_is_seen_by_who_started_it_and_by_administrators(oak, elm, job, client_of):
    assert client_of(oak.ada).get(f"jobs/{job.pk}/").status_code == 200
    assert client_of(oak.tom).get(f"jobs/{job.pk}/").status_code == 404
    assert client_of(elm.ada).get(f"jobs/{job.pk}/").status_code == 404
    assert client_of(elm.ada).post(f"jobs/{job.pk}/cancel/").status_code == 404
