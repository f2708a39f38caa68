"""Many letters as one file for the printer."""

import io
from collections.abc import Iterable

import pypdfium2

#: Each letter begins on a new sheet of this many pages.
SIDES = 2


def print_run(contents: Iterable[bytes], *, is_duplex: bool) -> bytes:
    """The pages of all files, one after the other. With ``is_duplex``, each file begins on a new sheet of paper.

    For paper alone: tags and titles stay with the single files. Holds all pages in memory: about 30 KB a letter.
    """
    run = pypdfium2.PdfDocument.new()
    try:
        for content in contents:
            letter = pypdfium2.PdfDocument(content)
            run.import_pages(letter)
            if is_duplex and len(letter) % SIDES:
                run.new_page(*letter[0].get_size())
            letter.close()
        written = io.BytesIO()
        run.save(written)
        return written.getvalue()
    finally:
        run.close()
