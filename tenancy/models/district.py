"""The tenant: a district, local education agency or the like that runs programs."""

import zoneinfo
from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenancy.constraints import DistrictSelfPolicy


class Feature(models.TextChoices):
    """What a district may switch on or off."""

    TEXT_MESSAGES = "text_messages", _("Text messages")
    EQUITY_REPORTING = "equity_reporting", _("Equity reporting")


def validate_time_zone(name: str) -> None:
    """Refuse a name that the time-zone database does not know."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("This is not a time zone we know. An example is America/Chicago."))


class District(models.Model):
    """A district. Found by its address by anyone; its other rows are seen and changed only inside its context."""

    slug = models.SlugField(_("web address"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    language = models.CharField(_("main language"), max_length=10, default="en")
    languages = ArrayField(models.CharField(max_length=10), verbose_name=_("languages"), default=list)
    quiet_from = models.TimeField(_("quiet hours start"), default=time(20, 0))
    quiet_until = models.TimeField(_("quiet hours end"), default=time(7, 0))
    digest_at = models.TimeField(_("daily summary leaves at"), default=time(7, 30))
    features = ArrayField(
        models.CharField(max_length=40, choices=Feature), verbose_name=_("features"), default=list, blank=True
    )
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact email"), blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: models.Manager["District"] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(time_zone=""), name="tenancy_district_time_zone_named"),
            models.CheckConstraint(condition=~Q(quiet_from=F("quiet_until")), name="tenancy_district_quiet_hours_end"),
            DistrictSelfPolicy(name="tenancy_district_self_policy"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def mount_point(self) -> str:
        """Where the district's pages begin: ``/d/oak/``."""
        return f"/d/{self.slug}/"

    def has(self, feature: Feature) -> bool:
        """Whether the district has switched this on."""
        return feature in self.features
