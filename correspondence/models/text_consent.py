"""Who agreed to text messages."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class TextConsentQuerySet(DistrictQuerySet["TextConsent"]):
    """Consents to text messages."""

    def live(self) -> "TextConsentQuerySet":
        """Consents that were not taken back."""
        return self.filter(stopped_at=None)


class TextConsent(DistrictOwned):
    """A person agreed that text messages go to a phone, until it is stopped by them or by staff."""

    class How(models.TextChoices):
        PAPER = "paper", _("On a paper form")
        SPOKEN = "spoken", _("In person or by phone")
        ONLINE = "online", _("On their own page")
        TEXT = "text", _("By answering START")

    personal = Personal(of=lambda person_id: Q(person_id=person_id), emptied={"phone": ""})

    person = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="text_consents", db_index=False)
    phone = models.CharField(_("mobile phone"), max_length=20)
    how = models.CharField(_("how they agreed"), max_length=10, choices=How)
    opted_in_at = models.DateTimeField(_("agreed"))
    recorded_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    stopped_at = models.DateTimeField(_("stopped"), null=True)

    objects = TextConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district", "person", "phone", condition=~Q(phone=""), name="correspondence_text_consent_once"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None) | Q(stopped_at__gte=F("opted_in_at")),
                name="correspondence_text_consent_stops_later",
            ),
        ]
        indexes = [models.Index(fields=["district", "phone"], name="correspondence_consent_phone")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.how}"
