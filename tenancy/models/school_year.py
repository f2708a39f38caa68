"""A school year of a district."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class SchoolYear(DistrictOwned):
    """From the first to the last day of a school year, both counted. No two of a district overlap."""

    name = models.CharField(_("name"), max_length=40)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = DistrictQuerySet["SchoolYear"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "name", name="tenancy_school_year_name"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="tenancy_school_year_ends_later",
                violation_error_message=_("The last day comes after the first day."),
            ),
            ExclusionConstraint(
                name="tenancy_school_year_no_overlap",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    (
                        Func(
                            "starts_on",
                            "ends_on",
                            RangeBoundary(inclusive_upper=True),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("These days overlap another school year."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
