"""Secrets of links to the answer page: signed, so that none is ever kept, and the same in every message.

A link says which invitation it is of and that we made it. It opens the page until the person has answered or the round
is over; it tells nothing of what was answered.
"""

import base64
import binascii
import hmac

from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT = "support.feedback"
#: Bytes of the invitation's id, and of the signature: together 43 letters, which logs leave out (config/logs.py).
_ID, _SIGNATURE = 8, 24


def token_of(invitation_pk: int) -> str:
    """The secret of an invitation's link."""
    number = invitation_pk.to_bytes(_ID, "big")
    return base64.urlsafe_b64encode(number + _signature(number, settings.SECRET_KEY)).decode().rstrip("=")


def invitation_of(token: str) -> int | None:
    """The id of the invitation whose link this is; None of what we did not sign."""
    try:
        whole = base64.b64decode(token.encode() + b"=", altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError):
        return None
    number, signature = whole[:_ID], whole[_ID:]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if len(whole) != _ID + _SIGNATURE or not any(
        hmac.compare_digest(signature, _signature(number, key)) for key in keys
    ):
        return None
    return int.from_bytes(number, "big")


def _signature(number: bytes, key: str) -> bytes:
    return salted_hmac(_SALT, number, secret=key, algorithm="sha256").digest()[:_SIGNATURE]
