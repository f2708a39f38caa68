"""A person's private calendar address: made, made anew, ended, read."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from meetings.models import CalendarFeed
from meetings.tokens import link_digest, new_calendar_token
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District, Person
from tenancy.models.owned import DistrictQuerySet

#: How often it is noted that a calendar was read.
NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def make(*, person: Person, at: datetime, by: Actor) -> str:
    """Make a private address and return its secret, which nobody can read again. One made earlier ends."""
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    _live(person).update(ended_at=at)
    token = new_calendar_token()
    feed = CalendarFeed.objects.create(
        district_id=person.district_id, person=person, token_digest=link_digest(token), made_at=at
    )
    audit.record(by=by, verb="calendar_feed.make", target=feed)
    return token


@transaction.atomic
def end(*, person: Person, at: datetime, by: Actor) -> None:
    """The address answers nothing any more; without one, nothing happens."""
    feed = _live(person).select_for_update(of=("self",)).first()
    if feed is not None:
        feed.ended_at = at
        feed.save(update_fields=["ended_at"])
        audit.record(by=by, verb="calendar_feed.end", target=feed)


def read(*, district: District, token: str, at: datetime) -> Person | None:
    """Whose calendar an address opens: None for one that never was, that ended, or of somebody who left."""
    feeds = CalendarFeed.objects.of(district).filter(token_digest=link_digest(token), ended_at=None)
    feed = feeds.prefetch_related("person").first()
    if feed is None or not feed.person.is_active:
        return None
    due = Q(read_at=None) | Q(read_at__lt=at - NOTED_EVERY)
    CalendarFeed.objects.of(district).filter(due, pk=feed.pk).update(read_at=at)
    return feed.person


def _live(person: Person) -> DistrictQuerySet[CalendarFeed]:
    return CalendarFeed.objects.of(person.district).filter(person=person, ended_at=None)
