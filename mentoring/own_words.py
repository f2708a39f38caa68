"""How somebody stands, in the words of every page about mentors."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from screening.models import Asked
from screening.querysets.asked import SOON
from screening.words import PAUSED, checked_words
from tenancy.tables import Kind


def cleared_words(rows: Sequence[Asked], on: date) -> tuple[str, Kind]:
    """What all staff may know of everything that is asked of somebody: until when, or not yet; with its color."""
    if not rows:
        return _("Nothing asked yet"), "mute"
    if any(row.state == Asked.State.HELD for row in rows):
        return str(PAUSED), "mute"
    until = min(row.covers_until or date.min for row in rows)
    if until < on:
        return checked_words(None), "warn"
    return checked_words(until), "warn" if until <= on + SOON else "ok"
