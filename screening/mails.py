"""Messages of this floor."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Link, Outdated, absolute, minter, opening
from correspondence.models import Message
from screening.models import (
    Asked,
    Incident,
    IncidentPerson,
    PolicyDocument,
    Requirement,
    RequirementSet,
    Training,
)
from screening.querysets.asked import SOON
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.http import district_url
from tenancy.logged import logged
from tenancy.models import Membership, Person, Scope
from tenancy.permissions import ROLE_PERMISSIONS, Permission, Role

logged(Incident, _("Incident"))
logged(PolicyDocument, _("Policy"), naming=str)
logged(RequirementSet, _("List of requirements"), naming=str)
logged(Training, _("Training"), naming=str)

#: Roles that read incidents.
_READERS = [role for role in Role if Permission.INCIDENTS_VIEW in ROLE_PERMISSIONS[role]]
#: So many days before the end, a reminder no longer waits for the daily summary.
URGENT_WITHIN = 7


@kind("screening/incident_reported", label=_("Incident reported"))
def incident_reported_context(message: Message) -> Mapping[str, object]:
    """The page of the incident. The mail names nobody and says nothing of what happened."""
    pk = message.context.get("incident", 0)
    return {"url": absolute(district_url(message.district, "screening:incident_detail", pk=pk))}


def incident_reported(incident: Incident, *, by: Actor) -> None:
    """Tell everybody who reads incidents of this school or of the whole district, but not the author nor who is said
    to have caused it.
    """
    about = About(label="", url_name="screening:incident_detail", pk=incident.pk)
    for person in _readers_of(incident):
        if person.pk != by.person_id:
            outbox.post(
                kind="screening/incident_reported",
                to=person,
                by=by,
                context={"incident": incident.pk},
                urgent=True,
                about=about,
            )


def _readers_of(incident: Incident) -> Iterator[Person]:
    here = Q(scope=Scope.DISTRICT)
    if incident.school_id:
        here |= Q(school_rows__school=incident.school_id)
    roles = Membership.objects.of(incident.district).live().filter(here, role__in=_READERS)
    accused = IncidentPerson.objects.of(incident.district).filter(incident=incident, is_accused=True)
    people = Person.objects.of(incident.district).active().filter(pk__in=roles.values("person"))
    yield from people.exclude(pk__in=accused.values("person")).order_by("pk")


@minter("screening.steps")
def steps_link(party_pk: int) -> str:
    """One's own steps, as long as something still runs out soon."""
    row = Asked.objects.live().filter(pk=party_pk).prefetch_related("district").first()
    if row is None or row.covers_until is None or row.covers_until > timezone.localdate() + SOON:
        raise Outdated
    return opening(district_url(row.district, "screening:step_list"))


@kind("screening/expiring", label=_("Clearance runs out"), for_digest=True)
def expiring_context(message: Message) -> Mapping[str, object]:
    """Until when, and which steps end then."""
    row = Asked.objects.of(message.district).get(pk=message.context["asked"])
    steps = Requirement.objects.of(message.district).filter(pk__in=row.lacking).order_by("position", "pk")
    return {"until": row.covers_until, "steps": [one.reader_title for one in steps]}


def expiring(row: Asked, *, until: date, tier: int) -> Message:
    """Remind somebody that what they have runs out; once for each last day and each of 60, 30, 7 and 1 days before."""
    return outbox.post(
        kind="screening/expiring",
        to=row.person,
        by=Actor.system("reminders"),
        link=Link("screening.steps", row.pk),
        context={"asked": row.pk},
        dedupe_key=f"screening.expiring:{row.person_id}:{until}:{tier}",
        urgent=until - timezone.localdate() <= timedelta(days=URGENT_WITHIN),
    )
