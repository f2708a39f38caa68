"""PDFs of plain values, one function each. The floors above hand in names and lines, and know whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from correspondence.letter_fields import Filled
from correspondence.letterheads import Head
from correspondence.models import LetterKind
from correspondence.pdf_rendering import Press, pdf


class LabelSheet(models.TextChoices):
    """Sheets of labels on US letter paper, by how many stand on one; the numbers are on the box."""

    THIRTY = "30", _("30 on a sheet, 1 × 2⅝ inches (5160)")
    FOURTEEN = "14", _("14 on a sheet, 1⅓ × 4 inches (5162)")
    TEN = "10", _("10 on a sheet, 2 × 4 inches (5163)")


@dataclass(frozen=True)
class NamedLines:
    """A name and what stands with it: on a label below it, on a sheet beside it."""

    name: str
    lines: Sequence[str] = ()


def labels(*, people: Sequence[NamedLines], sheet: LabelSheet, first: int = 1, language: str) -> bytes:
    """A label for each, row by row. ``first`` is the first label of the first sheet that is still there."""
    size = int(sheet)
    places: list[NamedLines | None] = [*([None] * (first - 1)), *people]
    context = {"size": size, "sheets": [places[at : at + size] for at in range(0, len(places), size)]}
    return pdf("correspondence/pdf/labels.html", context, language=language)


def sign_in_sheet(
    *, title: str, on: date | None, place: str, people: Sequence[NamedLines], more_lines: int, language: str
) -> bytes:
    """Names with boxes for time in, time out and a signature, and empty lines for whoever else comes."""
    context = {"title": title, "on": on, "place": place, "people": people, "more_lines": range(more_lines)}
    return pdf("correspondence/pdf/sign_in_sheet.html", context, language=language)


@dataclass(frozen=True)
class Sheet:
    """What one letter says: its head, to whom it goes, its day, its words."""

    head: Head
    to_name: str
    to_lines: Sequence[str]
    dated_on: date
    words: Filled


def letter_press(kind: str, head: Head) -> Press:
    """What all letters of a kind below a head have in common."""
    return Press(f"css/pdf/{_TEMPLATES[kind]}.css", pictures=head.pictures)


def letter(sheet: Sheet, *, kind: str, language: str, press: Press) -> bytes:
    """One letter of this kind, on a press for the kind."""
    draw = certificate if kind == LetterKind.CERTIFICATE else thank_you_letter
    return draw(sheet, language=language, press=press)


def thank_you_letter(sheet: Sheet, *, language: str, press: Press) -> bytes:
    """A letter: head, address where a window envelope shows it, words, signature."""
    return press.draw("correspondence/pdf/thank_you_letter.html", {"sheet": sheet}, language=language)


def certificate(sheet: Sheet, *, language: str, press: Press) -> bytes:
    """A certificate: a page across, with a frame, the name in large letters and a line for the signature."""
    return press.draw("correspondence/pdf/certificate.html", {"sheet": sheet}, language=language)


_TEMPLATES: dict[str, str] = {
    LetterKind.THANK_MENTOR: "thank_you_letter",
    LetterKind.THANK_EMPLOYER: "thank_you_letter",
    LetterKind.CERTIFICATE: "certificate",
}
