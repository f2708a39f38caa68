"""Of whom something is asked, and how far they are."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from tenancy.models import Person
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from screening.models.asked import Asked  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer

#: Who is cleared for no longer than this many days runs out soon.
SOON = timedelta(days=60)


class AskedQuerySet(DistrictQuerySet["Asked"]):
    """What is asked of people."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """What is asked of the people whose outcomes this viewer may see: whom their board shows."""
        mine = self.of(viewer.district)
        if viewer.reach(Permission.CLEARANCE_OUTCOMES_VIEW).whole_district:
            return mine
        seen = Person.objects.in_reach_of(viewer, Permission.CLEARANCE_OUTCOMES_VIEW).filter(pk=OuterRef("person"))
        return mine.filter(Exists(seen))

    def live(self) -> Self:
        """What is asked now, of people who are still here."""
        return self.filter(ended_on=None, person__deactivated_at=None, person__merged_into=None)

    def cleared(self, on: date) -> Self:
        """Of whom nothing is missing on that day."""
        return self.filter(covers_until__gte=on)

    def not_cleared(self, on: date) -> Self:
        """Of whom something is missing on that day."""
        return self.filter(Q(covers_until=None) | Q(covers_until__lt=on))

    def running_out(self, on: date, within: timedelta = SOON) -> Self:
        """Cleared on that day, but not for long."""
        return self.filter(covers_until__gte=on, covers_until__lte=on + within)

    def in_state(self, state: str, on: date) -> Self:
        """Those in one state of ``Asked.State`` on that day: who was cleared for too short a time has run out."""
        lapsed = Q(covers_until__lt=on)
        if state == "clear":
            return self.cleared(on)
        return self.filter(Q(state="expired") | lapsed if state == "expired" else Q(state=state))
