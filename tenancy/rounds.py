"""How districts' own tasks go round: whose day begins now, and work that is done page by page."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from celery import Task
from django.utils import timezone

from tenancy.celery import ring
from tenancy.context import district
from tenancy.models import District

#: Does the next page of some work after this place; returns where to go on, None at the end.
Step = Callable[[District, int], int | None]


def ring_at(hour: int, task: Task[..., Any]) -> None:
    """Ring for each district in which it is this hour by its own clock."""
    now = timezone.now()
    for of in District.objects.filter(is_active=True).order_by("pk"):
        if timezone.localtime(now, ZoneInfo(of.time_zone)).hour == hour:
            with district(of):
                ring(task)


def page_by_page(step: Step, of: District | None = None) -> None:
    """Do a step until it is at the end, each time in a transaction of its own: of this district, or of the task's."""
    place: int | None = 0
    while place is not None:
        with district(of) as at:
            place = step(at, place)
