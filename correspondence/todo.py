"""What messages ask of somebody today."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from correspondence.forms import MessageFilterForm
from correspondence.models import LetterBatch, Message
from correspondence.models.message import State
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Line, Source, Todo
from tenancy.viewer import Viewer

#: Messages of the last week that were not sent again, as the filter of the list says it.
_LAST_WEEK = {"days": "7", "again": "no"}

#: So many batches of letters stand on Today at most.
MOST_BATCHES = 5


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """Letters that wait; messages of the last week that did not arrive and were not sent again."""
    yield from letter_todos(viewer)
    if not viewer.can(Permission.MAIL_VIEW):
        return
    counts = _counts(viewer)
    for state, sentence in ((State.FAILED, _not_sent), (State.BOUNCED, _came_back)):
        if count := counts.get(state, 0):
            yield Todo(
                key=f"messages.{state.value}",
                group="overdue",
                harm=1,
                kind="bad",
                status=str(state.label),
                sentence=sentence(count) % {"count": counted(count)},
                action=_("See which"),
                url=f"{reverse('correspondence:message_list')}?{urlencode(_chosen(state))}",
            )


def letter_todos(viewer: Viewer) -> Iterator[Todo]:
    """Letters that were made and went nowhere, and those whose making broke off, a line a batch."""
    if not viewer.can(Permission.LETTERS_EDIT):
        return
    state = LetterBatch.State
    batches = LetterBatch.objects.visible_to(viewer).filter(state__in=[state.MADE, state.MAKING])
    for batch in batches.prefetch_related("job").order_by("pk")[:MOST_BATCHES]:
        is_made = batch.state == state.MADE
        if not is_made and batch.job is not None and not batch.job.is_over:
            continue
        sentence = _("The letters “%(label)s” are made and wait to be mailed.")
        broke_off = _("The making of the letters “%(label)s” broke off.")
        yield Todo(
            harm=3 if is_made else 2,
            kind="ok" if is_made else "bad",
            status=str(batch.get_state_display()),
            sentence=(sentence if is_made else broke_off) % {"label": batch.label},
            action=_("Open the letters"),
            url=reverse("correspondence:letter_batch_detail", args=[batch.pk]),
            key=f"letters.made:{batch.pk}",
        )


def _not_sent(count: int) -> str:
    return ngettext(
        "%(count)s message of the last week could not be sent.",
        "%(count)s messages of the last week could not be sent.",
        count,
    )


def _came_back(count: int) -> str:
    return ngettext(
        "%(count)s message of the last week came back as undeliverable.",
        "%(count)s messages of the last week came back as undeliverable.",
        count,
    )


def _counts(viewer: Viewer) -> dict[str, int]:
    """How many there are in each of the two states. One query."""
    form = MessageFilterForm(_LAST_WEEK, viewer=viewer)
    messages = form.narrow(Message.objects.visible_to(viewer)).filter(state__in=[State.FAILED, State.BOUNCED])
    return dict(messages.order_by().values_list("state").annotate(Count("pk")))


def _chosen(state: State) -> dict[str, str]:
    """The filter of the list that leaves what is counted here."""
    return {"state": state.value, **_LAST_WEEK}
