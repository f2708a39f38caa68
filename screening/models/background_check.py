"""A background check: outcome and dates, never the report, never a Social Security number."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from screening.models.record import Record
from screening.models.requirement import CheckType, Tier
from screening.querysets.records import RecordQuerySet
from screening.social_security import refuse
from tenancy.models.owned import Personal


class BackgroundCheck(Record):
    """One check of one person, from telling them about it to the outcome, with what it cost."""

    class Outcome(models.TextChoices):
        PENDING = "pending", _("Waiting for the outcome")
        REVIEW = "review", _("Being decided")
        CLEAR = "clear", _("Clear")
        NOT_CLEAR = "not_clear", _("Not clear")
        STOPPED = "stopped", _("Stopped before an outcome")

    class Payer(models.TextChoices):
        DISTRICT = "district", _("The district")
        EMPLOYER = "employer", _("The employer")
        PERSON = "person", _("The person")
        GRANT = "grant", _("A grant")

    personal = Personal(
        of=lambda person_id: Q(person_id=person_id), emptied={"vendor": "", "order_number": "", "account_code": ""}
    )

    check_type = models.CharField(_("what is checked"), max_length=20, choices=CheckType)
    tier = models.PositiveSmallIntegerField(_("good enough for"), choices=Tier, default=Tier.PLACE)
    disclosed_on = models.DateField(_("told that a check is made"), null=True, blank=True)
    consented_on = models.DateField(_("agreed to it"), null=True, blank=True)
    ordered_on = models.DateField(_("ordered"), null=True, blank=True)
    vendor = models.CharField(_("who makes the check"), max_length=80, blank=True, validators=[refuse])
    order_number = models.CharField(_("order number"), max_length=60, blank=True, validators=[refuse])
    received_on = models.DateField(_("result received"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.PENDING)
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    first_notice_on = models.DateField(_("copy and first notice sent"), null=True, blank=True)
    disputed_on = models.DateField(_("person disputed it"), null=True, blank=True)
    final_notice_on = models.DateField(_("final notice sent"), null=True, blank=True)
    expires_on = models.DateField(_("good through"), null=True, blank=True)
    renewed_on = models.DateField(_("last renewed by the yearly form"), null=True, blank=True)
    paid_by = models.CharField(_("paid by"), max_length=10, choices=Payer, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=7, decimal_places=2, null=True, blank=True)
    account_code = models.CharField(_("account code"), max_length=40, blank=True, validators=[refuse])
    retain_until = models.DateField(_("keep until"), null=True, blank=True)

    objects = RecordQuerySet["BackgroundCheck"].as_manager()

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(consented_on=None) | Q(disclosed_on=None) | Q(consented_on__gte=F("disclosed_on")),
                name="screening_check_consent_follows",
                violation_error_message=_("People are told of a check before they agree to it."),
            ),
            models.CheckConstraint(
                condition=(Q(ordered_on=None) | Q(consented_on=None) | Q(ordered_on__gte=F("consented_on")))
                & (Q(ordered_on=None) | Q(disclosed_on=None) | Q(ordered_on__gte=F("disclosed_on"))),
                name="screening_check_order_follows",
                violation_error_message=_("A check is ordered after the person agreed to it."),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["clear", "not_clear"], decided_on__isnull=False)
                | Q(outcome__in=["pending", "review", "stopped"], decided_on=None),
                name="screening_check_decided",
                violation_error_message=_("An outcome has a day, and a check without one has none."),
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(ordered_on=None) | Q(decided_on__gte=F("ordered_on")),
                name="screening_check_decided_later",
                violation_error_message=_("The outcome cannot be older than the order."),
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(decided_on=None) | Q(expires_on__gte=F("decided_on")),
                name="screening_check_expires_later",
                violation_error_message=_("It cannot run out before it was decided."),
            ),
            models.CheckConstraint(
                condition=Q(final_notice_on=None)
                | Q(first_notice_on__isnull=False, final_notice_on__gte=F("first_notice_on")),
                name="screening_check_notices_in_order",
                violation_error_message=_("The first notice, with a copy, goes out before the final one."),
            ),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="screening_check_amount"),
            models.UniqueConstraint(
                "district",
                "person",
                "check_type",
                condition=Q(outcome__in=["pending", "review"], taken_back_at=None),
                name="screening_check_one_open",
                violation_error_message=_("A check of this kind is running for this person already."),
            ),
            models.UniqueConstraint(
                "district",
                "person",
                "check_type",
                "decided_on",
                condition=Q(taken_back_at=None, decided_on__isnull=False),
                name="screening_check_once_a_day",
                violation_error_message=_("A check of this kind with this day is recorded already."),
            ),
            models.UniqueConstraint(
                "district",
                "vendor",
                "order_number",
                condition=~Q(order_number="") & Q(taken_back_at=None),
                name="screening_check_order_number",
                violation_error_message=_("There is a check with this order number already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_check_type_display()}: {self.get_outcome_display()}"

    @property
    def is_open(self) -> bool:
        """Whether the outcome is still awaited."""
        return self.outcome in {self.Outcome.PENDING, self.Outcome.REVIEW}
