"""What happens by itself on this floor."""

from celery import shared_task
from django.utils import timezone

from rosters.actions import imports
from tenancy.celery import DistrictTask
from tenancy.context import district
from tenancy.models import District


@shared_task(base=DistrictTask, outside=True)
def tidy_imports() -> None:
    """Files that were never brought in are deleted after a week, failed rows after a month."""
    for of in District.objects.filter(is_active=True).order_by("pk"):
        with district(of):
            imports.tidy_up(district=of, at=timezone.now())
