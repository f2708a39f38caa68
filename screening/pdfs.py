"""PDFs of this floor."""

from collections.abc import Sequence

from correspondence.pdf_rendering import pdf
from screening.models import Incident, IncidentNote, IncidentPerson


def incident(incident: Incident, notes: Sequence[IncidentNote], *, language: str) -> bytes:
    """An incident report with everything that was added to it, oldest first."""
    people = IncidentPerson.objects.of(incident.district).filter(incident=incident).order_by("pk")
    context = {
        "incident": incident,
        "district": incident.district,
        "people": list(people.prefetch_related("person")),
        "notes": notes,
    }
    return pdf("screening/pdf/incident.html", context, language=language)
