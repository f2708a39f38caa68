"""Who reads what a class works on."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from classes.querysets.class_groups import groups_edited, groups_of_mentees, groups_of_own_students, groups_seen
from tenancy.models.owned import DistrictQuerySet

if TYPE_CHECKING:
    from classes.models.class_focus import ClassFocus  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class ClassFocusQuerySet(DistrictQuerySet["ClassFocus"]):
    """What class groups work on."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Staff: of class groups that they see at work. Students and parents: of one's own classes.

        Mentors: of the classes of the students whom they meet now, where the program shares it. Who is no staff of the
        class reads nothing that was withdrawn.
        """
        shared = Q(class_group__program__policies__shares_class_focus=True)
        others = groups_of_own_students(viewer) | (groups_of_mentees(viewer) & shared)
        mine = Q(class_group__in=groups_seen(viewer).values("pk"))
        return self.of(viewer.district).filter(mine | (others & Q(withdrawn_at=None)))

    def editable_by(self, viewer: "Viewer") -> Self:
        """Of class groups for which the viewer posts."""
        return self.of(viewer.district).filter(class_group__in=groups_edited(viewer).values("pk"))

    def posted(self) -> Self:
        """Whatever was not withdrawn."""
        return self.filter(withdrawn_at=None)

    def on(self, day: date) -> Self:
        """What is worked on that day."""
        return self.posted().filter(from_on__lte=day, until_on__gte=day)

    def overlapping(self, first: date, last: date) -> Self:
        """What is worked on on any of these days, both counted."""
        return self.posted().filter(from_on__lte=last, until_on__gte=first)

    def newest_first(self) -> Self:
        """What begins last, first."""
        return self.order_by("-from_on", "-pk")
