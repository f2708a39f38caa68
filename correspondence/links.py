"""Links and codes in messages: named when a message is posted, made when it leaves.

    @minter("accounts.invitation")
    def invitation_link(party_pk: int) -> str: …

A floor above registers one function for each purpose in its ``mails.py``. Delivery calls it inside the district, each
time a message leaves, and forgets what it returned. So no row, task or page ever holds a usable link.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

#: From the party's id to an absolute address with a fresh token, or to a fresh code. May write rows in the district.
#: Raises ``Outdated`` when there is nothing left to link to.
Minter = Callable[[int], str]

#: What stands in stored texts where the link or code stood.
BLANK = "[link]"

#: What an address in a message says of its language: read once, by ``accounts.languages``.
LANGUAGE = "lang"

_minters: dict[str, Minter] = {}


class UnknownPurpose(LookupError):
    """No floor makes links for this purpose."""


class Outdated(Exception):
    """What the message was about is gone (used, taken back, closed): it must not leave any more."""


@dataclass(frozen=True)
class Link:
    """For what and for whom a link is: ``Link("accounts.invitation", invitation.pk)``."""

    purpose: str
    party_pk: int


def minter(purpose: str) -> Callable[[Minter], Minter]:
    """Register the function that makes links for a purpose."""

    def register(function: Minter) -> Minter:
        _minters[purpose] = function
        return function

    return register


def check_purpose(purpose: str) -> None:
    """Raise UnknownPurpose unless somebody makes links for this purpose."""
    if purpose not in _minters:
        raise UnknownPurpose(f"No minter is registered for {purpose!r}: write one in the app's mails.py.")


def mint(link: Link) -> str:
    """A fresh link or code. Call inside the district and in the reader's language, just before it leaves."""
    check_purpose(link.purpose)
    return _minters[link.purpose](link.party_pk)


def absolute(path: str) -> str:
    """An address with scheme and host, for a message: ``absolute(outside("accept", token))``."""
    return f"{settings.PUBLIC_URL}{path}"


def opening(path: str) -> str:
    """The same for pages of readers: it opens in the language of the message, whatever the device is set to.

    Nothing but the language is said, so the page need not know whose link it is.
    """
    language = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    return f"{absolute(path)}?{LANGUAGE}={language}"
