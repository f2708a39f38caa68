"""Links and printed codes of invitations: made once, kept as keyed digests only."""

import secrets

from django.conf import settings
from django.utils.crypto import get_random_string, salted_hmac

#: Letters and digits that nobody mistakes for each other on paper.
PLAIN_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
#: Fifty bits: with five tries an hour nobody finds one.
CODE_LENGTH = 10


def new_token() -> str:
    """A secret for a link: 256 bits."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A secret for paper, as it is printed: ``K7P3M-9Q2XA``."""
    code = get_random_string(CODE_LENGTH, PLAIN_LETTERS).upper()
    return f"{code[:5]}-{code[5:]}"


def new_sign_in_code() -> str:
    """A user name for somebody without an address. No secret."""
    return get_random_string(8, PLAIN_LETTERS)


def plain(typed: str) -> str:
    """A code as it was meant: without dashes, blanks and capitals."""
    return "".join(letter for letter in typed if letter.isalnum()).lower()


def spaced(code: str) -> str:
    """A sign-in code as people read it: ``k7p3m9q2`` is ``k7p3-m9q2``."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def digest(secret: str) -> str:
    """What the database keeps of a secret."""
    return _digest(secret, settings.SECRET_KEY)


def digests(secret: str) -> list[str]:
    """What it may have kept, with this key or an earlier one of the installation."""
    return [_digest(secret, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _digest(secret: str, key: str) -> str:
    return salted_hmac("accounts.invitation", secret, key, algorithm="sha256").hexdigest()
