"""A mentoring program: for whom, in which school year, in which phase."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring.querysets.programs import ProgramQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet
from tenancy.spoken import in_reader_language


class Phase(models.TextChoices):
    """The six phases of a program's year."""

    PLAN = "plan", _("Plan")
    RECRUIT = "recruit", _("Recruit and select")
    PREPARE = "prepare", _("Prepare")
    START = "start", _("Match, agree, start")
    SUPPORT = "support", _("Support")
    CLOSE = "close", _("Close and continue")


class Program(DistrictOwned):
    """One mentoring program of a district for one school year. Its rules are its ``Policy``.

    ``continues`` is the same program a year earlier. ``apply_code`` is the short end of the address under which mentors
    apply.
    """

    name = models.CharField(_("name"), max_length=120)
    school_year = models.ForeignKey(
        "tenancy.SchoolYear", models.PROTECT, verbose_name=_("school year"), related_name="+", db_index=False
    )
    schools = models.ManyToManyField("tenancy.School", through="mentoring.ProgramSchool", related_name="+")
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="continued_by", db_index=False
    )
    requirement_set = models.ForeignKey(
        "screening.RequirementSet",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("what is asked of mentors"),
        related_name="programs",
        db_index=False,
    )
    name_es = models.CharField(_("name in Spanish"), max_length=120, blank=True, default="")
    about = models.TextField(_("what it is about"), blank=True, max_length=1000)
    about_es = models.TextField(_("what it is about, in Spanish"), blank=True, default="", max_length=1000)
    apply_code = models.SlugField(_("short address for applications"), max_length=20, db_index=False)
    takes_students = models.BooleanField(_("students may apply"), default=False)
    takes_mentors = models.BooleanField(_("mentors may apply"), default=False)
    archived_on = models.DateField(_("archived on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "school_year",
                "name",
                name="mentoring_program_name",
                violation_error_message=_("There is a program of this name in that school year."),
            ),
            models.UniqueConstraint(
                "district",
                "apply_code",
                name="mentoring_program_apply_code",
                violation_error_message=_("Another program uses this short address."),
            ),
            models.UniqueConstraint(
                "district", "continues", condition=~Q(continues=None), name="mentoring_program_continued_once"
            ),
        ]
        indexes = [models.Index(fields=["district", "requirement_set"], name="mentoring_program_asks")]

    def __str__(self) -> str:
        return self.name

    @property
    def name_with_year(self) -> str:
        """The name as staff tell this year's program from the last one's: "Health careers (2026–27)"."""
        return f"{self.name} ({self.school_year.name})"

    @property
    def reader_name(self) -> str:
        """The name as families, students and mentors read it: in Spanish to who reads Spanish, where there is one."""
        return in_reader_language(self.name, self.name_es)

    @property
    def reader_about(self) -> str:
        """What it is about, in the reader's language where there is one."""
        return in_reader_language(self.about, self.about_es)

    @property
    def is_archived(self) -> bool:
        """Whether it is put away: everything in it can be read, nothing changed."""
        return self.archived_on is not None


class ProgramSchool(DistrictOwned):
    """One school whose students take part."""

    program = models.ForeignKey("mentoring.Program", models.CASCADE, related_name="school_rows", db_index=False)
    school = models.ForeignKey("tenancy.School", models.PROTECT, related_name="+", db_index=False)

    objects = DistrictQuerySet["ProgramSchool"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "program", "school", name="mentoring_program_school_once")]
        indexes = [models.Index(fields=["district", "school"], name="mentoring_program_school")]

    def __str__(self) -> str:
        return f"{self.program_id} in {self.school_id}"


class ProgramPhase(DistrictOwned):
    """The day on which a program enters a phase."""

    program = models.ForeignKey("mentoring.Program", models.CASCADE, related_name="phases", db_index=False)
    phase = models.CharField(max_length=10, choices=Phase)
    starts_on = models.DateField(_("starts on"))

    objects = DistrictQuerySet["ProgramPhase"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "program", "phase", name="mentoring_program_phase_once")]

    def __str__(self) -> str:
        return f"{self.get_phase_display()} from {self.starts_on}"

    def has_come(self, on: date) -> bool:
        """Whether the phase has begun by that day."""
        return self.starts_on <= on


class MembershipProgram(DistrictOwned):
    """One program in which a staff role holds: for memberships whose scope is "some programs"."""

    membership = models.ForeignKey("tenancy.Membership", models.CASCADE, related_name="+", db_index=False)
    program = models.ForeignKey("mentoring.Program", models.CASCADE, related_name="+", db_index=False)

    objects = DistrictQuerySet["MembershipProgram"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "membership", "program", name="mentoring_membership_program_once")
        ]
        indexes = [models.Index(fields=["district", "program"], name="mentoring_membership_program")]

    def __str__(self) -> str:
        return f"{self.membership_id} in {self.program_id}"
