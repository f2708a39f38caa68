"""The built-in texts of documents, by kind, version and language.

A version never changes once a document has gone out in it; better words are a new version.
"""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from agreements.fields import as_read
from agreements.models import Agreement, Kind

#: The version that new documents are drawn up in.
CURRENT: dict[Kind, int] = {Kind.MENTORSHIP: 1, Kind.PERMISSIONS: 1}


@dataclass(frozen=True)
class Wording:
    """A document in one language, as people read it."""

    title: str
    html: str

    @property
    def digest(self) -> str:
        """SHA-256 of what is shown."""
        return hashlib.sha256(f"{self.title}\n{self.html}".encode()).hexdigest()


def languages() -> list[str]:
    """The languages in which every document is written."""
    return [code for code, _name in settings.LANGUAGES]


def template_of(kind: str, version: int, language: str) -> str:
    """Where a text stands."""
    return f"agreements/documents/{kind}_v{version}.{language}.html"


def render(agreement: Agreement, language: str) -> Wording:
    """The text of a document in one language, its fields filled in. The parties are named as they will be printed."""
    parties = list(agreement.parties.order_by("pk"))
    with translation.override(language):
        context = {**as_read(agreement.values), "agreement": agreement, "parties": parties, "language": language}
        html = render_to_string(template_of(agreement.kind, agreement.wording, language), context)
        return Wording(title=str(Kind(agreement.kind).label), html=html.strip())
