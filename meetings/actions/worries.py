"""Worries: read one, answer and close it. Saying one belongs to the log."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Worry
from tenancy import audit
from tenancy.actor import Actor


class CannotClose(Exception):
    """The worry stays as it is; the text says why."""


@transaction.atomic
def read(*, worry: Worry, by: Actor) -> Worry:
    """The worry, for somebody who may read it. Each reading by somebody else than its author is written down."""
    if worry.said_by_id != by.person_id:
        audit.record(by=by, verb="worry.read", target=worry)
    return worry


@transaction.atomic
def close(*, worry: Worry, answer: str, at: datetime, by: Actor) -> Worry:
    """Say what was done; the worry is off everybody's list. Refuses (CannotClose) one that is closed already."""
    live = Worry.objects.select_for_update(of=("self",)).get(pk=worry.pk)
    if live.closed_at is not None:
        raise CannotClose(_("Somebody has closed this already."))
    live.answer, live.closed_at, live.closed_by_id = answer, at, by.person_id
    live.save()
    audit.record(by=by, verb="worry.close", target=live)
    return live


@transaction.atomic
def reopen(*, worry: Worry, by: Actor) -> Worry:
    """It is not settled after all. What was answered stays to be gone on with."""
    live = Worry.objects.select_for_update(of=("self",)).get(pk=worry.pk)
    live.closed_at, live.closed_by = None, None
    live.save()
    audit.record(by=by, verb="worry.reopen", target=live)
    return live
