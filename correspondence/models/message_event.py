"""What happened to a message."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from correspondence.models.message import Fault
from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class MessageEvent(DistrictOwned):
    """One step in the life of a message after it was written, for its timeline. Never changed."""

    append_only = True

    class Verb(models.TextChoices):
        SENDING = "sending", _("Handed to the mail server or text service")
        SENT = "sent", _("Accepted for delivery")
        DELIVERED = "delivered", _("Delivered to the phone")
        DELAYED = "delayed", _("Could not leave yet; it will be tried again")
        HELD = "held", _("Held until quiet hours or closed days are over")
        COLLECTED = "collected", _("Put into a daily summary")
        FAILED = "failed", _("Given up")
        RETRIED = "retried", _("Tried again by hand")
        CANCELLED = "cancelled", _("Canceled")
        BOUNCED = "bounced", _("Came back")

    message = models.ForeignKey("correspondence.Message", models.CASCADE, related_name="events", db_index=False)
    at = models.DateTimeField()
    verb = models.CharField(max_length=10, choices=Verb)
    fault = models.CharField(max_length=20, choices=Fault, blank=True)
    #: The other side's reply code ("550 5.1.1"), never its words, which may repeat what was sent.
    reply = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)

    objects = DistrictQuerySet["MessageEvent"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["district", "message", "at", "id"], name="correspondence_event_message")]

    def __str__(self) -> str:
        return f"{self.verb} {self.message_id}"
