"""What messages ask of somebody today."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from correspondence.forms import MessageFilterForm
from correspondence.models import Message
from correspondence.models.message import State
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Todo
from tenancy.viewer import Viewer

#: Messages of the last week that were not sent again, as the filter of the list says it.
_LAST_WEEK = {"days": "7", "again": "no"}


def todos(viewer: Viewer) -> Iterator[Todo]:
    """Messages of the last week that did not arrive and were not sent again."""
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
