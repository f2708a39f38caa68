"""Closing a match and going on with it (S-13, S-23, S-36)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from support.querysets.closings import (
    ClosingQuerySet,
    ContinuationAnswerQuerySet,
    ContinuationQuerySet,
    ExitInterviewQuerySet,
    ThankYouLinesQuerySet,
)
from tenancy.models.owned import DistrictOwned, Personal


def _of_student(person_id: int) -> Q:
    return Q(match__student_rows__student__person=person_id)


class Closing(DistrictOwned):
    """The list of what is done before a match is over: exit interviews, presentation, skills profile, next step."""

    personal = Personal(of=_of_student, emptied={"reason": "", "next_step": "", "contact_after": ""})

    class Kind(models.TextChoices):
        PLANNED = "planned", _("The promised time is over")
        EARLY = "early", _("It ends early")

    class Initiator(models.TextChoices):
        PLAN = "plan", _("As planned")
        STUDENT = "student", _("Student")
        MENTOR = "mentor", _("Mentor")
        GUARDIAN = "guardian", _("Parent or guardian")
        SCHOOL = "school", _("School")

    match = models.ForeignKey("mentoring.Match", models.PROTECT, related_name="closings", db_index=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    initiator = models.CharField(_("who wished it"), max_length=8, choices=Initiator)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    opened_on = models.DateField(_("begun"))
    opened_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    last_meeting_on = models.DateField(_("last meeting"), null=True, blank=True)
    presentation_on = models.DateField(_("presentation"), null=True, blank=True)
    presentation_waived = models.BooleanField(_("no presentation"), default=False)
    profile_updated_on = models.DateField(_("skills profile and career plan updated"), null=True, blank=True)
    next_step = models.CharField(_("the student’s next step"), max_length=500, blank=True)
    contact_after = models.CharField(_("contact afterwards"), max_length=300, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    finished_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    taken_back_at = models.DateTimeField(null=True, editable=False)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "match", condition=Q(taken_back_at=None), name="support_closing_once"),
            models.CheckConstraint(
                condition=Q(kind="planned") | ~Q(reason=""),
                name="support_closing_early_has_reason",
                violation_error_message=_("Say why it ends early."),
            ),
        ]
        indexes = [models.Index(fields=["district", "finished_on"], name="support_closing_open")]

    def __str__(self) -> str:
        return f"closing of match {self.match_id}"


class ExitInterview(DistrictOwned):
    """The last talk with one member of a match."""

    personal = Personal(
        of=lambda person_id: Q(person=person_id), emptied={"told": "", "best": "", "better": "", "quality": None}
    )

    closing = models.ForeignKey("support.Closing", models.CASCADE, related_name="interviews", db_index=False)
    person = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(
        _("who"),
        max_length=8,
        choices=[("mentor", _("Mentor")), ("student", _("Student")), ("guardian", _("Parent or guardian"))],
    )
    held_on = models.DateField(_("talked on"), null=True, blank=True)
    held_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    quality = models.PositiveSmallIntegerField(
        _("how was it, from 1 to 10?"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    best = models.CharField(_("what was best"), max_length=500, blank=True)
    better = models.CharField(_("what could be better"), max_length=500, blank=True)
    told = models.TextField(_("what else they told"), max_length=2000, blank=True)
    skipped_on = models.DateField(null=True, blank=True)
    skip_reason = models.CharField(_("why not"), max_length=200, blank=True)

    objects = ExitInterviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "closing", "person", name="support_exit_once"),
            models.CheckConstraint(condition=Q(held_on=None) | Q(skipped_on=None), name="support_exit_held_or_not"),
        ]

    def __str__(self) -> str:
        return f"exit interview {self.pk}"


class Continuation(DistrictOwned):
    """ "Same pair again?": asked of everybody in a match for the next program year."""

    match = models.ForeignKey("mentoring.Match", models.PROTECT, related_name="continuations", db_index=False)
    program = models.ForeignKey("mentoring.Program", models.PROTECT, related_name="+", db_index=False)
    asked_on = models.DateField(_("asked"))
    asked_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    became = models.ForeignKey(
        "mentoring.Match", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    closed_on = models.DateField(null=True, blank=True)

    objects = ContinuationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "match", condition=Q(closed_on=None), name="support_again_one_open")
        ]
        indexes = [models.Index(fields=["district", "program"], name="support_again_program")]

    def __str__(self) -> str:
        return f"continuation of match {self.match_id}"


class ContinuationAnswer(DistrictOwned):
    """What one member says to "same pair again?". A no is private: the others hear that it does not go on."""

    continuation = models.ForeignKey("support.Continuation", models.CASCADE, related_name="answers", db_index=False)
    person = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    answer = models.CharField(_("answer"), max_length=4, choices=[("yes", _("Yes")), ("no", _("No"))], blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ContinuationAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "continuation", "person", name="support_again_answer_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="support_again_answered",
            ),
        ]
        indexes = [models.Index(fields=["district", "person"], name="support_again_person")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class ThankYouLines(DistrictOwned):
    """A student's own lines for the thank-you letter to their mentor, read by the teacher before they go (S-24)."""

    personal = Personal(of=lambda person_id: Q(match_student__student__person=person_id), emptied={"text": ""})

    match_student = models.ForeignKey(
        "mentoring.MatchStudent", models.PROTECT, related_name="thank_you_lines", db_index=False
    )
    text = models.TextField(_("your own lines"), max_length=600)
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    given_back_note = models.CharField(_("what to change"), max_length=300, blank=True)

    objects = ThankYouLinesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "match_student", name="support_lines_once"),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="support_lines_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"lines {self.pk}"
