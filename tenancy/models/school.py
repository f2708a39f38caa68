"""A school of a district."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class School(DistrictOwned):
    """A school. Imported ones keep the roster's (source, sourced_id)."""

    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    address = models.TextField(_("address"), blank=True)
    source = models.CharField(max_length=40, blank=True, editable=False)
    sourced_id = models.CharField(max_length=255, blank=True, editable=False)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = DistrictQuerySet["School"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "name", name="tenancy_school_name"),
            models.UniqueConstraint(
                "district", "source", "sourced_id", condition=~Q(sourced_id=""), name="tenancy_school_sourced_id"
            ),
        ]

    def __str__(self) -> str:
        return self.name
