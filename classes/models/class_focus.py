"""What a class works on, and what mentors are to know of it before they meet (S-18)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from classes.querysets.class_focuses import ClassFocusQuerySet
from tenancy.models.owned import DistrictOwned


class ClassFocus(DistrictOwned):
    """What a class group works on from one day until another. One at a time is the focus of a day.

    ``withdrawn_at``: it was posted by mistake and is shown no more; mentors who read it keep their mail.
    """

    class_group = models.ForeignKey(
        "mentoring.ClassGroup", models.CASCADE, related_name="focuses", verbose_name=_("class group"), db_index=False
    )
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day"))
    text = models.CharField(_("what the class works on"), max_length=500)
    competencies = models.CharField(_("skills and competencies"), max_length=300, blank=True)
    go_deeper = models.CharField(_("what mentors can do with it"), max_length=500, blank=True)
    posted_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    posted_at = models.DateTimeField(_("posted"))
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = ClassFocusQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")),
                name="classes_focus_ends_later",
                violation_error_message=_("The last day comes after the first day."),
            )
        ]
        indexes = [models.Index(fields=["district", "class_group", "-from_on"], name="classes_focus_group")]

    def __str__(self) -> str:
        return self.text
