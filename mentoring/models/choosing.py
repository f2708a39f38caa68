"""How two people choose each other (S-7): a wish to meet, the interview, what both say afterwards."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentoring.models.policy import PlaceKind
from mentoring.querysets.choosing import InterestQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class Interest(DistrictOwned):
    """A student's wish to meet a mentor of their program. It times out; a no is private, and said kindly."""

    personal = Personal(of=lambda person_id: Q(student__person=person_id), emptied={"note": ""})

    class State(models.TextChoices):
        OPEN = "open", _("Asked")
        YES = "yes", _("Would like to meet")
        NO = "no", _("Not this time")
        UNAVAILABLE = "unavailable", _("No time at present")
        EXPIRED = "expired", _("Not answered in time")
        WITHDRAWN = "withdrawn", _("Taken back")

    program = models.ForeignKey("mentoring.Program", models.PROTECT, related_name="+", db_index=False)
    student = models.ForeignKey("mentoring.Student", models.CASCADE, related_name="interests", db_index=False)
    mentor = models.ForeignKey("mentoring.Mentor", models.CASCADE, related_name="interests", db_index=False)
    note = models.CharField(_("why you would like to meet"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    asked_on = models.DateField(_("asked"))
    answer_until = models.DateField(_("to be answered by"))
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    match = models.ForeignKey(
        "mentoring.Match", models.PROTECT, null=True, blank=True, related_name="interests", db_index=False
    )

    objects = InterestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "program",
                "student",
                "mentor",
                condition=Q(state="open"),
                name="mentoring_interest_once",
                violation_error_message=_("You have asked this mentor already."),
            ),
            models.CheckConstraint(
                condition=Q(answer_until__gte=F("asked_on")), name="mentoring_interest_answer_until"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "expired"], answered_on=None)
                | (~Q(state__in=["open", "expired"]) & Q(answered_on__isnull=False)),
                name="mentoring_interest_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "student"], name="mentoring_interest_student"),
            models.Index(fields=["district", "mentor", "state"], name="mentoring_interest_mentor"),
            models.Index(fields=["district", "state", "answer_until"], name="mentoring_interest_due"),
            models.Index(fields=["district", "match"], name="mentoring_interest_match"),
            models.Index(fields=["district", "-asked_on", "-id"], name="mentoring_interest_newest"),
        ]

    def __str__(self) -> str:
        return f"interest {self.pk}"


class MatchInterview(DistrictOwned):
    """The conversation of a proposed match: where, when, which adult was there. What each thought is on the members."""

    personal = Personal(
        of=lambda person_id: Q(match__student_rows__student__person=person_id),
        emptied={"notes": ""},
    )

    match = models.ForeignKey("mentoring.Match", models.CASCADE, related_name="interviews", db_index=False)
    planned_at = models.DateTimeField(_("when"))
    place = models.CharField(_("where"), max_length=20, choices=PlaceKind)
    place_note = models.CharField(_("room or address"), max_length=200, blank=True)
    adult = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    canceled_on = models.DateField(null=True, blank=True)
    notes = models.CharField(_("notes"), max_length=1000, blank=True)

    objects = DistrictQuerySet["MatchInterview"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held_on=None) | Q(canceled_on=None), name="mentoring_interview_held_or_not"
            ),
            models.UniqueConstraint(
                "district",
                "match",
                condition=Q(held_on=None, canceled_on=None),
                name="mentoring_interview_one_planned",
                violation_error_message=_("An interview is planned already."),
            ),
        ]
        indexes = [models.Index(fields=["district", "match"], name="mentoring_match_interview_of")]

    def __str__(self) -> str:
        return f"interview {self.pk}"
