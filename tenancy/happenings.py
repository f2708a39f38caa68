"""What happened down here, told upwards: ``happened("person.deactivated", person=…, on=…, by=…)``.

What follows is on one page, ``config/consequences.py``. Followers run at once, in their order, in the same transaction;
if one fails, the deed fails. Each app names what can happen in it as ``happenings`` of its AppConfig.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

Follower = Callable[..., object]
Consequences = Mapping[str, Sequence[Follower]]


class UnknownHappening(LookupError):
    """No app says that this can happen, or the page of consequences does not mention it."""


def declared() -> dict[str, str]:
    """Every happening's name, with the label of the app in which it can happen."""
    return {name: app.label for app in apps.get_app_configs() for name in getattr(app, "happenings", ())}


def consequences() -> Consequences:
    """The page of consequences."""
    found: Consequences = import_string(settings.CONSEQUENCES)
    return found


def happened(name: str, **what: Any) -> None:
    """Run everything that follows from this, now. Raises UnknownHappening, or whatever a follower raises."""
    if name not in declared():
        raise UnknownHappening(f"No app declares {name!r} in its AppConfig.happenings.")
    try:
        followers = consequences()[name]
    except KeyError:
        raise UnknownHappening(f"{settings.CONSEQUENCES} has no line for {name!r}.") from None
    for follow in followers:
        follow(**what)
