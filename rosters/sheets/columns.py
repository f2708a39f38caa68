"""Which column of somebody's spreadsheet holds what: headers in English and Spanish, however they are written.

A proposal only: the page of columns shows it beside the first values, and a person may change it.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice

from django.utils.functional import Promise

from rosters.sheets.reading import Book, Line, Value
from rosters.sheets.values import BadValue, text
from tenancy.names import fold

#: How far down a sheet its headers may stand, below titles and remarks.
HEADER_WITHIN = 20
#: How alike two headers are that differ by a slip of the pen: “Frist name”.
ALIKE = 0.88


@dataclass(frozen=True)
class SheetColumn:
    """A column that we understand: how it is called, read, explained and written in the template.

    ``synonyms`` are other headers, in any case, with or without accents. ``choices`` become a drop-down list.
    """

    key: str
    label: str | Promise
    read: Callable[[Value], object]
    guide: str | Promise
    example: object = ""
    is_required: bool = False
    synonyms: tuple[str, ...] = ()
    choices: Sequence[str] = ()
    width: int = 18
    number_format: str = "@"
    is_in_template: bool = True


@dataclass(frozen=True)
class Layout:
    """Where a sheet has its headers, and how they read. Two rows of headers are joined: “Guardian 1 phone”."""

    sheet_name: str
    header_number: int
    headers: tuple[str, ...]

    @property
    def print_of_headers(self) -> str:
        """The same for the same set of headers, in whatever order: by it a mapping is remembered."""
        folded = sorted(fold(header) for header in self.headers if header)
        return hashlib.sha256(json.dumps(folded).encode()).hexdigest()


#: Header position → key of a column.
ColumnMapping = Mapping[int, str]

#: Words for the same thing; the first of each row is the one that is compared.
_SAME_WORDS = (
    "guardian parent guardians parents padre madre tutor tutora mother father caregiver",
    "student students mentee mentees pupil learner alumno alumna estudiante child",
    "mentor mentors volunteer volunteers adult mentora voluntario",
    "phone telephone tel mobile cell cellphone telefono celular",
    "email mail correo correos electronico",
    "name nombre nombres",
    "first given fname firstname primer",
    "last family surname lname lastname apellido apellidos",
    "birth birthdate birthday dob nacimiento born",
    "date day fecha dt on",
    "language lang idioma lengua",
    "school escuela site campus building",
    "grade grado level",
    "id ids number no num",
    "employer company business organization organisation employerbusiness empresa org",
    "start starts started begin begins began beginning inicio",
    "end ends ended finish until fin",
    "teacher maestro maestra profesor profesora",
    "signed signature sign firmado",
    "cleared clear passed",
    "expires expiration expiry expire exp valid vence",
    "course courses curso cursos class classes",
    "area areas",
    "career careers carrera carreras",
    "program programa",
    "one 1 1st primary",
    "two 2 2nd secondary second",
)
_CANONICAL = {word: row.split()[0] for row in _SAME_WORDS for word in row.split()}
_FILLER = frozenset(
    {"the", "of", "de", "del", "la", "el", "a", "s", "and", "y", "or", "if", "any", "please", "optional", "required"}
)


@lru_cache(maxsize=4096)
def words_of(header: str) -> tuple[str, ...]:
    """The words by which headers are compared: “Student’s E-mail*” and “mentee email” are the same."""
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", header.replace("_", " "))
    spaced = re.sub(r"(?i)\be-?\s?mail", "email", spaced)
    spaced = re.sub(r"[’']s\b", "", spaced)
    spaced = re.sub(r"\([^)]*\)", " ", spaced)
    spaced = re.sub(r"(\D)(\d)", r"\1 \2", spaced)
    return tuple(_CANONICAL.get(word, word) for word in fold(spaced).split() if word not in _FILLER)


def recognize(headers: Sequence[str], columns: Sequence[SheetColumn], *, allows_slips: bool = True) -> dict[int, str]:
    """Which header means which column: the same words first, then the same in another order, then a slip of the pen.

    Each header and each column at most once.
    """
    names = [(name, column.key) for column in columns for name in _names(column)]
    found: dict[int, str] = {}
    for same in (_same_words, _same_set, _slip) if allows_slips else (_same_words, _same_set):
        for at, header in enumerate(headers):
            if not header or at in found:
                continue
            free = [(name, key) for name, key in names if key not in found.values()]
            if key := same(words_of(header), free):
                found[at] = key
    return dict(sorted(found.items()))


#: Names of columns, as words, each with the key of its column.
_Names = Sequence[tuple[tuple[str, ...], str]]


def _names(column: SheetColumn) -> Iterable[tuple[str, ...]]:
    return (words_of(name) for name in (str(column.label), column.key, *column.synonyms))


def _same_words(words: tuple[str, ...], names: _Names) -> str:
    return next((key for name, key in names if name == words), "")


def _same_set(words: tuple[str, ...], names: _Names) -> str:
    return next((key for name, key in names if words and frozenset(name) == frozenset(words)), "")


def _slip(words: tuple[str, ...], names: _Names) -> str:
    known = {" ".join(name): key for name, key in names}
    close = get_close_matches(" ".join(words), known, n=1, cutoff=ALIKE)
    return known[close[0]] if close else ""


def find_layout(book: Book, columns: Sequence[SheetColumn], sheet_name: str = "") -> Layout | None:
    """The sheet and row that hold the headers: where most of them are recognized. None where nothing is.

    With ``sheet_name`` only that sheet is looked at, and its first row taken where nothing is recognized.
    """
    best: tuple[int, Layout] | None = None
    for name in [sheet_name] if sheet_name else book.sheet_names:
        top = list(islice(book.lines(name), HEADER_WITHIN))
        for layout in _layouts(name, top):
            score = len(recognize(layout.headers, columns, allows_slips=False))
            if best is None or score > best[0]:
                best = (score, layout)
    if best is None or (best[0] < 2 and not sheet_name):
        return None
    return best[1]


def _layouts(name: str, top: Sequence[Line]) -> Iterable[Layout]:
    """Each row as headers; and, where another stands above it, both together."""
    above: Line | None = None
    for line in top:
        plain = _texts(line)
        if above is not None and above.number == line.number - 1:
            joined = tuple(map(_joined, _spread(_texts(above), len(plain)), plain))
            yield Layout(name, line.number, joined)
        yield Layout(name, line.number, plain)
        above = line


def _joined(group: str, header: str) -> str:
    return f"{group} {header}".strip() if header and group != header else header


def _spread(texts: Sequence[str], width: int) -> list[str]:
    """A merged cell stands in its first column; it means those beside it, too."""
    spread, last = [], ""
    for at in range(width):
        last = (texts[at] if at < len(texts) else "") or last
        spread.append(last)
    return spread


def _texts(line: Line) -> tuple[str, ...]:
    return tuple(_text(value) for value in line.values)


def _text(value: Value) -> str:
    try:
        return text(value, most=300)[:120]
    except BadValue:
        return ""


@dataclass
class Reading:
    """A row read by its columns: the values, and what is wrong where."""

    values: dict[str, object] = field(default_factory=dict)
    faults: list["ColumnFault"] = field(default_factory=list)


@dataclass(frozen=True)
class ColumnFault:
    """What is wrong in a row, and in which of the person's own columns ("" for the row as a whole)."""

    header: str
    sentence: str


def read_line(
    line: Line, *, headers: Sequence[str], mapping: ColumnMapping, columns: Mapping[str, SheetColumn]
) -> Reading:
    """The values of a row. Every cell that cannot be read is named."""
    reading = Reading()
    for at, key in mapping.items():
        value = line.values[at] if at < len(line.values) else None
        header = headers[at] if at < len(headers) else ""
        try:
            reading.values[key] = columns[key].read(value)
        except BadValue as fault:
            reading.faults.append(ColumnFault(header, str(fault)))
    return reading
