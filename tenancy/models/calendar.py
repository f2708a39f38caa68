"""Days on which a school is not as usual (S-35)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models.owned import DistrictOwned
from tenancy.querysets.calendar_days import CalendarDayQuerySet


class CalendarDay(DistrictOwned):
    """A closed, shortened or testing day of one school, or of all of them when no school is named."""

    class Kind(models.TextChoices):
        CLOSED = "closed", _("Closed")
        EARLY_RELEASE = "early_release", _("Early release")
        TESTING = "testing", _("Testing")

    school = models.ForeignKey(
        "tenancy.School",
        models.CASCADE,
        verbose_name=_("school"),
        related_name="calendar_days",
        null=True,
        blank=True,
        db_index=False,
    )
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    dismissed_at = models.TimeField(_("school ends at"), null=True, blank=True)
    note = models.CharField(_("name or reason"), max_length=120, blank=True)

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "day", "school", "kind"],
                nulls_distinct=False,
                name="tenancy_calendar_day_once",
                violation_error_message=_("This day is in the calendar already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.get_kind_display()}"
