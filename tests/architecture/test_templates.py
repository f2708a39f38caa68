"""Templates of pages keep to what the content security policy lets through, and to plain HTML."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, TEMPLATES, compare

FAULTS = {
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "inline script": re.compile(r"""<script(?![^>]*\s(?:src\s*=|type="application/json"))[^>]*>""", re.I),
    "event attribute": re.compile(r"<[^>{%]*\son[a-z]+\s*=", re.I),
    "javascript: address": re.compile(r"javascript:", re.I),
    "htmx attribute without data-": re.compile(r"[\s\"']hx-[a-z]+", re.I),
    "address of somebody else's server": re.compile(r"""(?:src|href|action)\s*=\s*["']https?://""", re.I),
    "|safe": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
}
#: Sides by name instead of by reading direction, which break right-to-left pages.
PHYSICAL = re.compile(
    r"(?:margin|padding|border|inset)-(?:left|right)\b|^\s*(?:left|right)\s*:|text-align:\s*(?:left|right)"
)

#: "path: fault" → why.
ALLOWED: dict[str, str] = {}


def page_templates() -> Iterator[Path]:
    """Every template of a page. Mails and PDFs are read elsewhere than in a browser with our policy."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        if not {"mail", "pdf", "email"} & set(path.relative_to(TEMPLATES).parts):
            yield path


def faults(text: str) -> dict[str, int]:
    """What a template must not hold, with the line."""
    bare = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", text, flags=re.S)
    return {name: bare[: hit.start()].count("\n") + 1 for name, what in FAULTS.items() if (hit := what.search(bare))}


def test_no_inline_style_or_script() -> None:
    found = {
        f"{path.relative_to(ROOT).as_posix()}: {name}": f"line {line}"
        for path in page_templates()
        for name, line in faults(path.read_text()).items()
    }
    assert compare(found, ALLOWED) == []


def test_styles_follow_the_reading_direction() -> None:
    found = {
        f"{path.relative_to(ROOT).as_posix()}:{number}": line.strip()
        for path in sorted((ROOT / "static" / "css").rglob("*.css"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if PHYSICAL.search(line)
    }
    assert found == {}


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ("inline style", '<p style="color: red">'),
        ("inline style", "<style>p {}</style>"),
        ("inline script", "<script>alert(1)</script>"),
        ("event attribute", '<a href="#" onclick="x()">'),
        ("javascript: address", '<a href="javascript:x()">'),
        ("htmx attribute without data-", '<a hx-get="/x">'),
        ("address of somebody else's server", '<img src="https://example.org/x.png">'),
        ("|safe", "{{ text|safe }}"),
    ],
)
def test_a_planted_fault_is_found(fault: str, text: str) -> None:
    assert fault in faults(text)


def test_what_is_fine_is_not_found() -> None:
    script = '<script src="{% static "js/page.js" %}" defer></script><script type="application/json">'
    fine = "{# <style> #}" + script + '<a data-hx-get="/x" data-one="1">'
    assert faults(fine) == {}
