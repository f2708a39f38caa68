"""The list of documents whose turn is the school's: everybody else has signed."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy, ngettext_lazy

from agreements.forms.school import SchoolSignFilterForm
from agreements.models import Agreement, Party, Role
from agreements.querysets.agreements import AgreementQuerySet
from tenancy.lists import ListColumn, ListDeed, ListScreen
from tenancy.permissions import Permission
from tenancy.tables import Cell
from tenancy.viewer import Viewer


def rows_of(viewer: Viewer) -> AgreementQuerySet:
    """Documents that this viewer may read and that everybody but the school has signed."""
    return Agreement.objects.visible_to(viewer).at_school()


def _students(rows: Sequence[Agreement], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.packet.student.name, url=reverse("agreements:agreement_detail", args=[one.pk])) for one in rows
    }


def _documents(rows: Sequence[Agreement], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.get_kind_display(), note=one.packet.about_label) for one in rows}


def _parties(rows: Sequence[Agreement], viewer: Viewer) -> dict[int, list[Party]]:
    found: dict[int, list[Party]] = {}
    parties = Party.objects.of(viewer.district).filter(agreement__in=[one.pk for one in rows])
    for party in parties.order_by("pk"):
        found.setdefault(party.agreement_id, []).append(party)
    return found


def _signed(rows: Sequence[Agreement], viewer: Viewer) -> Mapping[int, Cell]:
    names = {pk: [one.name for one in parties if one.signed_at] for pk, parties in _parties(rows, viewer).items()}
    return {pk: Cell(", ".join(signed)) for pk, signed in names.items()}


def _named(rows: Sequence[Agreement], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        pk: Cell(", ".join(one.name for one in parties if one.role == Role.SCHOOL))
        for pk, parties in _parties(rows, viewer).items()
    }


def _days(rows: Sequence[Agreement], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for pk, parties in _parties(rows, viewer).items():
        last = max((one.signed_at for one in parties if one.signed_at), default=None)
        cells[pk] = Cell((timezone.localdate() - localtime(last).date()).days if last else "")
    return cells


def _until(rows: Sequence[Agreement], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.expires_on or "") for one in rows}


TO_SIGN: ListScreen[Agreement] = ListScreen(
    name="for-the-school",
    caption=gettext_lazy("To sign for the school"),
    lead=gettext_lazy("Everybody else has signed these. Open each to read it, then tick them and sign."),
    counted=ngettext_lazy("%(words)s document", "%(words)s documents", "count"),
    rows=rows_of,
    form=SchoolSignFilterForm,
    columns=[
        ListColumn("student", gettext_lazy("Student"), _students, prefetch=["packet__student"]),
        ListColumn("document", gettext_lazy("Document"), _documents, prefetch=["packet"]),
        ListColumn("signed", gettext_lazy("Signed by"), _signed),
        ListColumn("days", gettext_lazy("Days"), _days, is_number=True),
        ListColumn("until", gettext_lazy("To be signed by"), _until),
        ListColumn("named", gettext_lazy("Who signs"), _named),
    ],
    deeds=[ListDeed(gettext_lazy("Sign"), "agreements:school_sign_selected", Permission.AGREEMENTS_SIGN)],
    empty_title=gettext_lazy("Nothing waits for your signature"),
    empty_text=gettext_lazy("Documents show here once everybody else has signed them."),
    key="expires_on",
)
