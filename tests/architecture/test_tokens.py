"""Words and controls can be seen: contrast, computed from the tokens themselves, in light and dark."""

import re

import pytest

from tests.architecture.source import ROOT

CSS = ROOT / "static" / "css"
TEXT, CONTROL = 4.5, 3.0  # WCAG 2.2: 1.4.3 and 1.4.11
STATES = ("ok", "warn", "bad", "info", "mute")

#: What is read or pressed → on what it may stand, at least how far apart.
PAIRS: list[tuple[str, str, float]] = [
    *((ink, ground, TEXT) for ink in ("ink", "ink-2", "link") for ground in ("bg", "surface", "raise")),
    *((fill, edge, TEXT) for fill, edge in (("on-brand", "brand"), ("on-brand", "brand-hover"))),
    *((fill, edge, TEXT) for fill, edge in (("on-brand", "danger"), ("on-brand", "danger-hover"))),
    *((state, f"{state}-bg", TEXT) for state in STATES),
    ("bad", "surface", TEXT),
    ("bad", "bg", TEXT),
    *((edge, ground, CONTROL) for edge in ("line-strong", "focus", "brand") for ground in ("bg", "surface")),
    ("focus", "raise", CONTROL),
    ("danger", "surface", CONTROL),
    *(("focus", f"{state}-bg", CONTROL) for state in STATES),
]


def tokens(scheme: str) -> dict[str, str]:
    """The colors by name. Dark is light with what the dark block changes."""
    light, dark = (CSS / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    colors = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return colors | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else colors


def luminance(color: str) -> float:
    """Relative luminance as WCAG defines it."""
    channels = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS, ids=lambda part: str(part))
def test_it_can_be_seen(scheme: str, front: str, back: str, least: float) -> None:
    colors = tokens(scheme)

    assert contrast(colors[front], colors[back]) >= least


def test_dark_changes_every_color_but_those_that_fit_both() -> None:
    light, dark = (CSS / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    named = [set(re.findall(r"--([\w-]+): #", part)) for part in (light, dark)]

    assert named[0] == named[1]


def test_colors_stand_in_the_tokens_alone() -> None:
    strangers = {
        f"{path.name}:{number}": line.strip()
        for path in sorted(CSS.rglob("*.css"))
        if path.name not in {"tokens.css", "print.css"} and path.parent.name != "pdf"  # paper has no dark scheme
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"#[0-9a-f]{3,8}\b", line, re.I) and ".qr" not in line  # a scanner needs white in the dark too
    }

    assert strangers == {}


def test_every_token_that_is_used_exists_and_every_one_is_used() -> None:
    text = "\n".join(path.read_text() for path in CSS.rglob("*.css"))
    defined, used = set(re.findall(r"--([\w-]+):", text)), set(re.findall(r"var\(--([\w-]+)\)", text))

    assert used == defined


def test_files_stay_small_enough_to_read() -> None:
    assert {path.name: path.stat().st_size for path in CSS.rglob("*.css") if path.stat().st_size > 25_000} == {}
