"""Writing down what happens to a sign-in. Holds no address of a person or a computer, only keyed hashes."""

import re

from allauth.core.internal.httpkit import get_client_ip
from allauth.core.internal.ratelimit import truncate_ip
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts.models import SignInEvent, SignInVerb, User

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def record(
    verb: SignInVerb,
    *,
    user: User | None,
    request: HttpRequest | None = None,
    method: str = "",
    tried: str = "",
    by_user: User | None = None,
) -> SignInEvent:
    """Write one event. ``tried`` is the address of a failed try that leads to nobody; only its hash is kept."""
    return SignInEvent.objects.create(
        verb=verb,
        user=user,
        method=method[:40],
        tried_hash=keyed_hash("address", tried.strip().lower()) if tried and user is None else "",
        ip_hash=keyed_hash("ip", internet_address(request)) if request else "",
        agent=browser_name(request.headers.get("User-Agent", "")) if request else "",
        by_user=by_user,
    )


def keyed_hash(kind: str, text: str) -> str:
    """SHA-256 with the installation's key: equal texts can be told to be equal, and nothing else."""
    return salted_hmac(f"accounts.{kind}", text, algorithm="sha256").hexdigest() if text else ""


def internet_address(request: HttpRequest) -> str:
    """Where the request came from, as the proxy (if there is one of ours) saw it; empty when unknown.

    Of the newer addresses only the network: one household or attacker has billions of them.
    """
    return str(truncate_ip(get_client_ip(request) or ""))


def browser_name(agent: str) -> str:
    """ "Chrome on Windows": enough to know one's own computer by."""
    browser = next((name for mark, name in _BROWSERS if re.search(mark, agent)), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return " on ".join(part for part in (browser, system) if part)
