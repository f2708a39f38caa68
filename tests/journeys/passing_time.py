"""Time passes in a district, inside the stack: ``manage.py shell -c``. Nothing else of a journey is done from there."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.utils import timezone

from correspondence import tasks
from correspondence.actions import messages
from correspondence.models import Message, ReminderPass
from journals.models import Entry
from meetings import reminders as meeting_reminders
from meetings.models import Meeting
from screening.tasks import begin_day
from tenancy.actor import Actor
from tenancy.celery import ring
from tenancy.context import district, task_district

#: On which summaries leave; Saturdays, Sundays and most holidays are never this.
TUESDAY = 1


def two_minutes(slug: str, families: Iterable[str] = ()) -> None:
    """What waits for its two minutes leaves now, be it night or day; of these families alone, where they are named."""
    with district(slug):
        waiting = Message.objects.filter(state="waiting", for_digest=False)
        if names := list(families):
            waiting = waiting.filter(person__family_name__in=names)
        for message in list(waiting):
            with suppress(messages.TooLate):  # the worker has just taken it: it leaves as well
                messages.send_now(message, at=timezone.now(), by=Actor.system("journey"))


def a_morning(slug: str) -> None:
    """It is six o'clock: who runs out of something is looked for."""
    with district(slug):
        ring(begin_day)


def an_hour_after_the_meeting(slug: str) -> None:
    """The next meeting lies an hour back, its mentor is asked how it was, and the mail leaves."""
    with district(slug) as at:
        now = timezone.now()
        begun = now - timedelta(hours=2)
        meeting = Meeting.objects.filter(state="planned").earliest("starts_at")
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=begun, on=timezone.localdate(begun))
        meeting_reminders.ask_how_it_was(at, at=now)
    two_minutes(slug)


def a_week_without_writing(slug: str) -> None:
    """Entries that are owed were due two days ago; a school morning comes, reminders are written, summaries leave."""
    with district(slug) as at:
        now = timezone.localtime(timezone.now(), ZoneInfo(at.time_zone))
        Entry.objects.filter(state=Entry.State.OWED).update(due_on=now.date() - timedelta(days=2))
        tuesday = now.replace(hour=8, minute=0) + timedelta(days=(TUESDAY - now.weekday()) % 7 or 7)
        ReminderPass.objects.filter(on=tuesday.date()).update(finished_at=None)
        token = task_district.set(at.pk)
    with time_machine.travel(tuesday - timedelta(hours=1)):
        tasks.write_reminders()
    with time_machine.travel(tuesday):
        tasks.digests()
    task_district.reset(token)
    two_minutes(slug)
