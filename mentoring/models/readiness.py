"""What a match needs before it starts, and what stops one that runs."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class MatchObjective(DistrictOwned):
    """One of the one to three learning objectives of a match, tied to a course standard where there is one (S-29)."""

    personal = Personal(of=lambda person_id: Q(match__student_rows__student__person=person_id), emptied={"text": ""})

    match = models.ForeignKey("mentoring.Match", models.CASCADE, related_name="objectives", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("learning objective"), max_length=300)
    standard = models.CharField(_("course standard"), max_length=80, blank=True)

    objects = DistrictQuerySet["MatchObjective"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "match", "position", name="mentoring_objective_position"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=3), name="mentoring_objective_one_to_three"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class WorkplaceApproval(DistrictOwned):
    """That students may visit a workplace, before the first visit (S-30). Asked for until somebody approves it."""

    employer = models.ForeignKey("mentoring.Employer", models.CASCADE, related_name="approvals", db_index=False)
    asked_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    asked_on = models.DateField(_("asked on"), null=True)
    approved_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    approved_on = models.DateField(_("approved on"), null=True)
    expires_on = models.DateField(_("good through"), null=True, blank=True)
    areas = models.CharField(_("areas that students may enter"), max_length=300)
    protection = models.CharField(_("protective equipment"), max_length=300, blank=True)
    insurance = models.CharField(_("insurance"), max_length=200, blank=True)
    supervisor = models.CharField(_("who supervises there"), max_length=160)
    employer_agreed_on = models.DateField(_("employer agreed on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = DistrictQuerySet["WorkplaceApproval"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("approved_on")),
                name="mentoring_workplace_ends_later",
                violation_error_message=_("The last day comes after the first day."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=False, approved_on__isnull=False)
                | Q(approved_by=None, approved_on=None, asked_by__isnull=False, asked_on__isnull=False),
                name="mentoring_workplace_asked_or_approved",
            ),
        ]
        indexes = [models.Index(fields=["district", "employer"], name="mentoring_workplace_of")]

    def __str__(self) -> str:
        return f"approval {self.pk}"


class MatchException(DistrictOwned):
    """Something missing that a named role allowed once, with a reason, until a day (S-10). Never what S-10 forbids.

    ``code`` is a blocker's key (``mentoring/gate_rules.py``). Without ``allowed_on`` somebody asks for it.
    """

    personal = Personal(of=lambda person_id: Q(match__student_rows__student__person=person_id), emptied={"reason": ""})

    match = models.ForeignKey("mentoring.Match", models.CASCADE, related_name="exceptions", db_index=False)
    code = models.CharField(max_length=40)
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    asked_on = models.DateField(_("asked on"), null=True)
    allowed_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    allowed_on = models.DateField(_("allowed on"), null=True)
    expires_on = models.DateField(_("until"))
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = DistrictQuerySet["MatchException"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_on__gte=F("allowed_on")), name="mentoring_exception_ends_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="mentoring_exception_has_reason"),
            models.CheckConstraint(
                condition=Q(allowed_by__isnull=False, allowed_on__isnull=False)
                | Q(allowed_by=None, allowed_on=None, asked_by__isnull=False, asked_on__isnull=False),
                name="mentoring_exception_asked_or_allowed",
            ),
            models.UniqueConstraint(
                "district", "match", "code", condition=Q(withdrawn_on=None), name="mentoring_exception_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} of match {self.match_id}"


class MatchPause(DistrictOwned):
    """Why a match stands still, other than a safety hold (which is asked of the hold itself).

    PROPOSED waits for a person's word, because more matches would have stopped at once than happens by chance (the
    brake of S-10); IN_FORCE stops it; ENDED is cured, or somebody decided (``decided_by``) that the match goes on.
    """

    class Cause(models.TextChoices):
        CLEARANCE = "clearance", _("A check or training ran out")
        PERMISSION = "permission", _("A permission was withdrawn")
        AGREEMENT = "agreement", _("The agreement no longer stands")
        COURT_ORDER = "court_order", _("A court order")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for a decision")
        IN_FORCE = "in_force", _("Paused")
        ENDED = "ended", _("Over")

    match = models.ForeignKey("mentoring.Match", models.CASCADE, related_name="pauses", db_index=False)
    cause = models.CharField(_("cause"), max_length=12, choices=Cause)
    state = models.CharField(_("state"), max_length=10, choices=State)
    found_at = models.DateTimeField(_("found"))
    began_at = models.DateTimeField(_("paused"), null=True)
    ended_at = models.DateTimeField(_("over"), null=True)
    decided_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = DistrictQuerySet["MatchPause"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district", "match", "cause", condition=~Q(state="ended"), name="mentoring_pause_once"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", began_at=None, ended_at=None)
                | Q(state="in_force", began_at__isnull=False, ended_at=None)
                | Q(state="ended", ended_at__isnull=False),
                name="mentoring_pause_state",
            ),
        ]
        indexes = [models.Index(fields=["district", "state"], name="mentoring_pause_state_of")]

    def __str__(self) -> str:
        return f"{self.cause} of match {self.match_id}"
