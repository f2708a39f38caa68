"""What signing in, cover and sharing ask of somebody today."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import not_invited
from accounts.covering import covers_seen_by
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Line, Source, Todo
from tenancy.viewer import Viewer


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """What this floor asks of this viewer."""
    yield from _covering(viewer)
    if viewer.can(Permission.SIGN_INS_EDIT):
        yield from _not_invited(viewer)


def _covering(viewer: Viewer) -> Iterator[Todo]:
    if all(held.covering_id is None for held in viewer.roles_held):
        return
    running = covers_seen_by(viewer).filter(person=viewer.person_id, starts_at__lte=timezone.now())
    for one in running.order_by("expires_at", "pk"):
        words = {
            "name": one.content_object.person.name,
            "role": one.content_object.get_role_display(),
            "day": date_format(one.last_day),
        }
        yield Todo(
            key=f"cover.running:{one.pk}",
            group="waiting",
            harm=2,
            kind="info",
            status=_("Cover"),
            sentence=_("You cover for %(name)s as %(role)s until %(day)s.") % words,
            action=_("See your cover"),
            url=reverse("accounts:cover_list"),
        )


def _not_invited(viewer: Viewer) -> Iterator[Todo]:
    """Staff who can neither sign in nor were invited."""
    if count := not_invited.count(viewer):
        words = ngettext(
            "%(count)s person of the staff cannot sign in and was not invited.",
            "%(count)s people of the staff cannot sign in and were not invited.",
            count,
        )
        yield Todo(
            key="sign_ins.not_invited",
            group="ready",
            harm=2,
            kind="warn",
            status=_("Not invited"),
            sentence=words % {"count": counted(count)},
            action=_("See who"),
            url=f"{reverse('tenancy:person_list')}?role=staff&sign_in=not",
        )
