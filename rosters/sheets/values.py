"""What stands in a cell, as a value: days, yes and no, grades, phones, names, money.

Each function takes what ``reading`` gives and answers a value, None (or "") for an empty cell, or raises BadValue with
a sentence that says what to type instead. A guess that could be wrong is refused.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache

from babel import Locale, UnknownLocaleError
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from rosters.sheets.reading import Fault, Value
from tenancy.forms.people import clean_phone
from tenancy.names import fold


class BadValue(Exception):
    """A cell that cannot be read as what its column holds; the text says what to type."""


#: Words that people write into a cell to say that there is nothing.
_NOTHING = frozenset({"", "-", "--", "–", "—", "?", "n/a", "n.a.", "na", "none", "tbd", "unknown", "ninguno", "x/x"})
_YES = frozenset({"yes", "y", "true", "t", "1", "x", "✓", "✔", "☑", "si", "s", "verdadero", "ok", "yes.", "required"})
_NO = frozenset({"no", "n", "false", "f", "0", "falso", "☐", "✗", "no.", "not required"})
#: Characters that are not seen and that programs leave behind.
_UNSEEN = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_EXCEL_EPOCH = date(1899, 12, 30)
#: What a number can mean as a day in Excel: 1954 to 2119.
_SERIALS = range(20_000, 80_000)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january ene enero",
            "feb february febrero",
            "mar march marzo",
            "apr april abr abril",
            "may mayo",
            "jun june junio",
            "jul july julio",
            "aug august ago agosto",
            "sep sept september septiembre setiembre",
            "oct october octubre",
            "nov november noviembre",
            "dec december dic diciembre",
        ),
        1,
    )
    for name in names.split()
}
_GRADE_WORDS = {"freshman": "09", "sophomore": "10", "junior": "11", "senior": "12", "kindergarten": "KG", "k": "KG"}


def text(value: Value, *, most: int = 200) -> str:
    """One line of text, tidied: single spaces, nothing unseen. Refuses what is too long."""
    found = _words(value)
    if len(found) > most:
        raise BadValue(_("This is longer than %(count)s letters.") % {"count": most})
    return found


def name(value: Value) -> str:
    """A person's first or last name."""
    found = text(value, most=80)
    if found and not any(letter.isalpha() for letter in found):
        raise BadValue(_("This is no name."))
    return found


def full_name(value: Value) -> tuple[str, str] | None:
    """First and last name out of one cell: “López García, Ana María”, or two words. Refuses to guess among more."""
    found = text(value, most=160)
    if not found:
        return None
    family, comma, given = found.partition(",")
    if comma and given.strip() and family.strip() and "," not in given:
        return name(given), name(family)
    words = found.split()
    if len(words) == 2 and not comma:
        return name(words[0]), name(words[1])
    raise BadValue(_("Write the last name, a comma and the first name: “López García, Ana María”."))


def identifier(value: Value) -> str:
    """A number that an office gave. Refuses one that a spreadsheet has shortened."""
    found = text(value, most=100)
    if isinstance(value, float) or re.fullmatch(r"\d[.,]\d+E\+?\d+", found, re.IGNORECASE):
        raise BadValue(_("The spreadsheet has shortened this number. Format the column as text and type it anew."))
    return "" if found.casefold() in _NOTHING else found


def email(value: Value) -> str:
    """An email address in small letters."""
    found = _present(value).removeprefix("mailto:").strip("<> .;,")
    if not found:
        return ""
    if found.count("@") > 1:
        raise BadValue(_("There is more than one email address. Keep one."))
    try:
        validate_email(found)
    except ValidationError as fault:
        raise BadValue(_("“%(typed)s” is not an email address.") % {"typed": found[:80]}) from fault
    return found.lower()


def phone(value: Value) -> str:
    """A phone number with its country code, American without one."""
    found = _present(value)
    if not found:
        return ""
    if sum(letter.isdigit() for letter in found) > 15 or re.search(r"\d\s*(?:/|;|,| or | o )\s*[(+\d]", found):
        raise BadValue(_("There is more than one phone number. Keep one."))
    try:
        return clean_phone(found)
    except ValidationError as fault:
        raise BadValue(
            _("“%(typed)s” is not a phone number. An example is (555) 010-0199.") % {"typed": found[:40]}
        ) from fault


def yes_no(value: Value) -> bool | None:
    """Yes or no, in English or Spanish."""
    if isinstance(value, bool):
        return value
    found = _present(value)
    if not found:
        return None
    folded = fold(found) or found
    if folded in _YES or found in _YES:
        return True
    if folded in _NO or found in _NO:
        return False
    raise BadValue(_("“%(typed)s” is neither yes nor no.") % {"typed": found[:40]})


def grade(value: Value) -> str:
    """A grade as rosters write it: “09”, “KG”."""
    found = fold(_present(value))
    found = re.sub(r"\b(grade|grado|level|gr|year)\b", "", found).strip()
    if not found:
        return ""
    if found in _GRADE_WORDS:
        return _GRADE_WORDS[found]
    match = re.fullmatch(r"0*(\d{1,2})(st|nd|rd|th|o|a|no|mo|vo)?", found.replace(" ", ""))
    if match and 1 <= int(match[1]) <= 13:
        return f"{int(match[1]):02d}"
    raise BadValue(_("“%(typed)s” is not a grade. Write a number such as 9.") % {"typed": _words(value)[:20]})


def day(value: Value) -> date | None:
    """A day: Excel's own, 9/5/2026, 2026-09-05, “Sep 5, 2026”. With numbers alone the month comes first."""
    if isinstance(value, date):
        return _sensible(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and int(value) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(value))
    found = _present(value)
    if not found:
        return None
    if found.isdigit() and int(found) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(found))
    return _sensible(_day_of(found))


def past_day(today: date) -> Callable[[Value], date | None]:
    """A day that has come; reads like ``day``."""

    def read(value: Value) -> date | None:
        found = day(value)
        if found is not None and found > today:
            raise BadValue(_("This day has not come yet."))
        return found

    return read


def birth_day(today: date) -> Callable[[Value], date | None]:
    """The day a student was born; reads like ``day``."""

    def read(value: Value) -> date | None:
        found = day(value)
        if found is not None and not 4 <= today.year - found.year <= 30:
            raise BadValue(_("Check the year: nobody born then goes to school."))
        return found

    return read


def language(value: Value) -> str:
    """A language by its name in English, its own name, or its code: “Spanish”, “español”, “es”, “spa”."""
    found = fold(_present(value).split("(")[0])
    if not found:
        return ""
    known = _languages()
    code = known.get(found) or known.get(found.split()[0])
    if code is None:
        raise BadValue(
            _("“%(typed)s” is no language that we know. Write it in English.") % {"typed": _words(value)[:40]}
        )
    return code


def money(value: Value) -> Decimal | None:
    """An amount in dollars: 45, $1,234.50."""
    found = _present(value).replace("$", "").replace("USD", "").replace(" ", "")
    if not found:
        return None
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d{1,2})?", found):
        found = found.replace(",", "")
    try:
        amount = Decimal(found).quantize(Decimal("0.01"))
    except InvalidOperation as fault:
        raise BadValue(_("“%(typed)s” is not an amount of money.") % {"typed": found[:40]}) from fault
    if not 0 <= amount < 1_000_000:
        raise BadValue(_("“%(typed)s” is not an amount of money.") % {"typed": found[:40]})
    return amount


def several(value: Value, *, most: int = 20) -> list[str]:
    """Several words of one cell, each once: “Health; Arts / Media”. A comma separates too where nothing else does."""
    found = _present(value, keep_lines=True)
    parts = re.split(r"[;\n|]", found) if re.search(r"[;\n|]", found) else found.split(",")
    words = list(dict.fromkeys(filter(None, (text(part, most=120) for part in parts))))
    if len(words) > most:
        raise BadValue(_("These are more than %(count)s.") % {"count": most})
    return words


def choice(words: Mapping[str, object]) -> Callable[[Value], object]:
    """One of these, by any of the words that stand for it; the words are given folded."""

    def read(value: Value) -> object:
        found = _present(value)
        if not found:
            return None
        folded = fold(found)
        if folded in words:
            return words[folded]
        shown = ", ".join(list(dict.fromkeys(str(one) for one in words))[:6])
        raise BadValue(
            _("“%(typed)s” is not known here. Write one of: %(words)s.") % {"typed": found[:40], "words": shown}
        )

    return read


def _words(value: Value, *, keep_lines: bool = False) -> str:
    """What a cell shows, tidied. Raises BadValue where it holds a fault of the spreadsheet."""
    if isinstance(value, Fault):
        raise BadValue(value.sentence)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    plain = unicodedata.normalize("NFC", str(value)).translate(_UNSEEN)
    if keep_lines:
        return "\n".join(" ".join(line.split()) for line in plain.splitlines()).strip()
    letters = (" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in plain)
    return " ".join("".join(letters).split())


def _present(value: Value, *, keep_lines: bool = False) -> str:
    """What a cell shows; "" where it says that there is nothing."""
    found = _words(value, keep_lines=keep_lines)
    return "" if found.casefold() in _NOTHING else found


def _day_of(found: str) -> date:
    iso = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?", found)
    if iso:
        return _make(found, int(iso[1]), int(iso[2]), int(iso[3]))
    american = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?: \d{1,2}:\d{2}.*)?", found)
    if american:
        return _make(found, _full_year(american[3]), int(american[1]), int(american[2]))
    named = [word for word in re.split(r"[\s,./-]+", fold_date(found)) if word not in {"de", "del", "the", "of"}]
    if len(named) == 3:
        return _named_day(found, named)
    raise _not_a_day(found)


def fold_date(found: str) -> str:
    """The words of a day in small letters without accents, its separators kept; the weekday in front is dropped."""
    plain = unicodedata.normalize("NFKD", found.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*[,. ]+", "", plain)


def _named_day(found: str, words: list[str]) -> date:
    """A day with the month's name: “Sep 5, 2026”, “5 Sep 2026”, “5 de septiembre de 2026”."""
    first, second, third = words
    if first in _MONTHS:
        month, number = _MONTHS[first], second
    elif second in _MONTHS:
        month, number = _MONTHS[second], first
    else:
        raise _not_a_day(found)
    number = re.sub(r"(st|nd|rd|th)$", "", number)
    if not (number.isdigit() and third.isdigit() and len(third) in (2, 4)):
        raise _not_a_day(found)
    return _make(found, _full_year(third), month, int(number))


def _full_year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 50 else 1900)


def _make(found: str, year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError as fault:
        if month > 12 and number <= 12:
            raise BadValue(
                _("“%(typed)s” is not a day here: the month comes first. Write it like 2026-09-05.") % {"typed": found}
            ) from fault
        raise _not_a_day(found) from fault


def _sensible(found: date) -> date:
    found = found.date() if isinstance(found, datetime) else found
    if not 1950 <= found.year <= 2099:
        raise BadValue(_("Check the year."))
    return found


def _not_a_day(found: str) -> BadValue:
    return BadValue(_("“%(typed)s” is not a day. Write it like 9/5/2026 or 2026-09-05.") % {"typed": found[:40]})


@cache
def _languages() -> dict[str, str]:
    """Names and codes of languages, folded → the code."""
    english = {str(code): str(called) for code, called in Locale("en").languages.items()}
    known = {fold(str(called)): code for code, called in english.items() if "_" not in code}
    known |= {code: code for code in english if "_" not in code}
    for code in list(english):
        if "_" not in code and len(code) == 2 and (own := _own_name(code)):
            known.setdefault(own, code)
    three = {"spa": "es", "eng": "en", "ara": "ar", "chi": "zh", "zho": "zh", "fre": "fr", "fra": "fr", "rus": "ru"}
    return known | three | _USUAL_LANGUAGES


def _own_name(code: str) -> str:
    try:
        return fold(str(Locale(code).get_display_name() or ""))
    except UnknownLocaleError:  # a language without data of its own
        return ""


#: What schools call languages besides.
_USUAL_LANGUAGES = {
    "castellano": "es",
    "mandarin": "zh",
    "cantonese": "yue",
    "haitian": "ht",
    "creole": "ht",
    "kreyol": "ht",
    "farsi": "fa",
    "tagalog": "tl",
    "pilipino": "fil",
    "hmong": "hmn",
    "kiche": "quc",
    "quiche": "quc",
    "mam": "mam",
    "qanjobal": "kjb",
    "mixteco": "mix",
    "american sign language": "ase",
    "asl": "ase",
}
