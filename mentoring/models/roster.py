"""What the roster says of classes: sections, and who sits or teaches in them. The programs' own are class groups."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class Section(DistrictOwned):
    """A class as the roster has it."""

    school = models.ForeignKey("tenancy.School", models.PROTECT, related_name="+", db_index=False)
    school_year = models.ForeignKey("tenancy.SchoolYear", models.PROTECT, null=True, related_name="+", db_index=False)
    title = models.CharField(_("title"), max_length=200)
    course_code = models.CharField(_("course code"), max_length=40, blank=True)
    course_title = models.CharField(_("course"), max_length=200, blank=True)
    grades = ArrayField(models.CharField(max_length=10), verbose_name=_("grades"), default=list, blank=True)
    source = models.CharField(max_length=40, editable=False)
    sourced_id = models.CharField(max_length=255, editable=False)
    fingerprint = models.CharField(max_length=32, blank=True, editable=False)
    ended_on = models.DateField(null=True, blank=True, editable=False)

    objects = DistrictQuerySet["Section"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "source", "sourced_id", name="mentoring_section_sourced_id"),
        ]
        indexes = [
            models.Index(fields=["district", "school", "title"], name="mentoring_section_school"),
            models.Index(fields=["district", "course_code"], name="mentoring_section_course"),
        ]

    def __str__(self) -> str:
        return self.title


class Enrollment(DistrictOwned):
    """Somebody sits or teaches in a section, as the roster has it.

    Its rows come by the hundred thousand: of the two keys that others have (docs/adr/0004), the composite one alone.
    """

    class Role(models.TextChoices):
        STUDENT = "student", _("Student")
        TEACHER = "teacher", _("Teacher")

    section = models.ForeignKey(
        "mentoring.Section", models.CASCADE, related_name="enrollments", db_index=False, db_constraint=False
    )
    person = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    role = models.CharField(max_length=10, choices=Role)
    is_primary = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=40, editable=False)
    sourced_id = models.CharField(max_length=255, editable=False)

    objects = DistrictQuerySet["Enrollment"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "section",
                "person",
                "role",
                condition=Q(ended_on=None),
                name="mentoring_enrollment_once",
            ),
            models.UniqueConstraint("district", "source", "sourced_id", name="mentoring_enrollment_sourced_id"),
        ]
        indexes = [
            models.Index(fields=["district", "person", "role"], name="mentoring_enrollment_person"),
            models.Index(fields=["district", "section", "role"], name="mentoring_enrollment_section"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.section_id}"
