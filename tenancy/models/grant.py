"""Exceptions that people make: one person may see or do something of one object, with a reason, for a time."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class GrantQuerySet(DistrictQuerySet["Grant"]):
    """Grants."""

    def live(self) -> "GrantQuerySet":
        """Grants that hold right now."""
        now = timezone.now()
        return self.filter(starts_at__lte=now, expires_at__gt=now)


class LiveGrants(UserObjectPermissionManager):
    """Only grants that hold right now: what guardian's look-ups see."""

    def get_queryset(self) -> GrantQuerySet:
        """Live grants."""
        return GrantQuerySet(self.model, using=self._db).live()


class Grant(DistrictOwned, UserObjectPermissionBase):
    """One exception. Each kind is a concrete model beside its object, with ``content_object``.

    That key needs a related name: guardian finds the model of grants by looking back from the object.

    The default manager shows live grants only, because guardian knows no expiry; ``all_grants`` shows the ended ones
    too. Written and read by ``tenancy.grants`` alone.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="+", db_index=False)
    granted_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.TextField(_("reason"))
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    expires_at = models.DateTimeField(_("until"))

    content_object_id: int

    objects = LiveGrants()  # type: ignore[misc]
    all_grants = GrantQuerySet.as_manager()

    @property
    def last_day(self) -> date:
        """The last day on which it holds, in the district's time: it usually ends with a day, at midnight."""
        return timezone.localtime(self.expires_at - timedelta(microseconds=1)).date()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                "district", "person", "permission", "content_object", name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("starts_at")), name="%(app_label)s_%(class)s_ends_later"
            ),
        ]
        indexes = [models.Index(fields=["district", "content_object"], name="%(app_label)s_%(class)s_object")]


class PersonGrant(Grant):
    """Somebody may see a person whom their role does not show them."""

    personal = Personal(of=lambda person_id: Q(person=person_id) | Q(content_object=person_id), emptied={"reason": ""})

    content_object = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="grants", db_index=False)

    class Meta(Grant.Meta):
        default_permissions = ()


class MembershipGrant(Grant):
    """Cover: somebody stands in for a colleague's role while they are away."""

    personal = Personal(of=lambda person_id: Q(person=person_id), emptied={"reason": ""})

    content_object = models.ForeignKey("tenancy.Membership", models.CASCADE, related_name="grants", db_index=False)

    class Meta(Grant.Meta):
        default_permissions = ()
