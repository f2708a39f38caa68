"""Whose days in the school calendar one may change."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from tenancy.models.calendar import CalendarDay  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class CalendarDayQuerySet(DistrictQuerySet["CalendarDay"]):
    """Days of a district's school calendar. Everybody who may see the calendar sees all of it."""

    def editable_by(self, viewer: "Viewer") -> Self:
        """The days that this viewer may take out: all, or those of their own schools."""
        reach = viewer.reach(Permission.CALENDAR_EDIT)
        return self if reach.whole_district else self.filter(school__in=reach.school_ids)

    def for_school(self, school_id: int) -> Self:
        """The days of a school: its own and those of all schools."""
        return self.filter(Q(school=school_id) | Q(school=None))
