"""What screening does by itself, once a day in each district."""

from zoneinfo import ZoneInfo

from celery import shared_task
from django.utils import timezone

from screening import reminders
from tenancy.celery import DistrictTask, ring
from tenancy.context import district
from tenancy.models import District

#: The hour of the district's own clock at which its day begins.
DAY_BEGINS = 6


@shared_task(base=DistrictTask, outside=True)
def begin_days() -> None:
    """Every hour: ring for the districts whose day begins in it."""
    now = timezone.now()
    for of in District.objects.filter(is_active=True).order_by("pk"):
        if timezone.localtime(now, ZoneInfo(of.time_zone)).hour == DAY_BEGINS:
            with district(of):
                ring(begin_day)


@shared_task
def begin_day() -> None:
    """Say what ran out, and remind whose clearance ends soon. Twice on a day does nothing more."""
    with district() as at:
        today = timezone.localdate()
    while True:
        with district() as at:
            if not reminders.say_lapsed(at, on=today):
                break
    place: int | None = 0
    while place is not None:
        with district() as at:
            place = reminders.remind(at, on=today, after=place)
