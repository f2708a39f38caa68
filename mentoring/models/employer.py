"""Employers: the businesses that let mentors take part."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentoring.career_areas import CareerArea
from mentoring.querysets.mentors import EmployerQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class Employer(DistrictOwned):
    """A business, agency or the like. ``search_key`` is the name folded by ``tenancy.names.fold``."""

    name = models.CharField(_("name"), max_length=160)
    career_area = models.CharField(_("career area"), max_length=20, choices=CareerArea, blank=True)
    address = models.TextField(_("address"), max_length=300, blank=True)
    website = models.URLField(_("website"), blank=True)
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_title = models.CharField(_("contact’s job title"), max_length=80, blank=True)
    contact_email = models.EmailField(_("contact’s email"), blank=True)
    contact_phone = models.CharField(_("contact’s phone"), max_length=20, blank=True)
    may_be_named = models.BooleanField(_("may be named in public"), null=True)
    search_key = models.CharField(max_length=250, editable=False, db_collation="C")
    ended_on = models.DateField(_("takes part until"), null=True, blank=True)

    objects = EmployerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "search_key",
                name="mentoring_employer_name",
                violation_error_message=_("There is an employer of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Employment(DistrictOwned):
    """For whom a mentor works, from when until when."""

    mentor = models.ForeignKey("mentoring.Mentor", models.CASCADE, related_name="employments", db_index=False)
    employer = models.ForeignKey("mentoring.Employer", models.PROTECT, related_name="employments", db_index=False)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    starts_on = models.DateField(_("since"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = DistrictQuerySet["Employment"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district", "mentor", condition=Q(ends_on=None), name="mentoring_employment_one_at_present"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="mentoring_employment_ends_later",
                violation_error_message=_("The last day comes after the first day."),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "mentor"], name="mentoring_employment_mentor"),
            models.Index(fields=["district", "employer"], name="mentoring_employment_employer"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} at {self.employer_id}"
