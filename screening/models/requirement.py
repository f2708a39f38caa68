"""What is asked of a person before they meet students."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from screening.querysets.requirements import RequirementQuerySet, RequirementSetQuerySet
from screening.social_security import refuse
from screening.usual_titles import SPANISH
from tenancy.models.owned import DistrictOwned
from tenancy.spoken import in_reader_language


class CheckType(models.TextChoices):
    """What a background check looks into."""

    NAME = "name", _("Criminal record by name")
    FINGERPRINT = "fingerprint", _("Fingerprints, state and FBI")
    SEX_OFFENDER = "sex_offender", _("Sex offender registry")
    CHILD_ABUSE = "child_abuse", _("Child abuse registry")
    DRIVING = "driving", _("Driving record")
    OTHER = "other", _("Another check")


class Tier(models.IntegerChoices):
    """For which places a check is good enough; a higher one is good for the lower ones too."""

    ROOM = 1, _("At school, staff in the room")
    PLACE = 2, _("School or workplace")
    OUTING = 3, _("Outings and online")


class RequirementSet(DistrictOwned):
    """What is asked together: "One-to-one at school". Programs point at it.

    It keeps its identity while its requirements change: ``version`` counts the changes since it is in use, and each
    requirement says from which version until which it belongs.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CURRENT = "current", _("In use")
        RETIRED = "retired", _("No longer used")

    name = models.CharField(_("name"), max_length=80, validators=[refuse])
    preset = models.CharField(max_length=40, blank=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveSmallIntegerField(default=1, editable=False)

    objects = RequirementSetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "name",
                name="screening_requirement_set_name",
                violation_error_message=_("There is one with this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Requirement(DistrictOwned):
    """One step: a kind of check, training, document or reference, and how long having done it counts.

    ``counts_from_on``: until the day before it is only announced and stops nobody.
    """

    class Kind(models.TextChoices):
        BACKGROUND_CHECK = "background_check", _("Background check")
        TRAINING = "training", _("Training")
        ORIENTATION = "orientation", _("Orientation")
        ACKNOWLEDGEMENT = "acknowledgement", _("Policy to read and agree to")
        REFERENCE = "reference", _("Reference")

    requirement_set = models.ForeignKey(
        "screening.RequirementSet", models.CASCADE, related_name="requirements", db_index=False
    )
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("what people read"), max_length=120, validators=[refuse])
    title_es = models.CharField(_("in Spanish"), max_length=120, blank=True, default="", validators=[refuse])
    check_type = models.CharField(_("what is checked"), max_length=20, choices=CheckType, blank=True)
    tier = models.PositiveSmallIntegerField(_("good enough for"), choices=Tier, default=Tier.ROOM)
    training = models.ForeignKey(
        "screening.Training", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    document = models.ForeignKey(
        "screening.PolicyDocument", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    number = models.PositiveSmallIntegerField(_("how many"), default=1)
    valid_months = models.PositiveSmallIntegerField(_("counts for (months)"), null=True, blank=True)
    renews_yearly = models.BooleanField(_("renewed every year by a form"), default=False)
    minutes = models.PositiveSmallIntegerField(_("minutes it takes"), default=0)
    before_first_day = models.BooleanField(_("must be done before the first day"), default=True)
    counts_from_on = models.DateField(_("counts from"), null=True, blank=True)
    from_version = models.PositiveSmallIntegerField(default=1, editable=False)
    until_version = models.PositiveSmallIntegerField(null=True, editable=False)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="background_check") | ~Q(check_type=""), name="screening_requirement_check_type"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["training", "orientation"]) | Q(training__isnull=False),
                name="screening_requirement_training",
            ),
            models.CheckConstraint(
                condition=~Q(kind="acknowledgement") | Q(document__isnull=False),
                name="screening_requirement_document",
            ),
            models.CheckConstraint(
                condition=Q(until_version=None) | Q(until_version__gte=F("from_version")),
                name="screening_requirement_ends_later",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="screening_requirement_number"),
            models.CheckConstraint(
                condition=Q(valid_months=None) | Q(valid_months__gte=1), name="screening_requirement_months"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "requirement_set"], name="scr_requirement_set"),
            models.Index(fields=["district", "training"], name="scr_requirement_training"),
            models.Index(fields=["district", "document"], name="scr_requirement_document"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reader_title(self) -> str:
        """The title in the reader's language, where there is one; of the usual steps there always is."""
        return in_reader_language(self.title, self.title_es or SPANISH.get(self.title, ""))
