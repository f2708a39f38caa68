"""What a person is in the district: roles, and where they hold."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal
from tenancy.permissions import Role


class Scope(models.TextChoices):
    """Where a role holds."""

    DISTRICT = "district", _("The whole district")
    SCHOOLS = "schools", _("Some schools")
    PROGRAMS = "programs", _("Some programs")  # named by a table of the programs' own floor


class MembershipQuerySet(DistrictQuerySet["Membership"]):
    """Roles of people."""

    def live(self) -> "MembershipQuerySet":
        """Roles that have not ended."""
        return self.filter(ended_on=None)


class Membership(DistrictOwned):
    """One role of one person, from a day until it ends. Staff roles hold in the district, in schools or in programs."""

    personal = Personal(of=lambda person_id: Q(person=person_id), emptied={"title": ""})

    person = models.ForeignKey("tenancy.Person", models.CASCADE, related_name="memberships", db_index=False)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    scope = models.CharField(_("where"), max_length=20, choices=Scope, default=Scope.DISTRICT)
    schools = models.ManyToManyField("tenancy.School", through="tenancy.MembershipSchool", related_name="+")
    title = models.CharField(_("job title"), max_length=80, blank=True)
    started_on = models.DateField(_("since"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        permissions = [("cover_by_grant", "Stand in for this role by a grant")]
        constraints = [
            models.UniqueConstraint(
                "district",
                "person",
                "role",
                condition=Q(ended_on=None),
                name="tenancy_membership_once",
                violation_error_message=_("This person has that role already."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="tenancy_membership_ends_later"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "role", "ended_on"], name="tenancy_membership_role"),
            models.Index(fields=["district", "person"], name="tenancy_membership_person"),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class MembershipSchool(DistrictOwned):
    """One school in which a role holds."""

    membership = models.ForeignKey("tenancy.Membership", models.CASCADE, related_name="school_rows", db_index=False)
    school = models.ForeignKey("tenancy.School", models.PROTECT, related_name="+", db_index=False)

    objects = DistrictQuerySet["MembershipSchool"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("district", "membership", "school", name="tenancy_membership_school_once"),
        ]
        indexes = [models.Index(fields=["district", "school"], name="tenancy_membership_school")]

    def __str__(self) -> str:
        return f"{self.membership_id} in {self.school_id}"
