"""When the letters of a batch leave by mail: until then it is not "Sent", and they can be stopped.

Who mails a batch asks a worker to write its mails; each leaves UNDO_WINDOW after it was written. Both are "leaving".
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from correspondence.models import Letter, LetterBatch
from correspondence.models.message import PENDING
from correspondence.rules import UNDO_WINDOW
from tenancy.viewer import Viewer


def departures(batches: Iterable[LetterBatch], viewer: Viewer) -> Mapping[int, datetime]:
    """When the last letter leaves, of each batch whose letters have not all left. One query.

    The batches' jobs must have been read along.
    """
    sent = {one.pk: one for one in batches if one.state == LetterBatch.State.SENT}
    found = {pk: at for pk, one in sent.items() if (at := written_until(one))}
    if sent:
        waiting = Q(message__state__in=PENDING)
        rows = Letter.objects.of(viewer.district).filter(waiting, batch__in=sent).order_by()
        for pk, last in rows.values_list("batch").annotate(last=Max("message__leave_at")):
            found[pk] = max(last, found.get(pk, last))
    return found


def written_until(batch: LetterBatch) -> datetime | None:
    """When mails leave that a worker is writing still; None while none is at it. The job must have been read along."""
    job = batch.job
    if batch.sent_at is None or job is None or job.is_over or job.kind != "letters.send":
        return None
    return batch.sent_at + UNDO_WINDOW


def leaving_words(at: datetime) -> str:
    """How a state names it: "Leaves at 2:05 PM"."""
    return _("Leaves at %(when)s") % {"when": clock(at)} if at > timezone.now() else _("Leaving now")


def leaving_sentence(at: datetime) -> str:
    """What who mailed them reads until then."""
    if at <= timezone.now():
        return _("The letters are leaving now.")
    return _("They leave at %(when)s. You can stop them until then.") % {"when": clock(at)}


def clock(at: datetime) -> str:
    """The hour; with its day, unless that is today."""
    local = timezone.localtime(at)
    is_today = local.date() == timezone.localdate()
    return date_format(local, "TIME_FORMAT" if is_today else "DATETIME_FORMAT")
