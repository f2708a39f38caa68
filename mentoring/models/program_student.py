"""A student's way into a program: application, interview, decision, goals."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring.career_areas import CareerArea
from mentoring.querysets.students import ProgramStudentQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


def _of_person(person_id: int) -> Q:
    return Q(program_student__student__person=person_id)


class ProgramStudent(DistrictOwned):
    """One student in one program, from the first interest to the end.

    ``waiting_number`` orders the waiting list, the smallest first; numbers may be missing between two.
    """

    personal = Personal(
        of=lambda person_id: Q(student__person=person_id), emptied={"reason": "", "exception_reason": ""}
    )

    class State(models.TextChoices):
        INVITED = "invited", _("Asked to apply")
        APPLIED = "applied", _("Applied")
        WAITLISTED = "waitlisted", _("On the waiting list")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Not accepted")
        LEFT = "left", _("Left")

    program = models.ForeignKey("mentoring.Program", models.PROTECT, related_name="students", db_index=False)
    student = models.ForeignKey("mentoring.Student", models.PROTECT, related_name="programs", db_index=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.INVITED)
    exception_reason = models.CharField(_("why an exception is made"), max_length=300, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    waiting_number = models.PositiveIntegerField(null=True, editable=False)
    search_key = models.CharField(max_length=250, editable=False, db_collation="C")
    added_on = models.DateField(_("added on"))

    objects = ProgramStudentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "program", "student", name="mentoring_program_student_once"),
            models.CheckConstraint(
                condition=Q(decided_on=None) | ~Q(state__in=["invited", "applied"]),
                name="mentoring_program_student_decided",
            ),
            models.CheckConstraint(
                condition=Q(waiting_number=None) | Q(state="waitlisted"), name="mentoring_program_student_waits"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "student"], name="mentoring_program_student"),
            models.Index(fields=["district", "program", "search_key", "id"], name="mentoring_program_student_list"),
            models.Index(fields=["district", "program", "state"], name="mentoring_program_student_stat"),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} in {self.program_id}"


class StudentApplication(DistrictOwned):
    """What a student wrote to take part. A draft until it is sent.

    ``version`` grows with each saving, so that a second window does not write over the first. ``typed_by`` is the
    colleague who typed in what came on paper.
    """

    personal = Personal(of=_of_person, emptied={"interests": "", "why": "", "availability": ""})

    program_student = models.ForeignKey(
        "mentoring.ProgramStudent", models.CASCADE, related_name="applications", db_index=False
    )
    career_area = models.CharField(_("career area"), max_length=20, choices=CareerArea, blank=True)
    interests = models.TextField(_("what interests you"), max_length=1500, blank=True)
    why = models.TextField(_("why you would like a mentor"), max_length=1500, blank=True)
    availability = models.TextField(_("when you have time"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=0)
    typed_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DistrictQuerySet["StudentApplication"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "program_student", name="mentoring_student_application_once")
        ]

    def __str__(self) -> str:
        return f"application {self.pk}"


class StudentInterview(DistrictOwned):
    """The instructor's talk with a student about goals, before the decision (S-2)."""

    personal = Personal(of=_of_person, emptied={"note": ""})

    program_student = models.ForeignKey(
        "mentoring.ProgramStudent", models.CASCADE, related_name="interviews", db_index=False
    )
    held_on = models.DateField(_("held on"))
    held_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    note = models.TextField(_("note"), max_length=1500, blank=True)

    objects = DistrictQuerySet["StudentInterview"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["district", "program_student", "held_on"], name="mentoring_interview_student")]

    def __str__(self) -> str:
        return f"interview {self.pk}"


class Goal(DistrictOwned):
    """Something a student wants to reach; it goes on into the agreement and the match."""

    personal = Personal(of=_of_person, emptied={"text": ""})

    program_student = models.ForeignKey(
        "mentoring.ProgramStudent", models.CASCADE, related_name="goals", db_index=False
    )
    text = models.CharField(_("goal"), max_length=300)
    set_on = models.DateField(_("set on"))
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)

    objects = DistrictQuerySet["Goal"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reached_on=None) | Q(dropped_on=None), name="mentoring_goal_reached_or_dropped"
            )
        ]
        indexes = [models.Index(fields=["district", "program_student"], name="mentoring_goal_student")]

    def __str__(self) -> str:
        return f"goal {self.pk}"
