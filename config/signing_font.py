"""The small font of the signing pages, cut from the whole one at set-up: `python config/signing_font.py`.

Its letters are those for which `static/css/components/signing_font.css` asks. Needs no settings: an image is built
before there are any.
"""

import re
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
WHOLE = ROOT / "node_modules/@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2"
STYLE = ROOT / "static/css/components/signing_font.css"
CUT = ROOT / "static/fonts/public-sans-signing.woff2"
#: What the pages are set in: regular to bold.
WEIGHTS = (400, 700)
FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl"]


def letters() -> set[int]:
    """The code points in the style's ``unicode-range``."""
    ranges = re.search(r"unicode-range:([^;]+);", STYLE.read_text())
    if ranges is None:
        raise ValueError(f"{STYLE} names no letters")
    found: set[int] = set()
    for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", ranges[1]):
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def cut() -> None:
    """The small font is at its place afterwards."""
    font = instantiateVariableFont(TTFont(WHOLE), {"wght": WEIGHTS})
    subsetter = Subsetter(Options(layout_features=FEATURES, hinting=False))
    subsetter.populate(unicodes=letters())
    subsetter.subset(font)
    font.flavor = "woff2"
    CUT.parent.mkdir(exist_ok=True)
    half = CUT.with_suffix(".part")
    font.save(half)
    half.replace(CUT)  # whoever reads it meanwhile reads a whole one


if __name__ == "__main__":
    cut()
