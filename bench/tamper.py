"""Every change to a sealed file is told: how many of how many were taken for the file that was sealed. None may be."""

import io
import random
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from agreements import pdfs, seal_keys, sealing
from agreements.verdicts import Word
from bench.figure import Figure
from bench.seal import _short, _values

#: What only the file itself may be called.
GOOD = {Word.INTACT, Word.INTACT_KEY_EXPIRED}
FLIPS = 600
DIGITS = b"0123456789ABCDEF"


def measure() -> Iterator[Figure]:
    """Of each kind of change: how many of so many were wrongly called intact."""
    plain = pdfs.drawn(pdfs.Document(_values(_short()), "c" * 64))
    sealed = sealing.seal(plain)
    assert sealing.verdict(sealed).word in GOOD, "the file itself is intact"
    chance = random.Random(600)
    begin, end = _box(sealed)
    padding = _padding(sealed, begin, end)
    signed = [place for place in range(len(sealed)) if not begin <= place < end]
    container = range(begin, padding)
    kinds: dict[str, Iterable[bytes]] = {
        f"{FLIPS} bits in signed bytes": (
            _flip(sealed, chance.choice(signed), chance.randrange(8)) for _ in range(FLIPS)
        ),
        "each digit of the signature’s container": (_digit(sealed, place) for place in container),
        "each digit of its padding": (_digit(sealed, place) for place in range(padding, end)),
        "bits of its padding": (_flip(sealed, place, bit) for place in (padding, end - 1) for bit in range(8)),
        "bytes appended": (sealed + more for more in (b"\n", b"\0", b"%%EOF\n", b" " * 5000, sealed, plain)),
        "incremental updates": [_updated(sealed)],
        "saved again": [_saved(sealed), _printed(sealed)],
        "stripped of the seal": [plain, sealed[: len(plain)]],
        "cut off": (sealed[:-cut] for cut in (1, 2, 7, 100, 1000, 5000, len(sealed) // 2)),
        "bytes put in, bytes taken out": (
            one for place in chance.sample(signed, 20) for one in (_insert(sealed, place), _remove(sealed, place))
        ),
        "look-alike authorities": [_look_alike(plain)],
    }
    for kind, changed in kinds.items():
        words = [sealing.verdict(one).word for one in changed]
        wrong = sum(word in GOOD for word in words)
        yield Figure("tamper", f"{kind}, {len(words)} of them", wrong, "wrong", 1, 0.0)


def _box(sealed: bytes) -> tuple[int, int]:
    begin = sealed.index(b"/Contents <") + len(b"/Contents <")
    return begin, sealed.index(b">", begin)


def _padding(sealed: bytes, begin: int, end: int) -> int:
    """Where the zeros begin that nothing needs."""
    return begin + 2 * ((len(sealed[begin:end].rstrip(b"0")) + 1) // 2)


def _flip(content: bytes, place: int, bit: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :]


def _digit(content: bytes, place: int) -> bytes:
    other = DIGITS[(DIGITS.index(content[place]) + 1 + place % 15) % 16]
    return content[:place] + bytes([other]) + content[place + 1 :]


def _insert(content: bytes, place: int) -> bytes:
    return content[:place] + b" " + content[place:]


def _remove(content: bytes, place: int) -> bytes:
    return content[:place] + content[place + 1 :]


def _updated(sealed: bytes) -> bytes:
    writer, out = IncrementalPdfFileWriter(io.BytesIO(sealed)), io.BytesIO()
    writer.root[pdf_name("/Lang")] = pdf_string("xx")
    writer.update_root()  # type: ignore[no-untyped-call]
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _saved(sealed: bytes) -> bytes:
    out = io.BytesIO()
    copy_into_new_writer(PdfFileReader(io.BytesIO(sealed))).write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _printed(sealed: bytes) -> bytes:
    out = io.BytesIO()
    pypdfium2.PdfDocument(sealed).save(out)
    return out.getvalue()


def _look_alike(plain: bytes) -> bytes:
    """Sealed with a chain of the same names."""
    with tempfile.TemporaryDirectory() as folder:
        now, words = datetime.now(UTC), "long enough to be a passphrase"
        seal_keys.create(Path(folder), passphrase=words, at=now, offline=None)
        return sealing.seal(plain, key=seal_keys.signing_key(Path(folder), passphrase=words, at=now))
