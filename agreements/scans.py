"""Scans of signed paper: drawn anew when they come in, kept as pictures of pages.

A PDF from somebody's office may carry scripts, forms, hidden layers and whatever a printer left in it. None of that may
come below our seal, so a scan is opened in a process of its own and only what its pages look like is kept.
"""

import hashlib
import io
import secrets
import zipfile
from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from agreements import confined
from agreements.models import Agreement, PaperScan
from tenancy.models import Person

MOST_BYTES = 20 * 1024 * 1024
MOST_PAGES = 30
#: How such a file may begin: PDF, PNG, JPEG.
_BEGINNINGS = (b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
#: Pages in a kept file carry one and the same day: the same pages are the same file.
_NO_DAY = (1980, 1, 1, 0, 0, 0)


class CannotRead(Exception):
    """The file is not taken; the text says why."""


def redraw(upload: "UploadedFile[Any]") -> list[bytes]:
    """The pages of a PDF, or of one picture, as JPEG pictures. Raises CannotRead with a sentence."""
    if (upload.size or 0) > MOST_BYTES:
        raise CannotRead(_("The file is larger than 20 MB. Scan it in black and white, or page by page."))
    content = b"".join(upload.chunks())
    if not content.startswith(_BEGINNINGS):
        raise CannotRead(_("This is not a PDF, a JPEG or a PNG file."))
    try:
        answer = confined.run("pictures", content, {"most_pages": MOST_PAGES})
    except confined.GaveUp:
        answer = {"refusal": "unreadable"}
    if answer.get("refusal") == "pages":
        raise CannotRead(_("The file has more than 30 pages. Leave out what nobody signed."))
    if not answer.get("pages"):
        raise CannotRead(_("The file could not be read. Scan the paper again."))
    return [b64decode(page) for page in answer["pages"]]


def keep(pages: Sequence[bytes], *, agreement: Agreement, by: Person, at: datetime) -> PaperScan:
    """Keep drawn pages in the district's own folder, in the transaction at hand."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as folder:
        for number, page in enumerate(pages, start=1):
            folder.writestr(zipfile.ZipInfo(f"{number:02}.jpg", _NO_DAY), page)
    content = packed.getvalue()
    name = f"districts/{agreement.district_id}/scans/{secrets.token_hex(16)}.zip"
    return PaperScan.objects.create(
        district_id=agreement.district_id,
        agreement=agreement,
        path=default_storage.save(name, ContentFile(content)),
        digest=hashlib.sha256(content).hexdigest(),
        pages=len(pages),
        uploaded_by=by,
        uploaded_at=at,
    )


def pages_of(scan: PaperScan) -> list[bytes]:
    """The pages of a kept scan, JPEG. Raises FileNotFoundError, and ValueError when it is not what was kept."""
    with default_storage.open(scan.path) as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != scan.digest:
        raise ValueError(f"scan {scan.pk} is not what was kept")
    with zipfile.ZipFile(io.BytesIO(content)) as folder:
        return [folder.read(name) for name in sorted(folder.namelist())]
