"""Who sees which class groups."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from mentoring.querysets.reach import in_reach, programs_named, same_persons
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from mentoring.models.class_group import ClassGroup  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class ClassGroupQuerySet(DistrictQuerySet["ClassGroup"]):
    """Class groups of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The class groups this viewer may know of.

        With STUDENTS_VIEW: those of the district, of the viewer's schools, or of the programs named by their role. A
        teacher: those they supervise, and those of the colleagues whom they cover.
        """
        mine = self.in_reach_of(viewer, Permission.STUDENTS_VIEW)
        if viewer.reach(Permission.STUDENTS_VIEW).whole_district or not viewer.can(Permission.STUDENTS_TAUGHT_VIEW):
            return mine
        supervised = self.of(viewer.district).filter(
            supervising_teacher__in=same_persons(viewer, Permission.STUDENTS_TAUGHT_VIEW)
        )
        return mine | supervised

    def in_reach_of(self, viewer: "Viewer", permission: Permission) -> Self:
        """The class groups for which the viewer's own roles hold this permission."""
        mine, reach = self.of(viewer.district), viewer.reach(permission)
        if reach.whole_district:
            return mine
        allowed = Q(school__in=reach.school_ids)
        if programs_named(viewer, permission) is not None:
            allowed |= in_reach(viewer, permission, program="program", has_schools=False)
        return mine.filter(allowed)

    def of_current_programs(self) -> Self:
        """Class groups of programs that are not archived."""
        return self.filter(program__archived_on=None)

    def in_list_order(self) -> Self:
        """By name, as an index has them; the id settles equal names."""
        return self.order_by("name", "pk")
