"""What screening does by itself, once a day in each district."""

from celery import shared_task
from django.utils import timezone

from screening import reminders
from tenancy.celery import DistrictTask
from tenancy.context import district
from tenancy.rounds import page_by_page, ring_at

#: The hour of the district's own clock at which its day begins.
DAY_BEGINS = 6


@shared_task(base=DistrictTask, outside=True)
def begin_days() -> None:
    """Every hour: ring for the districts whose day begins in it."""
    ring_at(DAY_BEGINS, begin_day)


@shared_task
def begin_day() -> None:
    """Say what ran out, and remind whose clearance ends soon. Twice on a day does nothing more."""
    with district() as at:
        today = timezone.localdate()
    while True:
        with district() as at:
            if not reminders.say_lapsed(at, on=today):
                break
    page_by_page(lambda at, after: reminders.remind(at, on=today, after=after))
