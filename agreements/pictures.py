"""Pages of a file as pictures that we drew: nothing of what came stays but what it looks like. Knows no Django."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

#: The longest side of a drawn page, in points of a screen: letter paper at 150 dpi.
LONGEST_SIDE = 1650
#: A picture with more points than this is not opened.
MOST_POINTS = 60_000_000
KINDS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


def kind_of(content: bytes) -> str:
    """The kind that fits the content; empty for anything but PDF, PNG and JPEG."""
    return next((kind for begins, kind in KINDS.items() if content.startswith(begins)), "")


def answer(content: bytes, question: Mapping[str, Any]) -> dict[str, Any]:
    """``{"pages": [JPEG, …]}``, or ``{"refusal": "pages" | "unreadable"}``, for up to ``most_pages``."""
    Image.MAX_IMAGE_PIXELS = MOST_POINTS
    try:
        pages = list(_pages(content, question["most_pages"]))
    except _TooMany:
        return {"refusal": "pages"}
    except Exception:  # whatever a library says of a broken file
        return {"refusal": "unreadable"}
    return {"pages": pages}


class _TooMany(Exception):
    """More pages than are taken."""


def _pages(content: bytes, most_pages: int) -> Iterator[bytes]:
    if kind_of(content) == "pdf":
        document = pypdfium2.PdfDocument(content)
        if len(document) > most_pages:
            raise _TooMany
        for page in document:
            longest = max(page.get_size())
            yield _drawn(page.render(scale=LONGEST_SIDE / max(longest, 1)).to_pil())
        return
    with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
        yield _drawn(ImageOps.exif_transpose(picture))


def _drawn(picture: Image.Image) -> bytes:
    """The points of a picture and nothing else, as JPEG on white."""
    seen = picture.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    paper.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = io.BytesIO()
    paper.save(written, "JPEG", quality=75, optimize=True)
    return written.getvalue()
