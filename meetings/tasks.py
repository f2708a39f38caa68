"""What meetings do by themselves: once one is over, its mentors are asked how it was."""

from celery import shared_task
from django.utils import timezone

from meetings import reminders
from tenancy.celery import DistrictTask
from tenancy.context import district
from tenancy.models import District


@shared_task(base=DistrictTask, outside=True)
def ask_how_it_was() -> None:
    """Every quarter of an hour: ask the mentors of meetings that are over. Twice asks nobody twice."""
    for of in District.objects.filter(is_active=True).order_by("pk"):
        with district(of) as at:
            reminders.ask_how_it_was(at, at=timezone.now())
