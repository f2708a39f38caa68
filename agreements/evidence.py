"""The evidence of a document: a chain of events, each with the digest of everything before it.

Rows are added and never changed; the head of the chain stands in the sealed PDF, so that not even the operator of the
installation can rewrite what happened. Events hold ids, codes and digests, never names: a person can be forgotten and
the chain still holds.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Party, SignatureEvent

#: A code, an id, a digest, a switch, or a few of them under codes.
Fact = str | int | bool | None | Mapping[str, "str | int | bool | None"]


class EventKind(models.TextChoices):
    """What can happen to a document."""

    SENT = "sent", _("Sent out for signatures")
    LINK_SENT = "link_sent", _("A link was sent")
    REMINDED = "reminded", _("Reminded")
    OPENED = "opened", _("Opened")
    CODE_SENT = "code_sent", _("A code was sent")
    CODE_CONFIRMED = "code_confirmed", _("The code was entered")
    SIGNED = "signed", _("Signed")
    RELEASED = "released", _("Not needed any more")
    DELEGATED = "delegated", _("Handed over to somebody else of the school")
    COMPLETED = "completed", _("Signed by all")
    SEALED = "sealed", _("Sealed")
    DECLINED = "declined", _("Declined")
    VOIDED = "voided", _("Voided")
    EXPIRED = "expired", _("Not signed in time")
    SUPERSEDED = "superseded", _("Replaced by a newer version")
    CORRECTED = "corrected", _("A correction was attached")
    WITHDRAWN = "withdrawn", _("A permission was withdrawn")


def append(
    agreement: Agreement,
    kind: EventKind | str,
    *,
    party: Party | None = None,
    at: datetime,
    facts: Mapping[str, Fact] | None = None,
) -> SignatureEvent:
    """Add what happened to the end of the chain, in the transaction at hand. Two at once come one after the other.

    Whoever adds to several documents takes them in order of their ids, as ``AgreementQuerySet.locked`` does.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"agreements.events:{agreement.pk}"])
    last = (
        SignatureEvent.objects.filter(district=agreement.district_id, agreement=agreement).order_by("-number").first()
    )
    event = SignatureEvent(
        district_id=agreement.district_id,
        agreement=agreement,
        number=last.number + 1 if last else 1,
        kind=str(kind),
        party=party,
        at=at,
        facts=dict(facts or {}),
        previous=last.digest if last else "",
    )
    event.digest = digest(event)
    event.save(force_insert=True)
    return event


def events(agreement: Agreement) -> list[SignatureEvent]:
    """The whole chain, from the first event on."""
    rows = SignatureEvent.objects.filter(district=agreement.district_id, agreement=agreement)
    return list(rows.prefetch_related("party").order_by("number"))


def head(agreement: Agreement) -> str:
    """The digest of the newest event; empty before the first."""
    rows = SignatureEvent.objects.filter(district=agreement.district_id, agreement=agreement)
    return rows.order_by("-number").values_list("digest", flat=True).first() or ""


def check_chain(agreement: Agreement) -> bool:
    """Whether every event is as it was written, none is missing in between and none was put in."""
    previous = ""
    for number, event in enumerate(events(agreement), start=1):
        if event.number != number or event.previous != previous or event.digest != digest(event):
            return False
        previous = event.digest
    return True


def digest(event: SignatureEvent) -> str:
    """The digest of an event: SHA-256 of its canonical JSON, which holds the digest before it."""
    return hashlib.sha256(canonical(event)).hexdigest()


def canonical(event: SignatureEvent) -> bytes:
    """An event as JSON in exactly one way of writing it: names sorted, no blanks, the moment in UTC."""
    written = {
        "agreement": event.agreement_id,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "facts": event.facts,
        "kind": event.kind,
        "number": event.number,
        "party": event.party_id,
        "previous": event.previous,
    }
    return json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
