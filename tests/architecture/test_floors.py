"""Lower floors never name upper ones: not in a model's key, not in an address, not in a template, not in any string.

(Imports are import-linter's: ``make check``.)
"""

import ast
import re
from collections.abc import Iterable
from types import SimpleNamespace

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Model

from tests.architecture.source import (
    TEMPLATES,
    Module,
    addresses,
    called_name,
    compare,
    floors,
    is_above,
    modules,
    sample,
    text_of,
)

#: Calls whose first words are the name of an address.
REVERSING = {"reverse", "reverse_lazy", "redirect", "resolve_url", "outside", "district_url", "redirect_to"}

#: "path: name" → why this lower floor may say it.
ALLOWED_NAMES: dict[str, str] = {}


def upward_keys(models: Iterable[type[Model]]) -> dict[str, str]:
    """Relations from a model to a model of an upper floor. The one key upwards is the sign-in's."""
    return {
        f"{model._meta.label}.{field.name}": f"points up at {field.related_model._meta.label}"
        for model in models
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and isinstance(field.related_model, type)
        if is_above(field.related_model._meta.app_label, model._meta.app_label)
        if field.related_model._meta.label != settings.AUTH_USER_MODEL
    }


def top_names() -> set[str]:
    """Names of addresses without a namespace whose views stand on the top floor: ``home``."""
    conf = [*addresses(settings.ROOT_URLCONF), *addresses(settings.DISTRICT_URLCONF)]
    return {address.name for address in conf if address.app == "config" and ":" not in address.name}


def upward_names(module: Module, tops: set[str]) -> dict[str, str]:
    """Strings that name an upper app (``"mentoring.Match"``, ``"mentoring:match_list"``), and addresses up there."""
    upper = "|".join(app for app in floors() if is_above(app, module.app))
    if not upper:
        return {}
    naming, found = re.compile(rf"^(?:{upper})[.:/]\w"), {}
    docstrings = {node.value for node in ast.walk(module.tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(module.tree):
        if naming.match(text_of(node)) and node not in docstrings:
            found[f"{module.path}: {text_of(node)}"] = f"names an upper app ({module.at(node)})"
        if isinstance(node, ast.Call) and called_name(node) in REVERSING:
            for name in {text_of(argument) for argument in node.args} & tops:
                found[f"{module.path}: {name}"] = f"names a page of the top floor ({module.at(node)})"
    return found


def upward_links(path: str, text: str) -> dict[str, str]:
    """``{% url 'upper:page' %}`` in a template of a lower floor."""
    app = path.partition("/")[0]
    named = re.findall(r"""{%\s*(?:url|outside|district_url\s+\S+)\s+['"](\w+):(\w+)['"]""", text)
    return {f"templates/{path}: {up}:{name}": "names an upper page" for up, name in named if is_above(up, app)}


def test_no_key_points_upwards() -> None:
    own = [model for model in apps.get_models() if model._meta.app_label in floors()]
    assert compare(upward_keys(own), {}) == []


def test_no_string_names_an_upper_app() -> None:
    tops = top_names()
    found = {key: fault for module in modules() for key, fault in upward_names(module, tops).items()}
    assert compare(found, ALLOWED_NAMES) == []


def test_no_template_links_upwards() -> None:
    found: dict[str, str] = {}
    for app in floors():
        for path in sorted((TEMPLATES / app).rglob("*.*")):
            found |= upward_links(path.relative_to(TEMPLATES).as_posix(), path.read_text())
    assert compare(found, {}) == []


def test_a_planted_upward_key_is_found() -> None:
    seat = apps.get_model("accounts", "Seat")
    assert upward_keys([seat]) == {}
    assert is_above("accounts", "tenancy")
    assert is_above("agreements", "screening")
    assert not is_above("tenancy", "accounts")

    options = SimpleNamespace(label="tenancy.Planted", app_label="tenancy")
    user = SimpleNamespace(name="user", is_relation=True, concrete=True, related_model=get_user_model())
    up = SimpleNamespace(name="seat", is_relation=True, concrete=True, related_model=seat)
    options.get_fields = lambda: [user, up]
    planted = SimpleNamespace(_meta=options)
    assert upward_keys([planted]) == {"tenancy.Planted.seat": "points up at accounts.Seat"}  # type: ignore[list-item]


def test_planted_upward_names_are_found() -> None:
    planted = sample('"""mentoring.rules may be spoken of."""\nk = "mentoring.Match"\nreverse("home")\n')
    assert set(upward_names(planted, {"home"})) == {
        "tenancy/views/planted.py: mentoring.Match",
        "tenancy/views/planted.py: home",
    }
    assert upward_names(sample('redirect("tenancy:person_list")'), {"home"}) == {}
    assert upward_links("tenancy/a.html", "{% url 'mentoring:match_list' %}{% url 'tenancy:person_list' %}") == {
        "templates/tenancy/a.html: mentoring:match_list": "names an upper page"
    }
