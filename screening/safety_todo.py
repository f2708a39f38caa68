"""What safety asks of somebody today: holds that wait for a decision, incidents that must still be reported."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from screening.models import Incident, SafetyHold
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Counted, Line, Source, Todo
from tenancy.viewer import Viewer


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """Live holds, for those who lift them; incidents not yet told to the authorities, for those who read them."""
    if viewer.can(Permission.HOLD_LIFT):
        yield from _holds(viewer)
    if viewer.can(Permission.INCIDENTS_ADD):
        yield from _to_report(viewer)


def _holds(viewer: Viewer) -> Iterator[Line]:
    def line(count: int) -> Todo:
        words = ngettext(
            "%(count)s person is on hold until somebody decides.",
            "%(count)s people are on hold until somebody decides.",
            count,
        )
        return Todo(
            key="safety.holds",
            group="overdue",
            can_wait=False,
            harm=1,
            kind="bad",
            status=_("On hold"),
            sentence=words % {"count": counted(count)},
            action=_("See the holds"),
            url=reverse("screening:hold_list"),
        )

    yield Counted(SafetyHold.objects.visible_to(viewer).live(), line)


def _to_report(viewer: Viewer) -> Iterator[Line]:
    def line(count: int) -> Todo:
        words = ngettext(
            "%(count)s incident must still be reported to the authorities.",
            "%(count)s incidents must still be reported to the authorities.",
            count,
        )
        return Todo(
            key="safety.to_report",
            group="overdue",
            can_wait=False,
            harm=1,
            kind="bad",
            status=_("Report now"),
            sentence=words % {"count": counted(count)},
            action=_("See the incidents"),
            url=f"{reverse('screening:incident_list')}?authorities=to_do",
        )

    yield Counted(Incident.objects.visible_to(viewer).to_report(), line)
