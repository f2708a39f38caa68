"""A human in one district, signed in or not."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenancy.models.owned import DistrictOwned, Personal
from tenancy.names import fold
from tenancy.querysets.people import PersonQuerySet


class Person(DistrictOwned):
    """A human. Students, guardians, mentors and staff roles hang on this row.

    The three search keys are the name folded by ``tenancy.names.fold``: family name first (which also sorts lists),
    given name first, preferred name first. ``with_search_keys`` fills them; bulk writers call it for each row.
    """

    given_name = models.CharField(_("first name"), max_length=80)
    family_name = models.CharField(_("last name"), max_length=80)
    preferred_name = models.CharField(_("goes by"), max_length=80, blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("mobile phone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    source = models.CharField(max_length=40, blank=True, editable=False)
    sourced_id = models.CharField(max_length=255, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged", db_index=False
    )
    deactivated_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    search_key = models.CharField(max_length=250, editable=False, db_collation="C")
    search_key_given = models.CharField(max_length=250, editable=False, db_collation="C")
    search_key_preferred = models.CharField(max_length=250, editable=False, blank=True, db_collation="C")

    personal = Personal(
        of=lambda person_id: Q(pk=person_id),
        emptied={
            "given_name": "–",
            "family_name": "–",
            "preferred_name": "",
            "email": "",
            "phone": "",
            "source": "",
            "sourced_id": "",
            "search_key": "",
            "search_key_given": "",
            "search_key_preferred": "",
        },
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        permissions = [("see_by_grant", "See this person by a grant")]
        constraints = [
            models.UniqueConstraint(
                "district", "source", "sourced_id", condition=~Q(sourced_id=""), name="tenancy_person_sourced_id"
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")), name="tenancy_person_not_merged_into_itself"
            ),
        ]
        indexes = [
            models.Index(
                fields=["district", "search_key", "id"],
                include=["deactivated_at", "merged_into"],
                name="tenancy_person_search_family",
            ),
            models.Index(fields=["district", "search_key_given"], name="tenancy_person_search_given"),
            models.Index(fields=["district", "search_key_preferred"], name="tenancy_person_search_pref"),
            models.Index(fields=["district", "email"], name="tenancy_person_email"),
            models.Index(fields=["district", "phone"], name="tenancy_person_phone"),
            models.Index(fields=["district", "merged_into"], name="tenancy_person_merged_into"),
            models.Index(
                fields=["district", "id"],
                condition=Q(deactivated_at__isnull=False) | Q(merged_into__isnull=False),
                name="tenancy_person_gone",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the person goes by: preferred or given name, and family name."""
        return f"{self.preferred_name or self.given_name} {self.family_name}".strip()

    @property
    def sorted_name(self) -> str:
        """Family name first, as lists are sorted."""
        return f"{self.family_name}, {self.preferred_name or self.given_name}"

    @property
    def is_active(self) -> bool:
        """Whether the person is still with the district, as the same row."""
        return self.deactivated_at is None and self.merged_into_id is None

    def with_search_keys(self) -> "Person":
        """Set the search keys from the names; returns the person, unsaved."""
        self.search_key = fold(self.family_name, self.preferred_name or self.given_name)
        self.search_key_given = fold(self.given_name, self.family_name)
        self.search_key_preferred = fold(self.preferred_name, self.family_name) if self.preferred_name else ""
        return self
