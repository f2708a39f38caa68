"""Clearance in words and colors, the same on every page and in every file."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from screening.models import Asked
from screening.querysets.asked import SOON
from screening.rules import ALWAYS, State, Step, Turn
from tenancy.tables import Kind

KINDS: dict[str, Kind] = {
    State.MET: "ok",
    State.MISSING: "warn",
    State.PENDING: "info",
    State.EXPIRED: "bad",
    State.FAILED: "bad",
    State.HELD: "bad",
}
#: What everybody who must know reads of somebody on hold: never why.
PAUSED = gettext_lazy("Paused until further notice")
STATES = {
    State.MET: gettext_lazy("Done"),
    State.MISSING: gettext_lazy("Missing"),
    State.PENDING: gettext_lazy("Waiting for the outcome"),
    State.EXPIRED: gettext_lazy("Run out"),
    State.FAILED: gettext_lazy("Not clear"),
    State.HELD: PAUSED,
}
#: The worst first: which of several says how somebody stands.
_ORDER = (
    Asked.State.HELD,
    Asked.State.FAILED,
    Asked.State.EXPIRED,
    Asked.State.MISSING,
    Asked.State.PENDING,
    Asked.State.CLEAR,
)


def until_words(day: date | None) -> str:
    """ "until May 3, 2027", or that there is no end."""
    if day is None:
        return ""
    return _("no end") if day == ALWAYS else _("until %(day)s") % {"day": date_format(day)}


def checked_words(until: date | None) -> str:
    """What everybody may know: "Checked and trained until May 3, 2027", or that it is not so."""
    if until is None:
        return _("Not yet checked and trained")
    if until == ALWAYS:
        return _("Checked and trained")
    return _("Checked and trained until %(day)s") % {"day": date_format(until)}


def state_on(row: Asked, on: date) -> str:
    """How a person stands on a day: who was cleared for too short a time has run out."""
    if row.state == Asked.State.CLEAR and row.covers_until is not None and row.covers_until < on:
        return Asked.State.EXPIRED
    return row.state


def worst(rows: Sequence[Asked], on: date) -> Asked | None:
    """Of everything that is asked of a person, what stands worst; of the cleared, what ends first."""
    return min(
        rows, key=lambda row: (_ORDER.index(Asked.State(state_on(row, on))), row.covers_until or ALWAYS), default=None
    )


def standing(row: Asked, on: date) -> tuple[str, Kind]:
    """How a person stands in one or two words, and its color. Who runs out soon is warned of."""
    state = state_on(row, on)
    if state == Asked.State.CLEAR:
        ends_soon = row.covers_until is not None and row.covers_until <= on + SOON
        return (_("Runs out soon"), "warn") if ends_soon else (pgettext("checks and training", "Cleared"), "ok")
    return str(STATES[State(state)]), KINDS[state]


def step_words(step: Step, on: date) -> tuple[str, Kind]:
    """How one requirement stands, and its color."""
    if step.is_met and step.until and step.until <= on + SOON:
        return _("Runs out soon"), "warn"
    if step.state == State.MISSING and not step.ask.before_first_day:
        return _("Later"), "mute"
    return str(STATES[step.state]), KINDS[step.state]


def turn_words(step: Step, name: str) -> str:
    """Whose turn it is."""
    return {
        Turn.NOBODY: "",
        Turn.PERSON: _("%(name)s’s turn") % {"name": name},
        Turn.STAFF: _("Your turn"),
        Turn.OUTSIDE: _("Whoever was asked for it"),
    }[step.turn]
