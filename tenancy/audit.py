"""Writing down what was done."""

from collections.abc import Mapping

import structlog
from django.db.models import Model

from tenancy.actor import Actor
from tenancy.models import AuditEvent

#: A fact is a code, an id, a count or a switch; never a name, an address or other text that a person typed.
Fact = str | int | bool | None | list[str] | list[int]


def record(
    *, by: Actor, verb: str, target: Model | None = None, reason: str = "", facts: Mapping[str, Fact] | None = None
) -> AuditEvent:
    """Write one audit event in the transaction at hand: it stands exactly when the deed stands.

    ``verb`` is "noun.verb" (``"membership.end"``). ``reason`` is what somebody typed as their reason and were told is
    kept; platform staff's own reason for being in the district is used when none is given.
    """
    return AuditEvent.objects.create(
        verb=verb,
        actor_kind=by.kind,
        actor_person_id=by.person_id,
        actor_user_id=by.user_id,
        actor_label=by.label,
        target_kind=target._meta.label_lower if target is not None else "",
        target_id=target.pk if target is not None else None,
        reason=reason or by.reason,
        facts=dict(facts or {}),
        request_id=structlog.contextvars.get_contextvars().get("request_id", ""),
    )
