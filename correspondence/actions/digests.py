"""Daily summaries: what is not urgent, once a day in one message."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from correspondence import mails
from correspondence.models import Message, MessageEvent, State
from correspondence.timetables import timetable
from tenancy.models import District, Person


def people_due(district: District, *, at: datetime) -> list[int]:
    """Ids of the people whose summary should leave now."""
    return list(
        Message.objects.of(district)
        .due_for_digest(at)
        .exclude(person=None)
        .values_list("person_id", flat=True)
        .distinct()
    )


@transaction.atomic
def collect(person: Person, *, at: datetime) -> Message | None:
    """Put everything that waits for this person's summary into it, once a day.

    Does nothing but wait for the next summary when the day turns out to be closed or quiet, or when today's has left.
    """
    district = person.district
    waiting = Message.objects.of(district).due_for_digest(at).filter(person=person)
    parts = list(waiting.select_for_update(skip_locked=True, of=("self",)).order_by("pk"))
    if not parts:
        return None
    times = timetable(district, at)
    day = timezone.localdate(at, times.zone)
    key = f"digest:{person.pk}:{day:%Y-%m-%d}"
    if not times.is_open(day) or times.is_quiet(at) or Message.objects.of(district).filter(dedupe_key=key).exists():
        _move(parts, MessageEvent.Verb.HELD, at, leave_at=times.next_digest(at), due_at=times.next_digest(at))
        return None
    summary = mails.digest(person, dedupe_key=key)
    _move(parts, MessageEvent.Verb.COLLECTED, at, state=State.COLLECTED, digest=summary)
    return summary


def _move(parts: list[Message], verb: MessageEvent.Verb, at: datetime, **changes: object) -> None:
    Message.objects.of(parts[0].district).filter(pk__in=[part.pk for part in parts]).update(**changes)
    MessageEvent.objects.bulk_create(
        MessageEvent(district=part.district, message=part, at=at, verb=verb) for part in parts
    )
