"""A student: what the district knows of them, whatever program they are in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring.career_areas import CareerArea
from mentoring.querysets.students import StudentQuerySet
from tenancy.models.owned import DistrictOwned, Personal


class Student(DistrictOwned):
    """The mentee. One row for each person who is or was a student here.

    ``grade`` is a CEDS code ("KG", "01" to "13", "UG", …) and empty when nobody has said it. ``search_key`` repeats the
    person's, so that lists can be ordered and paged by name along one index; whoever changes a name fills it anew.
    """

    personal = Personal(
        of=lambda person_id: Q(person=person_id),
        emptied={
            "state_student_id": "",
            "birth_on": None,
            "helps_at_meetings": "",
            "transport": "",
            "search_key": "",
        },
    )

    person = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="students", db_index=False)
    school = models.ForeignKey("tenancy.School", models.PROTECT, null=True, related_name="+", db_index=False)
    grade = models.CharField(_("grade"), max_length=10, blank=True)
    state_student_id = models.CharField(_("state student ID"), max_length=40, blank=True)
    birth_on = models.DateField(_("date of birth"), null=True, blank=True)
    career_area = models.CharField(_("career area"), max_length=20, choices=CareerArea, blank=True)
    career_course_codes = ArrayField(
        models.CharField(max_length=40), verbose_name=_("career courses"), default=list, blank=True
    )
    helps_at_meetings = models.TextField(_("what helps at meetings"), max_length=300, blank=True)
    transport = models.CharField(_("transport"), max_length=200, blank=True)
    search_key = models.CharField(max_length=250, editable=False, db_collation="C")
    fingerprint = models.CharField(max_length=32, blank=True, editable=False)
    left_on = models.DateField(_("left on"), null=True, blank=True, editable=False)

    objects = StudentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "person", name="mentoring_student_person"),
            models.UniqueConstraint(
                "district",
                "state_student_id",
                condition=~Q(state_student_id=""),
                name="mentoring_student_state_id",
                violation_error_message=_("Another student has this state student ID."),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "search_key", "id"], include=["left_on"], name="mentoring_student_name"),
            models.Index(fields=["district", "school", "search_key", "id"], name="mentoring_student_school"),
            models.Index(fields=["district", "birth_on"], include=["left_on"], name="mentoring_student_birth"),
            models.Index(
                fields=["district", "id"],
                condition=Q(career_area="", left_on=None),
                name="mentoring_student_no_area",
            ),
        ]

    def __str__(self) -> str:
        return f"student {self.pk}"

    @property
    def grade_number(self) -> int | None:
        """The grade as a number, kindergarten and below 0; None when it is not known or says nothing ("UG")."""
        if self.grade.isdecimal():
            return int(self.grade)
        return 0 if self.grade in {"KG", "TK", "PK", "PR", "IT", "PS"} else None
