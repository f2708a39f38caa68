"""Grades of entries, saved one by one and released in one go."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from journals.querysets.grades import BankedCommentQuerySet, GradeQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class Grade(DistrictOwned):
    """A teacher's grade of one entry. The student and the guardian see it once it is released.

    ``points`` of ``out_of``: the sum of its marks, kept so that lists and exports need not add. ``version`` grows with
    each saving; ``entry_version`` is the entry's that was read: where it differs, the student handed it in anew since.
    Without points it is a comment alone, as in programs that do not grade.
    """

    personal = Personal(
        of=lambda person_id: Q(entry__match_student__student__person=person_id), emptied={"comment": ""}
    )

    entry = models.ForeignKey("journals.Entry", models.CASCADE, related_name="grades", db_index=False)
    rubric = models.ForeignKey("journals.Rubric", models.PROTECT, null=True, related_name="grades", db_index=False)
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)
    out_of = models.PositiveSmallIntegerField(_("out of"), null=True, blank=True)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    graded_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    graded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    entry_version = models.PositiveIntegerField(default=0)
    released_at = models.DateTimeField(_("visible since"), null=True, blank=True)

    objects = GradeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "entry", name="journals_grade_once"),
            models.CheckConstraint(
                condition=Q(points=None, out_of=None)
                | Q(points__isnull=False, out_of__isnull=False, points__lte=models.F("out_of")),
                name="journals_grade_points",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "graded_by", "released_at"], name="journals_grade_by"),
            models.Index(fields=["district", "released_at"], name="journals_grade_released"),
        ]

    def __str__(self) -> str:
        return f"grade of entry {self.entry_id}"


class Mark(DistrictOwned):
    """The level that a grade gives for one criterion."""

    grade = models.ForeignKey("journals.Grade", models.CASCADE, related_name="marks", db_index=False)
    criterion = models.ForeignKey("journals.Criterion", models.PROTECT, related_name="+", db_index=False)
    level = models.ForeignKey("journals.Level", models.PROTECT, related_name="+", db_index=False)

    objects = DistrictQuerySet["Mark"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "grade", "criterion", name="journals_mark_once")]

    def __str__(self) -> str:
        return f"mark {self.pk}"


class BankedComment(DistrictOwned):
    """A comment that a teacher uses often, kept for themselves."""

    personal = Personal(of=lambda person_id: Q(teacher=person_id), emptied={"text": "–"})

    teacher = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="+", db_index=False)
    text = models.CharField(_("comment"), max_length=500)
    position = models.PositiveSmallIntegerField(default=1)

    objects = BankedCommentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["district", "teacher", "position", "id"], name="journals_comment_teacher")]

    def __str__(self) -> str:
        return self.text
