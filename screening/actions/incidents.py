"""Incidents: report, add to, read, print."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from screening import mails, pdfs
from screening.models import Incident, IncidentNote, IncidentPerson
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import Person, School


class CannotReport(Exception):
    """Nothing is written down; the text says why."""


@transaction.atomic
def report(
    *,
    kind: str,
    happened_at: datetime,
    school: School | None,
    people: Sequence[Person],
    accused: Sequence[Person],
    place: str,
    text: str,
    others: str,
    told: str,
    authorities: str,
    at: datetime,
    by: Actor,
) -> Incident:
    """Write down what happened. Those who read incidents get a notice that names nobody.

    It is never changed; ``add`` writes what comes later. Refuses (CannotReport) who is no person of the district.
    """
    author = _author(by)
    incident = Incident.objects.create(
        kind=kind, happened_at=happened_at, school=school, reported_by_id=author, reported_at=at
    )
    suspects = {person.pk for person in accused}
    involved = {person.pk: person for person in (*people, *accused)}
    IncidentPerson.objects.bulk_create(
        IncidentPerson(incident=incident, person=person, is_accused=pk in suspects) for pk, person in involved.items()
    )
    IncidentNote.objects.create(
        incident=incident,
        written_by_id=author,
        written_at=at,
        place=place,
        text=text,
        others=others,
        told=told,
        authorities=authorities,
    )
    audit.record(by=by, verb="incident.report", target=incident, facts={"kind": kind, "people": len(involved)})
    mails.incident_reported(incident, by=by)
    return incident


@transaction.atomic
def add(*, incident: Incident, text: str, told: str, authorities: str, at: datetime, by: Actor) -> IncidentNote:
    """Write down what came later. What stands there already stays as it was."""
    note = IncidentNote.objects.create(
        incident=incident, written_by_id=_author(by), written_at=at, text=text, told=told, authorities=authorities
    )
    audit.record(by=by, verb="incident.add", target=incident, facts={"authorities": authorities})
    return note


@transaction.atomic
def read(*, incident: Incident, by: Actor) -> list[IncidentNote]:
    """The report and what was added, oldest first. Each reading by somebody else than its author is written down."""
    if incident.reported_by_id != by.person_id:
        audit.record(by=by, verb="incident.read", target=incident)
    notes = IncidentNote.objects.of(incident.district).filter(incident=incident)
    return list(notes.order_by("written_at", "pk").prefetch_related("written_by"))


@transaction.atomic
def print_out(*, incident: Incident, language: str, by: Actor) -> bytes:
    """The incident as a PDF, with everything that was added. Written down each time."""
    audit.record(by=by, verb="incident.print", target=incident)
    notes = IncidentNote.objects.of(incident.district).filter(incident=incident)
    return pdfs.incident(
        incident, list(notes.order_by("written_at", "pk").prefetch_related("written_by")), language=language
    )


def _author(by: Actor) -> int:
    if by.person_id is None:
        raise CannotReport(_("Only people of the district report incidents."))
    return by.person_id
