"""The list of people as a table: its columns of choice, for the screen and for the file."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from tenancy.models import Membership, Person, Scope
from tenancy.permissions import STAFF_ROLES, Role
from tenancy.person_pages import PersonColumn, additions
from tenancy.tables import Cell, Column, Row, Table
from tenancy.templatetags.people import phone
from tenancy.viewer import Viewer

#: Roles with their schools, read along with the people: ``people.prefetch_related(LIVE_ROLES)``.
LIVE_ROLES = Prefetch(
    "memberships",
    Membership.objects.live().order_by("pk").prefetch_related("school_rows__school"),
    to_attr="live_memberships",
)


def place_words(membership: Membership) -> str:
    """Where a role holds: its schools, read along; for staff without any, the whole district; for others nothing."""
    if membership.scope == Scope.SCHOOLS:
        return ", ".join(row.school.name for row in membership.school_rows.all())
    return str(Scope(membership.scope).label) if Role(membership.role) in STAFF_ROLES else ""


def live_roles(person: Person) -> list[Membership]:
    """The live roles of a person who was read with LIVE_ROLES."""
    return person.live_memberships  # type: ignore[attr-defined,no-any-return]  # set by the prefetch


def _names(people: Sequence[Person], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(
            one.sorted_name,
            url=reverse("tenancy:person_detail", args=[one.pk]),
            note="" if one.is_active else _("Deactivated"),
        )
        for one in people
    }


def _roles(people: Sequence[Person], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(", ".join(role.get_role_display() for role in live_roles(one))) for one in people}


def _places(people: Sequence[Person], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(", ".join(dict.fromkeys(filter(None, map(place_words, live_roles(one)))))) for one in people}


def _emails(people: Sequence[Person], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.email) for one in people}


def _phones(people: Sequence[Person], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(phone(one.phone)) for one in people}


def _languages(people: Sequence[Person], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(get_language_info(one.language)["name_local"].capitalize()) for one in people}


#: The name always stands first: it names the row.
NAME = PersonColumn("name", gettext_lazy("Name"), _names)
OWN_COLUMNS = [
    PersonColumn("role", gettext_lazy("Role"), _roles),
    PersonColumn("where", pgettext_lazy("where a role holds", "Where"), _places),
    PersonColumn("email", gettext_lazy("Email"), _emails),
    PersonColumn("phone", gettext_lazy("Phone"), _phones, is_shown=False),
    PersonColumn("language", gettext_lazy("Language"), _languages, is_shown=False),
]


class PeopleTable:
    """The list's columns for one viewer: those they chose, or the usual ones."""

    def __init__(self, viewer: Viewer, chosen: Sequence[str]) -> None:
        self.viewer = viewer
        self.chosen = set(chosen)

    @cached_property
    def offered(self) -> list[PersonColumn]:
        """Every column that this viewer may see, but the name's."""
        every = [*OWN_COLUMNS, *additions().columns]
        return [one for one in every if one.permission is None or self.viewer.can(one.permission)]

    @cached_property
    def shown(self) -> list[PersonColumn]:
        """The name and the columns in force."""
        known = self.chosen & {one.key for one in self.offered}
        return [NAME, *(one for one in self.offered if (one.key in known if known else one.is_shown))]

    @property
    def choices(self) -> Iterable[tuple[str, object, bool]]:
        """Each offered column's key and label, and whether it shows."""
        return [(one.key, one.label, one in self.shown) for one in self.offered]

    def table(self, people: Sequence[Person], *, is_selectable: bool) -> Table:
        """The people as a table."""
        return Table(
            caption=_("People"),
            columns=[Column(str(one.label)) for one in self.shown],
            body=[Row(cells, pk=person.pk) for person, cells in zip(people, self._cells(people), strict=True)],
            is_selectable=is_selectable,
            is_caption_hidden=True,
        )

    def texts(self, people: Sequence[Person]) -> Iterable[list[object]]:
        """The people as lines of a file, with the same cells."""
        return [[cell.text for cell in cells] for cells in self._cells(people)]

    def _cells(self, people: Sequence[Person]) -> list[list[Cell]]:
        by_column = [one.cells(people, self.viewer) for one in self.shown]
        return [[cells.get(person.pk, Cell()) for cells in by_column] for person in people]
