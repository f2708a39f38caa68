"""The product's own source and addresses, as the guards read them."""

import ast
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, URLResolver

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"


@cache
def floors() -> dict[str, int]:
    """Each app's height, read from the import contract so that there is one list: ``{"tenancy": 0, …}``."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    return {app.strip(): height for height, layer in enumerate(reversed(layers)) for app in layer.split("|")}


def is_above(other: str, app: str) -> bool:
    """Whether ``app`` must not know ``other``: a floor above, or a neighbor on the same one."""
    heights = floors()
    return other != app and other in heights and heights[other] >= heights[app]


@dataclass(frozen=True)
class Module:
    """One Python file of the product; ``path`` is relative to the checkout."""

    path: str
    text: str

    @property
    def app(self) -> str:
        """The app it belongs to."""
        return self.path.partition("/")[0]

    @property
    def parts(self) -> set[str]:
        """Folders and file name without ending: ``{"tenancy", "views", "people"}``."""
        return set(Path(self.path).with_suffix("").parts)

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax."""
        return ast.parse(self.text)

    def at(self, node: ast.AST) -> str:
        """Where a node stands, for a message."""
        return f"{self.path}:{getattr(node, 'lineno', 0)}"


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the apps but their migrations."""
    files = (path for app in sorted(floors()) for path in sorted((ROOT / app).rglob("*.py")))
    return tuple(
        Module(path.relative_to(ROOT).as_posix(), path.read_text()) for path in files if "migrations" not in path.parts
    )


@cache
def test_modules() -> tuple[Module, ...]:
    """Every Python file of the tests."""
    return tuple(
        Module(path.relative_to(ROOT).as_posix(), path.read_text()) for path in sorted((ROOT / "tests").rglob("*.py"))
    )


test_modules.__test__ = False  # type: ignore[attr-defined]  # pytest would take it for a test


def sample(text: str, path: str = "tenancy/views/planted.py") -> Module:
    """A made-up module, to show that a guard bites."""
    return Module(path, text)


def called_name(call: ast.Call) -> str:
    """The last part of what is called: ``render`` for ``shortcuts.render(…)``."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def text_of(node: ast.AST | None) -> str:
    """The value of a string constant; empty for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@dataclass(frozen=True)
class Address:
    """One line of a URLconf: ``name`` with its namespaces, ``route`` from the URLconf's root."""

    urlconf: str
    name: str
    route: str
    view: Callable[..., object]

    @property
    def app(self) -> str:
        """The package in which the view lives."""
        return self.view.__module__.partition(".")[0]

    @property
    def is_own(self) -> bool:
        """Whether we wrote the view."""
        return self.app in floors()

    @property
    def bare_name(self) -> str:
        """The name without its namespace."""
        return self.name.rpartition(":")[2]

    @property
    def converters(self) -> Mapping[str, str]:
        """What must be filled in: ``{"pk": "int"}``."""
        found = re.findall(r"<(?:(\w+):)?(\w+)>", self.route)
        return {name: converter or "str" for converter, name in found}


def addresses(urlconf: str) -> Iterator[Address]:
    """Every address of a URLconf."""
    yield from _below(import_module(urlconf).urlpatterns, urlconf, "", "")


def inside() -> list[Address]:
    """Every address inside a district."""
    return list(addresses(settings.DISTRICT_URLCONF))


def outside() -> list[Address]:
    """Every address outside the districts."""
    return list(addresses(settings.ROOT_URLCONF))


def own_addresses() -> list[Address]:
    """Every address whose view we wrote."""
    return [address for address in (*inside(), *outside()) if address.is_own]


def _below(patterns: list[URLPattern | URLResolver], urlconf: str, prefix: str, route: str) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _below(pattern.url_patterns, urlconf, namespace, here)
        else:
            yield Address(urlconf, f"{prefix}{pattern.name}" if pattern.name else "", here, pattern.callback)


def screens() -> dict[str, Path]:
    """Templates of screens: ``"tenancy/person_list"`` → file. Mails, PDFs and partials are not screens."""
    apps = [TEMPLATES / app for app in floors() if app != "config"]
    files = [path for app in apps for path in sorted(app.glob("*.html"))] + sorted(TEMPLATES.glob("*.html"))
    return {path.relative_to(TEMPLATES).with_suffix("").as_posix(): path for path in files}


def compare(found: Mapping[str, object] | set[str], allowed: Mapping[str, str]) -> list[str]:
    """Faults that no line of the list allows, and lines that allow nothing any more."""
    return [
        *(f"{key}: {found[key]}" if isinstance(found, Mapping) else key for key in sorted(set(found) - set(allowed))),
        *(f"{key}: this exception is not needed any more" for key in sorted(set(allowed) - set(found))),
    ]
