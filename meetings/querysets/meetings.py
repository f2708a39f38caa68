"""Who sees which meetings."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from mentoring.querysets.matches import to_the_end
from mentoring.querysets.reach import rows
from screening.querysets.holds import is_not_held
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from meetings.models.meeting import DayAbsence, Meeting  # noqa: F401  named as the rows' types
    from tenancy.viewer import Viewer

#: Where meetings stand of which somebody said how they went.
DONE = ("held", "missed")


class MeetingQuerySet(DistrictQuerySet["Meeting"]):
    """Meetings of matches."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The meetings this viewer may know of.

        Staff: those of matches that they see at work; the front office, those of today at their schools. A mentor:
        those of their running matches that nothing stops. A guardian: those of their children, a student: their own,
        of matches that they were in to the end. While a safety hold is on the viewer: none but a student's own.
        """
        mine = self.of(viewer.district)
        at_work = is_not_held(viewer)
        if viewer.reach(Permission.STUDENTS_VIEW).whole_district:
            return mine.filter(at_work)
        allowed = Q(match__in=rows("Match").visible_to(viewer).values("pk"))
        if viewer.can(Permission.FRONT_DESK_VIEW):
            allowed |= Q(on=viewer.today) & Q(match__in=_matches_at_desk(viewer).values("pk"))
        if viewer.can(Permission.MENTOR_OWN):
            allowed |= Q(match__in=_mentored_matches(viewer).values("pk"))
        if viewer.can(Permission.CHILDREN_VIEW):
            children = rows("Student").children_of(viewer)
            allowed |= Q(match__in=_matches_of_students(student__in=children.values("pk")).values("pk"))
        found = at_work & allowed
        if viewer.can(Permission.STUDENT_OWN):
            found |= Q(match__in=_matches_of_students(student__person=viewer.person_id).values("pk"))
        return mine.filter(found)

    def own(self, viewer: "Viewer") -> Self:
        """The meetings in which the viewer takes part as mentor, as student, or as a student's guardian."""
        allowed = Q(pk__in=[])
        if viewer.can(Permission.MENTOR_OWN):
            allowed |= is_not_held(viewer) & Q(match__in=_mentored_matches(viewer).values("pk"))
        if viewer.can(Permission.CHILDREN_VIEW):
            children = rows("Student").children_of(viewer)
            in_them = _matches_of_students(student__in=children.values("pk")).values("pk")
            allowed |= is_not_held(viewer) & Q(match__in=in_them)
        if viewer.can(Permission.STUDENT_OWN):
            allowed |= Q(match__in=_matches_of_students(student__person=viewer.person_id).values("pk"))
        return self.of(viewer.district).filter(allowed)

    def of_member(self, viewer: "Viewer") -> Self:
        """The meetings of which the viewer is a member now, as mentor or as student."""
        allowed = Q(pk__in=[])
        if viewer.can(Permission.MENTOR_OWN):
            allowed |= is_not_held(viewer) & Q(match__in=_mentored_matches(viewer).values("pk"))
        if viewer.can(Permission.STUDENT_OWN):
            allowed |= Q(match__in=_matches_of_students(student__person=viewer.person_id).values("pk"))
        return self.of(viewer.district).filter(allowed)

    def at_desk(self, viewer: "Viewer") -> Self:
        """Today's meetings of the schools whose front desk the viewer looks after."""
        mine = self.of(viewer.district).filter(is_not_held(viewer), on=viewer.today)
        return mine.filter(match__in=_matches_at_desk(viewer).values("pk"))

    def editable_by(self, viewer: "Viewer") -> Self:
        """The meetings that this viewer plans, moves and cancels at work: never those in which they take part."""
        return self.of(viewer.district).filter(match__in=plannable_matches(viewer).values("pk"))

    def at_school(self, school_id: int) -> Self:
        """Meetings of a school's students."""
        return self.filter(match__in=rows("Match").at_school(school_id).values("pk"))

    def of_student(self, student_id: int) -> Self:
        """Meetings of matches in which a student is now."""
        return self.filter(match__in=rows("MatchStudent").filter(student=student_id, left_on=None).values("match"))

    def planned(self) -> Self:
        """Those that shall take place, or of which nobody has said how they went."""
        return self.filter(state="planned")

    def coming(self, now: datetime) -> Self:
        """Planned ones that have not begun."""
        return self.planned().filter(starts_at__gte=now)

    def ahead(self, on: date) -> Self:
        """Of this day or later, and nobody has said how they went: planned, or canceled."""
        return self.filter(on__gte=on).exclude(state__in=DONE)

    def behind(self, on: date) -> Self:
        """Of an earlier day, or written down already: on the day itself, too."""
        return self.filter(Q(on__lt=on) | Q(state__in=DONE))

    def in_list_order(self) -> Self:
        """By day and hour; the id settles equal ones."""
        return self.order_by("on", "starts_at", "pk")


class DayAbsenceQuerySet(DistrictQuerySet["DayAbsence"]):
    """Students who are not at school on a day."""

    def live(self) -> Self:
        """Those that nobody took back."""
        return self.filter(taken_back_at=None)

    def visible_to(self, viewer: "Viewer") -> Self:
        """Absences of the students whom this viewer may say to be absent."""
        return self.of(viewer.district).filter(student__in=absent_students(viewer).values("pk"))


def plannable_matches(viewer: "Viewer") -> Any:
    """Matches whose meetings the viewer plans: those they see at work where MEETINGS_EDIT holds, but none of their own.

    A match of an archived program can be read, and nothing of it changed.
    """
    return viewer.once(plannable_matches, lambda: _plannable_matches(viewer)).all()


def _plannable_matches(viewer: "Viewer") -> Any:
    matches = rows("Match").visible_to(viewer).filter(program__archived_on=None)
    if not viewer.can(Permission.MEETINGS_EDIT):
        return matches.none()
    reach = viewer.reach(Permission.MEETINGS_EDIT)
    if not reach.whole_district:
        supervised = Q(supervising_teacher=viewer.person_id or 0)
        in_reach = rows("Match").in_reach_of(viewer, Permission.MEETINGS_EDIT).values("pk")
        matches = matches.filter(Q(pk__in=in_reach) | supervised)
    own = rows("Match").of(viewer.district).with_member(viewer.person_id or 0)
    return matches.exclude(pk__in=own.values("pk"))


def absent_students(viewer: "Viewer") -> Any:
    """Students of running matches whom the viewer may say to be absent: of their front desk, or known at work."""
    students = rows("Student").of(viewer.district).filter(is_not_held(viewer))
    if not viewer.can(Permission.ABSENCES_ADD):
        return students.none()
    running = rows("MatchStudent").filter(
        district=OuterRef("district"), student=OuterRef("pk"), left_on=None, match__state="running"
    )
    students = students.filter(Exists(running))
    if viewer.reach(Permission.FRONT_DESK_VIEW).whole_district:
        return students
    known = Q(pk__in=rows("Student").known_to_staff(viewer).values("pk"))
    if viewer.can(Permission.FRONT_DESK_VIEW):
        known |= Q(pk__in=rows("Student").in_reach_of(viewer, Permission.FRONT_DESK_VIEW).values("pk"))
    return students.filter(known)


def meetings_on(day: date, school_ids: Collection[int]) -> Q:
    """A condition: planned for a day, with a student of one of these schools."""
    there = rows("MatchStudent").filter(
        district=OuterRef("district"), match=OuterRef("match"), left_on=None, student__school__in=school_ids
    )
    return Q(on=day) & Q(Exists(there))


def _matches_at_desk(viewer: "Viewer") -> Any:
    return rows("Match").in_reach_of(viewer, Permission.FRONT_DESK_VIEW)


def _mentored_matches(viewer: "Viewer") -> Any:
    """Running matches of which the viewer is a mentor now; a safety hold or pause cuts the view at once (S-34)."""
    of_viewer = rows("MatchMentor").filter(
        district=OuterRef("district"), match=OuterRef("pk"), left_on=None, mentor__person=viewer.person_id
    )
    mine = rows("Match").of(viewer.district).filter(Exists(of_viewer), state="running")
    return mine.not_paused()


def _matches_of_students(**which: Any) -> Any:
    return rows("Match").filter(Exists(to_the_end("MatchStudent", **which)))


def meetings(model: str) -> Any:
    """Every row of a model of this floor, for a subquery of its siblings' querysets."""
    return apps.get_model("meetings", model)._default_manager.all()
