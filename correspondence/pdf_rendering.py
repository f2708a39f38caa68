"""From a template to a PDF: the one place where WeasyPrint runs, and the one fetcher of what a page asks for.

Every PDF is tagged (PDF/UA-1): it names its language and title, and a screen reader finds headings, tables and lists.
The same template and values give the same bytes. Templates are ``templates/<app>/pdf/<name>.html``; each is rendered
by a function of the same name in its app's ``pdfs.py``. docs/recipes/new-pdf.md has an example.
"""

import hashlib
import mimetypes
import os
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.template.loader import get_template
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

PRODUCT = "Waymark"
#: Addresses in PDF templates and their styles: ``asset:css/pdf/labels.css``.
ASSET = "asset:"

# fontTools writes the second at hand into each embedded font; with this it writes the same in every file.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")

#: Pango's font map is one for the process.
_rendering = threading.Lock()


class NotOurs(LookupError):
    """A PDF template asked for something that is not one of our static files."""


class StaticFetcher(URLFetcher):
    """Gives our own static files and pictures that stand in the page itself; nothing from a network or another file."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The content of ``asset:<path>`` or ``data:…``. Anything else ends the rendering."""
        if not url.startswith(ASSET):
            return super().fetch(url, headers)
        path = unquote(url.removeprefix(ASSET)).lstrip("/")
        kind, _encoding = mimetypes.guess_type(path)
        return URLFetcherResponse(url, _static(path), {"Content-Type": kind or "application/octet-stream"})


def pdf(template: str, context: Mapping[str, object], *, language: str) -> bytes:
    """Render a template as a tagged PDF in this language. Asks the database nothing but what the context asks.

    Takes about 0.2 s and a second for fifty pages: what has hundreds belongs into a job. Raises NotOurs when the page
    wants something from elsewhere.
    """
    with translation.override(language):
        values = {"product": PRODUCT, "language": language, "is_rtl": translation.get_language_bidi(), **context}
        html = get_template(template).render(values)
    with _rendering:
        try:
            written: bytes = HTML(string=html, base_url=ASSET, url_fetcher=StaticFetcher()).write_pdf(
                stylesheets=[_house_style()],
                font_config=_fonts(),
                pdf_variant="pdf/ua-1",
                pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
            )
        except FatalURLFetchingError as refused:  # no Exception: it would pass every handler of ours
            raise NotOurs(str(refused)) from refused
    return written


def answer(content: bytes, *, filename: str) -> HttpResponse:
    """A PDF as the answer to a request: browsers show it; saved, it has this name."""
    headers = {"Content-Disposition": f'inline; filename="{filename}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _house_style() -> CSS:
    """Page, fonts and the look of headings and tables, read once."""
    address = f"{ASSET}css/pdf/base.css"
    return CSS(url=address, font_config=_fonts(), url_fetcher=StaticFetcher())


def _static(path: str) -> bytes:
    """The content of a static file, from where it is kept in development or where it was collected."""
    found = finders.find(path)
    if isinstance(found, str):
        return Path(found).read_bytes()
    with staticfiles_storage.open(path) as collected:
        return bytes(collected.read())
