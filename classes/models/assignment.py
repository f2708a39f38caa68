"""Assignments that mentors know of, the work that students share for them, and what mentors say of it (S-18)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from classes.querysets.assignments import AssignmentQuerySet
from classes.querysets.shared_works import SharedWorkQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class Assignment(DistrictOwned):
    """Something that a class group does, that its mentors are to know of."""

    class Kind(models.TextChoices):
        ASSIGNMENT = "assignment", _("Assignment")
        EVENT = "event", _("School event")
        GO_DEEPER = "go_deeper", _("Something to go deeper into")

    class_group = models.ForeignKey(
        "mentoring.ClassGroup",
        models.CASCADE,
        related_name="assignments",
        verbose_name=_("class group"),
        db_index=False,
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ASSIGNMENT)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("what it is about"), max_length=2000, blank=True)
    due_on = models.DateField(_("due, or takes place"), null=True, blank=True)
    time = models.TimeField(_("time"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    is_for_mentors = models.BooleanField(_("mentors see it"), default=True)
    posted_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    posted_at = models.DateTimeField(_("posted"))
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="event") | Q(due_on__isnull=False),
                name="classes_event_has_a_day",
                violation_error_message=_("Say on which day it takes place."),
            )
        ]
        indexes = [models.Index(fields=["district", "class_group", "-posted_at"], name="classes_assignment_group")]

    def __str__(self) -> str:
        return self.title


class SharedWork(DistrictOwned):
    """What a student shares of an assignment with the mentor, until they take it back.

    ``item``: a piece of the student's portfolio. Whoever reads the work reads this piece, whatever the portfolio says.
    """

    personal = Personal(of=lambda person_id: Q(student__person=person_id), emptied={"text": "–", "link": ""})

    assignment = models.ForeignKey("classes.Assignment", models.CASCADE, related_name="works", db_index=False)
    student = models.ForeignKey("mentoring.Student", models.PROTECT, related_name="shared_works", db_index=False)
    text = models.TextField(_("your work, or what you would like to ask"), max_length=5000, blank=True)
    link = models.URLField(_("link"), blank=True)
    item = models.ForeignKey(
        "mentoring.PortfolioItem", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    shared_at = models.DateTimeField(_("shared"))
    taken_back_at = models.DateTimeField(null=True, editable=False)

    objects = SharedWorkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "assignment", "student", name="classes_work_once"),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(link="") | Q(item__isnull=False) | Q(taken_back_at__isnull=False),
                name="classes_work_is_something",
                violation_error_message=_("Write something, add a link, or choose a piece of your portfolio."),
            ),
        ]
        indexes = [models.Index(fields=["district", "student"], name="classes_work_student")]

    def __str__(self) -> str:
        return f"work {self.pk}"


class WorkComment(DistrictOwned):
    """What a mentor, the student or a teacher says of shared work. The teacher reads a copy of each."""

    personal = Personal(
        of=lambda person_id: Q(author=person_id) | Q(work__student__person=person_id), emptied={"text": ""}
    )

    work = models.ForeignKey("classes.SharedWork", models.CASCADE, related_name="comments", db_index=False)
    author = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    text = models.TextField(_("comment"), max_length=2000)
    at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = DistrictQuerySet["WorkComment"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["district", "work", "at"], name="classes_comment_work")]

    def __str__(self) -> str:
        return f"comment {self.pk}"
