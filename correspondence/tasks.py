"""Delivery by the worker."""

from celery import shared_task

from tenancy.celery import DistrictTask


@shared_task
def deliver(message_pk: int) -> None:
    """Deliver one message of the task's district, if it is due."""


@shared_task(base=DistrictTask, outside=True)
def deliver_sign_in_mail(mail_pk: int) -> None:
    """Deliver one mail about signing in, if it is due."""
