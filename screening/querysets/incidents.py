"""Who reads which incidents."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, Subquery

from tenancy.models import Person
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from screening.models.incident import Incident  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class IncidentQuerySet(DistrictQuerySet["Incident"]):
    """Incidents of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """What one reported oneself. With INCIDENTS_VIEW: all of the district, or those of one's schools and of people
        for whom one holds it. Nobody reads an incident that they are said to have caused, unless they wrote it.
        """
        mine = self.of(viewer.district)
        own = Q(reported_by=viewer.person_id) & Q(reported_by__isnull=False)
        if not viewer.can(Permission.INCIDENTS_VIEW):
            return mine.filter(own)
        reach = viewer.reach(Permission.INCIDENTS_VIEW)
        involved = _involved()
        accused = Exists(involved.filter(person=viewer.person_id, is_accused=True))
        if reach.whole_district:
            return mine.filter(own | ~Q(accused))
        within = Person.objects.in_reach_of(viewer, Permission.INCIDENTS_VIEW).values("pk")
        near = Q(school__in=reach.school_ids) | Q(Exists(involved.filter(person__in=within)))
        return mine.filter(own | (near & ~Q(accused)))

    def with_authorities(self) -> Self:
        """Each with ``authorities``: how it stands with them, by its newest note."""
        notes = apps.get_model("screening", "IncidentNote")._default_manager
        newest = notes.filter(district=OuterRef("district"), incident=OuterRef("pk")).order_by("-written_at", "-pk")
        return self.annotate(authorities=Subquery(newest.values("authorities")[:1]))

    def to_report(self) -> Self:
        """Incidents that must still be reported to the authorities."""
        return self.with_authorities().filter(authorities="to_do")


def _involved() -> Any:
    rows = apps.get_model("screening", "IncidentPerson")._default_manager
    return rows.filter(district=OuterRef("district"), incident=OuterRef("pk"))
