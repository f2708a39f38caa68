"""What happens by itself on this floor."""

from zoneinfo import ZoneInfo

from celery import shared_task
from django.utils import timezone

from support import days
from support.actions import feedback, referrals
from tenancy.celery import DistrictTask, ring
from tenancy.context import district
from tenancy.models import District

#: The hour of the district's own clock at which its day begins; by then it is known which matches stand still.
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
    """Talks and looks at goals are due, silences are noticed, feedback is over. Twice on a day does nothing more."""
    place: int | None = 0
    while place is not None:
        with district() as of:
            place = days.settle(of, on=timezone.localdate(), after=place)
    closed = 1
    while closed:
        with district() as of:
            closed = feedback.settle(district=of, on=timezone.localdate())


@shared_task(base=DistrictTask, outside=True)
def sweep_referrals() -> None:
    """Letters to counselors that nobody opened in time go on to whoever is next."""
    now = timezone.now()
    for of in District.objects.filter(is_active=True).order_by("pk"):
        place: int | None = 0
        while place is not None:
            with district(of) as opened:
                place = referrals.sweep(district=opened, at=now, after=place)
