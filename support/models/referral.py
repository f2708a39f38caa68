"""Referrals to the school counselor: only the counselor, or a named back-up, reads them (S-21)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from support.querysets.referrals import ReferralQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class CounselorBackup(DistrictOwned):
    """Who reads referrals of a school when its counselor does not: named beforehand."""

    school = models.ForeignKey("tenancy.School", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(
        "tenancy.Person", models.PROTECT, related_name="+", verbose_name=_("back-up"), db_index=False
    )
    named_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    named_on = models.DateField()

    objects = DistrictQuerySet["CounselorBackup"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "school", name="support_backup_once")]

    def __str__(self) -> str:
        return f"back-up of school {self.school_id}"


class Referral(DistrictOwned):
    """That somebody wrote to a counselor about a student. What they wrote is a row of its own, ``ReferralText``.

    ``school`` is the student's on that day: whose counselor reads it, and whose hours count. Unread for so many school
    hours as the program's rules say it goes to the back-up (``passed_at``); never opened, an administrator sees that it
    exists (``raised_at``), not what it says.
    """

    student = models.ForeignKey("mentoring.Student", models.PROTECT, related_name="referrals", db_index=False)
    school = models.ForeignKey(
        "tenancy.School", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    written_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField(_("written"))
    counselor = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    backup = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    passed_at = models.DateTimeField(_("passed to the back-up"), null=True, blank=True)
    raised_at = models.DateTimeField(_("raised with the administrators"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    opened_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None, opened_by=None) | Q(opened_at__isnull=False, opened_by__isnull=False),
                name="support_referral_opened",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False), name="support_referral_closed_after_reading"
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(opened_at__gte=F("written_at")), name="support_referral_opened_later"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "opened_at", "written_at"], name="support_referral_unread"),
            models.Index(fields=["district", "-written_at", "-id"], name="support_referral_newest"),
            models.Index(fields=["district", "written_by"], name="support_referral_author"),
            models.Index(fields=["district", "student"], name="support_referral_student"),
            models.Index(fields=["district", "counselor"], name="support_referral_counselor"),
            models.Index(fields=["district", "backup"], name="support_referral_backup"),
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"


class ReferralText(DistrictOwned):
    """What was written, and what the counselor noted. ``actions.referrals`` alone reads it, and notes each time."""

    personal = Personal(
        of=lambda person_id: Q(author=person_id) | Q(referral__student__person=person_id), emptied={"text": ""}
    )

    referral = models.ForeignKey("support.Referral", models.CASCADE, related_name="texts", db_index=False)
    author = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    text = models.TextField(_("what the counselor should know"), max_length=3000)
    at = models.DateTimeField()

    objects = DistrictQuerySet["ReferralText"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["district", "referral", "at"], name="support_referral_text")]

    def __str__(self) -> str:
        return f"text {self.pk}"
