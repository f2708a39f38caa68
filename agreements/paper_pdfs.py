"""PDFs to sign with a pen, and the sample that shows whether a device opens PDFs at all."""

import segno
from django.conf import settings
from django.utils import translation
from django.utils.safestring import mark_safe

from agreements.models import Agreement, DocumentText, Party, Permission
from agreements.rules import OPEN, asked_of
from correspondence.links import absolute
from correspondence.pdf_rendering import pdf
from tenancy.http import district_url


def paper_copy(agreement: Agreement, *, language: str) -> bytes:
    """A document that is out, to print: its text in one language, boxes for each answer, a line for each signature.

    Its id, the digest of the text and a QR code are on each page, so that a sheet finds its way back.
    """
    texts = {text.language: text for text in DocumentText.objects.filter(agreement=agreement)}
    text = texts.get(language) or texts[settings.LANGUAGE_CODE.partition("-")[0]]
    parties = list(Party.objects.filter(agreement=agreement, state__in=OPEN).order_by("pk"))
    page = absolute(district_url(agreement.district, "agreements:sign_list"))
    context = {
        "district": agreement.district,
        "agreement": agreement,
        "text": text,
        "html": mark_safe(text.html),  # noqa: S308  made by our own template, its values escaped
        "parties": [(party, [Permission.Kind(kind).label for kind in asked_of(party)]) for party in parties],
        "qr": segno.make(f"{page}?document={agreement.public_id}", error="m").svg_data_uri(scale=3, border=0),
    }
    with translation.override(text.language):
        return pdf("agreements/pdf/paper_copy.html", context, language=text.language)


def sample(language: str) -> bytes:
    """One page that says that it could be opened."""
    return pdf("agreements/pdf/sample.html", {}, language=language)
