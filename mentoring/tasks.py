"""What happens by itself on this floor."""

from celery import shared_task
from django.utils import timezone

from mentoring import reminders
from mentoring.actions import interests, mentor_applications, portfolio_items
from tenancy.celery import DistrictTask
from tenancy.context import district
from tenancy.models import District
from tenancy.rounds import page_by_page, ring_at

#: The hour of the district's own clock at which its day begins; screening has said by then what ran out.
DAY_BEGINS = 6


@shared_task(base=DistrictTask, outside=True)
def begin_days() -> None:
    """Every hour: ring for the districts whose day begins in it."""
    ring_at(DAY_BEGINS, begin_day)


@shared_task
def begin_day() -> None:
    """Pause what lacks something, let go on what lacks nothing, warn of what ends. Twice on a day does nothing more."""
    with district():
        now, today = timezone.now(), timezone.localdate()
    page_by_page(lambda of, after: reminders.settle(of, at=now, on=today, after=after))
    page_by_page(lambda of, after: reminders.warn(of, on=today, after=after))


@shared_task(base=DistrictTask, outside=True)
def forget_applications() -> None:
    """What declined applicants wrote is emptied once its day has come in their district."""
    for of in District.objects.filter(is_active=True).order_by("pk"):
        with district(of):
            mentor_applications.forget_due(district=of, on=timezone.localdate())


@shared_task(base=DistrictTask, outside=True)
def forget_portfolio_items() -> None:
    """Pieces of portfolios that students deleted a month ago are gone for good, with their files."""
    for of in District.objects.filter(is_active=True).order_by("pk"):
        with district(of):
            portfolio_items.forget_deleted(district=of, at=timezone.now())


@shared_task(base=DistrictTask, outside=True)
def expire_interests() -> None:
    """What students asked and no mentor answered by its day times out, and the students are told."""
    for of in District.objects.filter(is_active=True).order_by("pk"):
        with district(of):
            today = timezone.localdate()
        while True:
            with district(of) as at:
                if not interests.expire_due(district=at, on=today):
                    break
