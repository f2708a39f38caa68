"""A moment becomes a day by the clock of its district, never by UTC: evenings would be called the day after."""

import ast
from collections.abc import Iterator

from tests.architecture.source import Module, called_name, compare, modules, sample

#: What makes words of a day or an hour, and takes an instant as it stands.
MAKE_WORDS = {"date_format", "time_format"}
#: "path: what" → why it is no instant.
NO_INSTANT = {"tenancy/views/calendar_days.py: one.dismissed_at": "a time of day, not an instant"}


def days_of_utc(module: Module) -> dict[str, str]:
    """Instants (by their name: ``…_at``, ``now``) that become words or days without ``localtime`` or ``localdate``."""
    return {
        f"{module.path}: {ast.unparse(node)}": f"put it through localtime or localdate ({module.at(node)})"
        for node in _made_of(module)
        if isinstance(node, ast.Attribute | ast.Name) and _name(node).endswith(("_at", "now"))
    }


def _made_of(module: Module) -> Iterator[ast.expr]:
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        if called_name(node) in MAKE_WORDS and node.args:
            yield node.args[0]
        if isinstance(node.func, ast.Attribute) and node.func.attr == "date" and not node.args:
            yield node.func.value


def _name(node: ast.Attribute | ast.Name) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id


def test_moments_become_days_by_the_clock_of_the_district() -> None:
    found: dict[str, str] = {}
    for module in modules():
        if not module.path.startswith("config/sample/"):
            found |= days_of_utc(module)
    assert compare(found, NO_INSTANT) == []


def test_planted_days_of_utc_are_found() -> None:
    planted = [
        "date_format(one.handed_in_at)",
        "now.date()",
        "date_format(localdate(one.sent_at))",
        "date_format(localtime(one.sent_at))",
        "date_format(day)",
    ]
    assert [len(days_of_utc(sample(text))) for text in planted] == [1, 1, 0, 0, 0]
