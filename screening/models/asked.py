"""Of whom something is asked, and how far they are."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from screening.querysets.asked import AskedQuerySet
from tenancy.models.owned import DistrictOwned


class Asked(DistrictOwned):
    """A requirement set is asked of a person, from a day until it ends.

    The last four columns are what ``rules.assess`` said when something last changed, kept so that a board of thousands
    can be filtered: ``covers_until`` is the last day on which everything counts (``date.max``: no end; null: not
    cleared), ``lacking`` the requirements without which the person is not cleared, or because of which that day is the
    last. Written by ``actions.standings`` alone.
    """

    class State(models.TextChoices):
        CLEAR = "clear", _("Cleared")
        MISSING = "missing", _("Something is missing")
        PENDING = "pending", _("Waiting for an outcome")
        EXPIRED = "expired", _("Run out")
        FAILED = "failed", _("Not clear")
        HELD = "held", _("Paused until further notice")

    person = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="asked", db_index=False)
    requirement_set = models.ForeignKey(
        "screening.RequirementSet", models.PROTECT, related_name="asked", db_index=False
    )
    asked_on = models.DateField(_("asked since"))
    ended_on = models.DateField(_("asked until"), null=True)
    state = models.CharField(max_length=10, choices=State, default=State.MISSING)
    covers_until = models.DateField(null=True)
    lacking = ArrayField(models.BigIntegerField(), default=list)
    refreshed_on = models.DateField(null=True)

    objects = AskedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district", "person", "requirement_set", condition=Q(ended_on=None), name="screening_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("asked_on")), name="screening_asked_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(state="clear", covers_until__isnull=False) | (~Q(state="clear") & Q(covers_until=None)),
                name="screening_asked_clear_until",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "person"], name="screening_asked_person"),
            models.Index(fields=["district", "requirement_set", "ended_on"], name="screening_asked_set"),
            models.Index(fields=["district", "covers_until"], condition=Q(ended_on=None), name="screening_asked_until"),
            models.Index(fields=["district", "state"], condition=Q(ended_on=None), name="screening_asked_state"),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_set_id} of {self.person_id}"
