"""Mentors: their profile, their way into a program, and what they are to students besides."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring.career_areas import CareerArea
from mentoring.models.policy import PlaceKind
from mentoring.querysets.mentors import MentorApplicationQuerySet, MentorQuerySet, ProgramMentorQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class OtherRole(models.TextChoices):
    """How somebody may take part besides being a mentor (S-6)."""

    SPEAKER = "speaker", _("Speak to a class")
    TOUR = "tour", _("Show my workplace")
    MOCK_INTERVIEW = "mock_interview", _("Practice interviews with students")


class Rating(models.IntegerChoices):
    """How far somebody has one of the four abilities (S-3)."""

    NOT_YET = 1, _("Not yet")
    SOMEWHAT = 2, _("Somewhat")
    WELL = 3, _("Well")
    VERY_WELL = 4, _("Very well")


class Mentor(DistrictOwned):
    """An adult who mentors, or takes part in another way. One row for each person.

    What mentors say themselves of their employer and of students whom they know waits in ``said_…`` until a coordinator
    has read it and put it into ``Employment`` and ``MentorTie``.
    """

    personal = Personal(
        of=lambda person_id: Q(person=person_id),
        emptied={
            "about": "",
            "availability": "",
            "search_key": "",
            "occupation": "",
            "born_on": None,
            "said_employer": "",
            "said_title": "",
            "said_ties": "",
        },
    )

    person = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="mentors", db_index=False)
    occupation = models.CharField(_("occupation"), max_length=120, blank=True)
    career_areas = ArrayField(
        models.CharField(max_length=20, choices=CareerArea), verbose_name=_("career areas"), default=list, blank=True
    )
    about = models.TextField(_("about you"), max_length=1500, blank=True)
    languages = models.CharField(_("languages you speak"), max_length=120, blank=True)
    availability = models.TextField(_("when you have time"), max_length=500, blank=True)
    places = ArrayField(
        models.CharField(max_length=20, choices=PlaceKind),
        verbose_name=_("where you can meet"),
        default=list,
        blank=True,
    )
    most_students = models.PositiveSmallIntegerField(_("how many students at most"), default=1)
    other_roles = ArrayField(
        models.CharField(max_length=20, choices=OtherRole), verbose_name=_("also glad to"), default=list, blank=True
    )
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    is_adult_attested = models.BooleanField(_("old enough, attested"), default=False)
    unpaid_attested_on = models.DateField(_("attested not to be paid for it on"), null=True, blank=True)
    said_employer = models.CharField(_("employer"), max_length=160, blank=True)
    said_title = models.CharField(_("job title"), max_length=120, blank=True)
    said_employer_on = models.DateField(null=True, blank=True, editable=False)
    said_ties = models.TextField(_("students you know outside the program"), max_length=1000, blank=True)
    said_ties_on = models.DateField(null=True, blank=True, editable=False)
    search_key = models.CharField(max_length=250, editable=False, db_collation="C")
    left_on = models.DateField(_("left on"), null=True, blank=True, editable=False)

    objects = MentorQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "person", name="mentoring_mentor_person")]
        indexes = [
            models.Index(
                fields=["district", "search_key", "id"], include=["left_on", "person"], name="mentoring_mentor_name"
            ),
            models.Index(
                fields=["district", "search_key", "id"],
                condition=Q(said_ties_on__isnull=False) | Q(said_employer_on__isnull=False),
                name="mentoring_mentor_said",
            ),
        ]

    def __str__(self) -> str:
        return f"mentor {self.pk}"

    @property
    def career_area_words(self) -> list[str]:
        """The career areas, in words."""
        return [str(CareerArea(one).label) for one in self.career_areas]

    @property
    def other_role_words(self) -> list[str]:
        """How they are glad to take part besides, in words."""
        return [str(OtherRole(one).label) for one in self.other_roles]

    @property
    def place_words(self) -> list[str]:
        """Where they can meet, in words."""
        return [str(PlaceKind(one).label) for one in self.places]


class ProgramMentor(DistrictOwned):
    """One mentor in one program. ``earlier_state`` is what Undo of the last decision goes back to."""

    personal = Personal(of=lambda person_id: Q(mentor__person=person_id), emptied={"reason": ""})

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        APPLIED = "applied", _("Applied")
        WAITLISTED = "waitlisted", _("On the waiting list")
        ACCEPTED = "accepted", _("Accepted")
        OTHER_ROLE = "other_role", _("Kept for other roles")
        DECLINED = "declined", _("Not accepted")
        LEFT = "left", _("Left")

    program = models.ForeignKey("mentoring.Program", models.PROTECT, related_name="mentors", db_index=False)
    mentor = models.ForeignKey("mentoring.Mentor", models.PROTECT, related_name="programs", db_index=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.INVITED)
    earlier_state = models.CharField(max_length=12, choices=State, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    added_on = models.DateField(_("added on"))
    search_key = models.CharField(max_length=250, editable=False, db_collation="C")

    objects = ProgramMentorQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "program", "mentor", name="mentoring_program_mentor_once")]
        indexes = [
            models.Index(fields=["district", "mentor"], name="mentoring_program_mentor"),
            models.Index(fields=["district", "program", "search_key", "id"], name="mentoring_program_mentor_list"),
            models.Index(fields=["district", "program", "state"], name="mentoring_program_mentor_state"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} in {self.program_id}"


class MentorApplication(DistrictOwned):
    """What somebody sent through a program's public page. Not a person of the district before somebody decides so.

    ``mentor`` is set when the application was taken up. The four abilities are those of S-3; whoever decides may rate
    each. On ``forget_on`` what a declined applicant wrote is emptied.
    """

    personal = Personal(
        of=lambda person_id: Q(mentor__person=person_id),
        emptied={
            "given_name": "–",
            "family_name": "–",
            "email": "",
            "phone": "",
            "employer_name": "",
            "job_title": "",
            "why": "",
            "supports": "",
            "explores": "",
            "cares": "",
            "encourages": "",
            "availability": "",
            "reason": "",
        },
    )

    class State(models.TextChoices):
        NEW = "new", _("New")
        ACCEPTED = "accepted", _("Added as a mentor")
        DECLINED = "declined", _("Not accepted")

    program = models.ForeignKey("mentoring.Program", models.PROTECT, related_name="applications", db_index=False)
    given_name = models.CharField(_("first name"), max_length=80)
    family_name = models.CharField(_("last name"), max_length=80)
    email = models.EmailField(_("email"))
    phone = models.CharField(_("mobile phone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    employer_name = models.CharField(_("employer"), max_length=160, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    career_areas = ArrayField(
        models.CharField(max_length=20, choices=CareerArea), verbose_name=_("career areas"), default=list, blank=True
    )
    other_roles = ArrayField(
        models.CharField(max_length=20, choices=OtherRole), verbose_name=_("also glad to"), default=list, blank=True
    )
    why = models.TextField(_("why you would like to mentor"), max_length=1500, blank=True)
    supports = models.TextField(_("how you help somebody grow and learn skills"), max_length=1000, blank=True)
    explores = models.TextField(_("how you help somebody look at options and values"), max_length=1000, blank=True)
    cares = models.TextField(_("how you show that you care"), max_length=1000, blank=True)
    encourages = models.TextField(_("how you strengthen somebody’s self-worth"), max_length=1000, blank=True)
    availability = models.TextField(_("when you have time"), max_length=500, blank=True)
    is_adult_attested = models.BooleanField(_("old enough"), default=False)
    is_unpaid_attested = models.BooleanField(_("not paid for it"), default=False)
    rated_supports = models.PositiveSmallIntegerField(
        _("helps somebody grow and learn skills"), choices=Rating, null=True, blank=True
    )
    rated_explores = models.PositiveSmallIntegerField(
        _("helps somebody look at options and values"), choices=Rating, null=True, blank=True
    )
    rated_cares = models.PositiveSmallIntegerField(_("shows that they care"), choices=Rating, null=True, blank=True)
    rated_encourages = models.PositiveSmallIntegerField(
        _("strengthens somebody’s self-worth"), choices=Rating, null=True, blank=True
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NEW)
    sent_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    forget_on = models.DateField(null=True, blank=True, editable=False)
    mentor = models.ForeignKey(
        "mentoring.Mentor", models.PROTECT, null=True, related_name="applications", db_index=False
    )

    objects = MentorApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "program",
                "email",
                condition=Q(state="new"),
                name="mentoring_mentor_application_once",
                violation_error_message=_("There is an application with this email already."),
            ),
            models.CheckConstraint(
                condition=Q(forget_on=None) | Q(state="declined"), name="mentoring_mentor_application_forgotten"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__range": (1, 4)}), name=f"mentoring_application_{name}"
                )
                for name in ("rated_supports", "rated_explores", "rated_cares", "rated_encourages")
            ),
        ]
        indexes = [
            models.Index(fields=["district", "program", "state", "-sent_at"], name="mentoring_application_list"),
            models.Index(fields=["district", "state", "-sent_at", "-id"], name="mentoring_application_newest"),
            models.Index(fields=["district", "mentor"], name="mentoring_application_mentor"),
        ]

    def __str__(self) -> str:
        return f"application {self.pk}"

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.given_name} {self.family_name}"


class MentorTie(DistrictOwned):
    """What a mentor is to a student outside the program, so that they are not matched (S-7)."""

    class Kind(models.TextChoices):
        TEACHER = "teacher", _("Teacher")
        COUNSELOR = "counselor", _("Counselor")
        COACH = "coach", _("Coach")
        SUPERVISOR = "supervisor", _("Supervisor at work or internship host")
        RELATIVE = "relative", _("Relative")
        HOUSEHOLD = "household", _("Lives in the same home")

    mentor = models.ForeignKey("mentoring.Mentor", models.CASCADE, related_name="ties", db_index=False)
    student = models.ForeignKey("mentoring.Student", models.CASCADE, related_name="ties", db_index=False)
    kind = models.CharField(_("what they are to each other"), max_length=12, choices=Kind)
    noted_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = DistrictQuerySet["MentorTie"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district", "mentor", "student", "kind", condition=Q(ended_on=None), name="mentoring_mentor_tie_once"
            )
        ]
        indexes = [
            models.Index(fields=["district", "mentor"], name="mentoring_mentor_tie_mentor"),
            models.Index(fields=["district", "student"], name="mentoring_mentor_tie_student"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} is {self.kind} of {self.student_id}"
