"""What stands above and below every letter of a district, and its pictures."""

import io
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from correspondence.models import Letterhead
from tenancy.models import District

#: The largest picture that is taken, in bytes and in points.
MOST_BYTES = 2 * 1024 * 1024
MOST_POINTS = 25_000_000
#: The longest side that is kept: sharp on paper, light in a thousand letters.
LONGEST_SIDE = 720
#: What pictures begin with.
KINDS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}
PICTURES = ("logo", "signature")


class NotAPicture(ValueError):
    """The file is no picture that can be read."""


@dataclass(frozen=True)
class Head:
    """The head of a letter and its signature, ready to draw. ``pictures`` are JPEG files by name."""

    name: str
    lines: Sequence[str] = ()
    contact: Sequence[str] = ()
    signer_name: str = ""
    signer_title: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def head_of(district: District) -> Head:
    """The district's head; its bare name while nobody has written one. One query, up to two files."""
    row = Letterhead.objects.of(district).first()
    if row is None:
        contact = tuple(filter(None, [district.contact_phone, district.contact_email]))
        return Head(district.name, contact=contact, signer_name=district.contact_name)
    return Head(
        name=row.name,
        lines=row.address.splitlines(),
        contact=tuple(filter(None, [row.phone, row.website])),
        signer_name=row.signer_name,
        signer_title=row.signer_title,
        pictures={name: content for name in PICTURES if (content := read(getattr(row, name)))},
    )


def redrawn(content: bytes) -> bytes:
    """The points of a picture and nothing else, as JPEG on white: it goes into every letter as it is.

    Raises NotAPicture.
    """
    if not any(content.startswith(begins) for begins in KINDS):
        raise NotAPicture
    try:
        with Image.open(io.BytesIO(content), formats=list(KINDS.values())) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise NotAPicture
            seen = ImageOps.exif_transpose(picture).convert("RGBA")
    except NotAPicture:
        raise
    except Exception as broken:  # whatever the library says of a broken file
        raise NotAPicture from broken
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    paper.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = io.BytesIO()
    paper.save(written, "JPEG", quality=88, subsampling=0, optimize=True)
    return written.getvalue()


def keep(content: bytes, *, district_id: int) -> str:
    """Put a redrawn picture into the district's own folder; returns its path."""
    return default_storage.save(f"districts/{district_id}/letterhead/{secrets.token_hex(16)}.jpg", ContentFile(content))


def read(path: str) -> bytes:
    """A kept picture; empty when there is none, or when the storage has lost it: a letter leaves without it."""
    if not path:
        return b""
    try:
        with default_storage.open(path) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return b""
