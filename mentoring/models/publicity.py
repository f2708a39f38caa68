"""Who may be shown in publicity (S-25): what mentors and employers said, and who speaks to the press."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class PublicityConsent(DistrictOwned):
    """A mentor's own answer, or an employer's as somebody there gave it: may they be shown in photos and stories?

    The newest answer counts; the ones before it have ended. Students answer in their permissions document.
    """

    mentor = models.ForeignKey(
        "mentoring.Mentor", models.CASCADE, null=True, related_name="publicity_consents", db_index=False
    )
    employer = models.ForeignKey(
        "mentoring.Employer", models.CASCADE, null=True, related_name="publicity_consents", db_index=False
    )
    is_granted = models.BooleanField(_("may be shown"))
    said_by = models.CharField(_("who said so"), max_length=120, blank=True)
    said_on = models.DateField(_("said on"))
    recorded_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DistrictQuerySet["PublicityConsent"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mentor=None, employer__isnull=False) & ~Q(said_by="")
                | Q(mentor__isnull=False, employer=None),
                name="mentoring_publicity_of_one",
            ),
            models.UniqueConstraint(
                "district",
                "mentor",
                condition=Q(mentor__isnull=False, ended_at=None),
                name="mentoring_publicity_mentor_once",
            ),
            models.UniqueConstraint(
                "district",
                "employer",
                condition=Q(employer__isnull=False, ended_at=None),
                name="mentoring_publicity_employer_once",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "mentor"], name="mentoring_publicity_mentor"),
            models.Index(fields=["district", "employer"], name="mentoring_publicity_employer"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class MediaContact(DistrictOwned):
    """Somebody who speaks to the press for the district."""

    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("title"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("email"), blank=True)

    objects = DistrictQuerySet["MediaContact"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "name",
                name="mentoring_media_contact_name",
                violation_error_message=_("This person is listed already."),
            ),
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email=""),
                name="mentoring_media_contact_reached",
                violation_error_message=_("Give a phone number or an email address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
