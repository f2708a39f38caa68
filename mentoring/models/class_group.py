"""Class groups: a teacher's students in a program."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring.querysets.class_groups import ClassGroupQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class ClassGroup(DistrictOwned):
    """A teacher's group of students in a program. The program's own, perhaps begun from a section of the roster."""

    program = models.ForeignKey("mentoring.Program", models.CASCADE, related_name="class_groups", db_index=False)
    school = models.ForeignKey("tenancy.School", models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(_("name"), max_length=120)
    supervising_teacher = models.ForeignKey(
        "tenancy.Person",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("supervising teacher"),
        related_name="class_groups",
        db_index=False,
    )
    section = models.ForeignKey(
        "mentoring.Section", models.SET_NULL, null=True, blank=True, editable=False, related_name="+", db_index=False
    )

    objects = ClassGroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "program",
                "school",
                "name",
                name="mentoring_class_group_name",
                violation_error_message=_("There is a class group of this name already."),
            )
        ]
        indexes = [
            models.Index(fields=["district", "name", "id"], name="mentoring_class_group_list"),
            models.Index(fields=["district", "supervising_teacher"], name="mentoring_class_group_teacher"),
            models.Index(fields=["district", "section"], name="mentoring_class_group_section"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name_with_year(self) -> str:
        """The name as staff tell this year's class group from the last one's: "Period 3 (2026–27)"."""
        return f"{self.name} ({self.program.school_year.name})"


class ClassGroupStudent(DistrictOwned):
    """One student in a class group, from a day until they move on. In one group of a program at a time."""

    class_group = models.ForeignKey("mentoring.ClassGroup", models.CASCADE, related_name="student_rows", db_index=False)
    program_student = models.ForeignKey(
        "mentoring.ProgramStudent", models.CASCADE, related_name="class_group_rows", db_index=False
    )
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    objects = DistrictQuerySet["ClassGroupStudent"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district", "program_student", condition=Q(left_on=None), name="mentoring_class_group_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=models.F("joined_on")),
                name="mentoring_class_group_leaves_later",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "class_group", "left_on"], name="mentoring_class_group_student"),
            models.Index(fields=["district", "program_student"], name="mentoring_class_group_of"),
        ]

    def __str__(self) -> str:
        return f"{self.program_student_id} in {self.class_group_id}"
