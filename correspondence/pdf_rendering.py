"""From a template to a PDF: the one place where WeasyPrint runs, and the one fetcher of what a page asks for.

Every PDF is tagged (PDF/UA-1): it names its language and title, and a screen reader finds headings, tables and lists.
The same template and values give the same bytes. Templates are ``templates/<app>/pdf/<name>.html``; each is rendered
by a function of the same name in its app's ``pdfs.py``. docs/recipes/new-pdf.md has an example.
"""

import hashlib
import io
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
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

PRODUCT = "Waymark"
#: Addresses in PDF templates and their styles: ``asset:css/pdf/labels.css``.
ASSET = "asset:"
#: Pictures of a run, which are no static files: ``picture:logo``.
PICTURE = "picture:"

# fontTools writes the second at hand into each embedded font; with this it writes the same in every file.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")

#: Pango's font map is one for the process.
_rendering = threading.Lock()


class NotOurs(LookupError):
    """A PDF template asked for something that is not one of our static files."""


class StaticFetcher(URLFetcher):
    """Gives our own static files, pictures that stand in the page itself or were handed over, and nothing else."""

    def __init__(self, pictures: Mapping[str, bytes] | None = None) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)
        self.pictures = pictures or {}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The content of ``asset:<path>``, ``picture:<name>`` or ``data:…``. Anything else ends the rendering.

        ``asset:<path>?wght=600`` is one weight of a variable font: taken out once for the process, not for each file.
        """
        if (name := url.removeprefix(PICTURE)) in self.pictures and name != url:
            return URLFetcherResponse(url, self.pictures[name], {"Content-Type": "image/jpeg"})
        if not url.startswith(ASSET):
            return super().fetch(url, headers)
        path, _mark, weight = unquote(url.removeprefix(ASSET)).lstrip("/").partition("?wght=")
        if weight:
            return URLFetcherResponse(url, _one_weight(path, int(weight)), {"Content-Type": "font/ttf"})
        kind, _encoding = mimetypes.guess_type(path)
        return URLFetcherResponse(url, _static(path), {"Content-Type": kind or "application/octet-stream"})


class Press:
    """Draws many of a kind: what all have in common is read once, the styles parsed, the pictures unpacked.

    ``styles`` are static files beside the house style; ``pictures`` are JPEG files by the name that templates call them
    (``picture:logo``). Keep one for a run, not for ever: it holds the pictures.
    """

    def __init__(self, *styles: str, pictures: Mapping[str, bytes] | None = None) -> None:
        self._fetcher = StaticFetcher(pictures)
        with _rendering:
            self._styles = [_house_style(), *map(_style, styles)]
        self._unpacked: dict[str, Any] = {}

    def draw(self, template: str, context: Mapping[str, object], *, language: str) -> bytes:
        """As ``pdf``."""
        with translation.override(language):
            values = {"product": PRODUCT, "language": language, "is_rtl": translation.get_language_bidi(), **context}
            html = get_template(template).render(values)
        with _rendering:
            try:
                written: bytes = HTML(string=html, base_url=ASSET, url_fetcher=self._fetcher).write_pdf(
                    stylesheets=self._styles,
                    font_config=_fonts(),
                    cache=self._unpacked,
                    pdf_variant="pdf/ua-1",
                    pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
                )
            except FatalURLFetchingError as refused:  # no Exception: it would pass every handler of ours
                raise NotOurs(str(refused)) from refused
        return written


def pdf(template: str, context: Mapping[str, object], *, language: str) -> bytes:
    """Render a template as a tagged PDF in this language. Asks the database nothing but what the context asks.

    Takes about 0.2 s and a second for fifty pages: what has hundreds belongs into a job, and draws them on one Press.
    Raises NotOurs when the page wants something from elsewhere.
    """
    return Press().draw(template, context, language=language)


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
    return _style("css/pdf/base.css")


@cache
def _style(path: str) -> CSS:
    """A stylesheet, read once: its fonts would be added again each time, and stay."""
    return CSS(url=f"{ASSET}{path}", font_config=_fonts(), url_fetcher=StaticFetcher())


@cache
def _one_weight(path: str, weight: int) -> bytes:
    """One weight of a variable font as a font of its own."""
    font = instantiateVariableFont(TTFont(io.BytesIO(_static(path))), {"wght": weight})
    written = io.BytesIO()
    font.flavor = None
    font.save(written)
    return written.getvalue()


def _static(path: str) -> bytes:
    """The content of a static file, from where it is kept in development or where it was collected."""
    found = finders.find(path)
    if isinstance(found, str):
        return Path(found).read_bytes()
    with staticfiles_storage.open(path) as collected:
        return bytes(collected.read())
