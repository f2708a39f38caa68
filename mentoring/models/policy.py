"""The rules of a program: every number and switch that the modules ``mentoring/…_rules.py`` read."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenancy.models.owned import DistrictOwned, DistrictQuerySet


class Preset(models.TextChoices):
    """Three usual ways to run a program; what a policy begins with."""

    GROUP_AT_SCHOOL = "group_at_school", _("Groups at school, staff in the room")
    ONE_TO_ONE = "one_to_one", _("One-to-one at school or workplace")
    OUTINGS_ONLINE = "outings_online", _("Outings and online")


class Format(models.TextChoices):
    """Who meets whom (S-8)."""

    ONE_TO_ONE = "one_to_one", _("One mentor, one student")
    SMALL_GROUP = "small_group", _("One mentor, up to four students")
    TEAM = "team", _("Several mentors, up to four students each")
    LARGE_GROUP = "large_group", _("Large group")
    PEER = "peer", _("Older student")
    ONLINE = "online", _("Online, together with another way")


class PlaceKind(models.TextChoices):
    """Where meetings may be (S-11). A home is none of them."""

    SCHOOL = "school", _("At school")
    WORKPLACE = "workplace", _("At the workplace")
    OUTING = "outing", _("Approved outing")
    ONLINE = "online", _("Approved online channel")


class RemoteContact(models.TextChoices):
    """Whether mentor and student may call or write to each other, and who looks on (S-12)."""

    NONE = "none", _("Not at all")
    SECOND_ADULT = "second_adult", _("With a second adult taking part")
    COPY = "copy", _("With a copy to the school")


class Perks(models.TextChoices):
    """Gifts, tickets, trips and the like (S-20)."""

    NONE = "none", _("None")
    LIMIT = "limit", _("Up to a value")
    ASK = "ask", _("Ask the coordinator first")


class Signers(models.TextChoices):
    """How many of a student's parents or guardians sign."""

    ANY = "any", _("One is enough")
    ALL = "all", _("All who may sign")


class JournalRhythm(models.TextChoices):
    """When students owe a journal entry (S-16)."""

    NONE = "none", _("No journal")
    MEETING = "meeting", _("After each meeting")
    WEEK = "week", _("Every week")
    MONTH = "month", _("Every month")


class Policy(DistrictOwned):
    """The rules of one program. What each value does and where it comes from is said in ``forms/policies.py``."""

    program = models.ForeignKey("mentoring.Program", models.CASCADE, related_name="policies", db_index=False)
    preset = models.CharField(_("begins with"), max_length=20, choices=Preset)

    # Who may take part (S-1 and S-2)
    minimum_grade = models.PositiveSmallIntegerField(
        _("lowest grade"), default=9, validators=[MinValueValidator(1), MaxValueValidator(13)]
    )
    requires_career_course = models.BooleanField(_("a career course is needed"), default=False)
    career_course_codes = ArrayField(
        models.CharField(max_length=40), verbose_name=_("career courses"), default=list, blank=True
    )
    requires_career_area = models.BooleanField(_("a career area is needed"), default=True)
    requires_interview = models.BooleanField(_("students are interviewed first"), default=True)

    # Mentors, and who meets whom: S-8
    minimum_mentor_age = models.PositiveSmallIntegerField(
        _("lowest age of mentors"), default=21, validators=[MinValueValidator(18), MaxValueValidator(30)]
    )
    formats = ArrayField(models.CharField(max_length=20, choices=Format), verbose_name=_("who meets whom"))

    # Choosing each other: S-7
    students_may_ask = models.BooleanField(_("students may ask to meet mentors"), default=True)
    asks_at_once = models.PositiveSmallIntegerField(
        _("open questions a student"), default=3, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    days_to_answer = models.PositiveSmallIntegerField(
        _("days to answer"), default=7, validators=[MinValueValidator(2), MaxValueValidator(30)]
    )
    several_mentors = models.BooleanField(_("a student may have several mentors of their own"), default=False)

    # Meetings: S-11 to S-13, S-18 to S-20
    places = ArrayField(models.CharField(max_length=20, choices=PlaceKind), verbose_name=_("where they meet"))
    promised_months = models.PositiveSmallIntegerField(
        _("promised months"), default=6, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    planned_meetings = models.PositiveSmallIntegerField(
        _("planned meetings"), default=12, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    meeting_minutes = models.PositiveSmallIntegerField(
        _("minutes of a meeting"), default=60, validators=[MinValueValidator(15), MaxValueValidator(480)]
    )
    quiet_school_days = models.PositiveSmallIntegerField(
        _("school days without a meeting"), default=20, validators=[MinValueValidator(5), MaxValueValidator(90)]
    )
    remote_contact = models.CharField(
        _("calls and messages"), max_length=12, choices=RemoteContact, default=RemoteContact.NONE
    )
    shares_class_focus = models.BooleanField(_("mentors read what the class works on"), default=True)
    perks = models.CharField(_("gifts and extras"), max_length=8, choices=Perks, default=Perks.ASK)
    perks_limit = models.PositiveSmallIntegerField(
        _("up to (dollars)"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )

    # Supervision: S-11, S-27, S-33
    visit_every_days = models.PositiveSmallIntegerField(
        _("days between visits to a workplace"), default=30, validators=[MinValueValidator(1), MaxValueValidator(180)]
    )
    mentor_may_supervise = models.BooleanField(_("mentors may be the adult in charge at the workplace"), default=False)
    mentor_may_drive = models.BooleanField(_("mentors may drive students"), default=False)

    # What families sign (S-10 and S-38)
    signers = models.CharField(_("parents and guardians who sign"), max_length=4, choices=Signers, default=Signers.ANY)
    tells_guardian_at_18 = models.BooleanField(_("parents are told when a student of 18 signs"), default=True)

    # The journal: S-16
    journal_rhythm = models.CharField(
        _("journal entries are due"), max_length=8, choices=JournalRhythm, default=JournalRhythm.MEETING
    )
    journal_days = models.PositiveSmallIntegerField(
        _("days to write"), default=5, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    grades_journal = models.BooleanField(_("teachers grade the journal"), default=False)

    # Support while matches run: S-14, S-21, S-32
    log_days = models.PositiveSmallIntegerField(
        _("days to write a meeting down"), default=2, validators=[MinValueValidator(1), MaxValueValidator(14)]
    )
    no_show_days = models.PositiveSmallIntegerField(
        _("days in which a second no-show counts"),
        default=60,
        validators=[MinValueValidator(14), MaxValueValidator(365)],
    )
    first_month_calls = models.PositiveSmallIntegerField(
        _("talks in the first month"), default=2, validators=[MinValueValidator(0), MaxValueValidator(4)]
    )
    call_every_days = models.PositiveSmallIntegerField(
        _("days between talks afterwards"), default=30, validators=[MinValueValidator(7), MaxValueValidator(180)]
    )
    goals_every_days = models.PositiveSmallIntegerField(
        _("days between looks at the goals"), default=90, validators=[MinValueValidator(14), MaxValueValidator(365)]
    )
    referral_hours = models.PositiveSmallIntegerField(
        _("school hours for the counselor to read"), default=4, validators=[MinValueValidator(1), MaxValueValidator(40)]
    )

    objects = DistrictQuerySet["Policy"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "program", name="mentoring_policy_once"),
            models.CheckConstraint(
                condition=Q(perks="limit", perks_limit__isnull=False) | (~Q(perks="limit") & Q(perks_limit=None)),
                name="mentoring_policy_perks_limit",
                violation_error_message=_("Say up to which value."),
            ),
            models.CheckConstraint(
                condition=~Q(journal_rhythm="none") | Q(grades_journal=False),
                name="mentoring_policy_graded_journal",
                violation_error_message=_("Without a journal there is nothing to grade."),
            ),
            models.CheckConstraint(
                condition=~Q(requires_career_course=True) | ~Q(career_course_codes=[]),
                name="mentoring_policy_career_courses",
                violation_error_message=_("Name at least one career course."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_preset_display()
