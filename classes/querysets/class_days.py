"""Who reads attendance of a weekly class."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from classes.querysets.class_groups import groups_edited, groups_seen
from screening.querysets.holds import is_not_held
from tenancy.models.owned import DistrictQuerySet

if TYPE_CHECKING:
    from classes.models.class_day import ClassAbsence, ClassDay  # noqa: F401  named as the rows' types
    from tenancy.viewer import Viewer


class ClassDayQuerySet(DistrictQuerySet["ClassDay"]):
    """Days of class groups."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Of class groups that this viewer sees at work."""
        return self.of(viewer.district).filter(class_group__in=groups_seen(viewer).values("pk"))

    def held(self) -> Self:
        """Days on which there was class."""
        return self.filter(is_held=True)

    def newest_first(self) -> Self:
        """The last day first."""
        return self.order_by("-day", "-pk")


class ClassAbsenceQuerySet(DistrictQuerySet["ClassAbsence"]):
    """Who was not in class, or came late."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Of class groups that this viewer sees at work, and those which they are to follow up."""
        seen = Q(class_day__class_group__in=groups_seen(viewer).values("pk"))
        asked = Q(follow_up_by=viewer.person_id) & is_not_held(viewer)
        return self.of(viewer.district).filter(seen | asked)

    def editable_by(self, viewer: "Viewer") -> Self:
        """Of class groups whose attendance the viewer takes, and those which they are to follow up."""
        run = Q(class_day__class_group__in=groups_edited(viewer).values("pk"))
        asked = Q(follow_up_by=viewer.person_id) & is_not_held(viewer)
        return self.of(viewer.district).filter(run | asked)

    def to_follow_up(self) -> Self:
        """Those about which somebody is to do something still."""
        return self.filter(follow_up_by__isnull=False, followed_up_on=None)

    def newest_first(self) -> Self:
        """The last day first."""
        return self.order_by("-missed_on", "-pk")
