"""The counselor's list of letters."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from support.forms.referrals import ReferralFilterForm
from support.models import Referral
from tenancy.lists import ListColumn, ListScreen
from tenancy.tables import Cell, Kind
from tenancy.viewer import Viewer


def _rows(viewer: Viewer) -> "QuerySet[Referral]":
    return Referral.objects.visible_to(viewer).prefetch_related("student__person", "written_by", "school")


def state_of(referral: Referral) -> tuple[str, Kind]:
    """How a letter stands, in words."""
    if referral.closed_at:
        return _("Closed"), "mute"
    return (_("Read"), "info") if referral.opened_at else (_("Not read yet"), "bad")


def _students(rows: Sequence[Referral], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.student.person.name, url=reverse("support:referral_detail", args=[one.pk])) for one in rows
    }


def _states(rows: Sequence[Referral], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(words, kind=kind) for one in rows for words, kind in [state_of(one)]}


def _authors(rows: Sequence[Referral], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(
            _("The student") if one.written_by_id == one.student.person_id else one.written_by.name,
            note=_("Passed on to you") if one.backup_id == viewer.person_id and one.passed_at else "",
        )
        for one in rows
    }


def _instants(rows: Sequence[Referral], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.written_at) for one in rows}


def _schools(rows: Sequence[Referral], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.school.name if one.school else "") for one in rows}


REFERRALS: ListScreen[Referral] = ListScreen(
    name="letters-to-the-counselor",
    caption=gettext_lazy("Letters to you as a counselor"),
    counted=ngettext_lazy("%(words)s letter", "%(words)s letters", "count"),
    lead=gettext_lazy("Only you read them, or a named colleague where you have not opened one in time."),
    rows=_rows,
    form=ReferralFilterForm,
    columns=[
        ListColumn("student", gettext_lazy("About"), _students),
        ListColumn("state", gettext_lazy("State"), _states),
        ListColumn("author", gettext_lazy("Written by"), _authors),
        ListColumn("written", gettext_lazy("Written on"), _instants, has_time=True),
        ListColumn("school", gettext_lazy("School"), _schools),
    ],
    empty_title=gettext_lazy("No letter waits"),
    empty_text=gettext_lazy("When a student, a mentor or a colleague writes to the counselor, it shows here."),
    icon="inbox",
    key="written_at",
    is_descending=True,
)
