"""Rows of CSV files as student systems really write them, one after the other, each knowing its file and line.

Tolerates a byte order mark, every kind of line end, a missing last line end, semicolons or tabs for commas, headers
that are unknown, misspelt, doubled or empty, and rows that are too short or too long. What was put up with is told by
``notes``. Only the columns asked for are ever handed on.
"""

import codecs
import csv
import difflib
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from django.utils.translation import gettext as _

from rosters.archive import CannotRead

#: Longer cells are cut by nobody: the row fails.
MOST_IN_CELL = 100_000
#: A row that goes on over more lines has a quotation mark that was never closed.
MOST_LINES = 30
#: How alike a misspelt header must be (1 is the same).
ALIKE = 0.86

#: Never read, not even as a slip of the pen for something else.
FORBIDDEN = re.compile(
    r"pass|ethnic|race|racial|hispanic|latino|asian|black|white|native|sex|gender|birth(?!date)|iep|504|disab|special"
    r"|lunch|meal|frl|homeless|migrant|immigra|ell$|lep$|econom|social|ssn|medic|health|religi|address|street|zip"
)

#: How the header of a file that we wrote ourselves begins: the line a row had, and what was wrong with it.
KEPT_HEADER = ("#line", "#column", "#why")

csv.field_size_limit(MOST_IN_CELL)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is not taken: the column and a sentence."""

    column: str
    why: str


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row: its cells in the order of the columns that were asked for. ``fault`` is set when it cannot be read."""

    line: int
    cells: tuple[str, ...]
    fault: Fault | None = None


@dataclass
class Notes:
    """What was put up with: sentence → how often, and the first line where it was seen (0: the header)."""

    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    def add(self, sentence: str, line: int = 0) -> None:
        """Note it once more."""
        self.counts[sentence] += 1
        self.first.setdefault(sentence, line)

    def sentences(self, file: str) -> list[dict[str, str | int]]:
        """Each with its file, first line and how often, to be stored."""
        return [
            {"file": file, "line": self.first[sentence], "count": count, "text": sentence}
            for sentence, count in self.counts.items()
        ]


def folded(header: str) -> str:
    """A header without spaces, marks and capitals: "Sourced ID" is ``sourcedid``."""
    return re.sub(r"[^0-9a-z]", "", header.casefold())


class CsvRows:
    """The rows of one file, with the columns asked for: our name → the spellings that are taken for it.

    ``present`` names the columns that the file has. ``others`` are right spellings of columns that nobody reads, which
    must not be taken for slips of the pen. ``is_kept``: we wrote the file ourselves, with a KEPT_HEADER. Raises
    CannotRead for a file that is no UTF-8 text or no table.
    """

    def __init__(
        self,
        file: IO[bytes],
        name: str,
        columns: Mapping[str, Sequence[str]],
        notes: Notes,
        others: Collection[str] = (),
        *,
        is_kept: bool = False,
    ) -> None:
        self.name, self.notes, self.is_kept = name, notes, is_kept
        self.columns = tuple(columns)
        start = file.read(4096)
        _refuse_encoding(start, name)
        whole = io.BufferedReader(_Rest(start, file))
        text = io.TextIOWrapper(whole, "utf-8-sig", errors="surrogateescape", newline="")
        self._records = _Records(text, _delimiter(start))
        header = next(self._records, None)
        while header is not None and not any(cell.strip() for cell in header[1]):
            header = next(self._records, None)
        self._width = len(header[1]) if header else 0
        self._places = _places(header[1] if header else [], columns, notes, frozenset(map(folded, others)))
        if header is not None and not self._places and not is_kept:
            raise CannotRead(
                _("%(file)s does not begin with a row of column names. It should begin with %(names)s.")
                % {"file": name, "names": ", ".join(list(columns)[:4])}
            )
        self._pick = [self._places.get(column, -1) for column in columns]

    @property
    def present(self) -> frozenset[str]:
        """The columns that the file has, of those asked for."""
        return frozenset(self._places)

    def __iter__(self) -> Iterator[CsvRow]:
        return self._kept() if self.is_kept else self._found()

    def _kept(self) -> Iterator[CsvRow]:
        pick = self._pick
        for _line, cells, _broken in self._records:
            fault = Fault(cells[1], cells[2]) if cells[2] else None
            yield CsvRow(int(cells[0]), tuple([cells[place] if place >= 0 else "" for place in pick]), fault)

    def _found(self) -> Iterator[CsvRow]:
        pick, width = self._pick, self._width
        for line, written, broken in self._records:
            if not any(written) and broken is None:
                continue
            cells = written if len(written) == width else self._fitted(line, written)
            picked = tuple([cells[place].strip() if place >= 0 else "" for place in pick])
            joined = "".join(picked)
            if joined.isascii() and joined.isprintable():
                yield CsvRow(line, picked, broken)
            else:
                fault, picked = _readable(joined, picked, self.columns)
                yield CsvRow(line, picked, broken or fault)

    def _fitted(self, line: int, cells: list[str]) -> list[str]:
        if len(cells) < self._width:
            self.notes.add(_("Rows have fewer cells than the header. The missing cells count as empty."), line)
            return cells + [""] * (self._width - len(cells))
        if any(cell.strip() for cell in cells[self._width :]):
            self.notes.add(_("Rows have more cells than the header. The cells too many were left out."), line)
        return cells


class _Rest(io.RawIOBase):
    """A file again from its beginning, though its first bytes were read (a ZIP's file cannot always go back)."""

    def __init__(self, start: bytes, file: IO[bytes]) -> None:
        self._start, self._file = start, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # typeshed has a wider buffer
        if self._start:
            given, self._start = self._start[: len(buffer)], self._start[len(buffer) :]
        else:
            given = self._file.read(len(buffer))
        buffer[: len(given)] = given
        return len(given)


class _Records:
    """(line, cells, fault) of every record; goes on after a quotation mark that was never closed."""

    def __init__(self, text: Iterable[str], delimiter: str) -> None:
        self._text, self._delimiter = iter(text), delimiter
        self._pending: list[str] = []
        self._again: list[str] = []
        self._line = 0
        self._reader = self._new_reader()

    def _new_reader(self) -> "Iterator[list[str]]":
        return iter(csv.reader(self._feed(), delimiter=self._delimiter, skipinitialspace=True))

    def _feed(self) -> Iterator[str]:
        while True:
            if len(self._pending) > MOST_LINES:
                raise _Unclosed
            line = self._again.pop(0) if self._again else next(self._text, None)
            if line is None:
                return
            self._pending.append(line)
            yield line

    def __iter__(self) -> "_Records":
        return self

    def __next__(self) -> tuple[int, list[str], Fault | None]:
        first = self._line + 1
        try:
            cells = next(self._reader)
        except (_Unclosed, csv.Error):
            return self._given_up(first)
        self._line += len(self._pending)
        self._pending.clear()
        return first, cells, None

    def _given_up(self, first: int) -> tuple[int, list[str], Fault]:
        """The first line alone, as far as it can be read; the others are read again."""
        broken, *others = self._pending or [""]
        self._again = others + self._again
        self._pending = []
        self._line = first
        self._reader = self._new_reader()
        cells = broken.replace('"', "").rstrip("\r\n")[:MOST_IN_CELL].split(self._delimiter)
        return first, cells, Fault("", _("A quotation mark in this line is never closed."))


class _Unclosed(Exception):
    """A row goes on over too many lines."""


def _readable(joined: str, picked: tuple[str, ...], columns: tuple[str, ...]) -> tuple[Fault | None, tuple[str, ...]]:
    """Nothing wrong and the cells, without what no database takes; or the fault of letters that are no UTF-8."""
    if any("\udc80" <= letter <= "\udcff" for letter in joined):
        column = next(name for name, cell in zip(columns, picked, strict=True) if _has_surrogate(cell))
        mended = tuple(_mended(cell) for cell in picked)
        return Fault(column, _("Letters here cannot be read. Save the file as CSV UTF-8 and try again.")), mended
    return None, tuple(cell if cell.isprintable() else _one_line(cell) for cell in picked)


def _one_line(cell: str) -> str:
    """The cell without line ends and what else cannot be seen; no-break spaces are spaces."""
    return "".join(letter if letter.isprintable() else " " for letter in cell).strip()


def _has_surrogate(cell: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in cell)


def _mended(cell: str) -> str:
    """The cell as it was probably meant, to be given back: read as Windows text."""
    return cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace") if _has_surrogate(cell) else cell


def _refuse_encoding(start: bytes, name: str) -> None:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or start[:400].count(0) > len(start[:400]) // 4:
        raise CannotRead(
            _("%(file)s is saved as UTF-16 (“Unicode text”). Save it as “CSV UTF-8” and try again.") % {"file": name}
        )
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise CannotRead(_("%(file)s is an Excel file under another name. Save it as “CSV UTF-8”.") % {"file": name})


def _delimiter(start: bytes) -> str:
    header = re.split(rb"[\r\n]", start.lstrip(codecs.BOM_UTF8), maxsplit=1)[0]
    if b"," in header:
        return ","
    return next((mark.decode() for mark in (b";", b"\t", b"|") if mark in header), ",")


def _places(
    header: Sequence[str], columns: Mapping[str, Sequence[str]], notes: Notes, others: frozenset[str]
) -> dict[str, int]:
    """Where each column asked for stands. Of doubled ones the first counts."""
    spellings = {folded(word): ours for ours, words in columns.items() for word in (ours, *words)}
    places: dict[str, int] = {}
    misspelt: list[tuple[int, str]] = []
    for place, written in enumerate(header):
        word = folded(written)
        if not word:
            continue
        ours = spellings.get(word)
        if ours is None:
            if word not in others and not FORBIDDEN.search(word):
                misspelt.append((place, written))
        elif ours in places:
            notes.add(
                _("The column %(column)s stands there twice. The first one counts.") % {"column": written.strip()}
            )
        else:
            places[ours] = place
    for place, written in misspelt:
        alike = _meant(written, spellings, places)
        if alike:
            places[alike] = place
            words = {"written": written.strip()[:60], "column": alike}
            notes.add(_("The column “%(written)s” was read as %(column)s.") % words)
    return places


def _meant(written: str, spellings: Mapping[str, str], places: Mapping[str, int]) -> str:
    """The column that a misspelt header was meant for, if nothing else stands for it; "" for none."""
    word = folded(written)
    wanted = [spelling for spelling, ours in spellings.items() if ours not in places]
    alike = difflib.get_close_matches(word, wanted, n=1, cutoff=ALIKE)
    return spellings[alike[0]] if alike else ""
