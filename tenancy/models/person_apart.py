"""Two people who look like one, and are two."""

from django.db import models
from django.db.models import F, Q

from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class PersonApart(DistrictOwned):
    """Somebody looked: these two are not the same human, so nobody is asked about them again."""

    person = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="+", db_index=False)
    said_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    said_at = models.DateTimeField(auto_now_add=True)

    objects = DistrictQuerySet["PersonApart"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "person", "other", name="tenancy_person_apart_once"),
            models.CheckConstraint(condition=Q(person__lt=F("other")), name="tenancy_person_apart_older_first"),
        ]
        indexes = [models.Index(fields=["district", "other"], name="tenancy_person_apart_other")]

    def __str__(self) -> str:
        return f"{self.person_id} is not {self.other_id}"
