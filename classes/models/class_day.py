"""The weekly class: who was not there, and what follows from it (S-17)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from classes.querysets.class_days import ClassDayQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class ClassDay(DistrictOwned):
    """A day on which a class group met and somebody said who was not there. Everybody else was."""

    class_group = models.ForeignKey("mentoring.ClassGroup", models.CASCADE, related_name="days", db_index=False)
    day = models.DateField(_("day"))
    taken_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    taken_at = models.DateTimeField()
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ClassDayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "class_group",
                "day",
                name="classes_day_once",
                violation_error_message=_("Attendance of this day is taken already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.class_group_id} on {self.day:%Y-%m-%d}"


class ClassAbsence(DistrictOwned):
    """One student who was not there, or came late. ``follow_up``: what somebody is to do about it, until it is done."""

    personal = Personal(of=lambda person_id: Q(program_student__student__person=person_id), emptied={"follow_up": ""})

    class Kind(models.TextChoices):
        ABSENT = "absent", _("Absent")
        EXCUSED = "excused", _("Excused")
        LATE = "late", _("Late")

    class_day = models.ForeignKey("classes.ClassDay", models.CASCADE, related_name="absences", db_index=False)
    program_student = models.ForeignKey(
        "mentoring.ProgramStudent", models.CASCADE, related_name="class_absences", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.ABSENT)
    follow_up = models.CharField(_("follow-up"), max_length=300, blank=True)
    followed_up_on = models.DateField(_("done"), null=True, blank=True)

    objects = DistrictQuerySet["ClassAbsence"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "class_day", "program_student", name="classes_absence_once"),
            models.CheckConstraint(
                condition=Q(followed_up_on=None) | ~Q(follow_up=""), name="classes_absence_follow_up"
            ),
        ]
        indexes = [models.Index(fields=["district", "program_student"], name="classes_absence_student")]

    def __str__(self) -> str:
        return f"{self.program_student_id} {self.kind}"
