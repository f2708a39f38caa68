"""Lists that leave the screen on paper. Each is written down: how many people were on it, never who."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from correspondence import pdfs
from correspondence.pdfs import LabelSheet, NamedLines
from tenancy import audit
from tenancy.actor import Actor


@transaction.atomic
def labels(
    *, people: Sequence[NamedLines], sheet: LabelSheet, first: int, list_name: str, language: str, by: Actor
) -> bytes:
    """Labels for these people as a PDF. ``list_name`` says for the log which list they were chosen from."""
    audit.record(by=by, verb="label.print", facts={"list": list_name, "count": len(people)})
    return pdfs.labels(people=people, sheet=sheet, first=first, language=language)


@transaction.atomic
def sign_in_sheet(
    *,
    people: Sequence[NamedLines],
    title: str,
    on: date | None,
    place: str,
    more_lines: int,
    list_name: str,
    language: str,
    by: Actor,
) -> bytes:
    """A sign-in sheet for these people as a PDF. ``list_name`` says for the log which list they were chosen from."""
    audit.record(by=by, verb="sign_in_sheet.print", facts={"list": list_name, "count": len(people)})
    return pdfs.sign_in_sheet(title=title, on=on, place=place, people=people, more_lines=more_lines, language=language)
