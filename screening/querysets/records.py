"""Who sees what is recorded of people."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db.models import Exists, OuterRef

from tenancy.models import Person
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission
from tenancy.querysets.people import PersonQuerySet

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
        """With CLEARANCE_OUTCOMES_VIEW: the records of the people for whom it holds. Nobody else sees any."""
        return self.of(viewer.district).filter(Exists(_people(viewer, Permission.CLEARANCE_OUTCOMES_VIEW)))

    def changeable_by(self, viewer: "Viewer") -> Self:
        """With CLEARANCE_EDIT: the records of the people for whom it holds."""
        return self.of(viewer.district).filter(Exists(_people(viewer, Permission.CLEARANCE_EDIT)))


def _people(viewer: "Viewer", permission: Permission) -> PersonQuerySet:
    return Person.objects.in_reach_of(viewer, permission).filter(pk=OuterRef("person"))
