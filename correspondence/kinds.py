"""Kinds of messages: what they are called and what their templates need.

    @kind("accounts/invitation", label=_("Invitation to sign in"))
    def invitation(message: Message) -> dict[str, object]: …

A floor above registers each kind once, in its ``mails.py`` (every app's is imported at start). The function reads what
the templates show, when the message leaves, inside the district. Templates are
``<app>/mail/<name>.{subject.txt,txt,html}``; ``.sms.txt`` besides, when it may go as a text message; ``.line.txt``, one
sentence, when it may stand in a daily summary.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from correspondence.attachments import Attachments, none
from correspondence.models import Message
from tenancy.permissions import Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: The daily summary: the one kind that gathers others.
DIGEST = "correspondence/digest"

Context = Callable[[Message], Mapping[str, object]]

_kinds: dict[str, "Kind"] = {}


class UnknownKind(LookupError):
    """No floor writes this kind of message."""


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    ``for_digest``: unless urgent, it waits for the person's daily summary. ``muted_by``: the roles whose people may ask
    not to get it; never anything that the law, a signature or somebody's safety needs. ``attachments`` says which files
    go with it by email.
    """

    name: str
    label: "str | _StrPromise"
    context: Context
    for_digest: bool = False
    muted_by: frozenset[Role] = frozenset()
    attachments: Attachments = none

    @property
    def template(self) -> str:
        """Where its templates are, without their endings: ``accounts/mail/invitation``."""
        app, _, name = self.name.partition("/")
        return f"{app}/mail/{name}"


def kind(
    name: str,
    *,
    label: "str | _StrPromise",
    for_digest: bool = False,
    muted_by: Iterable[Role] = (),
    attachments: Attachments = none,
) -> Callable[[Context], Context]:
    """Register a kind with the function that reads its templates' context."""

    def register(context: Context) -> Context:
        _kinds[name] = Kind(name, label, context, for_digest, frozenset(muted_by), attachments)
        return context

    return register


def find(name: str) -> Kind:
    """The kind of this name. Raises UnknownKind."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(f"No kind of message is called {name!r}: register it in the app's mails.py.") from None


def every() -> list[Kind]:
    """All kinds, by name."""
    return [_kinds[name] for name in sorted(_kinds)]
