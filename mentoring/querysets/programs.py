"""Who sees which programs."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from mentoring.querysets.reach import in_reach, rows
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from mentoring.models.program import Program  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class ProgramQuerySet(DistrictQuerySet["Program"]):
    """Programs of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The programs where the viewer's roles let them see programs: everywhere, of their schools, or those named."""
        return self.in_reach_of(viewer, Permission.PROGRAMS_VIEW)

    def in_reach_of(self, viewer: "Viewer", permission: Permission) -> Self:
        """The programs in which the viewer holds this permission."""
        mine = self.of(viewer.district)
        if viewer.reach(permission).whole_district:
            return mine
        return mine.filter(in_reach(viewer, permission, program="pk"))

    def current(self) -> Self:
        """Programs that are not archived."""
        return self.filter(archived_on=None)

    def open_to(self, school_id: int | None, own_ids: "Collection[int]") -> Self:
        """Programs that take applications of this school's students now, and those with these ids."""
        schools = rows("ProgramSchool").filter(district=OuterRef("district"), program=OuterRef("pk"))
        takes = Q(takes_students=True) & (Exists(schools.filter(school=school_id)) | ~Exists(schools))
        return self.current().filter(takes | Q(pk__in=own_ids))

    def in_list_order(self) -> Self:
        """The newest school year first, then by name."""
        return self.order_by("-school_year__starts_on", "name", "pk")

    def to_choose(self) -> Self:
        """In list order, with the school year, by which they are ordered and which stands beside each name."""
        return self.in_list_order().select_related("school_year")
