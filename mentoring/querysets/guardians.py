"""Who sees which parents and guardians."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from mentoring.querysets.reach import rows
from screening.querysets.holds import is_not_held
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from mentoring.models.guardian import CourtOrder, Guardian, Guardianship  # noqa: F401  named as the rows' types
    from tenancy.viewer import Viewer


#: Kinds of court orders that keep whom they are about from signing.
BARRING = frozenset({"no_contact", "no_records"})


class GuardianQuerySet(DistrictQuerySet["Guardian"]):
    """Guardians of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """With GUARDIANS_VIEW: the guardians of the students for whom it holds. Everybody sees themselves."""
        mine = self.of(viewer.district)
        if viewer.reach(Permission.GUARDIANS_VIEW).whole_district:
            return mine
        students = rows("Student").in_reach_of(viewer, Permission.GUARDIANS_VIEW)
        theirs = rows("Guardianship").filter(
            district=OuterRef("district"), guardian=OuterRef("pk"), ended_on=None, student__in=students.values("pk")
        )
        return mine.filter(Q(person=viewer.person_id) | Q(Exists(theirs)))

    def in_list_order(self) -> Self:
        """By family name, as an index has them; the id settles equal names."""
        return self.order_by("search_key", "pk")


class GuardianshipQuerySet(DistrictQuerySet["Guardianship"]):
    """What guardians are to students."""

    def live(self) -> Self:
        """Those that have not ended, of students who are still here."""
        return self.filter(ended_on=None, student__left_on=None)

    def visible_to(self, viewer: "Viewer") -> Self:
        """With GUARDIANS_VIEW: those of the students for whom it holds. A guardian: their own."""
        mine = self.of(viewer.district)
        if viewer.reach(Permission.GUARDIANS_VIEW).whole_district:
            return mine
        students = rows("Student").in_reach_of(viewer, Permission.GUARDIANS_VIEW)
        return mine.filter(Q(guardian__person=viewer.person_id) | Q(student__in=students.values("pk")))

    def to_say(self, viewer: "Viewer") -> Self:
        """Those of students who take part in a program, of whom nobody has said whether they may sign."""
        places = rows("ProgramStudent").filter(district=viewer.district, state="accepted", program__archived_on=None)
        mine = self.changeable_by(viewer).live()
        return mine.filter(may_sign=None, student__in=places.values("student"))

    def changeable_by(self, viewer: "Viewer") -> Self:
        """With STUDENTS_EDIT: those of the students for whom it holds."""
        if viewer.reach(Permission.STUDENTS_EDIT).whole_district:
            return self.of(viewer.district).filter(is_not_held(viewer))
        students = rows("Student").in_reach_of(viewer, Permission.STUDENTS_EDIT)
        return self.of(viewer.district).filter(student__in=students.values("pk"))


class CourtOrderQuerySet(DistrictQuerySet["CourtOrder"]):
    """Court orders about students."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """With COURT_ORDERS_VIEW: those of the students for whom it holds. Nobody else reads any."""
        if viewer.reach(Permission.COURT_ORDERS_VIEW).whole_district:
            return self.of(viewer.district).filter(is_not_held(viewer))
        students = rows("Student").in_reach_of(viewer, Permission.COURT_ORDERS_VIEW)
        return self.of(viewer.district).filter(student__in=students.values("pk"))

    def in_force(self, on: date) -> Self:
        """Those that hold on that day; the last day counts."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def to_check(self, on: date) -> Self:
        """Those in force that came in a spreadsheet, of students who are here: nobody has read them yet."""
        return self.in_force(on).filter(is_checked=False, student__left_on=None)

    def barring(self, on: date) -> Self:
        """Those that keep whom they are about from signing on that day."""
        return self.in_force(on).filter(kind__in=BARRING)
