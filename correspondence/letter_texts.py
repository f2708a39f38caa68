"""Which words a letter is made of: the district's newest for its kind and language, or Waymark's own."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from correspondence.letter_wordings import BUILT_IN
from correspondence.models import LetterKind, LetterText
from tenancy.models import District


@dataclass(frozen=True)
class InForce:
    """The words in force for a kind and language. ``row`` is None for Waymark's own."""

    subject: str
    body: str
    row: LetterText | None = None

    @property
    def version(self) -> int:
        """Which version of the district's own words; 0 for Waymark's."""
        return self.row.version if self.row else 0

    @property
    def whole(self) -> str:
        """Heading and text, to look for fields in."""
        return f"{self.subject}\n\n{self.body}"


def languages() -> list[str]:
    """The languages that letters are written in."""
    return [code for code, _name in settings.LANGUAGES]


def texts_in_force(district: District) -> Mapping[tuple[str, str], InForce]:
    """The words of every kind and language. One query."""
    found = {(kind, code): built_in(kind, code) for kind in LetterKind.values for code in languages()}
    newest = LetterText.objects.of(district).order_by("kind", "language", "-version").distinct("kind", "language")
    for row in newest:
        if (row.kind, row.language) in found and not row.is_built_in:
            found[row.kind, row.language] = InForce(row.subject, row.body, row)
    return found


def built_in(kind: str, language: str) -> InForce:
    """Waymark's own words; in English where there are none in a language."""
    own = BUILT_IN.get((kind, language)) or BUILT_IN[kind, "en"]
    return InForce(own.subject, own.body)
