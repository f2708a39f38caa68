"""Who is reminded of a journal entry: once, on the first open day after its day has passed."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from correspondence.links import Link
from correspondence.reminders import Due, Page, Reminder
from journals import mails
from journals.models import Entry
from tenancy.about import About
from tenancy.models import District

#: Entries on a page.
CHUNK = 500
#: An entry that has been late for longer was reminded of before, or its program began with it.
LONGEST = timedelta(days=30)


def overdue(district: District, on: date, after: int) -> Page:
    """Students whose entry was due before this day and is not handed in. None while their match is paused."""
    late = Entry.objects.of(district).late(on).filter(due_on__gte=on - LONGEST, pk__gt=after)
    rows = list(late.order_by("pk").prefetch_related("match_student__student__person")[:CHUNK])
    dues = [
        Due(
            to=entry.match_student.student.person,
            key=f"entry:{entry.pk}:{entry.due_on}",
            about=About(str(_("Journal entry")), "journals:entry_detail", entry.pk),
            link=Link(mails.WRITE, entry.pk),
            context={"entry": entry.pk},
        )
        for entry in rows
        if entry.match_student.student.person.is_active
    ]
    return Page(dues, rows[-1].pk if len(rows) == CHUNK else None)


REMINDERS = (Reminder("journal_overdue", mails.OVERDUE, overdue),)
