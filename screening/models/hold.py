"""Safety holds: stop now, and why (S-34)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from screening.querysets.holds import SafetyHoldQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class SafetyHold(DistrictOwned):
    """Everything that hangs on a person stands still, from the moment it was placed until it is lifted.

    A person has one live hold at most. It says nothing about why: that is a row of its own, ``HoldReason``.
    """

    person = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    placed_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    placed_at = models.DateTimeField(_("since"))
    lifted_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    lifted_at = models.DateTimeField(_("until"), null=True)

    objects = SafetyHoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "person", condition=Q(lifted_at=None), name="screening_hold_one_live"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False, lifted_at__gte=F("placed_at")),
                name="screening_hold_lifted",
            ),
            models.CheckConstraint(condition=~Q(placed_by=F("person")), name="screening_hold_placed_by_another"),
            models.CheckConstraint(
                condition=Q(lifted_by=None) | ~Q(lifted_by=F("person")), name="screening_hold_lifted_by_another"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "person"], name="screening_hold_person"),
            models.Index(fields=["district", "placed_at", "id"], name="screening_hold_placed"),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"

    @property
    def is_live(self) -> bool:
        """Whether it still holds."""
        return self.lifted_at is None


class HoldReason(DistrictOwned):
    """Why a hold was placed, or lifted. ``actions.holds.read_reasons`` alone reads it, and notes each time."""

    personal = Personal(of=lambda person_id: Q(hold__person=person_id), emptied={"text": ""})

    class Moment(models.TextChoices):
        PLACED = "placed", _("Why it was placed")
        LIFTED = "lifted", _("Why it was lifted")

    hold = models.ForeignKey("screening.SafetyHold", models.CASCADE, related_name="+", db_index=False)
    moment = models.CharField(max_length=10, choices=Moment)
    text = models.TextField(_("reason"), max_length=2000)

    objects = DistrictQuerySet["HoldReason"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "hold", "moment", name="screening_hold_reason_once")]

    def __str__(self) -> str:
        return f"{self.moment} of hold {self.hold_id}"
