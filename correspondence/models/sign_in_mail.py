"""Mails about signing in: codes, resets, notices. They belong to no district."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SignInMail(models.Model):
    """One mail about signing in. Written by ``correspondence.sign_in_mail.post``.

    ``sealed_context`` holds the code, encrypted with a key that is not in the database, until the mail has left or is
    too late; then it is empty. Rows go after a week.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CLAIMED = "claimed", _("Leaving now")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not sent")

    template_prefix = models.CharField(max_length=120)
    email = models.EmailField()
    language = models.CharField(max_length=10)
    sealed_context = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    reply = models.CharField(max_length=40, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    #: After this the code would be useless.
    give_up_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects: models.Manager["SignInMail"] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "claimed"]) | Q(sealed_context=""),
                name="correspondence_sign_in_mail_wiped",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=["waiting", "claimed"]), name="correspondence_sign_in_due"
            ),
            models.Index(fields=["created_at"], name="correspondence_sign_in_created"),
        ]

    def __str__(self) -> str:
        return f"{self.template_prefix} {self.pk}"
