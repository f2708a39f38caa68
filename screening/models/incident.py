"""Incidents: what happened, who was there, who was told (S-34)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from screening.querysets.incidents import IncidentQuerySet
from tenancy.models.owned import DistrictOwned, DistrictQuerySet, Personal


class Incident(DistrictOwned):
    """Something that must not happen, as somebody reported it. Never changed: what comes later is a further note."""

    append_only = True

    class Kind(models.TextChoices):
        INJURY = "injury", _("Injury")
        ALLEGATION = "allegation", _("Allegation")
        LOST_STUDENT = "lost_student", _("Lost student")
        OTHER = "other", _("Something else")

    kind = models.CharField(_("what kind"), max_length=16, choices=Kind)
    happened_at = models.DateTimeField(_("when it happened"))
    school = models.ForeignKey(
        "tenancy.School", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reported_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    reported_at = models.DateTimeField(_("reported"))

    objects = IncidentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "happened_at", "id"], name="screening_incident_when"),
            models.Index(fields=["district", "reported_by"], name="screening_incident_author"),
        ]

    def __str__(self) -> str:
        return f"incident {self.pk}"


class IncidentPerson(DistrictOwned):
    """Somebody who was part of an incident. ``is_accused``: they are said to have caused it, and do not read of it."""

    append_only = True

    incident = models.ForeignKey("screening.Incident", models.CASCADE, related_name="people_rows", db_index=False)
    person = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    is_accused = models.BooleanField(default=False)

    objects = DistrictQuerySet["IncidentPerson"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("district", "incident", "person", name="screening_incident_person_once")]
        indexes = [models.Index(fields=["district", "person"], name="screening_incident_person")]

    def __str__(self) -> str:
        return f"{self.person_id} in incident {self.incident_id}"


class IncidentNote(DistrictOwned):
    """What was written of an incident: the report itself, and each later addition. The newest says how it stands
    with the authorities.
    """

    append_only = True
    personal = Personal(
        of=lambda person_id: Q(incident__people_rows__person=person_id),
        emptied={"place": "", "text": "", "others": "", "told": ""},
    )

    class Authorities(models.TextChoices):
        NOT_NEEDED = "not_needed", _("Nothing to report to the authorities")
        REPORTED = "reported", _("Reported to the authorities")
        TO_DO = "to_do", _("Must still be reported to the authorities")

    incident = models.ForeignKey("screening.Incident", models.CASCADE, related_name="notes", db_index=False)
    written_by = models.ForeignKey("tenancy.Person", models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    place = models.CharField(_("where"), max_length=200, blank=True)
    text = models.TextField(_("what happened"), max_length=6000)
    others = models.CharField(_("others who were there"), max_length=300, blank=True)
    told = models.TextField(_("who was told, and when"), max_length=1000, blank=True)
    authorities = models.CharField(_("authorities"), max_length=12, choices=Authorities)

    objects = DistrictQuerySet["IncidentNote"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["district", "incident", "written_at"], name="screening_incident_note")]

    def __str__(self) -> str:
        return f"note {self.pk} of incident {self.incident_id}"
