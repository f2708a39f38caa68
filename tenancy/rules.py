"""What holds on this floor and depends on state: school days, who may change whom, who may give which role."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tenancy.models import CalendarDay, District, Membership, Person, SchoolYear, Scope
from tenancy.permissions import ROLE_PERMISSIONS, STAFF_ROLES, TEACHING, Permission, Role
from tenancy.viewer import Viewer

SATURDAY = 5
_NOBODY: frozenset[date] = frozenset()


# School days (S-35)


@dataclass(frozen=True)
class SchoolCalendar:
    """The school years and closed days of a district, loaded once and asked as often as one likes.

    A school day is a weekday within a school year on which the school is not closed. Early releases and testing days
    count: students are there. Outside every school year there are no school days.
    """

    years: tuple[tuple[date, date], ...] = ()
    closed_everywhere: frozenset[date] = _NOBODY
    closed_in: Mapping[int, frozenset[date]] = field(default_factory=dict)

    @classmethod
    def of(cls, district: District) -> "SchoolCalendar":
        """Read a district's calendar: two queries, whatever is asked afterwards."""
        closed = CalendarDay.objects.of(district).filter(kind=CalendarDay.Kind.CLOSED)
        everywhere, by_school = set[date](), dict[int, set[date]]()
        for school_id, day in closed.values_list("school_id", "day"):
            everywhere_or_there = by_school.setdefault(school_id, set()) if school_id else everywhere
            everywhere_or_there.add(day)
        years = SchoolYear.objects.of(district).order_by("starts_on").values_list("starts_on", "ends_on")
        return cls(tuple(years), frozenset(everywhere), {school: frozenset(days) for school, days in by_school.items()})

    @classmethod
    def seen_by(cls, viewer: Viewer) -> "SchoolCalendar":
        """The calendar of the viewer's district, read once for a page, whose parts each ask for it."""
        return viewer.once("school calendar", lambda: cls.of(viewer.district))

    @property
    def last_day(self) -> date | None:
        """The last day that any school year reaches, or None when there is no school year."""
        return max((ends_on for _starts_on, ends_on in self.years), default=None)


def is_school_day(day: date, *, calendar: SchoolCalendar, school_id: int | None = None) -> bool:
    """Whether students are at school that day; without a school: whether the district's schools are open at all."""
    if day.weekday() >= SATURDAY or not any(starts_on <= day <= ends_on for starts_on, ends_on in calendar.years):
        return False
    closed_here = calendar.closed_in.get(school_id, _NOBODY) if school_id is not None else _NOBODY
    return day not in calendar.closed_everywhere and day not in closed_here


def school_days_between(first: date, last: date, *, calendar: SchoolCalendar, school_id: int | None = None) -> int:
    """How many school days there are from first to last, both counted; 0 when last comes before first."""
    return sum(is_school_day(day, calendar=calendar, school_id=school_id) for day in _days(first, last))


def next_school_day(day: date, *, calendar: SchoolCalendar, school_id: int | None = None) -> date | None:
    """The first school day after this one, or None when no known school year has one."""
    return add_school_days(day, 1, calendar=calendar, school_id=school_id)


def add_school_days(day: date, count: int, *, calendar: SchoolCalendar, school_id: int | None = None) -> date | None:
    """The day on which ``count`` (1 or more) school days after ``day`` have come; None when the years end before."""
    if count < 1:
        raise ValueError("Count at least one school day.")
    left = count
    for later in _days(day + timedelta(days=1), calendar.last_day or day):
        left -= is_school_day(later, calendar=calendar, school_id=school_id)
        if not left:
            return later
    return None


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


# Who may change whom


def roles_to_give(viewer: Viewer) -> list[Role]:
    """The staff roles that this viewer may give, widest first.

    With ROLES_EDIT: every one. With PEOPLE_EDIT alone: those that allow nothing which the viewer may not do, and less.
    """
    in_order = [role for role in Role if role in STAFF_ROLES]
    if viewer.can(Permission.ROLES_EDIT):
        return in_order
    if not viewer.can(Permission.PEOPLE_EDIT):
        return []
    return [role for role in in_order if is_narrower(role, viewer) and role != Role.AUDITOR]


def is_narrower(role: Role, viewer: Viewer) -> bool:
    """Whether whoever holds this role may do less than the viewer. Letters to the counselor are more (S-21)."""
    return ROLE_PERMISSIONS[role] - TEACHING < viewer.permissions


def may_change(viewer: Viewer, person: Person, memberships: Iterable[Membership]) -> bool:
    """Whether the viewer may change this person's details and sign-in; memberships are the person's live ones.

    Nobody changes somebody who may do more than they, or stands in for somebody who may: a changed email address is a
    way into a sign-in. Whoever works for some schools changes only the people of those.
    """
    if not viewer.can(Permission.PEOPLE_EDIT) or not person.is_active:
        return False
    if viewer.can(Permission.ROLES_EDIT):
        return True
    reach, roles = viewer.reach(Permission.PEOPLE_EDIT), roles_to_give(viewer)
    held = list(memberships)
    if any(Role(membership.role) in STAFF_ROLES and Role(membership.role) not in roles for membership in held):
        return False
    if not all(
        ROLE_PERMISSIONS[Role(role)] - TEACHING <= viewer.permissions for role in viewer.covers.get(person.pk, ())
    ):
        return False
    return reach.whole_district or (bool(held) and all(_is_within(one, reach.school_ids) for one in held))


def _is_within(membership: Membership, school_ids: frozenset[int]) -> bool:
    own = {row.school_id for row in membership.school_rows.all()}
    return membership.scope == Scope.SCHOOLS and own <= school_ids


# Administrators


def last_administrator_refusal(district: District, person: Person) -> str:
    """Why this person's administrator role cannot go, or "" when it can: every district has an administrator."""
    administrators = (
        Membership.objects.of(district)
        .live()
        .filter(role=Role.ADMINISTRATOR, scope=Scope.DISTRICT, person__deactivated_at=None, person__merged_into=None)
    )
    holders = set(administrators.select_for_update().values_list("person_id", flat=True))
    if holders == {person.pk}:
        return _("%(name)s is the last district administrator. Give the role to somebody else first.") % {
            "name": person.name
        }
    return ""
