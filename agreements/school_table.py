"""The list of documents whose turn is the school's: everybody else has signed."""

from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from agreements.forms.school import SchoolSignFilterForm
from agreements.models import Agreement, Party, Role
from agreements.querysets.agreements import AgreementQuerySet
from tenancy.lists import ListColumn, ListDeed, ListScreen, read_once
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


@read_once
def _parties(rows: Sequence[Agreement], viewer: Viewer) -> dict[int, list[Party]]:
    found: dict[int, list[Party]] = {}
    parties = Party.objects.of(viewer.district).filter(agreement__in=[one.pk for one in rows])
    for party in parties.order_by("pk").prefetch_related("person"):
        found.setdefault(party.agreement_id, []).append(party)
    return found


def _signed(rows: Sequence[Agreement], viewer: Viewer) -> Mapping[int, Cell]:
    names = {pk: [one.name for one in parties if one.signed_at] for pk, parties in _parties(rows, viewer).items()}
    return {pk: Cell(", ".join(signed)) for pk, signed in names.items()}


def _named(rows: Sequence[Agreement], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        pk: Cell(_("You") if one.person_id == viewer.person_id else one.name)
        for pk, one in _school_parties(rows, viewer).items()
    }


def _school_parties(rows: Sequence[Agreement], viewer: Viewer) -> dict[int, Party]:
    """Who signs each document for the school."""
    found = _parties(rows, viewer)
    return {pk: one for pk, parties in found.items() for one in parties if one.role == Role.SCHOOL}


def _mine(rows: Sequence[Agreement], viewer: Viewer) -> Collection[int]:
    """Documents that this viewer is named to sign: nobody else can."""
    return {pk for pk, one in _school_parties(rows, viewer).items() if one.person_id == viewer.person_id}


def _hand_overs(rows: Sequence[Agreement], viewer: Viewer) -> Mapping[int, Cell]:
    """For whom it is not: the way to hand it over, for those who can; else to write to whoever is named."""
    named = _school_parties(rows, viewer)
    edited = set(
        Agreement.objects.of(viewer.district).editable_by(viewer).filter(pk__in=named).values_list("pk", flat=True)
    )
    return {pk: _hand_over(one, viewer, may_edit=pk in edited) for pk, one in named.items()}


def _hand_over(party: Party, viewer: Viewer, *, may_edit: bool) -> Cell:
    if may_edit or party.person_id == viewer.person_id:
        url = reverse("agreements:agreement_delegate", args=[party.agreement_id])
        return Cell(_("Hand it over"), url=url)
    if not party.person.email:
        return Cell(_("Ask them to hand it over"))
    return Cell(
        _("Write to them"), url=f"mailto:{party.person.email}", note=_("They sign, or hand it over to somebody else.")
    )


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
    lead=gettext_lazy(
        "Everybody else has signed these. Open each to read it, then tick those that name you, and sign."
    ),
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
        ListColumn("hand_over", gettext_lazy("If they cannot"), _hand_overs),
    ],
    deeds=[ListDeed(gettext_lazy("Sign"), "agreements:school_sign_selected", Permission.AGREEMENTS_SIGN)],
    takes=_mine,
    empty_title=gettext_lazy("Nothing waits for your signature"),
    empty_text=gettext_lazy("Documents show here once everybody else has signed them."),
    key="expires_on",
)
