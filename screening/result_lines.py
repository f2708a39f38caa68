"""Reading a list of results from elsewhere (the personnel office's weekly list): lines of CSV to facts, or to reasons.

Pure: knows no database. A column headed "SSN" is dropped before anything else; a line with a cell that looks like a
Social Security number is refused, and given back without it.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening import social_security
from screening.models.background_check import BackgroundCheck
from screening.models.requirement import CheckType
from tenancy.forms import FIRST_YEAR, LAST_YEAR

Outcome = BackgroundCheck.Outcome
#: More lines than this are not taken in at one go.
MOST_LINES = 500
#: What stands in a list where a Social Security number stood; it is refused like one until somebody takes it out.
REMOVED = "XXX-XX-XXXX"
DAY_FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%d %b %Y", "%b %d, %Y", "%B %d, %Y")

#: What a column can hold, and the headings by which it is known (letters and digits alone, small).
COLUMNS: Mapping[str, str | Promise] = {
    "email": gettext_lazy("Email"),
    "given_name": gettext_lazy("First name"),
    "family_name": gettext_lazy("Last name"),
    "full_name": gettext_lazy("Full name"),
    "check_type": gettext_lazy("What is checked"),
    "outcome": gettext_lazy("Outcome"),
    "decided_on": gettext_lazy("Day of the outcome"),
    "ordered_on": gettext_lazy("Ordered"),
    "expires_on": gettext_lazy("Good through"),
    "vendor": gettext_lazy("Who makes the check"),
    "order_number": gettext_lazy("Order number"),
}
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "email": ("email", "emailaddress", "mail", "mentoremail"),
    "given_name": ("firstname", "first", "givenname", "fname"),
    "family_name": ("lastname", "last", "familyname", "surname", "lname"),
    "full_name": ("name", "fullname", "mentor", "mentorname", "applicant", "applicantname", "employee", "candidate"),
    "check_type": ("check", "checktype", "type", "screening", "whatischecked", "package"),
    "outcome": ("outcome", "result", "status", "decision", "adjudication"),
    "decided_on": ("date", "cleardate", "cleared", "clearedon", "completed", "completedon", "decisiondate",
                   "resultdate", "datecleared", "dayoftheoutcome", "completiondate"),
    "ordered_on": ("ordered", "orderdate", "orderedon", "dateordered", "submitted", "requested", "requestdate"),
    "expires_on": ("expires", "expireson", "expiration", "expirationdate", "expiry", "validuntil", "goodthrough"),
    "vendor": ("vendor", "provider", "agency", "whomakesthecheck"),
    "order_number": ("ordernumber", "order", "orderno", "orderid", "casenumber", "reference", "filenumber"),
}  # fmt: skip
_DROPPED = re.compile(r"ssn|socialsec|taxid")
_OUTCOMES: Mapping[str, tuple[str, ...]] = {
    Outcome.CLEAR: (
        "clear",
        "cleared",
        "pass",
        "passed",
        "eligible",
        "approved",
        "ok",
        "norecord",
        "norecords",
        "meets",
    ),
    Outcome.NOT_CLEAR: ("notclear", "notcleared", "fail", "failed", "ineligible", "noteligible", "denied", "rejected"),
    Outcome.PENDING: ("pending", "inprogress", "ordered", "submitted", "processing", "open", "waiting"),
    Outcome.REVIEW: ("review", "inreview", "consider", "adjudication", "underreview", "beingdecided"),
    Outcome.STOPPED: ("canceled", "cancelled", "withdrawn", "stopped", "void"),
}
_TYPES: Mapping[str, tuple[str, ...]] = {
    CheckType.NAME: ("name", "namebased", "criminal", "criminalrecord", "criminalrecordbyname", "background"),
    CheckType.FINGERPRINT: ("fingerprint", "fingerprints", "fbi", "livescan", "fingerprintsstateandfbi", "doj"),
    CheckType.SEX_OFFENDER: ("sexoffender", "sexoffenderregistry", "nsopw", "registry"),
    CheckType.CHILD_ABUSE: ("childabuse", "childabuseregistry", "cani"),
    CheckType.DRIVING: ("driving", "drivingrecord", "mvr", "dmv"),
}


class Unreadable(Exception):
    """The list as a whole cannot be read; the text says why."""


@dataclass(frozen=True)
class Result:
    """One line, read: of whom, and what the check said."""

    number: int
    email: str
    names: tuple[str, str]
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Fault:
    """One line that was not taken in, with the reason; ``cells`` are its own, given back."""

    number: int
    reason: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A list as it was sent: headings, lines with their numbers, and which headings were dropped."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    dropped: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The list once more, without what is never kept."""
        return written([self.headings, *(cells for _number, cells in self.rows)])


def sheet_of(text: str) -> Sheet:
    """The lines of a pasted or uploaded list: comma, semicolon or tab. Raises Unreadable without headings or lines."""
    plain = text.replace("\ufeff", "").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in plain.split("\n") if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    try:
        read = [
            (number, [cell.strip() for cell in cells])
            for number, cells in enumerate(csv.reader(io.StringIO(plain), delimiter=delimiter), start=1)
        ]
    except csv.Error as fault:
        raise Unreadable(_("This is not a list that can be read. Save it as CSV.")) from fault
    lines = [(number, cells) for number, cells in read if any(cells)]
    if len(lines) < 2:
        raise Unreadable(_("The first line holds the headings; the results follow below."))
    if len(lines) - 1 > MOST_LINES:
        raise Unreadable(_("These are more than %(count)s lines. Bring them in in parts.") % {"count": MOST_LINES})
    headings = lines[0][1]
    kept = [place for place, heading in enumerate(headings) if not _DROPPED.search(_key(heading))]
    return Sheet(
        headings=[headings[place] for place in kept],
        rows=[(number, [_kept(cells, place) for place in kept]) for number, cells in lines[1:]],
        dropped=[heading for place, heading in enumerate(headings) if place not in kept],
    )


def guessed(headings: Sequence[str]) -> dict[str, int]:
    """Which column holds what, by its heading; each column once."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = next((name for name, known in _HEADINGS.items() if _key(heading) in known), "")
        if name and name not in found:
            found[name] = place
    return found


def results_of(
    sheet: Sheet, places: Mapping[str, int], *, usual_type: str, on: date
) -> tuple[list[Result], list[Fault]]:
    """Every line as a result, or with the reason why it is none."""
    results, faults = list[Result](), list[Fault]()
    for number, cells in sheet.rows:
        try:
            results.append(_result(number, cells, places, usual_type, on))
        except ValueError as fault:
            faults.append(Fault(number, str(fault), tuple(cells)))
    return results, faults


def written(rows: Iterable[Sequence[str]]) -> str:
    """Lines of CSV."""
    into = io.StringIO()
    csv.writer(into, lineterminator="\n").writerows(rows)
    return into.getvalue()


def _result(number: int, cells: list[str], places: Mapping[str, int], usual_type: str, on: date) -> Result:
    if REMOVED in cells:
        raise ValueError(str(social_security.REFUSAL))
    cell = {name: cells[place] for name, place in places.items() if place < len(cells)}
    names = _names(cell)
    if not cell.get("email") and not all(names):
        raise ValueError(_("Neither an email address nor a first and last name."))
    outcome = _known(cell.get("outcome", ""), _OUTCOMES)
    if not outcome:
        raise ValueError(_("“%(word)s” is not an outcome we know. Write clear, not clear or pending.")
                         % {"word": cell.get("outcome", "")[:40]})  # fmt: skip
    decided_on = _past_day(cell.get("decided_on", ""), on)
    if outcome in {Outcome.CLEAR, Outcome.NOT_CLEAR} and decided_on is None:
        raise ValueError(_("The day of the outcome is missing."))
    facts: dict[str, object] = {
        "check_type": _check_type(cell.get("check_type", ""), usual_type),
        "outcome": outcome,
        "decided_on": decided_on if outcome in {Outcome.CLEAR, Outcome.NOT_CLEAR} else None,
        "ordered_on": _past_day(cell.get("ordered_on", ""), on),
        "expires_on": _day(cell.get("expires_on", "")),
        "vendor": cell.get("vendor", "")[:80],
        "order_number": cell.get("order_number", "")[:60],
    }
    return Result(number, cell.get("email", "").lower(), names, {k: v for k, v in facts.items() if v not in ("", None)})


def _names(cell: Mapping[str, str]) -> tuple[str, str]:
    """First and last name, from their own columns or from one: "García, Ana" or "Ana García"."""
    if cell.get("given_name") or cell.get("family_name"):
        return cell.get("given_name", ""), cell.get("family_name", "")
    whole = cell.get("full_name", "")
    if "," in whole:
        family, _comma, given = whole.partition(",")
        return given.strip(), family.strip()
    given, _space, family = whole.partition(" ")
    return given.strip(), family.strip()


def _check_type(word: str, usual: str) -> str:
    if not word:
        return usual
    known = _known(word, _TYPES)
    if not known:
        raise ValueError(_("“%(word)s” is not a kind of check we know.") % {"word": word[:40]})
    return known


def _known(word: str, spellings: Mapping[str, tuple[str, ...]]) -> str:
    key = _key(word)
    return next((str(code) for code, known in spellings.items() if key in known), "")


def _past_day(word: str, on: date) -> date | None:
    day = _day(word)
    if day is not None and day > on:
        raise ValueError(_("“%(word)s” is still to come.") % {"word": word[:40]})
    return day


def _day(word: str) -> date | None:
    if not word:
        return None
    for known in DAY_FORMATS:
        try:
            day = datetime.strptime(word.split("T")[0].removesuffix(" 00:00:00"), known).date()  # noqa: DTZ007  a day
        except ValueError:
            continue
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
    raise ValueError(_("“%(word)s” is not a day. Write it like 2026-11-26.") % {"word": word[:40]})


def _kept(cells: Sequence[str], place: int) -> str:
    cell = cells[place] if place < len(cells) else ""
    return REMOVED if social_security.looks_like_one(cell) else cell


def _key(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
