"""The small font of the signing pages: the product's own letters, all that English and Spanish need, light enough."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

from config import signing_font

FONT = "fonts/public-sans-signing.woff2"
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
    assert {ord(one) for one in "Aa0ñÑá¿¡’“…"} <= signing_font.letters()
    assert signing_font.letters() == letters


def test_it_writes_all_that_signing_says_in_spanish(letters: set[int]) -> None:
    written = (settings.BASE_DIR / "locale/es/LC_MESSAGES/django.po").read_text()
    said = {ord(letter) for line in re.findall(r'^msgstr "(.*)"$', written, re.M) for letter in line}
    strange = {chr(one) for one in said - letters} - set("↗→×≤ç✓\t")
    assert strange == set()
