"""The page of guesses guesses right: every file and function that docs/where-is-what.md names is there."""

import re
from collections.abc import Iterator

from tests.architecture.source import ROOT

PAGE = ROOT / "docs" / "where-is-what.md"
#: ``path/file.ext`` with a folder or a known ending, perhaps followed by ``: name``.
NAMED = re.compile(r"^(?P<path>[\w./{},-]+\.(?:py|md|html|css|js|toml|yml|txt|\{[\w.,]+\}))(?:: (?P<name>\w+…?))?$")


def wrong_guesses(text: str) -> Iterator[str]:
    """What a page names in backticks and the checkout does not have."""
    for quoted in re.findall(r"`([^`]+)`", text):
        found = NAMED.match(quoted)
        if not found or "<" in quoted:
            continue
        for path in _spread(found["path"]):
            file = ROOT / path
            if "/" not in path:
                continue
            if not file.exists():
                yield f"{quoted}: there is no {path}"
            elif found["name"] and not re.search(rf"\b{found['name'].removesuffix('…')}", file.read_text()):
                yield f"{quoted}: {path} has no {found['name']}"


def _spread(path: str) -> list[str]:
    """``a.{b,c}`` is ``a.b`` and ``a.c``."""
    choice = re.search(r"\{([^}]+)\}", path)
    return [path.replace(choice[0], one) for one in choice[1].split(",")] if choice else [path]


def test_every_guess_is_right() -> None:
    assert list(wrong_guesses(PAGE.read_text())) == []


def test_a_planted_wrong_guess_is_found() -> None:
    assert list(
        wrong_guesses("`tenancy/rules.py: no_such_rule`, `tenancy/nowhere.py`, `tenancy/context.py: district`")
    ) == [
        "tenancy/rules.py: no_such_rule: tenancy/rules.py has no no_such_rule",
        "tenancy/nowhere.py: there is no tenancy/nowhere.py",
    ]
