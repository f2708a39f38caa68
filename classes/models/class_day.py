"""The weekly class: who was not there, and what follows from it (S-17)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from classes.querysets.class_days import ClassAbsenceQuerySet, ClassDayQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class ClassTime(DistrictOwned):
    """A weekday on which a class group meets, week after week; Monday is 0."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")

    class_group = models.ForeignKey("mentoring.ClassGroup", models.CASCADE, related_name="times", db_index=False)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)

    objects = DistrictQuerySet["ClassTime"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "class_group", "weekday", name="classes_time_once")]

    def __str__(self) -> str:
        return f"{self.class_group_id} on {self.get_weekday_display()}"


class ClassDay(DistrictOwned):
    """A day on which a class group met and somebody said who was not there. Everybody else was.

    ``is_held`` is off where there was no class on a day on which there is one as a rule. ``student_count`` is how many
    students were in the class that day, whoever joined or left it later.
    """

    class_group = models.ForeignKey("mentoring.ClassGroup", models.CASCADE, related_name="days", db_index=False)
    day = models.DateField(_("day"))
    taken_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    taken_at = models.DateTimeField()
    is_held = models.BooleanField(_("class was held"), default=True)
    student_count = models.PositiveSmallIntegerField(_("students"), default=0)
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
        indexes = [models.Index(fields=["district", "-day", "-id"], name="classes_day_newest")]

    def __str__(self) -> str:
        return f"{self.class_group_id} on {self.day:%Y-%m-%d}"


class ClassAbsence(DistrictOwned):
    """One student who was not there, or came late, on ``missed_on``: the day of its class, repeated to order lists by.

    ``follow_up``: what ``follow_up_by`` is to do about it, until it is done.
    """

    personal = Personal(of=lambda person_id: Q(program_student__student__person=person_id), emptied={"follow_up": ""})

    class Kind(models.TextChoices):
        ABSENT = "absent", _("Absent")
        EXCUSED = "excused", _("Excused")
        LATE = "late", _("Late")

    class_day = models.ForeignKey("classes.ClassDay", models.CASCADE, related_name="absences", db_index=False)
    program_student = models.ForeignKey(
        "mentoring.ProgramStudent", models.CASCADE, related_name="class_absences", db_index=False
    )
    missed_on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.ABSENT)
    follow_up = models.CharField(_("follow-up"), max_length=300, blank=True)
    follow_up_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    followed_up_on = models.DateField(_("done"), null=True, blank=True)

    objects = ClassAbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "class_day", "program_student", name="classes_absence_once"),
            models.CheckConstraint(
                condition=Q(followed_up_on=None) | Q(follow_up_by__isnull=False), name="classes_absence_done_by"
            ),
            models.CheckConstraint(
                condition=Q(follow_up="") | Q(follow_up_by__isnull=False), name="classes_absence_has_owner"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "program_student", "-missed_on"], name="classes_absence_student"),
            models.Index(fields=["district", "-missed_on", "-id"], name="classes_absence_newest"),
            models.Index(
                fields=["district", "follow_up_by"],
                condition=Q(follow_up_by__isnull=False, followed_up_on=None),
                name="classes_absence_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program_student_id} {self.kind}"

    @property
    def is_to_follow_up(self) -> bool:
        """Whether somebody is to do something about it still."""
        return self.follow_up_by_id is not None and self.followed_up_on is None
