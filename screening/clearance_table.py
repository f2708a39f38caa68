"""The board: everybody of whom something is asked, how they stand, what is missing."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from screening.forms.clearances import ClearanceFilterForm
from screening.models import Asked, Requirement
from screening.rules import ALWAYS
from screening.words import standing, worst
from tenancy.lists import ListColumn, ListDeed, ListScreen
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.querysets.people import PersonQuerySet
from tenancy.tables import Cell
from tenancy.templatetags.people import phone
from tenancy.viewer import Viewer

#: What is asked of people at present, read along with them.
_LIVE_ASKED = Prefetch(
    "asked",
    Asked.objects.filter(ended_on=None).order_by("pk").prefetch_related("requirement_set"),
    to_attr="live_asked",
)


def asked_of(person: Person) -> list[Asked]:
    """What is asked of a person who was read for the board."""
    return person.live_asked  # type: ignore[attr-defined,no-any-return]  # set by the prefetch


def people_asked(viewer: Viewer) -> PersonQuerySet:
    """The people of whom something is asked and whose outcomes this viewer may see."""
    live = Asked.objects.filter(district=OuterRef("district"), person=OuterRef("pk"), ended_on=None)
    seen = Person.objects.in_reach_of(viewer, Permission.CLEARANCE_OUTCOMES_VIEW).active()
    return seen.filter(Exists(live)).prefetch_related(_LIVE_ASKED)


def _names(people: Sequence[Person], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.sorted_name, url=reverse("screening:clearance_detail", args=[one.pk])) for one in people}


def _standings(people: Sequence[Person], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for one in people:
        if row := worst(asked_of(one), viewer.today):
            words, kind = standing(row, viewer.today)
            note = row.requirement_set.name if len(asked_of(one)) > 1 else ""
            cells[one.pk] = Cell(words, kind=kind, note=note)
    return cells


def _until(people: Sequence[Person], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(_last_day(worst(asked_of(one), viewer.today))) for one in people}


def _last_day(row: Asked | None) -> date | str:
    if row is None or row.covers_until is None:
        return ""
    return _("no end") if row.covers_until == ALWAYS else row.covers_until


def _missing(people: Sequence[Person], viewer: Viewer) -> Mapping[int, Cell]:
    """What is missing now; of the cleared, nothing."""
    lacking = {pk for one in people for row in asked_of(one) for pk in _lacking(row, viewer.today)}
    found = Requirement.objects.of(viewer.district).filter(pk__in=lacking).order_by("position", "pk")
    titles = dict(found.values_list("pk", "title"))
    return {
        one.pk: Cell(
            ", ".join(
                dict.fromkeys(
                    title for row in asked_of(one) for pk, title in titles.items() if pk in _lacking(row, viewer.today)
                )
            )
        )
        for one in people
    }


def _lacking(row: Asked, on: date) -> list[int]:
    is_clear = row.covers_until is not None and row.covers_until >= on
    return [] if is_clear else row.lacking


def _sets(people: Sequence[Person], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(", ".join(row.requirement_set.name for row in asked_of(one))) for one in people}


def _since(people: Sequence[Person], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(min((row.asked_on for row in asked_of(one)), default="")) for one in people}


def _emails(people: Sequence[Person], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.email) for one in people}


def _phones(people: Sequence[Person], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(phone(one.phone)) for one in people}


CLEARANCE = ListScreen(
    name="clearance",
    caption=gettext_lazy("Clearance"),
    lead=gettext_lazy("Who may meet students: background checks, training and agreed policies."),
    counted=ngettext_lazy("%(words)s person", "%(words)s people", "count"),
    rows=people_asked,
    form=ClearanceFilterForm,
    columns=[
        ListColumn("name", gettext_lazy("Name"), _names),
        ListColumn("state", gettext_lazy("Clearance"), _standings),
        ListColumn("until", gettext_lazy("Until"), _until),
        ListColumn("missing", gettext_lazy("What is missing"), _missing),
        ListColumn("asked_for", gettext_lazy("What is asked"), _sets),
        ListColumn("since", gettext_lazy("Asked since"), _since, is_shown=False),
        ListColumn("email", gettext_lazy("Email"), _emails, is_shown=False),
        ListColumn("phone", gettext_lazy("Phone"), _phones, is_shown=False),
    ],
    deeds=[
        ListDeed(gettext_lazy("Record training"), "screening:training_record_selected", Permission.CLEARANCE_EDIT),
        ListDeed(gettext_lazy("Record check"), "screening:background_check_selected", Permission.CLEARANCE_EDIT),
        ListDeed(gettext_lazy("Record agreed policy"), "screening:acknowledgement_selected", Permission.CLEARANCE_EDIT),
    ],
    export_url_name="screening:clearance_export",
    export_verb="clearance.export",
    empty_title=gettext_lazy("Nobody has been asked for checks or training yet"),
    empty_text=gettext_lazy("Mentors show here once they join a program that asks for checks or training."),
    icon="people",
)
