"""Matches: who was brought together, in which format, from when until when, and who joined and left."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentoring.models.policy import Format
from mentoring.querysets.matches import MatchQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class Match(DistrictOwned):
    """Those brought together. Members are ``MatchStudent`` and ``MatchMentor`` rows."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Both said yes")
        RUNNING = "running", _("Running")
        ENDED = "ended", _("Ended")

    program = models.ForeignKey("mentoring.Program", models.PROTECT, related_name="matches", db_index=False)
    format = models.CharField(_("who meets whom"), max_length=20, choices=Format)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("planned until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    supervising_teacher = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="mentoring_match_ends_later",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__isnull=False) | (~Q(state="ended") & Q(ended_on=None)),
                name="mentoring_match_ended_on",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(starts_on__isnull=False), name="mentoring_match_runs_from"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "program", "state"], include=["id"], name="mentoring_match_program"),
            models.Index(fields=["district", "supervising_teacher"], name="mentoring_match_teacher"),
        ]

    def __str__(self) -> str:
        return f"match {self.pk}"


class MatchStudent(DistrictOwned):
    """One student of a match.

    ``is_alone``: the match is one-to-one and the program's policy allows a student one of these at a time; the database
    then holds to it. Whoever ends a match sets ``left_on`` of its members.

    ``paper_signed_on`` and ``paper_filed_at``: the agreement of a program that was running before, kept in a cabinet.
    """

    personal = Personal(of=lambda person_id: Q(student__person=person_id), emptied={"paper_filed_at": ""})

    match = models.ForeignKey("mentoring.Match", models.CASCADE, related_name="student_rows", db_index=False)
    student = models.ForeignKey("mentoring.Student", models.PROTECT, related_name="match_rows", db_index=False)
    is_alone = models.BooleanField(default=False)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.CharField(max_length=300, blank=True)
    paper_signed_on = models.DateField(_("signed on paper on"), null=True, blank=True)
    paper_filed_at = models.CharField(_("filed at"), max_length=200, blank=True)
    paper_attested_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = DistrictQuerySet["MatchStudent"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district", "match", "student", condition=Q(left_on=None), name="mentoring_match_student_once"
            ),
            models.UniqueConstraint(
                "district",
                "student",
                condition=Q(is_alone=True, left_on=None),
                name="mentoring_match_student_alone_once",
                violation_error_message=_("This student has a mentor of their own already."),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="mentoring_match_student_leaves_later"
            ),
            models.CheckConstraint(
                condition=Q(paper_signed_on=None, paper_filed_at="")
                | (Q(paper_signed_on__isnull=False) & ~Q(paper_filed_at="")),
                name="mentoring_match_student_paper",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "student", "left_on"], name="mentoring_match_student"),
            models.Index(fields=["district", "match"], name="mentoring_match_student_of"),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} in match {self.match_id}"


class MatchMentor(DistrictOwned):
    """One mentor of a match."""

    match = models.ForeignKey("mentoring.Match", models.CASCADE, related_name="mentor_rows", db_index=False)
    mentor = models.ForeignKey("mentoring.Mentor", models.PROTECT, related_name="match_rows", db_index=False)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.CharField(max_length=300, blank=True)

    objects = DistrictQuerySet["MatchMentor"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district", "match", "mentor", condition=Q(left_on=None), name="mentoring_match_mentor_once"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="mentoring_match_mentor_leaves_later"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "mentor", "left_on"], name="mentoring_match_mentor"),
            models.Index(fields=["district", "match"], name="mentoring_match_mentor_of"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} in match {self.match_id}"
