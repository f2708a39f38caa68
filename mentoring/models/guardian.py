"""Guardians: who may sign for a student, and on what basis; court orders."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentoring.querysets.guardians import CourtOrderQuerySet, GuardianQuerySet, GuardianshipQuerySet
from tenancy.models.owned import DistrictOwned, Personal


class Guardian(DistrictOwned):
    """A parent or guardian: one row for each person who is one here. For whom: ``Guardianship``."""

    person = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="guardians", db_index=False)
    needs_interpreter = models.BooleanField(_("needs an interpreter"), default=False)
    prefers_paper = models.BooleanField(_("wants letters on paper"), default=False)
    search_key = models.CharField(max_length=250, editable=False, db_collation="C")

    objects = GuardianQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "person", name="mentoring_guardian_person")]
        indexes = [
            models.Index(fields=["district", "search_key", "id"], include=["person"], name="mentoring_guardian_name")
        ]

    def __str__(self) -> str:
        return f"guardian {self.pk}"


class Guardianship(DistrictOwned):
    """What a guardian is to a student, and whether and why they may sign (S-38)."""

    personal = Personal(
        of=lambda person_id: Q(guardian__person=person_id) | Q(student__person=person_id), emptied={"basis_note": ""}
    )

    class Relationship(models.TextChoices):
        MOTHER = "mother", _("Mother")
        FATHER = "father", _("Father")
        PARENT = "parent", _("Parent")
        STEPPARENT = "stepparent", _("Stepparent")
        GRANDPARENT = "grandparent", _("Grandparent")
        RELATIVE = "relative", _("Relative")
        FOSTER_PARENT = "foster_parent", _("Foster parent")
        LEGAL_GUARDIAN = "legal_guardian", _("Legal guardian")
        CAREGIVER = "caregiver", _("Caregiver")
        AGENCY = "agency", _("Agency")
        OTHER = "other", _("Other")

    class Basis(models.TextChoices):
        PARENT = "parent", _("Parent")
        GUARDIAN = "guardian", _("Legal guardian")
        CAREGIVER = "caregiver", _("Caregiver’s statement")
        RIGHTS_HOLDER = "rights_holder", _("Holds the educational rights")
        AGENCY = "agency", _("Agency responsible for the child")
        LIAISON = "liaison", _("Liaison for a youth on their own")

    student = models.ForeignKey("mentoring.Student", models.CASCADE, related_name="guardianships", db_index=False)
    guardian = models.ForeignKey("mentoring.Guardian", models.CASCADE, related_name="guardianships", db_index=False)
    relationship = models.CharField(_("relationship"), max_length=16, choices=Relationship, blank=True)
    may_sign = models.BooleanField(_("may sign"), null=True)  # null: nobody has said
    basis = models.CharField(_("on what basis"), max_length=16, choices=Basis, blank=True)
    basis_note = models.CharField(_("document seen"), max_length=200, blank=True)
    is_emergency_contact = models.BooleanField(_("called in an emergency"), default=False)
    source = models.CharField(max_length=40, blank=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)

    objects = GuardianshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "district",
                "student",
                "guardian",
                name="mentoring_guardianship_once",
                violation_error_message=_("This person is listed for the student already."),
            ),
            models.CheckConstraint(
                condition=~Q(may_sign=True) | ~Q(basis=""),
                name="mentoring_guardianship_basis",
                violation_error_message=_("Say on what basis this person may sign."),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "guardian"], name="mentoring_guardianship_of"),
            models.Index(
                fields=["district", "guardian"],
                condition=Q(may_sign=None, ended_on=None),
                name="mentoring_guardianship_unsaid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} for {self.student_id}"


class CourtOrder(DistrictOwned):
    """What a court has said about a student, as far as the program must know. Never an address."""

    personal = Personal(
        of=lambda person_id: Q(student__person=person_id) | Q(about=person_id), emptied={"says": "", "source": ""}
    )

    class Kind(models.TextChoices):
        NO_CONTACT = "no_contact", _("Somebody may have no contact")
        NO_RECORDS = "no_records", _("Somebody may not see records or sign")
        CUSTODY = "custody", _("Who has custody")
        OTHER = "other", _("Something else")

    student = models.ForeignKey("mentoring.Student", models.CASCADE, related_name="court_orders", db_index=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    about = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    says = models.CharField(_("what it says"), max_length=300)
    source = models.CharField(_("seen in"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    is_checked = models.BooleanField(_("checked"), default=True, editable=False)  # no: it came in a spreadsheet
    recorded_by = models.ForeignKey("tenancy.Person", models.PROTECT, null=True, related_name="+", db_index=False)

    objects = CourtOrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="mentoring_court_order_ends_later",
                violation_error_message=_("The last day comes after the first day."),
            )
        ]
        indexes = [
            models.Index(fields=["district", "student"], name="mentoring_court_order_student"),
            models.Index(fields=["district", "about"], name="mentoring_court_order_about"),
        ]

    def __str__(self) -> str:
        return f"court order {self.pk}"
