"""Meetings: planned, held, canceled; who took part (S-11, S-19, S-33, S-35)."""

import uuid
from datetime import datetime, time, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.querysets.meetings import DayAbsenceQuerySet, MeetingQuerySet
from mentoring.models import PlaceKind
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal

#: Minutes that a meeting may last.
SHORTEST, LONGEST = 5, 600


class MeetingSeries(DistrictOwned):
    """Meetings of a match that come again on the same day of the week. What is changed of one meeting stays with it."""

    match = models.ForeignKey("mentoring.Match", models.CASCADE, related_name="meeting_series", db_index=False)
    every_weeks = models.PositiveSmallIntegerField(
        _("every so many weeks"), default=1, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )
    first_on = models.DateField(_("first meeting"))
    until_on = models.DateField(_("until"))
    created_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True, editable=False)

    objects = DistrictQuerySet["MeetingSeries"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("first_on")),
                name="meetings_series_ends_later",
                violation_error_message=_("The last day comes after the first day."),
            ),
            models.CheckConstraint(condition=Q(every_weeks__gte=1), name="meetings_series_weeks"),
        ]
        indexes = [models.Index(fields=["district", "match"], name="meetings_series_match")]

    def __str__(self) -> str:
        return f"series {self.pk}"


class Meeting(DistrictOwned):
    """One contact of a match: planned, then held, missed or canceled.

    ``on`` is the day at the school; ``starts_at`` is empty where only the day is known (a log of what happened without
    a plan). ``uid`` and ``sequence`` are those of calendar files (RFC 5545): the sequence grows with each change that
    calendars must learn. A planned meeting is at a place of the policy; what really happened may have been elsewhere,
    and says so in its log.

    ``late_minutes`` and ``late_said_by``: somebody is running late today.
    """

    personal = Personal(
        of=lambda person_id: (
            Q(match__student_rows__student__person=person_id) | Q(match__mentor_rows__mentor__person=person_id)
        ),
        emptied={"cancel_note": "", "place_note": "", "transport": ""},
    )

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        MISSED = "missed", _("Somebody did not come")
        CANCELED = "canceled", _("Canceled")

    class Cause(models.TextChoices):
        SCHOOL_CLOSED = "school_closed", _("School closed")
        STUDENT_ABSENT = "student_absent", _("Student absent from school")
        STUDENT = "student", _("Student could not come")
        MENTOR = "mentor", _("Mentor could not come")
        PAUSED = "paused", _("The match is paused")
        OTHER = "other", _("Another reason")

    match = models.ForeignKey("mentoring.Match", models.PROTECT, related_name="meetings", db_index=False)
    series = models.ForeignKey(
        "meetings.MeetingSeries", models.SET_NULL, null=True, blank=True, related_name="meetings", db_index=False
    )
    on = models.DateField(_("day"))
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)]
    )
    place = models.CharField(_("place"), max_length=20, choices=[*PlaceKind.choices, ("elsewhere", _("Elsewhere"))])
    place_note = models.CharField(_("room or address"), max_length=200, blank=True)
    adult = models.ForeignKey(
        "tenancy.Person",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("adult in charge"),
        related_name="+",
        db_index=False,
    )
    transport = models.CharField(_("how the student gets there"), max_length=200, blank=True)
    mentor_drives = models.BooleanField(_("the mentor drives the student"), default=False)
    objective = models.ForeignKey(
        "mentoring.MatchObjective",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("objective"),
        related_name="+",
        db_index=False,
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    cancel_cause = models.CharField(_("why"), max_length=16, choices=Cause, blank=True)
    cancel_note = models.CharField(_("note"), max_length=300, blank=True)
    canceled_at = models.DateTimeField(null=True, blank=True)
    canceled_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    late_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    late_said_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    planned_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    # Lists are ordered and paged by it: the hour, or the beginning of the day where nobody knows the hour.
    sorted_at = models.GeneratedField(
        expression=Coalesce(
            F("starts_at"),
            Func(
                F("on"),
                template="(%(expressions)s::timestamp AT TIME ZONE 'UTC')",
                output_field=models.DateTimeField(),
            ),
        ),
        output_field=models.DateTimeField(),
        db_persist=True,
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__range=(SHORTEST, LONGEST)),
                name="meetings_meeting_minutes",
                violation_error_message=_("A meeting lasts from 5 minutes to 10 hours."),
            ),
            models.CheckConstraint(
                condition=Q(state="canceled", canceled_at__isnull=False) & ~Q(cancel_cause="")
                | ~Q(state="canceled") & Q(canceled_at=None, cancel_cause=""),
                name="meetings_meeting_canceled",
            ),
            models.CheckConstraint(
                condition=~Q(state="planned") | Q(starts_at__isnull=False) & ~Q(place="elsewhere"),
                name="meetings_meeting_planned",
            ),
            models.UniqueConstraint("district", "uid", name="meetings_meeting_uid"),
        ]
        indexes = [
            models.Index(fields=["district", "sorted_at", "id"], name="meetings_meeting_list"),
            models.Index(fields=["district", "on"], name="meetings_meeting_day"),
            models.Index(fields=["district", "match", "on"], name="meetings_meeting_match"),
            models.Index(fields=["district", "state", "on"], name="meetings_meeting_state"),
            models.Index(fields=["district", "series"], name="meetings_meeting_series"),
            models.Index(fields=["district", "adult", "on"], name="meetings_meeting_adult"),
        ]

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    @property
    def ends_at(self) -> datetime:
        """When it is over; of a meeting whose hour nobody knows, the end of its day."""
        begin = self.starts_at or timezone.make_aware(datetime.combine(self.on, time(23, 59)))
        return begin + timedelta(minutes=self.minutes if self.starts_at else 0)

    @property
    def is_canceled(self) -> bool:
        """Whether it does not take place."""
        return self.state == self.State.CANCELED


class Participation(DistrictOwned):
    """One member's attendance of one meeting, and who said so. Exactly one of the two members is named."""

    class Standing(models.TextChoices):
        EXPECTED = "expected", _("Expected")
        CAME = "came", _("Came")
        ABSENT = "absent", _("Absent from school")
        EXCUSED = "excused", _("Excused")
        NO_SHOW = "no_show", _("Did not come")

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="participations", db_index=False)
    match_student = models.ForeignKey(
        "mentoring.MatchStudent", models.PROTECT, null=True, related_name="participations", db_index=False
    )
    match_mentor = models.ForeignKey(
        "mentoring.MatchMentor", models.PROTECT, null=True, related_name="participations", db_index=False
    )
    standing = models.CharField(_("standing"), max_length=8, choices=Standing, default=Standing.EXPECTED)
    said_by = models.ForeignKey(
        "tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    said_at = models.DateTimeField(null=True, blank=True)

    objects = DistrictQuerySet["Participation"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(match_student=None, match_mentor__isnull=False)
                | Q(match_student__isnull=False, match_mentor=None),
                name="meetings_participation_of_one",
            ),
            models.UniqueConstraint(
                "district",
                "meeting",
                "match_student",
                condition=Q(match_student__isnull=False),
                name="meetings_participation_student",
            ),
            models.UniqueConstraint(
                "district",
                "meeting",
                "match_mentor",
                condition=Q(match_mentor__isnull=False),
                name="meetings_participation_mentor",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "match_student", "standing"], name="meetings_part_student"),
            models.Index(fields=["district", "match_mentor", "standing"], name="meetings_part_mentor"),
        ]

    def __str__(self) -> str:
        return f"{self.standing} at meeting {self.meeting_id}"


class DayAbsence(DistrictOwned):
    """A student is not at school on a day, as staff says; the mentor hears so before driving."""

    student = models.ForeignKey("mentoring.Student", models.PROTECT, related_name="day_absences", db_index=False)
    day = models.DateField(_("day"))
    said_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    said_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = DayAbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "student",
                "day",
                condition=Q(taken_back_at=None),
                name="meetings_day_absence_once",
                violation_error_message=_("This student is noted as absent on this day already."),
            )
        ]
        indexes = [models.Index(fields=["district", "day"], name="meetings_day_absence_day")]

    def __str__(self) -> str:
        return f"{self.student_id} absent on {self.day:%Y-%m-%d}"
