"""Sealing, step by step: claimed by a lease, registered once, tried again until it works.

A worker claims a document, commits, draws and seals it outside of every transaction, then registers the result. One
that is killed at any point leaves a document that another claims when the lease runs out, and nothing else: the file is
written under the lock of the document's row, always to the same place, in the transaction that registers it.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import signature
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from agreements import evidence, mails
from agreements.evidence import EventKind
from agreements.models import Agreement, SealedDocument, State
from tenancy import audit
from tenancy.actor import Actor
from tenancy.celery import ring
from tenancy.files import keep_at
from tenancy.happenings import happened
from tenancy.models import District

#: Longer than drawing and sealing can take; after it the worker is taken for dead.
LEASE = timedelta(minutes=2)
#: How long after the first failure, the second, … it is tried again; then always as after the last.
RETRY_AFTER = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
BY = Actor.system("seal")
#: Rung by name: tasks stand above this module.
_SEAL = signature("agreements.tasks.seal_agreement")


class NotSealed(Exception):
    """There is no sealed file of this document yet."""


class Damaged(Exception):
    """The file in storage was changed. It is handed to nobody; a back-up has the right one."""


@dataclass(frozen=True)
class Claim:
    """The right to seal one document once. A later claim of the same document has another number."""

    agreement_pk: int
    attempt: int


@transaction.atomic
def claim(*, district: District, agreement_pk: int, at: datetime) -> tuple[Claim, Agreement] | None:
    """Take a document that everybody signed and nobody seals at present. None when there is nothing to do."""
    waiting = Agreement.objects.of(district).to_seal(at).filter(pk=agreement_pk)
    agreement = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if agreement is None or not district.is_active:
        return None
    agreement.state, agreement.seal_lease_until = State.SEALING, at + LEASE
    agreement.seal_tries += 1
    agreement.save(update_fields=["state", "seal_lease_until", "seal_tries"])
    return Claim(agreement.pk, agreement.seal_tries), agreement


@transaction.atomic
def register(
    *, district: District, claim: Claim, content: bytes, chain_head: str, key_fingerprint: str, at: datetime
) -> SealedDocument | None:
    """Keep the sealed file, write it into the register and tell everybody who had to do with it.

    None, and nothing kept, when the claim is not this worker's any more or the document was taken back meanwhile.
    """
    agreement = _still_ours(district, claim)
    if agreement is None:
        return None
    digest = hashlib.sha256(content).hexdigest()
    sealed = SealedDocument.objects.create(
        district_id=district.pk,
        agreement=agreement,
        digest=digest,
        size=len(content),
        path=keep_at(path_of(agreement), content),
        chain_head=chain_head,
        key_fingerprint=key_fingerprint,
        sealed_at=at,
    )
    agreement.state, agreement.seal_lease_until, agreement.seal_fault = State.SEALED, None, ""
    agreement.save(update_fields=["state", "seal_lease_until", "seal_fault"])
    evidence.append(agreement, EventKind.SEALED, at=at, facts={"digest": digest, "key": key_fingerprint})
    audit.record(by=BY, verb="agreement.seal", target=agreement, facts={"digest": digest})
    happened("agreement.sealed", agreement=agreement, at=at, by=BY)
    mails.completed(agreement, by=BY)
    return sealed


@transaction.atomic
def fail(*, district: District, claim: Claim, fault: str, at: datetime) -> None:
    """Note that it did not work and when it is tried again. The signatures stand."""
    agreement = _still_ours(district, claim)
    if agreement is None:
        return
    wait = RETRY_AFTER[min(claim.attempt, len(RETRY_AFTER)) - 1]
    agreement.state, agreement.seal_lease_until, agreement.seal_fault = State.SEAL_FAILED, at + wait, fault[:80]
    agreement.save(update_fields=["state", "seal_lease_until", "seal_fault"])
    audit.record(by=BY, verb="agreement.seal_fail", target=agreement, facts={"fault": fault[:80]})


@transaction.atomic
def retry(*, agreement: Agreement, by: Actor) -> bool:
    """Let one that could not be sealed be tried again at once. Says whether it was one of those."""
    waiting = Agreement.objects.filter(pk=agreement.pk, state=State.SEAL_FAILED)
    if not waiting.update(seal_lease_until=None):
        return False
    audit.record(by=by, verb="agreement.seal_retry", target=agreement)
    ring(_SEAL, agreement.pk)
    return True


@transaction.atomic
def download(*, agreement: Agreement, by: Actor) -> bytes:
    """The sealed file, for somebody who may have it. Raises NotSealed; and Damaged when it is not what was sealed."""
    sealed = SealedDocument.objects.filter(district=agreement.district_id, agreement=agreement).first()
    if sealed is None:
        raise NotSealed
    try:
        with default_storage.open(sealed.path) as file:
            content: bytes = file.read()
    except FileNotFoundError as missing:
        raise Damaged(f"seal {sealed.pk}: the file is not in storage") from missing
    if hashlib.sha256(content).hexdigest() != sealed.digest:
        raise Damaged(f"seal {sealed.pk}: the file in storage is not what the register says")
    audit.record(by=by, verb="agreement.download", target=agreement)
    return content


def path_of(agreement: Agreement) -> str:
    """Where the sealed file is kept: in the district's own folder, at the same place however often it is tried."""
    return f"districts/{agreement.district_id}/sealed/{agreement.public_id}.pdf"


def _still_ours(district: District, claim: Claim) -> Agreement | None:
    """The document, locked, unless another worker has claimed it since or it was taken back."""
    ours = Q(pk=claim.agreement_pk, state=State.SEALING, seal_tries=claim.attempt)
    return Agreement.objects.of(district).filter(ours).select_for_update(of=("self",)).first()
