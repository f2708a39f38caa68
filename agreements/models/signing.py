"""What signing needs: links, codes, and the chain of events that is its evidence."""

from django.db import models
from django.db.models import F, Q

from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class SigningLink(DistrictOwned):
    """A link that was minted for a party when a message left. Only the digest of its token is kept.

    ``address_digest``: where it went, keyed. It works as long as the person is still reached there.
    """

    party = models.ForeignKey("agreements.Party", models.CASCADE, related_name="links", db_index=False)
    token_digest = models.CharField(max_length=64)
    address_digest = models.CharField(max_length=64, blank=True)
    minted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = DistrictQuerySet["SigningLink"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "token_digest", name="agreements_link_token"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("minted_at")), name="agreements_link_expires_later"),
        ]
        indexes = [models.Index(fields=["district", "party"], name="agreements_link_party")]

    def __str__(self) -> str:
        return f"link {self.pk}"


class SigningCode(DistrictOwned):
    """A code of six digits sent to the address that the school holds of somebody who signs: ten minutes, five tries.

    ``address_digest``: as of ``SigningLink``.
    """

    person = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="+", db_index=False)
    party = models.ForeignKey("agreements.Party", models.CASCADE, related_name="codes", db_index=False)
    code_digest = models.CharField(max_length=64)
    address_digest = models.CharField(max_length=64, blank=True)
    minted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    objects = DistrictQuerySet["SigningCode"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("minted_at")), name="agreements_code_expires_later")
        ]
        indexes = [models.Index(fields=["district", "person", "minted_at"], name="agreements_code_person")]

    def __str__(self) -> str:
        return f"code {self.pk}"


class SignatureEvent(DistrictOwned):
    """One link of the chain of an agreement: what happened, and the digest of everything before it.

    Holds ids, codes and digests, never names. ``digest`` is over the canonical JSON of the row and ``previous``.
    """

    append_only = True

    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="events", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    party = models.ForeignKey("agreements.Party", models.PROTECT, null=True, related_name="events", db_index=False)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = DistrictQuerySet["SignatureEvent"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "agreement", "number", name="agreements_event_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="agreements_event_from_one"),
            models.CheckConstraint(
                condition=Q(number=1, previous="") | (Q(number__gt=1) & ~Q(previous="")), name="agreements_event_chain"
            ),
        ]
        indexes = [models.Index(fields=["district", "party"], name="agreements_event_party")]

    def __str__(self) -> str:
        return f"event {self.number} of {self.agreement_id}"
