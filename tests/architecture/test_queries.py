"""Views and forms read through a scope, by look-ups that an index serves, in a known number of queries."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import (
    Module,
    called_name,
    compare,
    modules,
    own_addresses,
    sample,
    test_modules,
    text_of,
)

#: The only ways to start a query in a view or a form.
SCOPES = {"visible_to", "of", "none"}
MANAGERS = {"objects", "all_grants", "_default_manager", "_base_manager"}
#: LIKE in every spelling: its indexes are unusable under row-level security.
SLOW = re.compile(r"__(i?startswith|i?endswith|i?contains|i?regex|iexact)$")
#: "path: look-up" → why it cannot be slow.
ALLOWED_LOOKUPS: dict[str, str] = {}
#: "path: Model.method" → why a view may start a query like this.
ALLOWED_READS: dict[str, str] = {}
#: List screens of allauth or without a list of rows → why they have no count.
WITHOUT_COUNT: dict[str, str] = {}


def slow_lookups(module: Module) -> dict[str, str]:
    """Look-ups that become LIKE or a regular expression, as keyword or as string."""
    found = {}
    for node in ast.walk(module.tree):
        words = [node.arg or ""] if isinstance(node, ast.keyword) else [text_of(node)]
        for word in words:
            if SLOW.search(word) and " " not in word:
                found[f"{module.path}: {word}"] = f"cannot use an index under the policies ({module.at(node)})"
    return found


def unscoped_reads(module: Module) -> dict[str, str]:
    """Queries that start without a scope: ``Person.objects.filter(…)``, ``get_object_or_404(Person, …)``."""
    found = {}
    parents = {child: node for node in ast.walk(module.tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            parent = parents.get(node)
            start = parent.attr if isinstance(parent, ast.Attribute) else ""
            if start not in SCOPES:
                model = ast.unparse(node.value)
                found[f"{module.path}: {model}.{start or node.attr}"] = f"no scope ({module.at(node)})"
        if isinstance(node, ast.Call) and called_name(node) in {"get_object_or_404", "get_list_or_404"}:
            for model in [
                first.id for first in node.args[:1] if isinstance(first, ast.Name) and first.id[:1].isupper()
            ]:
                found[f"{module.path}: {model}"] = f"no scope ({module.at(node)})"
    return found


def counted_views(module: Module) -> Iterator[str]:
    """Names of tests that count queries."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            arguments = {argument.arg for argument in node.args.args}
            if arguments & {"django_assert_num_queries", "assert_num_queries"}:
                yield node.name.removeprefix("test_")


def starts_queries(module: Module) -> bool:
    """Whether the module holds views or forms."""
    return bool(module.parts & {"views", "forms"})


def test_no_list_is_looked_through_by_like() -> None:
    found = {key: fault for module in modules() for key, fault in slow_lookups(module).items()}
    assert compare(found, ALLOWED_LOOKUPS) == []


def test_views_and_forms_read_only_through_a_scope() -> None:
    found = {k: fault for module in modules() if starts_queries(module) for k, fault in unscoped_reads(module).items()}
    assert compare(found, ALLOWED_READS) == []


def test_every_list_screen_has_a_query_count() -> None:
    counted = {name for module in test_modules() for name in counted_views(module)}
    lists = [address.bare_name for address in own_addresses() if address.bare_name.endswith("_list")]
    missing = {
        name: f"no test_{name}… with django_assert_num_queries"
        for name in lists
        if not any(test.startswith(name) for test in counted)
    }
    assert compare(missing, WITHOUT_COUNT) == []


def test_planted_slow_lookups_are_found() -> None:
    assert set(slow_lookups(sample('P.objects.of(d).filter(name__icontains=x, **{"email__startswith": y})'))) == {
        "tenancy/views/planted.py: name__icontains",
        "tenancy/views/planted.py: email__startswith",
    }
    assert slow_lookups(sample("P.objects.of(d).filter(search_key__starts_with_key=x, at__gte=y)")) == {}


def test_planted_reads_without_a_scope_are_found() -> None:
    assert set(
        unscoped_reads(sample("Person.objects.filter(pk=1)\nget_object_or_404(Person, pk=1)\nf(Job.objects)"))
    ) == {
        "tenancy/views/planted.py: Person.filter",
        "tenancy/views/planted.py: Person",
        "tenancy/views/planted.py: Job.objects",
    }
    assert unscoped_reads(sample("get_object_or_404(Person.objects.visible_to(v), pk=1)\nJob.objects.of(d)")) == {}


def test_a_planted_count_is_seen() -> None:
    planted = "def test_person_list_at_four_rows(oak, django_assert_num_queries): ...\ndef test_other_list(oak): ..."
    assert list(counted_views(sample(planted, "tests/planted.py"))) == ["person_list_at_four_rows"]
