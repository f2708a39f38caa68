"""Policies and procedures in writing, their versions, and who agreed to which."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from screening.models.record import Record
from screening.querysets.policies import PolicyVersionQuerySet
from screening.querysets.records import RecordQuerySet
from screening.social_security import refuse
from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class PolicyDocument(DistrictOwned):
    """A policy that people read and agree to: "Guidelines for mentors"."""

    title = models.CharField(_("title"), max_length=120, validators=[refuse])
    minutes = models.PositiveSmallIntegerField(_("minutes it takes to read"), default=5)
    preset = models.CharField(max_length=40, blank=True, editable=False)
    is_active = models.BooleanField(default=True, editable=False)

    objects = DistrictQuerySet["PolicyDocument"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "title",
                name="screening_policy_document_title",
                violation_error_message=_("There is one with this title already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PolicyVersion(DistrictOwned):
    """One wording of a policy. With ``asks_again``, who agreed to an older one agrees anew by ``takes_effect_on``."""

    document = models.ForeignKey("screening.PolicyDocument", models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    published_on = models.DateField(_("published"))
    takes_effect_on = models.DateField(_("takes effect"))
    asks_again = models.BooleanField(_("everybody agrees anew"), default=True)

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "document", "number", name="screening_policy_version_number")
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class PolicyText(DistrictOwned):
    """The words of a version in one language."""

    version = models.ForeignKey("screening.PolicyVersion", models.CASCADE, related_name="texts", db_index=False)
    language = models.CharField(_("language"), max_length=10)
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"))

    objects = DistrictQuerySet["PolicyText"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "version", "language", name="screening_policy_text_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class Acknowledgement(Record):
    """One person agreed to one version, in the language in which they read it."""

    class How(models.TextChoices):
        ONLINE = "online", _("On their own page")
        PAPER = "paper", _("On paper")

    version = models.ForeignKey("screening.PolicyVersion", models.PROTECT, related_name="+", db_index=False)
    acknowledged_on = models.DateField(_("agreed on"))
    how = models.CharField(_("how"), max_length=10, choices=How)
    language = models.CharField(max_length=10, blank=True)

    objects = RecordQuerySet["Acknowledgement"].as_manager()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                "district",
                "person",
                "version",
                "acknowledged_on",
                condition=Q(taken_back_at=None),
                name="screening_acknowledgement_once",
                violation_error_message=_("This is recorded already."),
            ),
        ]
        indexes = [*Record.Meta.indexes, models.Index(fields=["district", "version"], name="screening_ack_version")]

    def __str__(self) -> str:
        return f"{self.version_id} on {self.acknowledged_on}"
