"""An agreement: one document, its parties, its wording in each language, what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.querysets.agreements import AgreementQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class Kind(models.TextChoices):
    """What a document is."""

    MENTORSHIP = "mentorship", _("Mentorship agreement")
    PERMISSIONS = "permissions", _("Permissions")


class State(models.TextChoices):
    """How far a document is. Frozen as soon as it leaves DRAFT."""

    DRAFT = "draft", _("Draft")
    OUT = "out", _("Out for signatures")
    ALL_SIGNED = "all_signed", _("Signed by all")
    SEALING = "sealing", _("Being sealed")
    SEALED = "sealed", _("Sealed")
    SEAL_FAILED = "seal_failed", _("Could not be sealed yet")
    DECLINED = "declined", _("Declined")
    VOIDED = "voided", _("Voided")
    EXPIRED = "expired", _("Not signed in time")
    SUPERSEDED = "superseded", _("Replaced by a newer version")


#: Nothing more is needed from the parties, and nothing took it back.
STANDING = (State.ALL_SIGNED, State.SEALING, State.SEALED, State.SEAL_FAILED)
#: Still worked on, or standing: at most one of a kind in a packet.
LIVE = (State.DRAFT, State.OUT, *STANDING)


class Agreement(DistrictOwned):
    """One document of a packet.

    ``wording`` is the version of the built-in text; ``values`` are its merge fields (``agreements/fields.py``), days as
    ISO dates. What the parties read is kept in ``DocumentText``, a row for each language, from the moment it leaves
    draft. ``public_id`` is on every page and opens nothing.
    """

    personal = Personal(of=lambda person_id: Q(packet__student=person_id), emptied={"values": {}, "reason": ""})

    packet = models.ForeignKey("agreements.Packet", models.PROTECT, related_name="agreements", db_index=False)
    kind = models.CharField(_("document"), max_length=12, choices=Kind)
    wording = models.PositiveSmallIntegerField()
    values = models.JSONField(default=dict)
    public_id = models.CharField(max_length=20)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", db_index=False
    )
    sent_at = models.DateTimeField(_("sent"), null=True)
    expires_on = models.DateField(_("to be signed by"), null=True)
    completed_at = models.DateTimeField(_("signed by all"), null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(_("why it was declined or voided"), max_length=500, blank=True)
    seal_tries = models.PositiveSmallIntegerField(default=0)
    seal_lease_until = models.DateTimeField(null=True)
    seal_fault = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "public_id", name="agreements_agreement_public_id"),
            models.UniqueConstraint(
                "district",
                "packet",
                "kind",
                condition=Q(state__in=[str(one) for one in LIVE]),
                name="agreements_agreement_one_live",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None)
                | (~Q(state="draft") & (Q(sent_at__isnull=False, expires_on__isnull=False) | Q(state="voided"))),
                name="agreements_agreement_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[str(one) for one in STANDING]) | Q(completed_at__isnull=False),
                name="agreements_agreement_completed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["declined", "voided", "expired", "superseded"], ended_at__isnull=False)
                | (~Q(state__in=["declined", "voided", "expired", "superseded"]) & Q(ended_at=None)),
                name="agreements_agreement_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "packet"], name="agreements_agreement_packet"),
            models.Index(fields=["district", "state", "expires_on"], name="agreements_agreement_state"),
            models.Index(fields=["district", "supersedes"], name="agreements_agreement_newer"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"


class DocumentText(DistrictOwned):
    """What the parties read, in one language, as it was when the document went out. The sealed PDF holds the same."""

    personal = Personal(of=lambda person_id: Q(agreement__packet__student=person_id), emptied={"html": ""})

    agreement = models.ForeignKey("agreements.Agreement", models.CASCADE, related_name="texts", db_index=False)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    html = models.TextField()
    digest = models.CharField(max_length=64)

    objects = DistrictQuerySet["DocumentText"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "agreement", "language", name="agreements_text_once")]

    def __str__(self) -> str:
        return f"{self.agreement_id} in {self.language}"


class Correction(DistrictOwned):
    """A notice by the school that corrects a name or a slip of the pen: attached and mailed, nobody signs again."""

    personal = Personal(of=lambda person_id: Q(agreement__packet__student=person_id), emptied={"says": ""})

    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="corrections", db_index=False)
    says = models.CharField(_("what is corrected"), max_length=500)
    noted_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    noted_at = models.DateTimeField()

    objects = DistrictQuerySet["Correction"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["district", "agreement"], name="agreements_correction_of")]

    def __str__(self) -> str:
        return f"correction {self.pk}"


class SealedDocument(DistrictOwned):
    """The register: one row for each document that was sealed, with the digest of its bytes.

    ``path`` is where the file is in storage. ``chain_head`` is the digest of the last event before the seal; it stands
    in the certificate of completion too.
    """

    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="sealed", db_index=False)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    path = models.CharField(max_length=200)
    chain_head = models.CharField(max_length=64)
    key_fingerprint = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    objects = DistrictQuerySet["SealedDocument"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "agreement", name="agreements_sealed_once"),
            models.UniqueConstraint("district", "digest", name="agreements_sealed_digest"),
            models.CheckConstraint(condition=Q(size__gt=0), name="agreements_sealed_size"),
        ]

    def __str__(self) -> str:
        return f"seal of {self.agreement_id}"
