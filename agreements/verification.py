"""Is this the file that we sealed? Asked by anybody; answered in one word, with roles and dates and no names.

The register has the first word: a file whose digest stands in it is, byte for byte, what we sealed. Any other file is
looked into by a confined process, and never stored.
"""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.db import connection
from django.utils import timezone

from agreements import confined, seal_keys

MOST_BYTES = 20 * 1024 * 1024


class Word(StrEnum):
    """The answer in one word: a file, or a digest, that somebody holds against our register and our seal."""

    AUTHENTIC = "authentic"
    INTACT = "intact"
    INTACT_KEY_EXPIRED = "intact-key-expired"
    ALTERED = "altered"
    NOT_OURS = "not-ours"
    UNSEALED = "unsealed"
    NOT_A_PDF = "not-a-pdf"
    UNKNOWN = "unknown"


#: What ``manage.py verify_document`` ends with.
EXIT_CODES = {
    Word.AUTHENTIC: 0,
    Word.INTACT: 0,
    Word.INTACT_KEY_EXPIRED: 0,
    Word.ALTERED: 3,
    Word.NOT_OURS: 4,
    Word.UNSEALED: 5,
    Word.NOT_A_PDF: 6,
}


@dataclass(frozen=True)
class Registered:
    """What the register tells anybody of a sealed document."""

    kind: str
    state: str
    sealed_at: datetime
    ended_at: datetime | None
    #: As what somebody signed, and when.
    signatures: Sequence[tuple[str, datetime]]


@dataclass(frozen=True)
class Answer:
    """The word, the digest that it is about, and what the register holds when it knows the file."""

    word: Word
    digest: str
    registered: Registered | None = field(default=None)

    @property
    def second_word(self) -> str:
        """What became of the document since it was sealed: "superseded", "voided" or nothing."""
        state = self.registered.state if self.registered else ""
        return state if state in ("superseded", "voided") else ""


def of_file(content: bytes) -> Answer:
    """What we say of a file. Anything that cannot be read within the limits counts as altered."""
    digest = hashlib.sha256(content).hexdigest()
    known = of_digest(digest)
    if known.word == Word.AUTHENTIC:
        return known
    try:
        answer = confined.run("verdict", content, _question())
    except confined.GaveUp:
        return Answer(Word.ALTERED, digest)
    return Answer(Word(answer["word"]), digest)


def of_digest(digest: str) -> Answer:
    """What the register says of a SHA-256: authentic, or unknown."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, state, sealed_at, ended_at, role, signed_at FROM verify_digest(%s)", [digest.lower()]
        )
        rows = cursor.fetchall()
    if not rows:
        return Answer(Word.UNKNOWN, digest)
    kind, state, sealed_at, ended_at, _role, _signed_at = rows[0]
    signatures = [(role, signed_at) for *_same, role, signed_at in rows if role is not None]
    return Answer(Word.AUTHENTIC, digest, Registered(kind, state, sealed_at, ended_at, signatures))


def root() -> x509.Certificate | None:
    """The certificate by which anybody checks our seals without us: the newest root."""
    roots = seal_keys.certificates_of(settings.SEAL_KEYS_DIR, "root")
    return roots[-1][1] if roots else None


def _question() -> dict[str, object]:
    kinds = {"roots": "root", "authorities": "authority"}
    found = {
        name: [
            b64encode(one.public_bytes(Encoding.DER)).decode()
            for _path, one in seal_keys.certificates_of(settings.SEAL_KEYS_DIR, kind)
        ]
        for name, kind in kinds.items()
    }
    return {**found, "at": timezone.now().isoformat()}
