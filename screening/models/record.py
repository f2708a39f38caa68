"""What is common to everything that is recorded of a person."""

from django.db import models

from tenancy.models.owned import DistrictOwned


class Record(DistrictOwned):
    """Something that a person has done or passed, as somebody wrote it down.

    A record that was a mistake is taken back, not deleted. Records made in one go share a ``batch``.
    """

    person = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="+", db_index=False)
    recorded_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )
    batch = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["district", "person"], name="scr_%(class)s_person"),
            models.Index(fields=["district", "batch"], name="scr_%(class)s_batch"),
        ]
