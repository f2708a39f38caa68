"""Who sees what is recorded of people."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db.models import Exists, OuterRef

from tenancy.models import Person
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from screening.models.record import Record
    from tenancy.viewer import Viewer

Row = TypeVar("Row", bound="Record")


class RecordQuerySet(DistrictQuerySet[Row]):
    """Records of people."""

    def live(self) -> Self:
        """Records that were not taken back."""
        return self.filter(taken_back_at=None)

    def visible_to(self, viewer: "Viewer") -> Self:
        """With CLEARANCE_OUTCOMES_VIEW: the records of the people they see. Nobody else sees any."""
        mine = self.of(viewer.district)
        if not viewer.can(Permission.CLEARANCE_OUTCOMES_VIEW):
            return mine.none()
        seen = Person.objects.visible_to(viewer).filter(pk=OuterRef("person"))
        return mine.filter(Exists(seen))
