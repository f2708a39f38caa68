"""What waits for the viewer's own signature today."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.own_documents import waiting_for, waiting_students
from tenancy.permissions import Permission
from tenancy.todo import Line, Source, Todo
from tenancy.viewer import Viewer

#: Whoever signs for themselves or a child; the school's signatures have a page of their own.
_SIGNERS = (Permission.MENTOR_OWN, Permission.CHILDREN_VIEW, Permission.STUDENT_OWN)


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """One line, however many documents wait."""
    if viewer.person is None or not any(viewer.can(one) for one in _SIGNERS):
        return
    waiting = waiting_for(viewer)
    if not waiting:
        return
    names = ", ".join(waiting_students(waiting))
    count = len({party.agreement.packet_id for party in waiting})
    words = ngettext("Documents to sign for %(names)s", "Documents to sign, each on its own: %(names)s", count)
    days = [party.agreement.expires_on for party in waiting if party.agreement.expires_on]
    until = _("by %(day)s") % {"day": date_format(min(days))} if days else ""
    yield Todo(
        key="agreements.to_sign",
        group="overdue" if days and min(days) <= viewer.today else "ready",
        harm=1 if days and min(days) <= viewer.today else 2,
        kind="warn",
        status=_("To sign"),
        sentence=" ".join(filter(None, [words % {"names": names}, until])),
        action=_("Read and sign"),
        url=reverse("agreements:sign_list"),
    )
