"""Labels and sign-in sheets for people ticked in the list of people."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from correspondence.printing import OnPaper, labels_page, sign_in_sheet_page
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person
from tenancy.people_table import live_roles, people_list, place_words
from tenancy.permissions import Permission


@require_http_methods(["GET", "POST"])
@requires(Permission.PEOPLE_VIEW)
def label_print_selected(request: DistrictRequest) -> HttpResponse:
    """Labels with names, roles and schools."""
    return labels_page(request, _people())


@require_http_methods(["GET", "POST"])
@requires(Permission.PEOPLE_VIEW)
def sign_in_sheet_print_selected(request: DistrictRequest) -> HttpResponse:
    """A sheet on which these people sign that they came."""
    return sign_in_sheet_page(request, _people())


def _people() -> OnPaper[Person]:
    return OnPaper(
        screen=people_list(), back_url_name="tenancy:person_list", name=lambda person: person.name, lines=_lines
    )


def _lines(person: Person) -> list[str]:
    """The roles, and where they hold, a line each."""
    held = live_roles(person)
    roles = ", ".join(dict.fromkeys(role.get_role_display() for role in held))
    return list(filter(None, [roles, ", ".join(dict.fromkeys(filter(None, map(place_words, held))))]))
