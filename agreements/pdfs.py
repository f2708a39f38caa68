"""PDFs of documents: what everybody signed, with the certificate of completion, as it is then sealed."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import segno
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from agreements import evidence, scans
from agreements.models import Agreement, Correction, DocumentText, Method, Party, PartyState, Permission
from agreements.rules import OPEN, asked_of
from correspondence.links import absolute
from correspondence.pdf_rendering import pdf
from tenancy.http import district_url, outside

#: The language of the record. Texts and certificate stand in it, and in each other in which somebody was shown them.
LANGUAGE = "en"


_UTC = "%Y-%m-%d %H:%M:%S UTC"


@dataclass(frozen=True)
class Document:
    """Everything that stands in the PDF, read and in words. The head of the chain is the one that it names."""

    values: dict[str, Any]
    chain_head: str


def document(agreement: Agreement) -> bytes:
    """The whole document: its texts, the signatures, the certificate of completion, scans of signed paper."""
    return drawn(read(agreement))


def read(agreement: Agreement) -> Document:
    """Read what the PDF needs, in the district at hand, so that it can be drawn without any transaction."""
    head = evidence.head(agreement)
    return Document(_values(agreement, head), head)


def drawn(wanted: Document) -> bytes:
    """Draw it. Asks the database nothing."""
    return pdf("agreements/pdf/document.html", wanted.values, language=LANGUAGE)


def paper_copy(agreement: Agreement, language: str = LANGUAGE) -> bytes:
    """A document that is out, to sign with a pen: its text, boxes for each answer, a line for each missing signature.

    Its id, the digest of the text and a QR code are on each page, so that a sheet finds its way back: the code leads
    staff to the page of the document, where it is filed.
    """
    return paper_copies([(agreement, language)])


def paper_copies(wanted: Sequence[tuple[Agreement, str]]) -> bytes:
    """Several such documents as one file, each in its language, each beginning on a page of its own."""
    sheets = [_sheet(agreement, language) for agreement, language in wanted]
    values = {"district": wanted[0][0].district, "sheets": sheets}
    return pdf("agreements/pdf/paper_copy.html", values, language=sheets[0]["text"].language)


def _sheet(agreement: Agreement, language: str) -> dict[str, Any]:
    texts = {text.language: text for text in DocumentText.objects.filter(agreement=agreement)}
    missing = Party.objects.filter(district=agreement.district_id, agreement=agreement, state__in=OPEN).order_by("pk")
    page = absolute(district_url(agreement.district, "agreements:agreement_detail", agreement.pk))
    return {
        "agreement": agreement,
        "text": texts.get(language) or texts[LANGUAGE],
        "parties": [(party, asked_of(party)) for party in missing],
        "qr": segno.make(page, error="m").svg_data_uri(scale=3, border=0),
    }


def sample(language: str) -> bytes:
    """One page that says that it could be opened: for whoever is asked to sign electronically."""
    return pdf("agreements/pdf/sample.html", {}, language=language)


def verify_address() -> str:
    """Where anybody can check a sealed document."""
    return absolute(outside("agreements:verify"))


def _values(agreement: Agreement, head: str) -> dict[str, Any]:
    parties = _parties(agreement)
    texts = _texts(agreement, parties)
    languages = list(dict.fromkeys([LANGUAGE, *(text.language for text in texts)]))
    address = verify_address()
    return {
        "district": agreement.district,
        "agreement": agreement,
        "texts": texts,
        "languages": languages,
        "corrections": [(one.says, f"{one.noted_at.astimezone(UTC):{_UTC}}") for one in _corrections(agreement)],
        "certificates": [_certificate(agreement, parties, texts, language) for language in languages],
        "scans": _scans(parties),
        "chain_head": head,
        "verify_address": address,
        "qr": segno.make(f"{address}?document={agreement.public_id}", error="m").svg_data_uri(scale=4, border=0),
    }


def _certificate(
    agreement: Agreement, parties: Sequence[Party], texts: Sequence[DocumentText], language: str
) -> dict[str, Any]:
    """What the certificate says, in one language. The same facts in each."""
    zone = ZoneInfo(agreement.district.time_zone)
    with translation.override(language):
        return {
            "language": language,
            "document": str(agreement.get_kind_display()),
            "texts": [(_language(text.language), text.digest) for text in texts],
            "parties": [_party(party, zone) for party in parties],
            "has_answers": any(party.permissions.all() for party in parties),
            "completed": _moment(agreement.completed_at, zone),
            "sent": _moment(agreement.sent_at, zone),
        }


def _parties(agreement: Agreement) -> list[Party]:
    """Everybody who signed, in the order in which they did."""
    rows = Party.objects.filter(district=agreement.district_id, agreement=agreement, state=PartyState.SIGNED)
    return list(rows.prefetch_related("permissions", "host", "paper_attested_by", "scan").order_by("signed_at", "pk"))


def _texts(agreement: Agreement, parties: Sequence[Party]) -> list[DocumentText]:
    """English first, then each other language in which somebody was shown the document."""
    shown = {LANGUAGE, *(party.language for party in parties)}
    texts = DocumentText.objects.filter(district=agreement.district_id, agreement=agreement, language__in=shown)
    return sorted(texts, key=lambda text: (text.language != LANGUAGE, text.language))


def _corrections(agreement: Agreement) -> list[Correction]:
    rows = Correction.objects.filter(district=agreement.district_id, agreement=agreement)
    return list(rows.order_by("noted_at", "pk"))


def _scans(parties: Sequence[Party]) -> list[tuple[int, str]]:
    """Pictures of signed paper: which page each shows, and the picture. A sheet that two signed comes once."""
    found = {party.scan.pk: party.scan for party in parties if party.scan is not None}
    return [
        (number, _data("image/jpeg", page))
        for scan in found.values()
        for number, page in enumerate(scans.pages_of(scan), start=1)
    ]


def _party(party: Party, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "name": party.name,
        "role": str(party.get_role_display()),
        "capacity": party.capacity,
        "typed_name": party.typed_name,
        "drawing": _drawing(party.strokes),
        "method": _method(party),
        "signed": _moment(party.signed_at, zone),
        "code": _moment(party.code_confirmed_at, zone),
        "consented": _moment(party.consented_at, zone),
        "disclosure": party.disclosure_version,
        "language": _language(party.language),
        "text_digest": party.text_digest,
        "is_shared": party.shared_address,
        "answers": [(str(Permission.Kind(one.kind).label), one.is_granted) for one in _answers(party)],
    }


def _answers(party: Party) -> list[Permission]:
    order = list(Permission.Kind)
    return sorted(party.permissions.all(), key=lambda one: order.index(Permission.Kind(one.kind)))


def _method(party: Party) -> str:
    """How they signed, and who of the school stands for it where somebody has to."""
    words = str(party.get_method_display())
    if party.method == Method.IN_PERSON and party.host is not None:
        return _("%(method)s, hosted by %(name)s") % {"method": words, "name": party.host.name}
    if party.method == Method.PAPER and party.paper_attested_by is not None and party.paper_signed_on is not None:
        return _("%(method)s on %(day)s; attested by %(name)s; filed at: %(place)s") % {
            "method": words,
            "day": date_format(party.paper_signed_on),
            "name": party.paper_attested_by.name,
            "place": party.paper_filed_at,
        }
    return words


def _language(code: str) -> str:
    """A language as it is called within a sentence of the language at hand: "English", "inglés"."""
    called = str(get_language_info(code)["name_translated"]) if code else ""
    return called if translation.get_language() == LANGUAGE else called.lower()


def _moment(at: datetime | None, zone: ZoneInfo) -> tuple[str, str] | None:
    """An instant in UTC and on the clocks of the district."""
    if at is None:
        return None
    local = at.astimezone(zone)
    return f"{at.astimezone(UTC):{_UTC}}", f"{date_format(local, 'DATETIME_FORMAT')} {local:%Z}"


def _drawing(strokes: Sequence[Sequence[Sequence[float]]]) -> str:
    """A drawn signature as a picture of lines. Only numbers come from whoever drew it."""
    if not strokes:
        return ""
    lines = " ".join(_line(stroke) for stroke in strokes if stroke)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200"><path fill="none" stroke="#1d2939" '
        f'stroke-width="4" stroke-linecap="round" stroke-linejoin="round" d="{lines}"/></svg>'
    )
    return _data("image/svg+xml", svg.encode())


def _line(stroke: Sequence[Sequence[float]]) -> str:
    points = [f"{float(x):.1f} {float(y):.1f}" for x, y in stroke]
    return f"M{points[0]} L{' L'.join(points[1:] or points)}"


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{b64encode(content).decode()}"
