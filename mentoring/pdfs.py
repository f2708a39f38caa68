"""PDFs about programs."""

import segno

from correspondence.pdf_rendering import pdf
from mentoring.models import Program
from tenancy.models import District


def poster(*, program: Program, district: District, url: str, language: str) -> bytes:
    """A letter-size poster that asks people to mentor: the program, what it is, the address and its QR code."""
    context = {
        "program": program,
        "district": district,
        "address": url.partition("://")[2].rstrip("/"),
        "qr": segno.make(url, error="m").svg_data_uri(scale=8, border=0),
    }
    return pdf("mentoring/pdf/poster.html", context, language=language)
