"""How entries are judged: a rubric of criteria, each with its levels."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from journals import presets
from journals.querysets.rubrics import RubricQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet
from tenancy.spoken import in_reader_language


class Rubric(DistrictOwned):
    """A program's way to judge journal entries. Never changed once a grade stands on it: a new one takes its place."""

    program = models.ForeignKey("mentoring.Program", models.CASCADE, related_name="rubrics", db_index=False)
    name = models.CharField(_("name"), max_length=120)
    added_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    added_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, editable=False)

    objects = RubricQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district", "program", condition=Q(ended_on=None), name="journals_rubric_one_in_use"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Criterion(DistrictOwned):
    """One thing that a rubric looks at."""

    rubric = models.ForeignKey("journals.Rubric", models.CASCADE, related_name="criteria", db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("criterion"), max_length=120)
    name_es = models.CharField(_("criterion in Spanish"), max_length=120, blank=True, default="")
    about = models.CharField(_("what it looks at"), max_length=200, blank=True)

    objects = DistrictQuerySet["Criterion"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "rubric", "position", name="journals_criterion_position")]

    def __str__(self) -> str:
        return self.name

    @property
    def reader_name(self) -> str:
        """The criterion in the reader's language, where there is one; of the usual ones there always is."""
        return in_reader_language(self.name, self.name_es or presets.SPANISH.get(self.name, ""))


class Level(DistrictOwned):
    """One level of a criterion: its points, and a word or two for an entry of this level."""

    criterion = models.ForeignKey("journals.Criterion", models.CASCADE, related_name="levels", db_index=False)
    points = models.PositiveSmallIntegerField(_("points"))
    words = models.CharField(_("what it is like"), max_length=60)
    words_es = models.CharField(_("what it is like, in Spanish"), max_length=60, blank=True, default="")

    objects = DistrictQuerySet["Level"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "criterion", "points", name="journals_level_points")]

    def __str__(self) -> str:
        return f"{self.points}: {self.words}"

    @property
    def reader_words(self) -> str:
        """The word in the reader's language, where there is one; of the usual ones there always is."""
        return in_reader_language(self.words, self.words_es or presets.SPANISH.get(self.words, ""))
