"""Addresses that open without signing in: one meeting's log, once; one person's calendar."""

from django.db import models
from django.db.models import F, Q

from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class LogLink(DistrictOwned):
    """A link by which one member logs one meeting, once. Only the digest of its token is kept."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="links", db_index=False)
    person = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="+", db_index=False)
    token_digest = models.CharField(max_length=64)
    minted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = DistrictQuerySet["LogLink"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "token_digest", name="meetings_link_token"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("minted_at")), name="meetings_link_expires_later"),
        ]
        indexes = [models.Index(fields=["district", "meeting"], name="meetings_link_meeting")]

    def __str__(self) -> str:
        return f"link {self.pk}"


class CalendarFeed(DistrictOwned):
    """A person's private calendar address. Shown once; only the digest of its token is kept."""

    person = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="+", db_index=False)
    token_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = DistrictQuerySet["CalendarFeed"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "token_digest", name="meetings_feed_token"),
            models.UniqueConstraint("district", "person", condition=Q(ended_at=None), name="meetings_feed_once"),
        ]

    def __str__(self) -> str:
        return f"feed {self.pk}"
