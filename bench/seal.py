"""What a sealed document costs: drawing it, sealing it, in CPU time of one core."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import pypdfium2
import segno
from django.template.loader import render_to_string
from django.utils import translation

from agreements import pdfs, sealing, wordings
from agreements.fields import FIELDS, as_read
from agreements.models import Kind
from bench.figure import Figure

#: CPU milliseconds of drawing three pages with four drawn signatures, and of sealing them.
MOST_DRAWN, MOST_SEALED = 137, 188
#: Documents a minute and core.
LEAST = 319
STROKES = [[[20 * x, 100 + (37 * x * x) % 71] for x in range(20)], [[260, 90], [420, 110], [500, 40]]]
TIMES = 7


def measure() -> Iterator[Figure]:
    """Three pages first; then the longest document there is, in the two languages, and the seal alone."""
    short, whole = pdfs.Document(_values(_short()), "c" * 64), pdfs.Document(_values(_built_in()), "c" * 64)
    sealing.probe()  # unlocks the key
    drawn = pdfs.drawn(short)
    assert len(pypdfium2.PdfDocument(drawn)) == 3
    took = _cpu(partial(pdfs.drawn, short))
    yield Figure("seal", "three pages drawn, four signatures", took, "ms", MOST_DRAWN, 1.0)
    yield Figure("seal", "sealed", _cpu(partial(sealing.seal, drawn)), "ms", MOST_SEALED - MOST_DRAWN, 1.0)
    both = _cpu(partial(_seal, short))
    yield Figure("seal", "three pages drawn and sealed", both, "ms", MOST_SEALED, 1.0)
    # The figure's ratio is value / reference and small is good: the least that is wanted stands above what was reached.
    yield Figure("seal", "wanted beside reached, a minute and core", LEAST, "documents", round(60_000 / both), 1.0)
    sealed = sealing.seal(drawn)
    yield Figure("seal", "checked before it is kept", _cpu(partial(sealing.check, sealed)), "ms", MOST_SEALED, 0.2)
    took = _cpu(partial(_seal, whole))
    yield Figure("seal", "built-in agreement in two languages, drawn and sealed", took, "ms", MOST_SEALED, 4.0)


def _seal(wanted: pdfs.Document) -> None:
    sealing.seal(pdfs.drawn(wanted))


def _short() -> list[SimpleNamespace]:
    """Two pages of text; the certificate is the third."""
    section = "<h2>What the mentor does</h2><p>" + "Meets the student at school, in sight of others. " * 22 + "</p>"
    return [SimpleNamespace(language="en", title="Mentorship agreement", html=section * 3, digest="a" * 64)]


def _built_in() -> list[SimpleNamespace]:
    lists = {"mentors", "places", "activities", "objectives"}
    fields: dict[str, Any] = {name: [] if name in lists else "" for name in FIELDS[Kind.MENTORSHIP]}
    fields |= {"district": "Oak School District", "student_name": "Sam Haddad", "starts_on": "2026-11-02"}
    texts = []
    for language in ("en", "es"):
        template = wordings.template_of(Kind.MENTORSHIP, wordings.CURRENT[Kind.MENTORSHIP], language)
        agreement = SimpleNamespace(public_id="ABCD-EFGH-JKLM")
        with translation.override(language):
            html = render_to_string(template, {**as_read(fields), "agreement": agreement, "parties": []})
        texts.append(SimpleNamespace(language=language, title="Mentorship agreement", html=html, digest="a" * 64))
    return texts


def _values(texts: list[SimpleNamespace]) -> dict[str, Any]:
    moment = ("2026-10-01 17:00:00 UTC", "Oct. 1, 2026, noon CDT")
    party = {
        "name": "Gil Haddad",
        "role": "Parent or guardian",
        "capacity": "Father",
        "typed_name": "Gil Haddad",
        "drawing": pdfs._drawing(STROKES),
        "method": "By a link",
        "signed": moment,
        "code": moment,
        "consented": moment,
        "disclosure": 1,
        "language": "English",
        "text_digest": "b" * 64,
        "is_shared": False,
        "answers": [],
    }
    address = "https://mentoring.example.org/verify/"
    return {
        "district": SimpleNamespace(name="Oak School District"),
        "agreement": SimpleNamespace(public_id="ABCD-EFGH-JKLM", get_kind_display="Mentorship agreement"),
        "texts": texts,
        "languages": [text.language for text in texts],
        "certificates": [
            {
                "language": text.language,
                "document": "Mentorship agreement",
                "texts": [("English", one.digest) for one in texts],
                "parties": [party] * 4,
                "has_answers": False,
                "completed": moment,
                "sent": moment,
            }
            for text in texts
        ],
        "corrections": [],
        "scans": [],
        "chain_head": "c" * 64,
        "verify_address": address,
        "qr": segno.make(address, error="m").svg_data_uri(scale=4, border=0),
    }


def _cpu(deed: Callable[[], object]) -> float:
    """CPU milliseconds of this process, the quickest of a few times."""
    deed()
    spent = []
    for _time in range(TIMES):
        began = time.process_time()
        deed()
        spent.append((time.process_time() - began) * 1000)
    return round(min(spent), 1)
