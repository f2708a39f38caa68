"""What the text of a letter may name in curly braces, for each kind, and how it reads in a language.

    "Dear {to}, thank you for {meetings} with {student}."

A paragraph that names something optional that is empty is left out; what is not optional and is missing keeps the
letter from being made. Pure: values come in as a letter holds them, see ``stored``.
"""

import enum
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from babel.lists import format_list
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django_stubs_ext import StrPromise

from correspondence.models import LetterKind

#: What stands between braces.
_FIELD = re.compile(r"\{([^{}]*)\}")
_STRAY = re.compile(r"[{}]")

#: As callers give it, and as a letter holds it.
Value = str | int | float | Decimal | date | Sequence[str] | None
Stored = str | int | list[str]


class UnknownField(LookupError):
    """This kind of letter has no such field: a fault of the caller."""


class Shape(enum.Enum):
    """What a field holds."""

    TEXT = enum.auto()
    #: Several lines that somebody wrote.
    WORDS = enum.auto()
    NAMES = enum.auto()
    DAY = enum.auto()
    COUNT = enum.auto()


@dataclass(frozen=True)
class Field:
    """One field. ``sample`` stands in previews; ``unit`` goes with a count: "12 meetings"."""

    name: str
    label: str | Promise
    shape: Shape
    sample: Value | Promise
    is_optional: bool = False
    unit: StrPromise | None = None


@dataclass(frozen=True)
class Paragraph:
    """A part of a letter. ``sets_apart`` is the field that it consists of, if it is nothing but the name or a quote."""

    text: str
    sets_apart: str = ""


@dataclass(frozen=True)
class Filled:
    """A text with its values in it."""

    subject: str
    paragraphs: Sequence[Paragraph]


#: Every letter has these: to whom, on which day, from which district.
OF_EVERY_LETTER = (
    Field("to", _("name of who gets it"), Shape.TEXT, "Mia Lopez"),
    Field("date", _("date on the letter"), Shape.DAY, date(2027, 5, 28)),
    Field("district", _("the district’s name"), Shape.TEXT, ""),
)
_PROGRAM = Field("program", _("program"), Shape.TEXT, _("Career mentoring"))
_SCHOOL = Field("school", _("school"), Shape.TEXT, _("Lincoln High School"), is_optional=True)
_YEAR = Field("school_year", _("school year"), Shape.TEXT, "2026–27", is_optional=True)
_MEETINGS = Field(
    "meetings",
    _("how many meetings: “12 meetings”"),
    Shape.COUNT,
    12,
    is_optional=True,
    unit=ngettext_lazy("%(words)s meeting", "%(words)s meetings", "count"),
)
_HOURS = Field(
    "hours",
    _("how many hours: “14.5 hours”"),
    Shape.COUNT,
    "14.5",
    is_optional=True,
    unit=ngettext_lazy("%(words)s hour", "%(words)s hours", "count"),
)
_WORDS = Field(
    "students_words",
    _("what the student wrote"),
    Shape.WORDS,
    _("Thank you for showing me how an engine is taken apart, and that a mistake is where one learns something."),
    is_optional=True,
)

FIELDS: Mapping[str, Sequence[Field]] = {
    LetterKind.THANK_MENTOR: (
        *OF_EVERY_LETTER,
        Field("student", _("the student’s name, or names"), Shape.NAMES, ["Sam Haddad"]),
        _PROGRAM,
        _SCHOOL,
        _YEAR,
        _MEETINGS,
        _HOURS,
        Field("from_on", _("first day"), Shape.DAY, date(2026, 10, 5), is_optional=True),
        Field("until_on", _("last day"), Shape.DAY, date(2027, 5, 21), is_optional=True),
        _WORDS,
    ),
    LetterKind.THANK_EMPLOYER: (
        *OF_EVERY_LETTER,
        Field("employer", _("employer’s name"), Shape.TEXT, "Lake Street Garage"),
        Field("mentors", _("names of the mentors"), Shape.NAMES, ["Mia Lopez", "Leo Novak"], is_optional=True),
        Field(
            "students",
            _("how many students: “3 students”"),
            Shape.COUNT,
            3,
            is_optional=True,
            unit=ngettext_lazy("%(words)s student", "%(words)s students", "count"),
        ),
        _PROGRAM,
        _SCHOOL,
        _YEAR,
        _MEETINGS,
        _HOURS,
        _WORDS,
    ),
    LetterKind.CERTIFICATE: (
        *OF_EVERY_LETTER,
        _PROGRAM,
        _SCHOOL,
        _YEAR,
        Field("reason", _("for what"), Shape.TEXT, _("a year as a mentor"), is_optional=True),
        _MEETINGS,
        _HOURS,
    ),
}


def given(kind: str) -> Sequence[Field]:
    """The fields whose values come with each letter."""
    return [one for one in FIELDS[kind] if one not in OF_EVERY_LETTER]


def stored(kind: str, values: Mapping[str, Value]) -> dict[str, Stored]:
    """The values as a letter holds them, empty ones left away. Raises UnknownField."""
    known = {one.name: one for one in given(kind)}
    if strange := values.keys() - known.keys():
        raise UnknownField(f"{kind} has no field {min(strange)!r}: it is declared in correspondence/letter_fields.py.")
    return {name: _stored(known[name], value) for name, value in values.items() if value not in (None, "", [], ())}


def named_in(text: str) -> list[str]:
    """What stands between braces, each once."""
    return list(dict.fromkeys(found.strip() for found in _FIELD.findall(text)))


def unknown_in(kind: str, text: str) -> list[str]:
    """What a text names that this kind of letter does not have, stray braces included."""
    known = {one.name for one in FIELDS[kind]}
    strange = [name for name in named_in(text) if name not in known]
    return [*strange, *dict.fromkeys(_STRAY.findall(_FIELD.sub("", text)))]


def missing(kind: str, text: str, values: Mapping[str, Stored]) -> str:
    """The first field that the text needs and that has no value; empty when all is there."""
    needed = {one.name for one in given(kind) if not one.is_optional}
    return next((name for name in named_in(text) if name in needed and not values.get(name)), "")


def samples(kind: str) -> dict[str, Stored]:
    """Made-up values for a preview, in the language in force."""
    return stored(kind, {one.name: _plain(one.sample) for one in given(kind)})


def label_of(kind: str, name: str) -> str:
    """What a field is called; its bare name when it is gone."""
    return next((str(one.label) for one in FIELDS[kind] if one.name == name), name)


def fill(
    kind: str, *, subject: str, body: str, values: Mapping[str, Stored], to: str, dated_on: date, district: str
) -> Filled:
    """The text with its values, in the language in force."""
    shapes = {one.name: one for one in FIELDS[kind]}
    everything = {**values, "to": to, "date": dated_on.isoformat(), "district": district}
    said = {name: said_of(shapes[name], value) for name, value in everything.items() if name in shapes}
    return Filled(" ".join(_put_in(subject, said).split()), list(_paragraphs(body, said)))


def said_of(field: Field, value: Stored) -> str:
    """A value in words, in the language in force."""
    if field.shape is Shape.DAY:
        return date_format(date.fromisoformat(str(value)), "DATE_FORMAT")
    if field.shape is Shape.NAMES:
        names = value if isinstance(value, list) else [str(value)]
        return format_list(names, locale=translation.to_locale(translation.get_language() or "en"))
    if field.unit is not None:
        number = Decimal(str(value)).normalize()
        return str(field.unit % {"count": 1 if number == 1 else 2, "words": number_format(number, use_l10n=True)})
    return str(value)


def _put_in(text: str, said: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda found: said.get(found[1].strip(), ""), text)


def _paragraphs(body: str, said: Mapping[str, str]) -> Iterator[Paragraph]:
    for part in re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip()):
        names = named_in(part)
        if all(said.get(name) for name in names):
            for alone, lines in groupby(part.strip().splitlines(), key=_alone):
                yield Paragraph(_put_in("\n".join(lines), said).strip(), alone)


def _alone(line: str) -> str:
    """The field that a line consists of and that stands out then: somebody's words, the name on a certificate."""
    return line.strip()[1:-1] if line.strip() in {"{students_words}", "{to}"} else ""


def _stored(field: Field, value: Value) -> Stored:
    if field.shape is Shape.NAMES:
        return [value] if isinstance(value, str) else [str(one) for one in _each(value)]
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


def _each(value: Value) -> Iterable[str]:
    return value if isinstance(value, Sequence) else [str(value)]


def _plain(value: Value | Promise) -> Value:
    return str(value) if isinstance(value, Promise) else value
