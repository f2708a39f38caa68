"""Signs of life. (Real work is in each app's own tasks.py.)"""

from typing import Any

from celery.signals import heartbeat_sent
from django.utils import timezone

from config.celery import app
from tenancy.models import Heartbeat


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
