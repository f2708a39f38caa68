"""Letters on paper to students and families who have no email address."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import pdfs, telling_rules
from mentoring.models import ProgramStudent
from mentoring.pdfs import StudentLetter
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District


class NobodyToWriteTo(Exception):
    """No letter is printed; the text says why."""


@transaction.atomic
def write(
    *, places: Sequence[ProgramStudent], district: District, address: str, language: str, on: date, by: Actor
) -> bytes:
    """A letter for everybody without an email address whom these places concern, each in their language, as a PDF.

    ``address`` is where students sign in. Refuses (NobodyToWriteTo) where everybody has an email address.
    """
    letters = letters_of(places, on=on)
    if not letters:
        raise NobodyToWriteTo(_("Everybody has an email address. There is no letter to print."))
    facts: dict[str, audit.Fact] = {"places": [one.pk for one in places], "count": len(letters)}
    audit.record(by=by, verb="program_student.print_letters", facts=facts)
    return pdfs.student_letters(letters=letters, district=district, address=address, on=on, language=language)


def letters_of(places: Sequence[ProgramStudent], *, on: date) -> list[StudentLetter]:
    """Who gets which letter: of places whose student was read with WITH_SIGNERS. Nobody of those who left."""
    return [
        StudentLetter(person, place, is_student=person.pk == place.student.person_id)
        for place in places
        if place.state in pdfs.LETTER_STATES
        for person in telling_rules.people_on_paper(place, on=on)
    ]
