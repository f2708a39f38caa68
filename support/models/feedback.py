"""Feedback: rounds in which people of a program are asked, what they answered, what is to be done about it (S-22).

Answers are kept without names. Who was asked and whether they have answered is a ``FeedbackInvitation``; what was
answered is counted in ``FeedbackTally`` and kept as ``FeedbackComment``. No row of the one leads to a row of the other,
and once a round is over the invitations are deleted (docs/adr/0023-feedback-without-names.md).
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from support.querysets.feedback import FeedbackInvitationQuerySet, FeedbackRoundQuerySet, RecommendationQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class Audience(models.TextChoices):
    """Who is asked. Somebody who is several of these is asked as the first."""

    STUDENTS = "students", _("Students")
    MENTORS = "mentors", _("Mentors")
    GUARDIANS = "guardians", _("Parents and guardians")
    TEACHERS = "teachers", _("Teachers")


class FeedbackRound(DistrictOwned):
    """One time at which people of a program are asked how it goes: drafted, sent, over.

    ``last_on`` is the last day on which one may answer. ``ended_from_on``: people of matches that ended on this day or
    later are asked, too. ``closed_on`` is the first day on which nobody may answer any more, once that was settled.
    """

    program = models.ForeignKey("mentoring.Program", models.PROTECT, related_name="feedback_rounds", db_index=False)
    name = models.CharField(_("name"), max_length=80)
    last_on = models.DateField(_("last day to answer"))
    ended_from_on = models.DateField(_("also people of matches that ended since"), null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    job = models.ForeignKey("tenancy.Job", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = FeedbackRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "program",
                "name",
                name="support_feedback_round_name",
                violation_error_message=_("There is a round of this name in that program."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(sent_at__isnull=False), name="support_feedback_sent_then_closed"
            ),
        ]
        indexes = [models.Index(fields=["district", "last_on", "id"], name="support_feedback_round_day")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        """Whether nobody has been asked yet."""
        return self.sent_at is None

    def is_open(self, on: date) -> bool:
        """Whether answers are taken on this day."""
        return self.sent_at is not None and self.closed_on is None and on <= self.last_on

    def is_over(self, on: date) -> bool:
        """Whether it was sent and takes no more answers on this day."""
        return self.sent_at is not None and not self.is_open(on)


class FeedbackAudience(DistrictOwned):
    """One group that a round asks. ``asked`` and ``answered`` are numbers; they name nobody."""

    round = models.ForeignKey("support.FeedbackRound", models.CASCADE, related_name="audiences", db_index=False)
    audience = models.CharField(_("who is asked"), max_length=9, choices=Audience)
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)

    objects = DistrictQuerySet["FeedbackAudience"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "round", "audience", name="support_feedback_audience_once"),
            models.CheckConstraint(condition=Q(answered__lte=F("asked")), name="support_feedback_asked_then_answered"),
        ]

    def __str__(self) -> str:
        return f"{self.audience} of round {self.round_id}"


class FeedbackQuestion(DistrictOwned):
    """One question to one audience: one of ours by its ``code``, or the coordinator's own in ``words``."""

    class Kind(models.TextChoices):
        SCALE = "scale", _("From 1 to 5")
        YES_NO = "yes_no", _("Yes or no")
        TEXT = "text", _("In their own words")

    audience = models.ForeignKey("support.FeedbackAudience", models.CASCADE, related_name="questions", db_index=False)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("how it is answered"), max_length=6, choices=Kind)
    code = models.CharField(max_length=24, blank=True)
    words = models.CharField(_("question"), max_length=200, blank=True)

    objects = DistrictQuerySet["FeedbackQuestion"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "audience", "position", name="support_feedback_question_place"),
            models.CheckConstraint(
                condition=Q(code="") & ~Q(words="") | ~Q(code="") & Q(words=""), name="support_feedback_question_words"
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"


class FeedbackInvitation(DistrictOwned):
    """Somebody is asked in a round, and has answered or not: never what, nor when."""

    round = models.ForeignKey("support.FeedbackRound", models.CASCADE, related_name="invitations", db_index=False)
    person = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    audience = models.CharField(max_length=9, choices=Audience)
    has_answered = models.BooleanField(default=False)

    objects = FeedbackInvitationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "round", "person", name="support_feedback_asked_once")]
        indexes = [models.Index(fields=["district", "person"], name="support_feedback_asked_person")]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class FeedbackTally(DistrictOwned):
    """How many gave one answer to one question: 1 to 5 of a scale, 1 for yes and 0 for no."""

    question = models.ForeignKey("support.FeedbackQuestion", models.CASCADE, related_name="tallies", db_index=False)
    choice = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    objects = DistrictQuerySet["FeedbackTally"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "question", "choice", name="support_feedback_tally_once"),
            models.CheckConstraint(condition=Q(choice__range=(0, 5)), name="support_feedback_tally_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.count} × {self.choice} to question {self.question_id}"


class FeedbackComment(DistrictOwned):
    """What somebody wrote, without who or when."""

    question = models.ForeignKey("support.FeedbackQuestion", models.CASCADE, related_name="comments", db_index=False)
    text = models.TextField(max_length=1000)

    objects = DistrictQuerySet["FeedbackComment"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["district", "question"], name="support_feedback_comment_of")]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class Recommendation(DistrictOwned):
    """What is to be done about a round's results, by whom, until when; in the end what was done, or why not."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    round = models.ForeignKey("support.FeedbackRound", models.PROTECT, related_name="recommendations", db_index=False)
    what = models.CharField(_("what is to be done"), max_length=300)
    why = models.TextField(_("why"), max_length=1000, blank=True)
    owner = models.ForeignKey(
        "tenancy.Person", models.PROTECT, verbose_name=_("who does it"), related_name="+", db_index=False
    )
    due_on = models.DateField(_("until"))
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.OPEN)
    outcome = models.TextField(_("what was done, or why not"), max_length=500, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", outcome="", closed_on=None)
                | Q(state__in=["done", "dropped"], closed_on__isnull=False) & ~Q(outcome=""),
                name="support_recommendation_closed",
            )
        ]
        indexes = [
            models.Index(fields=["district", "due_on", "id"], name="support_recommendation_due"),
            models.Index(fields=["district", "round"], name="support_recommendation_round"),
            models.Index(fields=["district", "owner"], condition=Q(state="open"), name="support_recommendation_owner"),
        ]

    def __str__(self) -> str:
        return f"recommendation {self.pk}"
