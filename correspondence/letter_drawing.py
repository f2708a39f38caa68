"""From a letter's values to its sheet, in its language."""

from datetime import date

from django.utils import translation

from correspondence import letter_fields, pdfs
from correspondence.letter_fields import Filled, Stored
from correspondence.letter_texts import InForce, built_in
from correspondence.letterheads import Head
from correspondence.models import Letter, LetterBatch
from correspondence.pdf_rendering import Press


def drawn(letter: Letter, *, batch: LetterBatch, head: Head, press: Press) -> bytes:
    """One letter as a PDF, from the text that it holds or else Waymark's own. The text must have been read along."""
    text = letter.text or built_in(batch.kind, letter.language)
    words = InForce(text.subject, text.body)
    sheet = pdfs.Sheet(
        head=head,
        to_name=letter.to_name,
        to_lines=letter.to_lines.splitlines(),
        dated_on=batch.dated_on,
        words=filled(
            batch.kind,
            words,
            language=letter.language,
            values=letter.values,
            to=letter.to_name,
            dated_on=batch.dated_on,
            district=batch.district.name,
        ),
    )
    return pdfs.letter(sheet, kind=batch.kind, language=letter.language, press=press)


def sample(kind: str, words: InForce, *, language: str, head: Head, on: date, district: str) -> bytes:
    """A letter with made-up values as a PDF, to see what words look like."""
    with translation.override(language):
        values, to = letter_fields.samples(kind), str(letter_fields.OF_EVERY_LETTER[0].sample)
    filled_in = filled(kind, words, language=language, values=values, to=to, dated_on=on, district=district)
    sheet = pdfs.Sheet(head, to, SAMPLE_LINES, on, filled_in)
    return pdfs.letter(sheet, kind=kind, language=language, press=pdfs.letter_press(kind, head))


#: An address for previews.
SAMPLE_LINES = ("12 Lake Street", "Oakfield, IL 60000")


def filled(
    kind: str,
    words: InForce,
    *,
    language: str,
    values: dict[str, Stored],
    to: str,
    dated_on: date,
    district: str,
) -> Filled:
    """Words with values in them, in a language."""
    with translation.override(language):
        return letter_fields.fill(
            kind,
            subject=words.subject,
            body=words.body,
            values=values,
            to=to,
            dated_on=dated_on,
            district=district,
        )
