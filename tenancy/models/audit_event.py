"""What was done, by whom, to what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class AuditEvent(DistrictOwned):
    """One deed. Written by ``tenancy.audit.record``, never changed.

    Holds ids, codes and hashes, never names, so that a person's data can be emptied while the log stays whole. The one
    free text is ``reason``, which whoever gave it is told will be kept.
    """

    append_only = True
    personal = Personal(
        of=lambda person_id: Q(target_kind="tenancy.person", target_id=person_id) | Q(actor_person=person_id),
        emptied={"reason": ""},
    )

    class ActorKind(models.TextChoices):
        PERSON = "person", _("Person")
        SYSTEM = "system", _("Waymark")
        PLATFORM = "platform", _("Platform staff")
        LINK = "link", _("Link in a message")

    at = models.DateTimeField(_("when"), auto_now_add=True)
    verb = models.CharField(_("what"), max_length=60)
    actor_kind = models.CharField(max_length=10, choices=ActorKind)
    actor_person = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    actor_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_constraint=False, db_index=False
    )
    actor_label = models.CharField(max_length=80, blank=True)
    target_kind = models.CharField(max_length=60, blank=True)
    target_id = models.BigIntegerField(null=True)
    reason = models.TextField(_("reason"), blank=True)
    facts = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)

    objects = DistrictQuerySet["AuditEvent"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "-at", "-id"], name="tenancy_audit_at"),
            models.Index(fields=["district", "verb", "-at"], name="tenancy_audit_verb"),
            models.Index(fields=["district", "target_kind", "target_id", "-at"], name="tenancy_audit_target"),
            models.Index(fields=["district", "actor_person", "-at"], name="tenancy_audit_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_kind} {self.target_id or ''}".strip()
