"""Names are mechanical, and every view says who may call it."""

import ast
from collections.abc import Iterable

import pytest

from tenancy.permissions import Permission
from tests.architecture.source import (
    Address,
    Module,
    called_name,
    compare,
    inside,
    modules,
    outside,
    own_addresses,
    sample,
    screens,
    text_of,
)

#: Names of addresses whose views others wrote → why they need no ``access``.
OTHERS: dict[str, str] = {
    "allauth": "signing in is for everybody; allauth's own pages ask for a sign-in where they need one",
    "django": "Django's own: the choice of language",
}
#: Screens that are no page of their own → where they are shown.
NOT_PAGES: dict[str, str] = {
    "base": "the frame",
    "403": "error page",
    "404": "error page",
    "422": "error page",
    "429": "error page",
    "500": "error page",
    "agreements/sign_closed": "what the pages to sign say to whoever has no sitting",
    "agreements/sign_not_now": "what the pages to sign say where there is nothing to sign",
    "support/feedback_closed": "what support:feedback_answer says once somebody has answered, or of a dead link",
    "meetings/log_closed": "what meetings:log_open says once the meeting is settled, or of a link that leads nowhere",
    "accounts/invitation_closed": "what accounts:invitation_open says of a link that leads nowhere",
}
#: Addresses whose view is not called as the address → why.
OTHER_NAMES: dict[str, str] = {}
#: Views that draw another page's template → why.
OTHER_TEMPLATES: dict[str, str] = {}


def without_access(found: Iterable[Address]) -> dict[str, str]:
    """Views that do not say who may call them: by permissions, or by a reason why everybody may."""
    return {
        address.name or address.route: f"{address.view.__module__} has no @requires or @open_to_all"
        for address in found
        if address.app not in OTHERS and not _is_access(getattr(address.view, "access", None))
    }


def _is_access(access: object) -> bool:
    if isinstance(access, str):
        return len(access.split()) >= 3
    return isinstance(access, tuple) and bool(access) and all(isinstance(one, Permission) for one in access)


def misnamed(found: Iterable[Address]) -> dict[str, str]:
    """Addresses not called as their view, or not below the namespace of their app."""
    faults = {}
    for address in found:
        namespace = address.name.rpartition(":")[0] or "config"
        if address.bare_name != address.view.__name__:
            faults[address.name or address.route] = f"the view is called {address.view.__name__}"
        elif namespace != address.app and address.app != "accounts":
            faults[address.name] = f"the view lives in {address.app}"
    return faults


def drawn_by(module: Module) -> dict[str, set[str]]:
    """Each function of a module with the templates that it renders: ``{"person_list": {"tenancy/person_list"}}``."""
    drawn: dict[str, set[str]] = {}
    for function in [node for node in module.tree.body if isinstance(node, ast.FunctionDef)]:
        for call in [node for node in ast.walk(function) if isinstance(node, ast.Call)]:
            if called_name(call) in {"render", "TemplateResponse", "render_to_string"}:
                names = {text_of(node) for argument in call.args[:2] for node in ast.walk(argument)}
                names = {name.partition("#")[0].removesuffix(".html") for name in names if ".html" in name}
                drawn.setdefault(function.name, set()).update(names)
    return drawn


def strangely_drawn(view: str, app: str, templates: set[str], pages: set[str]) -> dict[str, str]:
    """A view that renders something else than the template of its name; parts of a page have no page of their own."""
    own = f"{app}/{view}"
    return {f"{own}: {name}": "not the template of this page" for name in templates if name != own and name in pages}


def test_every_view_of_a_district_says_who_may_call_it() -> None:
    assert compare(without_access(inside()), {}) == []


def test_every_view_outside_the_districts_says_who_may_call_it() -> None:
    assert compare(without_access(outside()), {}) == []


def test_every_address_has_a_name() -> None:
    assert [address.route for address in own_addresses() if not address.name] == []


def test_every_address_is_called_as_its_view() -> None:
    assert compare(misnamed(own_addresses()), OTHER_NAMES) == []


def test_every_screen_is_called_as_its_address() -> None:
    pages = {_page_name(address) for address in own_addresses()}
    found = {name: "a screen that no address is called after" for name in screens() if name not in pages}
    assert compare(found, NOT_PAGES) == []


def test_every_view_draws_the_screen_of_its_name() -> None:
    pages, found = set(screens()), {}
    for module in modules():
        if "views" in module.parts:
            for view, templates in drawn_by(module).items():
                if view in {address.bare_name for address in own_addresses()}:
                    found |= strangely_drawn(view, module.app, templates, pages)
    assert compare(found, OTHER_TEMPLATES) == []


def _page_name(address: Address) -> str:
    return address.bare_name if address.app == "config" else f"{address.app}/{address.bare_name}"


@pytest.mark.parametrize("access", [None, "", "because", (), ("people.view ",)])
def test_a_view_without_a_permission_or_a_reason_is_found(access: object) -> None:
    def planted() -> None: ...

    planted.access = access  # type: ignore[attr-defined]
    planted.__module__ = "tenancy.views.planted"
    assert list(without_access([Address("x", "tenancy:planted", "x/", planted)])) == ["tenancy:planted"]
    planted.access = (Permission.PEOPLE_VIEW,)  # type: ignore[attr-defined]
    assert without_access([Address("x", "tenancy:planted", "x/", planted)]) == {}


def test_a_misnamed_address_is_found() -> None:
    def person_list() -> None: ...

    person_list.__module__ = "tenancy.views.people"
    assert misnamed([Address("x", "tenancy:person_list", "x/", person_list)]) == {}
    assert misnamed([Address("x", "tenancy:people", "x/", person_list)])
    assert misnamed([Address("x", "mentoring:person_list", "x/", person_list)])


def test_a_strange_template_is_found() -> None:
    view = sample(
        'def a(request):\n    return render(request, "tenancy/b.html" + ("#rows" if request.htmx else ""), {})'
    )
    assert drawn_by(view) == {"a": {"tenancy/b"}}
    assert strangely_drawn("a", "tenancy", {"tenancy/b"}, {"tenancy/a", "tenancy/b"})
    assert not strangely_drawn("a", "tenancy", {"tenancy/a"}, {"tenancy/a", "tenancy/b"})
