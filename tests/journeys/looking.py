"""Looking a page over: accessibility, the console, foreign requests, scrolling sideways, at a desk and on a phone."""

from tests.journeys.browsing import DESK, NARROW, PHONE, Visitor


def look_at(visitor: Visitor, path: str) -> list[str]:
    """Everything wrong with one page."""
    visitor.open(path)
    return look_around(visitor, path)


def look_around(visitor: Visitor, path: str) -> list[str]:
    """Everything wrong with the page at hand, at a desk, on a phone and on a narrow phone."""
    found = []
    for width in (DESK, PHONE, NARROW):
        visitor.resize(width)
        faults = [visitor.overhang()] + (visitor.faults() if width != NARROW else [])
        found += [f"{path} at {width}: {fault}" for fault in faults if fault]
    visitor.resize(DESK)
    found += [f"{path}: {noise}" for noise in visitor.noise]
    visitor.noise.clear()
    return found
