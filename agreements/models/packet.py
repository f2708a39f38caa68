"""A packet: everything that is signed for one student in one go."""

from django.db import models

from agreements.querysets.agreements import PacketQuerySet
from tenancy.about import About
from tenancy.models.owned import DistrictOwned


class Packet(DistrictOwned):
    """The documents for one student: the agreement, and the permissions that stand on their own.

    A family with two children has two packets; they are signed in one sitting, each by its own act. ``about_…`` says
    what it belongs to, on a floor above.
    """

    student = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    about_label = models.CharField(max_length=120)
    about_url_name = models.CharField(max_length=80)
    about_pk = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PacketQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "student"], name="agreements_packet_student"),
            models.Index(fields=["district", "about_url_name", "about_pk"], name="agreements_packet_about"),
        ]

    def __str__(self) -> str:
        return f"packet {self.pk}"

    @property
    def about(self) -> About:
        """What it belongs to."""
        return About(self.about_label, self.about_url_name, self.about_pk)
