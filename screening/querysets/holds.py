"""Who is on hold, and who may know of it."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from tenancy.models import District, Person
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from screening.models.hold import SafetyHold  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class SafetyHoldQuerySet(DistrictQuerySet["SafetyHold"]):
    """Safety holds of a district."""

    def live(self) -> Self:
        """Holds that were not lifted."""
        return self.filter(lifted_at=None)

    def visible_to(self, viewer: "Viewer") -> Self:
        """With HOLD_PLACE: the holds of the people they see, live and lifted, but never one on themselves."""
        mine = self.of(viewer.district)
        if not viewer.can(Permission.HOLD_PLACE):
            return mine.none()
        if not viewer.reach(Permission.FAMILIES_VIEW).whole_district:
            mine = mine.filter(Exists(Person.objects.visible_to(viewer).filter(pk=OuterRef("person"))))
        return mine.exclude(person=viewer.person_id)


def held_people(district: District) -> Any:
    """Ids of everybody on whom a live hold is, for a subquery."""
    holds = apps.get_model("screening", "SafetyHold")._default_manager
    return holds.filter(district=district, lifted_at=None).values("person")


def is_held(district: District, person_id: int | None) -> bool:
    """Whether a live hold is on this person now."""
    return person_id is not None and held_people(district).filter(person=person_id).exists()


def on_hold() -> Exists:
    """Whether a live hold is on the person of the outer role. Read for every viewer along with their roles."""
    holds = apps.get_model("screening", "SafetyHold")._default_manager
    return Exists(holds.filter(district=OuterRef("district"), lifted_at=None, person=OuterRef("person")))


def is_free(viewer: "Viewer") -> bool:
    """Whether no hold is on the viewer. Known since the page began."""
    return not viewer.once(on_hold, lambda: is_held(viewer.district, viewer.person_id))


def is_not_held(viewer: "Viewer") -> Q:
    """A condition that nothing meets while a hold is on the viewer, and everything else: queries carry no trace of it.

    A hold that is placed while a page is being made holds from the next page on.
    """
    return ~Q(pk__in=[]) if is_free(viewer) else Q(pk__in=[])
