"""Values that stand in the database for a few minutes, readable only with keys that do not."""

import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FACTOR_KEYS])


def seal(values: Mapping[str, object]) -> str:
    """Encrypt with the newest key."""
    return _box().encrypt(json.dumps(values).encode()).decode()


def unseal(sealed: str) -> dict[str, object]:
    """Decrypt with whichever key fits. Raises cryptography's InvalidToken when none does."""
    values: dict[str, object] = json.loads(_box().decrypt(sealed))
    return values
