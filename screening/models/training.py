"""Trainings and orientations, and who took them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from screening.models.record import Record
from screening.querysets.records import RecordQuerySet
from screening.social_security import refuse
from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class Topic(models.TextChoices):
    """What a training must speak of, as states and agencies ask."""

    SUPERVISED = "supervised", _("Meetings are always supervised")
    EQUITY = "equity", _("Equity")
    CONFIDENTIALITY = "confidentiality", _("Confidentiality")
    RESOURCE = "resource", _("A resource, not a counselor")
    INDUSTRY = "industry", _("All sides of an industry")


class Training(DistrictOwned):
    """Something that people take part in: a training, or an orientation."""

    class Kind(models.TextChoices):
        TRAINING = "training", _("Training")
        ORIENTATION = "orientation", _("Orientation")

    title = models.CharField(_("title"), max_length=120, validators=[refuse])
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.TRAINING)
    minutes = models.PositiveSmallIntegerField(_("minutes it takes"), default=30)
    url = models.URLField(_("web address"), blank=True)
    topics = ArrayField(
        models.CharField(max_length=20, choices=Topic), verbose_name=_("topics"), default=list, blank=True
    )
    cost = models.DecimalField(_("cost per person"), max_digits=7, decimal_places=2, null=True, blank=True)
    preset = models.CharField(max_length=40, blank=True, editable=False)
    is_active = models.BooleanField(default=True, editable=False)

    objects = DistrictQuerySet["Training"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "title",
                name="screening_training_title",
                violation_error_message=_("There is one with this title already."),
            ),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="screening_training_cost"),
        ]

    def __str__(self) -> str:
        return self.title


class TrainingRecord(Record):
    """One person took one training on a day."""

    training = models.ForeignKey("screening.Training", models.PROTECT, related_name="+", db_index=False)
    completed_on = models.DateField(_("done on"))
    expires_on = models.DateField(_("good through"), null=True, blank=True)

    objects = RecordQuerySet["TrainingRecord"].as_manager()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                "district",
                "person",
                "training",
                "completed_on",
                condition=Q(taken_back_at=None),
                name="screening_training_record_once",
                violation_error_message=_("This is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("completed_on")),
                name="screening_training_expires_later",
                violation_error_message=_("It cannot run out before it was done."),
            ),
        ]
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["district", "training"], name="screening_training_rec_which"),
        ]

    def __str__(self) -> str:
        return f"{self.training_id} on {self.completed_on}"
