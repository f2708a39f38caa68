"""Goals and expectations looked at again by both sides while a match runs (S-14)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from support.querysets.goals import GoalReviewQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class GoalReview(DistrictOwned):
    """One round in which students and mentors of a match say where they stand with each objective."""

    match = models.ForeignKey("mentoring.Match", models.PROTECT, related_name="goal_reviews", db_index=False)
    asked_on = models.DateField(_("asked"))
    due_on = models.DateField(_("due"))
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = GoalReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "match", condition=Q(closed_on=None), name="support_review_one_open"),
            models.CheckConstraint(condition=Q(due_on__gte=models.F("asked_on")), name="support_review_due_later"),
        ]
        indexes = [
            models.Index(fields=["district", "match", "-asked_on"], name="support_review_match"),
            models.Index(fields=["district", "due_on", "id"], condition=Q(closed_on=None), name="support_review_open"),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"


class GoalAnswer(DistrictOwned):
    """What one member says in a round: of one objective, or (without one) of what they expected of the match."""

    personal = Personal(of=lambda person_id: Q(person=person_id), emptied={"note": "", "standing": None})

    review = models.ForeignKey("support.GoalReview", models.CASCADE, related_name="answers", db_index=False)
    person = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    objective = models.ForeignKey(
        "mentoring.MatchObjective", models.CASCADE, null=True, blank=True, related_name="answers", db_index=False
    )
    standing = models.PositiveSmallIntegerField(
        _("how far are you?"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    answered_at = models.DateTimeField()

    objects = DistrictQuerySet["GoalAnswer"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "review", "person", "objective"],
                nulls_distinct=False,
                name="support_answer_once",
            ),
            models.CheckConstraint(
                condition=Q(standing=None) | Q(standing__range=(1, 4)), name="support_answer_standing"
            ),
        ]
        indexes = [models.Index(fields=["district", "person"], name="support_answer_person")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class ObjectiveState(DistrictOwned):
    """Where staff say an objective of a match stands: the newest row counts, the others are its history."""

    personal = Personal(
        of=lambda person_id: Q(objective__match__student_rows__student__person=person_id), emptied={"note": ""}
    )

    class State(models.TextChoices):
        WORKING = "working", _("Working on it")
        REACHED = "reached", _("Reached")
        DROPPED = "dropped", _("No longer a goal")

    objective = models.ForeignKey("mentoring.MatchObjective", models.CASCADE, related_name="states", db_index=False)
    state = models.CharField(_("state"), max_length=8, choices=State)
    note = models.CharField(_("note"), max_length=300, blank=True)
    said_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    said_at = models.DateTimeField()

    objects = DistrictQuerySet["ObjectiveState"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["district", "objective", "-said_at"], name="support_objective_state")]

    def __str__(self) -> str:
        return f"{self.state} of objective {self.objective_id}"
