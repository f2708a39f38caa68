"""What was recorded of a meeting, its versions, and worries that somebody wrote down with it."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.querysets.logs import MeetingLogQuerySet, WorryQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


def _of_author(person_id: int) -> Q:
    return Q(logged_by=person_id) | Q(meeting__match__student_rows__student__person=person_id)


class Activity(models.TextChoices):
    """What mentor and student did: exploring careers, training, related education (S-28)."""

    TALK = "talk", _("Talked about the job and the way there")
    TOUR = "tour", _("Looked around the workplace")
    SHADOW = "shadow", _("Watched somebody at work")
    PROJECT = "project", _("Worked on a project")
    SKILL = "skill", _("Practiced a skill")
    RESUME = "resume", _("Résumé or application")
    INTERVIEW = "interview", _("Practiced an interview")
    COLLEGE = "college", _("Looked at training or college")
    CLASSWORK = "classwork", _("Worked on a class assignment")
    EVENT = "event", _("Went to an event")
    OTHER = "other", _("Something else")


class SpecialKind(models.TextChoices):
    """Anything special, which is compared between students (S-20)."""

    NONE = "", _("Nothing special")
    GIFT = "gift", _("Gift")
    TICKET = "ticket", _("Ticket")
    TRIP = "trip", _("Trip")
    MEAL = "meal", _("Meal")
    INTRODUCTION = "introduction", _("Introduction to somebody")
    OTHER = "other", _("Something else")


class MeetingLog(DistrictOwned):
    """What was recorded of one meeting. Day, minutes, place and who came stand on the meeting and its participations.

    ``is_allowed_place``: whether the place was one of the policy's when it was logged (S-11); a log is saved anyway.
    ``logged_by`` is the person for whom it was typed or whose link it was.
    """

    personal = Personal(
        of=_of_author, emptied={"note": "", "learned": "", "next_steps": "", "special_note": "", "adult_name": ""}
    )

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="logs", db_index=False)
    is_allowed_place = models.BooleanField(default=True)
    adult_name = models.CharField(_("adult in charge, if not listed"), max_length=120, blank=True)
    activities = ArrayField(
        models.CharField(max_length=12, choices=Activity), verbose_name=_("what you did"), default=list, blank=True
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)
    learned = models.TextField(_("what was learned"), max_length=1000, blank=True)
    next_steps = models.TextField(_("who does what until next time"), max_length=1000, blank=True)
    special = models.CharField(_("anything special?"), max_length=12, choices=SpecialKind, blank=True, default="")
    special_note = models.CharField(_("what it was"), max_length=200, blank=True)
    special_dollars = models.PositiveSmallIntegerField(
        _("worth about (dollars)"), null=True, blank=True, validators=[MaxValueValidator(5000)]
    )
    logged_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    logged_at = models.DateTimeField(_("logged"))
    changed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    seen_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = MeetingLogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "meeting", name="meetings_log_once"),
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="meetings_log_seen",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "-logged_at", "-id"], name="meetings_log_newest"),
            models.Index(fields=["district", "logged_by", "-logged_at"], name="meetings_log_author"),
        ]

    def __str__(self) -> str:
        return f"log of meeting {self.meeting_id}"


class LogVersion(DistrictOwned):
    """How a log, its meeting and its participations read before somebody changed them."""

    personal = Personal(
        of=lambda person_id: (
            Q(log__logged_by=person_id) | Q(log__meeting__match__student_rows__student__person=person_id)
        ),
        emptied={"values": {}},
    )

    log = models.ForeignKey("meetings.MeetingLog", models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    changed_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()

    objects = DistrictQuerySet["LogVersion"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "log", "number", name="meetings_log_version_once")]

    def __str__(self) -> str:
        return f"version {self.number} of log {self.log_id}"


class Worry(DistrictOwned):
    """Something about a meeting worried somebody. Read by coordinators and the counselor, each reading noted."""

    personal = Personal(
        of=lambda person_id: Q(said_by=person_id) | Q(meeting__match__student_rows__student__person=person_id),
        emptied={"text": "", "answer": ""},
    )

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="worries", db_index=False)
    text = models.TextField(_("what worried you"), max_length=2000)
    said_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    said_at = models.DateTimeField()
    answer = models.TextField(_("what was done"), max_length=1000, blank=True)
    closed_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = WorryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="meetings_worry_closed",
            )
        ]
        indexes = [
            models.Index(fields=["district", "closed_at", "said_at"], name="meetings_worry_open"),
            models.Index(fields=["district", "meeting"], name="meetings_worry_meeting"),
        ]

    def __str__(self) -> str:
        return f"worry {self.pk}"
