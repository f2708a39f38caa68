"""What a person's page says about safety."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from screening.models import SafetyHold
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.viewer import Viewer


def safety_section(person: Person, viewer: Viewer) -> PersonSection | None:
    """Whether somebody is on hold, for those who place holds; and the way to a hold and an incident report."""
    if person.pk == viewer.person_id or not viewer.can(Permission.INCIDENTS_ADD):
        return None
    holds = SafetyHold.objects.visible_to(viewer).live().filter(person=person).prefetch_related("placed_by")
    rows = [_on_hold(hold) for hold in holds]
    links = [(_("Report an incident"), f"{reverse('screening:incident_report')}?person={person.pk}")]
    if not viewer.can(Permission.HOLD_PLACE):
        return PersonSection(_("Safety"), links=links, empty=_("If anybody is in danger, call 911 first."))
    if not rows and person.is_active:
        links.append((_("Place a safety hold"), reverse("screening:hold_place", args=[person.pk])))
    return PersonSection(_("Safety"), rows=rows, links=links, empty=_("Not on hold."))


def _on_hold(hold: SafetyHold) -> SectionRow:
    words = {"at": date_format(localtime(hold.placed_at), "DATETIME_FORMAT"), "name": hold.placed_by.name}
    return SectionRow(
        _("Paused until further notice"),
        note=_("Since %(at)s, placed by %(name)s") % words,
        kind="bad",
        status=_("On hold"),
        links=[(_("Open"), reverse("screening:hold_detail", args=[hold.pk]))],
    )
