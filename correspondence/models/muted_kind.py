"""Kinds of mail that somebody does not want."""

from django.db import models

from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class MutedKind(DistrictOwned):
    """A person has asked not to be reminded by this kind of message. What the law needs cannot be muted."""

    person = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    muted_at = models.DateTimeField()

    objects = DistrictQuerySet["MutedKind"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "person", "kind", name="correspondence_muted_once")]

    def __str__(self) -> str:
        return f"{self.kind} muted"
