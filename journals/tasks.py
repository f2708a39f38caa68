"""What happens by itself on this floor."""

from celery import shared_task
from django.utils import timezone

from journals.actions import owed_periods
from tenancy.celery import DistrictTask
from tenancy.rounds import page_by_page, ring_at

#: The hour of the district's own clock at which its day begins; by then it is known which matches stand still.
DAY_BEGINS = 6


@shared_task(base=DistrictTask, outside=True)
def begin_days() -> None:
    """Every hour: ring for the districts whose day begins in it."""
    ring_at(DAY_BEGINS, begin_day)


@shared_task
def begin_day() -> None:
    """Entries for the week or month at hand are owed. Twice on a day does nothing more."""
    page_by_page(lambda of, after: owed_periods.owe(district=of, on=timezone.localdate(), after=after))
