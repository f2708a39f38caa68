"""Messages of this floor."""

from collections.abc import Iterator, Mapping

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import absolute
from correspondence.models import Message
from screening.models import Incident, IncidentPerson
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.http import district_url
from tenancy.logged import logged
from tenancy.models import Membership, Person, Scope
from tenancy.permissions import ROLE_PERMISSIONS, Permission, Role

logged(Incident, _("Incident"))

#: Roles that read incidents.
_READERS = [role for role in Role if Permission.INCIDENTS_VIEW in ROLE_PERMISSIONS[role]]


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
