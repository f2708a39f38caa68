"""The small font of the signing pages: the product's own letters, all that English and Spanish need, light enough."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

FONT, STYLE = "fonts/public-sans-signing.woff2", "css/components/signing_font.css"
#: Bytes of the font: with it, the page on which a parent signs stays below what it may weigh (bench/_sign_page.py).
MOST = 16_000


def static(name: str) -> Path:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found)


@pytest.fixture(scope="module")
def letters() -> set[int]:
    return set(TTFont(static(FONT)).getBestCmap())


def test_the_small_font_is_light() -> None:
    assert static(FONT).stat().st_size <= MOST


def test_it_has_every_letter_for_which_its_style_asks(letters: set[int]) -> None:
    asked: set[int] = set()
    ranges = re.search(r"unicode-range:([^;]+);", static(STYLE).read_text())
    assert ranges is not None
    for one in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", ranges[1]):
        first, last = int(one[0], 16), int(one[1] or one[0], 16)
        asked |= set(range(first, last + 1))
    assert asked == letters


def test_it_writes_all_that_signing_says_in_spanish(letters: set[int]) -> None:
    written = (settings.BASE_DIR / "locale/es/LC_MESSAGES/django.po").read_text()
    said = {ord(letter) for line in re.findall(r'^msgstr "(.*)"$', written, re.M) for letter in line}
    strange = {chr(one) for one in said - letters} - set("↗→×≤ç✓\t")
    assert strange == set()
