"""Which days' reminders of a district have been gone through."""

from django.db import models

from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class ReminderPass(DistrictOwned):
    """One day's going through a district's reminders. Unfinished until every reminder that was due has been written."""

    on = models.DateField()
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    written = models.PositiveIntegerField(default=0)

    objects = DistrictQuerySet["ReminderPass"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "on", name="correspondence_reminder_pass_once")]

    def __str__(self) -> str:
        return f"reminders of {self.on:%Y-%m-%d}"
