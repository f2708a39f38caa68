"""What happens by itself on this floor."""

from celery import shared_task
from django.utils import timezone

from support import days
from support.actions import feedback, referrals
from tenancy.celery import DistrictTask
from tenancy.context import district
from tenancy.models import District
from tenancy.rounds import page_by_page, ring_at

#: The hour of the district's own clock at which its day begins; by then it is known which matches stand still.
DAY_BEGINS = 6


@shared_task(base=DistrictTask, outside=True)
def begin_days() -> None:
    """Every hour: ring for the districts whose day begins in it."""
    ring_at(DAY_BEGINS, begin_day)


@shared_task
def begin_day() -> None:
    """Talks and looks at goals are due, silences are noticed, feedback is over. Twice on a day does nothing more."""
    page_by_page(lambda of, after: days.settle(of, on=timezone.localdate(), after=after))
    closed = 1
    while closed:
        with district() as of:
            closed = feedback.settle(district=of, on=timezone.localdate())


@shared_task(base=DistrictTask, outside=True)
def sweep_referrals() -> None:
    """Letters to counselors that nobody opened in time go on to whoever is next."""
    now = timezone.now()
    for of in District.objects.filter(is_active=True).order_by("pk"):
        page_by_page(lambda opened, after: referrals.sweep(district=opened, at=now, after=after), of)
