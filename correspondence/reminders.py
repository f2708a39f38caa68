"""Reminders: messages that a rule causes, each once for what it is about and its due date.

Each floor says in its ``reminders.py`` who is due, set-based and in pages; ``config/reminders.py``
(``settings.REMINDERS``) lists them all. A day's pass writes what is due into the outbox; the dedupe key makes that
once, whatever is killed and however often the pass runs. A day that was missed is made up for on the next open one,
since who is due stays due until something is done.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.utils.module_loading import import_string

from correspondence import outbox
from correspondence.links import Link
from correspondence.models import ReminderPass
from correspondence.outbox import Fact
from correspondence.timetables import timetable
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.models import District, Person

#: Who writes reminders.
BY = Actor.system("reminders")


@dataclass(frozen=True)
class Due:
    """Somebody who is to be reminded. ``key`` says of what, and of which due date: "meeting:17:2026-11-20"."""

    to: Person
    key: str
    link: Link | None = None
    about: About | None = None
    context: dict[str, Fact] = field(default_factory=dict)
    urgent: bool = False


@dataclass(frozen=True)
class Page:
    """Some of those who are due, and where the next page begins; None at the end."""

    dues: Sequence[Due]
    next: int | None


@dataclass(frozen=True)
class Reminder:
    """One reminder: its name, the kind of message, and who is due on a day, page by page.

    ``due(district, on, after)`` is called with ``after=0`` first, then with what the page before said; each page costs
    a fixed number of queries.
    """

    name: str
    kind: str
    due: Callable[[District, date, int], Page]


def every() -> Sequence[Reminder]:
    """All reminders, floor by floor."""
    found: Sequence[Reminder] = import_string(settings.REMINDERS)
    return found


def is_wanted(district: District, *, at: datetime, on: date) -> bool:
    """Whether this day's reminders are still to be written: the day is open, and nobody has finished them."""
    is_open = timetable(district, at).is_open(on)
    return is_open and not ReminderPass.objects.of(district).filter(on=on, finished_at__isnull=False).exists()


def write_page(district: District, reminder: Reminder, *, on: date, after: int) -> tuple[int, int | None]:
    """Write one page of a reminder; returns how many messages are new, and where to go on (None at the end)."""
    page = reminder.due(district, on, after)
    postings = [
        outbox.Posting(
            one.to,
            dedupe_key=f"{reminder.name}:{one.key}",
            context=one.context,
            link=one.link,
            about=one.about,
            urgent=one.urgent,
        )
        for one in page.dues
    ]
    return outbox.post_many(kind=reminder.kind, postings=postings, district=district, by=BY), page.next


def begin(district: District, *, on: date, at: datetime) -> ReminderPass:
    """The day's pass, begun now or gone on with."""
    made, _new = ReminderPass.objects.get_or_create(district=district, on=on, defaults={"began_at": at})
    return made


def finish(district: District, *, on: date, at: datetime, written: int) -> None:
    """The day's reminders are all written."""
    ReminderPass.objects.of(district).filter(on=on).update(finished_at=at, written=written)
