"""What agreements do by themselves."""

from zoneinfo import ZoneInfo

from celery import shared_task
from django.utils import timezone

from agreements import reminders
from tenancy.celery import DistrictTask, ring
from tenancy.context import district
from tenancy.models import District

#: The hour of the district's own clock at which it reminds people.
DAY_BEGINS = 7


@shared_task(base=DistrictTask, outside=True)
def begin_days() -> None:
    """Every hour: ring for the districts whose hour it is."""
    now = timezone.now()
    for of in District.objects.filter(is_active=True).order_by("pk"):
        if timezone.localtime(now, ZoneInfo(of.time_zone)).hour == DAY_BEGINS:
            with district(of):
                ring(begin_day)


@shared_task
def begin_day() -> None:
    """End what was not signed in time, and remind whoever is due. Twice on a day does nothing more."""
    while True:
        with district() as at:
            if not reminders.expire(at, on=timezone.localdate(), at=timezone.now()):
                break
    place: int | None = 0
    while place is not None:
        with district() as at:
            place = reminders.remind(at, on=timezone.localdate(), at=timezone.now(), after=place)
