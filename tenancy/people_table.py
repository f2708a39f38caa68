"""The list of people: its columns of choice, for the screen and for the file."""

from collections.abc import Mapping, Sequence

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import get_language_info, gettext_lazy, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from tenancy.forms.people import PersonFilterForm
from tenancy.lists import ListDeed, ListScreen
from tenancy.models import Membership, Person, Scope
from tenancy.permissions import STAFF_ROLES, Permission, Role
from tenancy.person_pages import PersonColumn, PersonDeed, additions
from tenancy.tables import Cell
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


#: The name stands first: it names the row.
OWN_COLUMNS = [
    PersonColumn("name", gettext_lazy("Name"), _names),
    PersonColumn("role", gettext_lazy("Role"), _roles),
    PersonColumn("where", pgettext_lazy("where a role holds", "Where"), _places),
    PersonColumn("email", gettext_lazy("Email"), _emails),
    PersonColumn("phone", gettext_lazy("Phone"), _phones, is_shown=False),
    PersonColumn("language", gettext_lazy("Language"), _languages, is_shown=False),
]
END_ROLES = PersonDeed(gettext_lazy("End roles"), "tenancy:membership_end_selected", Permission.ROLES_EDIT)


def people_list() -> ListScreen[Person]:
    """The list of people, with what floors above add to it."""
    return ListScreen(
        name="people",
        caption=gettext_lazy("People"),
        counted=ngettext_lazy("%(words)s person", "%(words)s people", "count"),
        rows=lambda viewer: Person.objects.visible_to(viewer).prefetch_related(LIVE_ROLES),
        form=PersonFilterForm,
        columns=[*OWN_COLUMNS, *additions().columns],
        deeds=[*additions().deeds, END_ROLES],
        takes_all=False,
        add=ListDeed(gettext_lazy("Add a person"), "tenancy:person_add", Permission.PEOPLE_EDIT),
        export_url_name="tenancy:person_export",
        export_verb="person.export",
        empty_title=gettext_lazy("No people yet"),
        empty_text=gettext_lazy("People whom you work with will show here once they are added."),
        icon="people",
    )
