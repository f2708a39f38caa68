"""Matches: who was brought together, in which format, from when until when, and who joined and left."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentoring.models.policy import Format, PlaceKind
from mentoring.querysets.matches import MatchQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class Answer(models.TextChoices):
    """What a member says to a proposed match."""

    OPEN = "open", _("Has not answered")
    YES = "yes", _("Yes")
    NO = "no", _("No")


class Match(DistrictOwned):
    """Those brought together. Members are ``MatchStudent`` and ``MatchMentor`` rows.

    Both sides say yes after an interview (S-7); then what they plan goes into the agreement: where and when they meet,
    who is in charge, what they do, until when. ``promised_until`` is counted from ``starts_on`` (S-13).
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Both said yes")
        RUNNING = "running", _("Running")
        ENDED = "ended", _("Ended")
        NOT_STARTED = "not_started", _("Did not come about")

    program = models.ForeignKey("mentoring.Program", models.PROTECT, related_name="matches", db_index=False)
    format = models.CharField(_("who meets whom"), max_length=20, choices=Format)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PROPOSED)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("planned until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    supervising_teacher = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    places = ArrayField(
        models.CharField(max_length=20, choices=PlaceKind), verbose_name=_("where they meet"), default=list, blank=True
    )
    place_note = models.CharField(_("room or address"), max_length=200, blank=True)
    schedule = models.CharField(_("when they meet"), max_length=200, blank=True)
    planned_meetings = models.PositiveSmallIntegerField(
        _("planned meetings"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    meeting_minutes = models.PositiveSmallIntegerField(
        _("minutes of a meeting"), null=True, blank=True, validators=[MinValueValidator(15), MaxValueValidator(480)]
    )
    activities = ArrayField(
        models.CharField(max_length=200), verbose_name=_("planned activities"), default=list, blank=True
    )
    transport = models.CharField(_("how the student gets there"), max_length=200, blank=True)
    adult_in_charge = models.ForeignKey(
        "tenancy.Person",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("adult in charge"),
        related_name="+",
        db_index=False,
    )
    proposed_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    started_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by", db_index=False
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
                condition=Q(state__in=["ended", "not_started"], ended_on__isnull=False)
                | (~Q(state__in=["ended", "not_started"]) & Q(ended_on=None)),
                name="mentoring_match_ended_on",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(starts_on__isnull=False), name="mentoring_match_runs_from"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "program", "state"], include=["id"], name="mentoring_match_program"),
            models.Index(fields=["district", "-created_at", "-id"], name="mentoring_match_newest"),
            models.Index(fields=["district", "supervising_teacher"], name="mentoring_match_teacher"),
            models.Index(fields=["district", "continues"], name="mentoring_match_continues"),
        ]

    def __str__(self) -> str:
        return f"match {self.pk}"


class MatchStudent(DistrictOwned):
    """One student of a match.

    ``answer_said``: how a colleague who typed the answer in knows of it. ``rating``: 1 to 5, what the student thought
    after the interview; coordinators alone read it.

    ``is_alone``: the match is one-to-one and the program's policy allows a student one of these at a time; the database
    then holds to it. Whoever ends a match sets ``left_on`` of its members. ``packet``: what is signed for this student;
    the newest, when the plan changed.

    ``paper_signed_on`` and ``paper_filed_at``: the agreement of a program that was running before, kept in a cabinet.
    """

    personal = Personal(
        of=lambda person_id: Q(student__person=person_id),
        emptied={"paper_filed_at": "", "answer_said": "", "rating": None, "left_reason": ""},
    )

    match = models.ForeignKey("mentoring.Match", models.CASCADE, related_name="student_rows", db_index=False)
    student = models.ForeignKey("mentoring.Student", models.PROTECT, related_name="match_rows", db_index=False)
    is_alone = models.BooleanField(default=False)
    answer = models.CharField(_("answer"), max_length=4, choices=Answer, default=Answer.OPEN)
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answer_said = models.CharField(_("how they said so"), max_length=200, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    packet = models.ForeignKey("agreements.Packet", models.PROTECT, null=True, related_name="+", db_index=False)
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
                condition=Q(rating=None) | Q(rating__range=(1, 5)), name="mentoring_match_student_rating"
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
            models.Index(fields=["district", "packet"], name="mentoring_match_student_packet"),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} in match {self.match_id}"


class MatchMentor(DistrictOwned):
    """One mentor of a match. ``answer_said`` and ``rating`` as with the students."""

    personal = Personal(
        of=lambda person_id: Q(mentor__person=person_id),
        emptied={"answer_said": "", "rating": None, "left_reason": ""},
    )

    match = models.ForeignKey("mentoring.Match", models.CASCADE, related_name="mentor_rows", db_index=False)
    mentor = models.ForeignKey("mentoring.Mentor", models.PROTECT, related_name="match_rows", db_index=False)
    answer = models.CharField(_("answer"), max_length=4, choices=Answer, default=Answer.OPEN)
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answer_said = models.CharField(_("how they said so"), max_length=200, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 5)), name="mentoring_match_mentor_rating"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "mentor", "left_on"], name="mentoring_match_mentor"),
            models.Index(fields=["district", "match"], name="mentoring_match_mentor_of"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} in match {self.match_id}"
