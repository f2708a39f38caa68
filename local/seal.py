"""A chain of seal keys for one machine, made by itself. Its root is forgotten at once: not for real documents."""

from datetime import UTC, datetime
from pathlib import Path

from agreements import seal_keys


def ensure(folder: Path, passphrase: str) -> None:
    """There is a key that seals now, at least for another week, and this passphrase opens it."""
    now = datetime.now(UTC)
    if (seal_keys.days_left(folder, now) or 0) < 7:
        seal_keys.create(folder, passphrase=passphrase, at=now, offline=None)
