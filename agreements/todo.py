"""What agreements ask of somebody today."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import LIVE, Agreement, Packet, Party, State
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Counted, Line, Source, Todo
from tenancy.viewer import Viewer

#: A document that ended is asked about for so long, unless another one takes its place before.
_ASKED_FOR = timedelta(days=30)
#: Lines of this kind on one page.
_MOST = 3


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """Of whoever sends documents: what could not be sealed, what somebody declined, what was not signed in time. Of
    whoever is named to sign for the school: what waits for that.
    """
    if viewer.can(Permission.AGREEMENTS_EDIT):
        yield from _not_sealed(viewer)
        yield from _ended(viewer)
    if viewer.can(Permission.AGREEMENTS_SIGN) and viewer.person_id:
        yield from _for_school(viewer)


def _not_sealed(viewer: Viewer) -> Iterator[Line]:
    """Documents that everybody signed and that could not be sealed yet."""

    def line(failed: int) -> Todo:
        words = ngettext(
            "%(count)s signed document could not be sealed yet. It is tried again by itself.",
            "%(count)s signed documents could not be sealed yet. They are tried again by themselves.",
            failed,
        )
        return Todo(
            key="agreements.not_sealed",
            group="overdue",
            harm=1,
            kind="bad",
            status=_("Not sealed"),
            sentence=words % {"count": counted(failed)},
            action=_("See which"),
            url=reverse("agreements:seal_list"),
        )

    yield Counted(Agreement.objects.visible_to(viewer).seal_failed(), line)


def _ended(viewer: Viewer) -> Iterator[Todo]:
    """Documents that came to nothing and have no successor, each with its page."""
    newer = Agreement.objects.filter(
        district=OuterRef("district"), packet=OuterRef("packet"), kind=OuterRef("kind"), state__in=LIVE
    )
    newer_packet = Packet.objects.filter(
        district=OuterRef("district"),
        about_url_name=OuterRef("packet__about_url_name"),
        about_pk=OuterRef("packet__about_pk"),
        student=OuterRef("packet__student"),
        pk__gt=OuterRef("packet"),
    )
    ended = Agreement.objects.visible_to(viewer).filter(
        ~Exists(newer),
        ~Exists(newer_packet),
        state__in=[State.DECLINED, State.EXPIRED],
        ended_at__gte=timezone.now() - _ASKED_FOR,
    )
    for agreement in ended.prefetch_related("packet__student").order_by("-ended_at", "-pk")[:_MOST]:
        words = {"document": agreement.get_kind_display(), "student": agreement.packet.student.name}
        is_declined = agreement.state == State.DECLINED
        yield Todo(
            key=f"agreements.ended:{agreement.pk}",
            group="overdue",
            harm=1 if is_declined else 2,
            kind="bad" if is_declined else "warn",
            status=_("Declined") if is_declined else _("Not signed in time"),
            sentence=(
                _("Somebody did not want to sign: %(document)s for %(student)s.")
                if is_declined
                else _("The time to sign is over: %(document)s for %(student)s.")
            )
            % words,
            action=_("See what to do"),
            url=agreement.packet.about.url,
        )


def _for_school(viewer: Viewer) -> Iterator[Line]:
    """Documents that everybody else has signed and in which the viewer is named to sign for the school."""
    mine = Party.objects.of(viewer.district).filter(person=viewer.person_id).to_sign().of_school().called()

    def line(count: int) -> Todo:
        words = ngettext(
            "%(count)s document waits for your signature for the school.",
            "%(count)s documents wait for your signature for the school.",
            count,
        )
        return Todo(
            key="agreements.for_school",
            group="ready",
            harm=2,
            kind="warn",
            status=_("Your turn"),
            sentence=words % {"count": counted(count)},
            action=_("Sign for the school"),
            url=reverse("agreements:school_sign_list"),
        )

    yield Counted(mine, line)
