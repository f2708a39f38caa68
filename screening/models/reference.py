"""What somebody who knows a person says of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from screening.models.record import Record
from screening.querysets.records import RecordQuerySet
from screening.social_security import refuse
from tenancy.models.owned import Personal


class Reference(Record):
    """One reference: who gives it, when it was asked for and received, and whether it speaks for the person."""

    class Outcome(models.TextChoices):
        ASKED = "asked", _("Asked for")
        GOOD = "good", _("Speaks for them")
        DOUBTFUL = "doubtful", _("Raises doubts")

    class Trust(models.TextChoices):
        YES = "yes", _("Yes")
        WITH_RESERVATIONS = "reserved", _("With reservations")
        NO = "no", _("No")

    personal = Personal(
        of=lambda person_id: Q(person_id=person_id), emptied={"referee_name": "–", "relation": "", "trust": ""}
    )

    referee_name = models.CharField(_("who gives it"), max_length=80, validators=[refuse])
    relation = models.CharField(_("how they know the person"), max_length=80, blank=True, validators=[refuse])
    outcome = models.CharField(_("what it says"), max_length=10, choices=Outcome, default=Outcome.ASKED)
    trust = models.CharField(
        _("would they trust this person with a student?"), max_length=10, choices=Trust, blank=True, default=""
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)

    objects = RecordQuerySet["Reference"].as_manager()

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="asked", received_on=None) | (~Q(outcome="asked") & Q(received_on__isnull=False)),
                name="screening_reference_received",
                violation_error_message=_("A reference that came in has a day; one that is asked for has none yet."),
            ),
            models.CheckConstraint(
                condition=Q(asked_on=None) | Q(received_on=None) | Q(received_on__gte=F("asked_on")),
                name="screening_reference_in_order",
                violation_error_message=_("It cannot come in before it was asked for."),
            ),
            models.CheckConstraint(
                condition=Q(trust="") | Q(received_on__isnull=False),
                name="screening_reference_trust_received",
                violation_error_message=_("What a reference says is known once it came in."),
            ),
            models.CheckConstraint(
                condition=~Q(trust="no") | ~Q(outcome="good"),
                name="screening_reference_trust_fits",
                violation_error_message=_("Who would not trust them with a student raises doubts. Choose that."),
            ),
            models.UniqueConstraint(
                "district",
                "person",
                "referee_name",
                condition=Q(taken_back_at=None),
                name="screening_reference_once",
                violation_error_message=_("A reference by this person is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return f"reference {self.pk}"
