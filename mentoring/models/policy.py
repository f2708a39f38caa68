"""The rules of a program: every number and switch that ``mentoring/rules.py`` reads."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
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


class Policy(DistrictOwned):
    """The rules of one program."""

    program = models.ForeignKey("mentoring.Program", models.CASCADE, related_name="policies", db_index=False)
    preset = models.CharField(_("begins with"), max_length=20, choices=Preset)
    formats = ArrayField(models.CharField(max_length=20, choices=Format), verbose_name=_("who meets whom"))
    places = ArrayField(models.CharField(max_length=20, choices=PlaceKind), verbose_name=_("where they meet"))
    minimum_grade = models.PositiveSmallIntegerField(
        _("lowest grade"), default=9, validators=[MinValueValidator(1), MaxValueValidator(13)]
    )
    requires_career_course = models.BooleanField(_("a career course is needed"), default=False)
    career_course_codes = ArrayField(
        models.CharField(max_length=40), verbose_name=_("career courses"), default=list, blank=True
    )
    requires_career_area = models.BooleanField(_("a career area is needed"), default=True)
    requires_interview = models.BooleanField(_("students are interviewed first"), default=True)
    minimum_mentor_age = models.PositiveSmallIntegerField(
        _("lowest age of mentors"), default=21, validators=[MinValueValidator(18), MaxValueValidator(30)]
    )
    promised_months = models.PositiveSmallIntegerField(
        _("promised months"), default=6, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    tells_guardian_at_18 = models.BooleanField(_("parents are told when a student of 18 signs"), default=True)

    objects = DistrictQuerySet["Policy"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "program", name="mentoring_policy_once")]

    def __str__(self) -> str:
        return self.get_preset_display()
