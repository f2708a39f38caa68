"""The lists of safety holds and of incidents."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from screening.forms.holds import HoldFilterForm
from screening.forms.incidents import IncidentFilterForm
from screening.models import Incident, IncidentNote, SafetyHold
from tenancy.lists import ListColumn, ListDeed, ListScreen
from tenancy.permissions import Permission
from tenancy.tables import Cell, Kind
from tenancy.viewer import Viewer

#: How each standing with the authorities looks.
SHAPES: dict[str, Kind] = {
    IncidentNote.Authorities.NOT_NEEDED: "mute",
    IncidentNote.Authorities.REPORTED: "ok",
    IncidentNote.Authorities.TO_DO: "bad",
}

HoldCells = Mapping[int, Cell]


def _held_names(holds: Sequence[SafetyHold], viewer: Viewer) -> HoldCells:
    return {one.pk: Cell(one.person.sorted_name, url=reverse("screening:hold_detail", args=[one.pk])) for one in holds}


def _states(holds: Sequence[SafetyHold], viewer: Viewer) -> HoldCells:
    return {one.pk: Cell(_("On hold"), kind="bad") if one.is_live else Cell(_("Lifted"), kind="mute") for one in holds}


def _placed_at(holds: Sequence[SafetyHold], viewer: Viewer) -> HoldCells:
    return {one.pk: Cell(one.placed_at) for one in holds}


def _placed_by(holds: Sequence[SafetyHold], viewer: Viewer) -> HoldCells:
    return {one.pk: Cell(one.placed_by.name) for one in holds}


def _lifted_at(holds: Sequence[SafetyHold], viewer: Viewer) -> HoldCells:
    return {one.pk: Cell(one.lifted_at) for one in holds}


HOLDS = ListScreen(
    name="holds",
    caption=gettext_lazy("Safety holds"),
    lead=gettext_lazy("Whoever is on hold meets nobody and sees nothing of students until the hold is lifted."),
    counted=ngettext_lazy("%(words)s hold", "%(words)s holds", "count"),
    rows=lambda viewer: SafetyHold.objects.visible_to(viewer).prefetch_related("person"),
    form=HoldFilterForm,
    columns=[
        ListColumn("person", gettext_lazy("Person"), _held_names),
        ListColumn("state", gettext_lazy("State"), _states),
        ListColumn("placed_at", gettext_lazy("Since"), _placed_at, has_time=True),
        ListColumn("placed_by", gettext_lazy("Placed by"), _placed_by, prefetch=["placed_by"]),
        ListColumn("lifted_at", gettext_lazy("Lifted"), _lifted_at, has_time=True, is_shown=False),
    ],
    key="placed_at",
    is_descending=True,
    empty_title=gettext_lazy("Nobody is on hold"),
    empty_text=gettext_lazy("A hold is placed on a person’s page. It stops their meetings at once."),
)


def _times(incidents: Sequence[Incident], viewer: Viewer) -> HoldCells:
    return {one.pk: Cell(one.happened_at, url=reverse("screening:incident_detail", args=[one.pk])) for one in incidents}


def _kinds(incidents: Sequence[Incident], viewer: Viewer) -> HoldCells:
    return {one.pk: Cell(one.get_kind_display()) for one in incidents}


def _schools(incidents: Sequence[Incident], viewer: Viewer) -> HoldCells:
    return {one.pk: Cell(one.school.name if one.school else "") for one in incidents}


def _people(incidents: Sequence[Incident], viewer: Viewer) -> HoldCells:
    return {one.pk: Cell(", ".join(row.person.name for row in one.people_rows.all())) for one in incidents}


def _authors(incidents: Sequence[Incident], viewer: Viewer) -> HoldCells:
    return {one.pk: Cell(one.reported_by.name) for one in incidents}


def _authorities(incidents: Sequence[Incident], viewer: Viewer) -> HoldCells:
    return {one.pk: authorities_cell(one.authorities) for one in incidents}  # type: ignore[attr-defined]  # annotated


def authorities_cell(standing: str) -> Cell:
    """How an incident stands with the authorities, as a badge."""
    return Cell(str(IncidentNote.Authorities(standing).label), kind=SHAPES[standing]) if standing else Cell()


INCIDENTS = ListScreen(
    name="incidents",
    caption=gettext_lazy("Incidents"),
    lead=gettext_lazy("What was reported by you or may be read by you."),
    counted=ngettext_lazy("%(words)s incident", "%(words)s incidents", "count"),
    rows=lambda viewer: Incident.objects.visible_to(viewer).with_authorities(),
    form=IncidentFilterForm,
    columns=[
        ListColumn("happened_at", gettext_lazy("When"), _times, has_time=True),
        ListColumn("kind", gettext_lazy("What kind"), _kinds),
        ListColumn("people", gettext_lazy("People"), _people, prefetch=["people_rows__person"]),
        ListColumn("school", gettext_lazy("School"), _schools, prefetch=["school"]),
        ListColumn("authorities", gettext_lazy("Authorities"), _authorities),
        ListColumn("author", gettext_lazy("Reported by"), _authors, prefetch=["reported_by"], is_shown=False),
    ],
    key="happened_at",
    is_descending=True,
    add=ListDeed(gettext_lazy("Report an incident"), "screening:incident_report", Permission.INCIDENTS_ADD),
    empty_title=gettext_lazy("No incidents"),
    empty_text=gettext_lazy("Injuries, allegations, lost students and whatever else must be written down."),
)


def tabs(viewer: Viewer, current: ListScreen[Any]) -> list[dict[str, object]]:
    """The pages about safety, for components/tabs.html; none where there is only one."""
    if not viewer.can(Permission.HOLD_PLACE):
        return []
    pages: list[tuple[ListScreen[Any], str]] = [(INCIDENTS, "screening:incident_list"), (HOLDS, "screening:hold_list")]
    return [
        {"label": screen.caption, "url": reverse(url_name), "is_current": screen is current}
        for screen, url_name in pages
    ]
