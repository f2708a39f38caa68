"""Lines of somebody's Today that they have put off."""

from django.db import models

from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class Snooze(DistrictOwned):
    """One line of one person's Today, not shown again before a day. ``key`` is the line's (``Todo.key``)."""

    person = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    until_on = models.DateField()
    put_off_at = models.DateTimeField()

    objects = DistrictQuerySet["Snooze"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "person", "key", name="tenancy_snooze_once")]

    def __str__(self) -> str:
        return f"{self.key} until {self.until_on:%Y-%m-%d}"
