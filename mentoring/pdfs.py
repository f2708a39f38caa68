"""PDFs about programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import segno

from correspondence.pdf_rendering import pdf
from mentoring.models import Program, ProgramStudent
from tenancy.models import District, Person

#: How a place stands, where there is something to write about it.
LETTER_STATES = frozenset(
    {
        ProgramStudent.State.INVITED,
        ProgramStudent.State.ACCEPTED,
        ProgramStudent.State.WAITLISTED,
        ProgramStudent.State.DECLINED,
    }
)


@dataclass(frozen=True)
class StudentLetter:
    """To whom, about which place; the student reads other words than those who sign for them."""

    person: Person
    place: ProgramStudent
    is_student: bool


def poster(*, program: Program, district: District, url: str, language: str) -> bytes:
    """A letter-size poster that asks people to mentor: the program, what it is, the address and its QR code."""
    context = {
        "program": program,
        "district": district,
        "address": url.partition("://")[2].rstrip("/"),
        "qr": segno.make(url, error="m").svg_data_uri(scale=8, border=0),
    }
    return pdf("mentoring/pdf/poster.html", context, language=language)


def student_letters(
    *, letters: Sequence[StudentLetter], district: District, address: str, on: date, language: str
) -> bytes:
    """A page for each: that a student is asked to apply, or what was decided. Each in the reader's language."""
    context = {"letters": letters, "district": district, "address": address, "on": on}
    return pdf("mentoring/pdf/student_letters.html", context, language=language)
