"""Support calls: talks with mentor, student and guardian while a match runs (S-32), and visits to workplaces (S-27)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from support.querysets.calls import SupportCallQuerySet, VisitQuerySet
from tenancy.models.owned import DistrictOwned, Personal


class SupportCall(DistrictOwned):
    """One talk with one person about one match: due on a day, then held, or skipped with a reason.

    ``is_safe`` answers the fixed question whether the student is safe and well in the match; nobody leaves it out. A
    "no" or "not sure" waits until somebody says what was done (``followed_up_at``). ``match_student`` is the student
    whom the talk is about, with them or their parent; with a mentor it is about all of the match. ``caller`` is the
    colleague who has taken it on.
    """

    personal = Personal(
        of=lambda person_id: Q(person=person_id) | Q(match_student__student__person=person_id),
        emptied={"told": "", "next_step": "", "skip_reason": "", "quality": None, "asked_why": "", "follow_up": ""},
    )

    class Role(models.TextChoices):
        MENTOR = "mentor", _("Mentor")
        STUDENT = "student", _("Student")
        GUARDIAN = "guardian", _("Parent or guardian")

    class Cause(models.TextChoices):
        RHYTHM = "rhythm", _("Due by the program’s rules")
        NO_SHOW = "no_show", _("Did not come twice")
        QUIET = "quiet", _("No meeting for a while")
        ASKED = "asked", _("Asked for")

    class Channel(models.TextChoices):
        PHONE = "phone", _("Phone")
        IN_PERSON = "in_person", _("In person")
        VIDEO = "video", _("Video call")
        MESSAGE = "message", _("Message")

    class Safe(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        UNSURE = "unsure", _("Not sure")

    match = models.ForeignKey("mentoring.Match", models.PROTECT, related_name="support_calls", db_index=False)
    person = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(_("who"), max_length=8, choices=Role)
    match_student = models.ForeignKey(
        "mentoring.MatchStudent", models.PROTECT, null=True, blank=True, related_name="support_calls", db_index=False
    )
    cause = models.CharField(_("why"), max_length=8, choices=Cause, default=Cause.RHYTHM)
    due_on = models.DateField(_("due"))
    asked_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    asked_why = models.CharField(_("what it is about"), max_length=200, blank=True)
    caller = models.ForeignKey(
        "tenancy.Person",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("who calls"),
        related_name="+",
        db_index=False,
    )
    held_on = models.DateField(_("talked on"), null=True, blank=True)
    held_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    channel = models.CharField(_("how"), max_length=10, choices=Channel, blank=True)
    is_safe = models.CharField(_("is the student safe and well in this match?"), max_length=6, choices=Safe, blank=True)
    quality = models.PositiveSmallIntegerField(
        _("how is it going, from 1 to 10?"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    told = models.TextField(_("what they told"), max_length=2000, blank=True)
    next_step = models.CharField(_("what happens next"), max_length=300, blank=True)
    skipped_on = models.DateField(null=True, blank=True)
    skip_reason = models.CharField(_("why not"), max_length=200, blank=True)
    follow_up = models.CharField(_("what was done"), max_length=500, blank=True)
    followed_up_at = models.DateTimeField(null=True, blank=True)
    followed_up_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = SupportCallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held_on=None, held_by=None, channel="", is_safe="")
                | Q(held_on__isnull=False, held_by__isnull=False) & ~Q(channel="") & ~Q(is_safe=""),
                name="support_call_held",
            ),
            models.CheckConstraint(condition=Q(held_on=None) | Q(skipped_on=None), name="support_call_held_or_not"),
            models.CheckConstraint(condition=Q(skipped_on=None) | ~Q(skip_reason=""), name="support_call_skip_reason"),
            models.CheckConstraint(condition=Q(quality=None) | Q(quality__range=(1, 10)), name="support_call_quality"),
            models.CheckConstraint(
                condition=Q(role="mentor", match_student=None) | ~Q(role="mentor") & Q(match_student__isnull=False),
                name="support_call_about_student",
            ),
            models.CheckConstraint(
                condition=Q(followed_up_at=None, followed_up_by=None, follow_up="")
                | Q(followed_up_at__isnull=False, followed_up_by__isnull=False, is_safe__in=["no", "unsure"])
                & ~Q(follow_up=""),
                name="support_call_followed_up",
            ),
            models.UniqueConstraint(
                "district",
                "match",
                "person",
                "cause",
                "due_on",
                name="support_call_once",
                violation_error_message=_("This talk is planned already."),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "due_on", "id"], name="support_call_due"),
            models.Index(fields=["district", "match", "due_on"], name="support_call_match"),
            models.Index(fields=["district", "person"], name="support_call_person"),
            models.Index(fields=["district", "match_student"], name="support_call_student"),
            models.Index(
                fields=["district", "due_on"], condition=Q(held_on=None, skipped_on=None), name="support_call_open"
            ),
            models.Index(
                fields=["district", "held_on"],
                condition=Q(is_safe__in=["no", "unsure"], followed_up_at=None),
                name="support_call_unsafe",
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"


class Visit(DistrictOwned):
    """Somebody of the school looked in at the workplace where a match meets (S-27), or is going to."""

    personal = Personal(of=lambda person_id: Q(match__student_rows__student__person=person_id), emptied={"note": ""})

    match = models.ForeignKey("mentoring.Match", models.PROTECT, related_name="visits", db_index=False)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    visited_on = models.DateField(_("visited on"), null=True, blank=True)
    visited_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    note = models.TextField(_("note"), max_length=1000, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_on__isnull=False) | Q(visited_on__isnull=False), name="support_visit_day"
            ),
            models.CheckConstraint(condition=Q(visited_on=None) | Q(visited_by__isnull=False), name="support_visit_by"),
        ]
        indexes = [
            models.Index(fields=["district", "match", "visited_on"], name="support_visit_match"),
            models.Index(fields=["district", "planned_on", "id"], name="support_visit_planned"),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"
