"""Tidying up after sign-ins, by beat."""

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts import tries
from tenancy.celery import DistrictTask


@shared_task(base=DistrictTask, outside=True)
def tidy_up() -> None:
    """Delete sessions that ran out, what was noted of them, and counts of tries whose window is over."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.filter(~Exists(Session.objects.filter(session_key=OuterRef("session_key")))).delete()
    tries.forget_old()
