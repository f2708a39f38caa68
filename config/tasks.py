"""Signs of life, and the counts in the bar. (Other work is in each app's own tasks.py.)"""

from typing import Any

from celery.signals import heartbeat_sent
from django.utils import timezone

from accounts.models import User
from config import counts, today
from config.celery import app
from tenancy.context import district
from tenancy.models import Heartbeat, Person
from tenancy.viewer import Viewer


@app.task(outside=True)
def beat_heartbeat() -> None:
    """Sent by beat every 15 seconds: that it arrives shows that beat lives."""
    _seen("beat")


@heartbeat_sent.connect
def worker_heartbeat(**kwargs: Any) -> None:
    """The worker's main process says every two seconds that it lives; one row in five is enough."""
    _seen("worker")


def _seen(name: str) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


@app.task
def renew_counts(person_id: int, user_id: int, wanted: str) -> None:
    """Work out what stands on somebody's Today, unless they have done something else meanwhile."""
    with district() as of:
        person = Person.objects.of(of).active().filter(pk=person_id).first()
        user = User.objects.filter(pk=user_id, is_active=True).first()
        if person is None or user is None:
            return
        viewer = Viewer.of_person(of, person, user)
        if not counts.is_wanted(viewer, wanted):
            return
        lines = today.lines_of(viewer)
        if counts.is_wanted(viewer, wanted):
            counts.keep(viewer, lines)
