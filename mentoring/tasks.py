"""What happens by itself on this floor."""

from celery import shared_task
from django.utils import timezone

from mentoring.actions import mentor_applications, portfolio_items
from tenancy.celery import DistrictTask
from tenancy.context import district
from tenancy.models import District


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
