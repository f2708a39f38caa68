"""One message to one person: the outbox."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from correspondence.querysets.messages import MessageQuerySet
from tenancy.about import About
from tenancy.models.owned import DistrictOwned, Personal


class State(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("Leaving now")
    COLLECTED = "collected", _("In a daily summary")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    CANCELLED = "cancelled", _("Canceled")
    BOUNCED = "bounced", _("Came back")


#: States in which a message may still leave.
PENDING = (State.WAITING, State.CLAIMED)


class Channel(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", _("Email")
    TEXT = "text", _("Text message")


class Fault(models.TextChoices):
    """Why a message did not leave or did not arrive, as staff read it."""

    NOBODY_REACHED = "nobody_reached", _("There is no email address and no phone that agreed to text messages.")
    LEFT = "left", _("This person is no longer active here.")
    ADDRESS_REFUSED = "address_refused", _("The mail server of this address does not accept it.")
    NUMBER_REFUSED = "number_refused", _("The phone number cannot receive text messages.")
    STOPPED = "stopped", _("This phone number answered STOP to text messages.")
    UNREACHABLE = "unreachable", _("Our mail server or text service did not answer.")
    NOT_WRITTEN = "not_written", _("Waymark could not write this message. Tell whoever runs it for your district.")
    OUTDATED = "outdated", _("What this message was about no longer exists.")
    MUTED = "muted", _("This person does not want messages of this kind.")
    CAME_BACK = "came_back", _("It was sent and then came back as undeliverable.")


class Message(DistrictOwned):
    """One message. Written by ``correspondence.outbox.post`` in the transaction of the deed that causes it.

    The row names a kind (its templates), ids and whom a link is for. The link or code itself is made when the message
    leaves and is stored nowhere: ``text`` is what was sent, with "[link]" in its place.

    Without a ``person`` it goes to somebody who is none of the district's people (yet): to ``to_name`` at
    ``to_address``, by email.
    """

    personal = Personal(
        of=lambda person_id: Q(person_id=person_id),
        emptied={"to_name": "–", "to_address": "", "subject": "", "text": "", "about_label": ""},
    )

    kind = models.CharField(_("kind"), max_length=80)
    person = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    to_name = models.CharField(max_length=160, blank=True)
    posted_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.EMAIL)
    language = models.CharField(_("language"), max_length=10)
    context = models.JSONField(default=dict)
    link_purpose = models.CharField(max_length=60, blank=True)
    link_party = models.BigIntegerField(null=True)
    about_label = models.CharField(max_length=200, blank=True)
    about_url_name = models.CharField(max_length=80, blank=True)
    about_pk = models.BigIntegerField(null=True)
    dedupe_key = models.CharField(max_length=160, blank=True)
    is_urgent = models.BooleanField(default=False)
    #: Whether it waits for the person's daily summary.
    for_digest = models.BooleanField(default=False)
    #: Whether the reader asked for it just now; then it keeps no quiet hours.
    was_asked_for = models.BooleanField(default=False)
    #: Whether nobody's hand caused it (reminders, summaries); then it keeps quiet hours by email too.
    is_automatic = models.BooleanField(default=False)
    digest = models.ForeignKey("self", models.PROTECT, null=True, related_name="collected", db_index=False)
    resend_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="resends", db_index=False)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    fault = models.CharField(_("why"), max_length=20, choices=Fault, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    leave_at = models.DateTimeField(_("leaves"))
    #: When a worker looks at it next: it may leave, it may be tried again, or its worker's lease has run out.
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(_("sent"), null=True)
    message_id = models.CharField(max_length=120)
    provider_id = models.CharField(max_length=64, blank=True)
    to_address = models.CharField(_("to"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=255, blank=True)
    text = models.TextField(blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district", "dedupe_key", condition=~Q(dedupe_key=""), name="correspondence_message_once"
            ),
            models.UniqueConstraint("district", "message_id", name="correspondence_message_id_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(to_name=""), name="correspondence_message_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(link_purpose="", link_party=None) | (~Q(link_purpose="") & Q(link_party__isnull=False)),
                name="correspondence_message_link_whole",
            ),
            models.CheckConstraint(
                condition=Q(about_url_name="", about_pk=None) | (~Q(about_url_name="") & Q(about_pk__isnull=False)),
                name="correspondence_message_about_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.SENT, State.BOUNCED], sent_at__isnull=False)
                | (~Q(state__in=[State.SENT, State.BOUNCED]) & Q(sent_at=None)),
                name="correspondence_message_sent_dated",
            ),
            models.CheckConstraint(
                condition=Q(state=State.COLLECTED, digest__isnull=False) | (~Q(state=State.COLLECTED) & Q(digest=None)),
                name="correspondence_message_collected_into",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "-created_at", "-id"], name="correspondence_message_list"),
            models.Index(fields=["district", "person", "-created_at", "-id"], name="correspondence_message_person"),
            models.Index(fields=["district", "state", "-created_at", "-id"], name="correspondence_message_state"),
            models.Index(fields=["district", "kind", "-created_at", "-id"], name="correspondence_message_kind"),
            models.Index(
                fields=["district", "about_url_name", "about_pk"],
                condition=Q(about_pk__isnull=False),
                name="correspondence_message_about",
            ),
            models.Index(fields=["district", "digest"], name="correspondence_message_digest"),
            models.Index(
                fields=["district", "due_at"], condition=Q(state__in=PENDING), name="correspondence_message_due"
            ),
            models.Index(
                fields=["district", "provider_id"], condition=~Q(provider_id=""), name="correspondence_message_prov"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_pending(self) -> bool:
        """Whether it may still leave."""
        return self.state in PENDING

    @property
    def reader_name(self) -> str:
        """Whom it is to."""
        return self.person.name if self.person is not None else self.to_name

    @property
    def about(self) -> About | None:
        """What it is about, if that has a page."""
        if self.about_pk is None:
            return None
        return About(self.about_label, self.about_url_name, self.about_pk)
