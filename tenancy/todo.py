"""What needs somebody today, as each floor knows it; config/today.py puts the lines together."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import update_wrapper
from typing import Any, Literal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tenancy.models import CalendarDay, Job, Membership
from tenancy.pages import capped_counts
from tenancy.permissions import Permission, Role
from tenancy.rules import SchoolCalendar
from tenancy.tables import Kind
from tenancy.viewer import Viewer

#: Where a line stands on Today, in this order.
Group = Literal["overdue", "waiting", "ready"]
GROUPS: tuple[Group, ...] = ("overdue", "waiting", "ready")


@dataclass(frozen=True)
class Todo:
    """One line of somebody's day: a status, a sentence with a name and a number, and the one deed that finishes it.

    ``harm`` orders the lines of a group, the worst first: 1 somebody is harmed already, 2 soon, 3 good to know.
    ``key`` names the line from one day to the next, so that it can be put off: "matches.ready:7". Without one, or with
    ``can_wait`` off (safety), it cannot. ``group``: overdue, waiting for somebody, ready to be done; without one it
    follows from harm and kind. ``is_done_here``: ``url`` takes a POST, and the button does the deed at once.
    """

    harm: int
    kind: Kind
    status: str
    sentence: str
    action: str
    url: str
    key: str = ""
    group: Group | Literal[""] = ""
    can_wait: bool = True
    is_done_here: bool = False

    @property
    def belongs_to(self) -> Group:
        """The group in which the line stands."""
        if self.group:
            return self.group
        if self.harm == 1 or self.kind == "bad":
            return "overdue"
        return "ready" if self.kind == "ok" else "waiting"


@dataclass(frozen=True)
class Counted:
    """A line that stands where there are rows, and says how many. Those of all lines are counted in one query."""

    rows: "QuerySet[Any]"
    line: Callable[[int], Todo]


#: What a source yields.
Line = Todo | Counted


class Source:
    """What one part of the product asks of a viewer. Called, it gives its lines; ``ask`` leaves the counting open."""

    def __init__(self, ask: Callable[[Viewer], Iterable[Line]]) -> None:
        self.ask = ask
        update_wrapper(self, ask)

    def __call__(self, viewer: Viewer) -> list[Todo]:
        """The lines of this viewer."""
        return lines_of(self.ask(viewer))


def lines_of(asked: Iterable[Line]) -> list[Todo]:
    """The lines in their order, counted; those of which there are none are left out."""
    found = list(asked)
    counts = iter(capped_counts([one.rows for one in found if isinstance(one, Counted)]))
    lines = []
    for one in found:
        if isinstance(one, Todo):
            lines.append(one)
        elif count := next(counts):
            lines.append(one.line(count))
    return lines


@dataclass(frozen=True)
class ComingUp:
    """The next thing due, said when nothing else is."""

    sentence: str
    url: str = ""
    day: date | None = None


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """What the ground floor asks of this viewer."""
    if viewer.can(Permission.SETTINGS_EDIT) and viewer.person_id:
        yield from _school_year(viewer)
        yield from _nobody_to_ask(viewer)
        yield from _single_coordinator(viewer)
    yield from _failed_jobs(viewer)


def coming_up(viewer: Viewer) -> ComingUp | None:
    """The next closed day that this viewer may know of."""
    if not viewer.can(Permission.CALENDAR_VIEW):
        return None
    closed = CalendarDay.objects.of(viewer.district).filter(kind=CalendarDay.Kind.CLOSED, day__gte=viewer.today)
    day = closed.prefetch_related("school").order_by("day", "school_id").first()
    if day is None:
        return None
    place = day.school.name if day.school else _("All schools")
    words = {"day": date_format(day.day), "place": place, "note": day.note or day.get_kind_display()}
    return ComingUp(
        _("Next closed day: %(day)s, %(note)s (%(place)s)") % words,
        f"{reverse('tenancy:calendar_day_list')}?month={day.day:%Y-%m}",
        day.day,
    )


def _school_year(viewer: Viewer) -> Iterator[Todo]:
    last_day = SchoolCalendar.seen_by(viewer).last_day
    if last_day is None or last_day < viewer.today:
        yield Todo(
            key="calendar.school_year",
            group="waiting",
            harm=2,
            kind="warn",
            status=_("Missing"),
            sentence=_("There is no school year for the days to come, so deadlines cannot be counted."),
            action=_("Add a school year"),
            url=reverse("tenancy:school_year_add"),
        )


def _nobody_to_ask(viewer: Viewer) -> Iterator[Todo]:
    at = viewer.district
    if not (at.contact_email or at.contact_phone):
        yield Todo(
            key="district.contact",
            group="waiting",
            harm=2,
            kind="warn",
            status=_("Missing"),
            sentence=_("Families and mentors find nobody to ask: no email and no phone of a contact is set."),
            action=_("Name a contact"),
            url=reverse("tenancy:district_edit"),
        )


def _single_coordinator(viewer: Viewer) -> Iterator[Todo]:
    """There is always a second coordinator, or else illness stops the program."""
    active = Membership.objects.of(viewer.district).live().filter(role=Role.COORDINATOR, person__deactivated_at=None)
    count = active.values("person").distinct()[:2].count()
    if count < 2:
        yield Todo(
            key="people.single_coordinator",
            group="ready",
            harm=3,
            kind="info",
            status=_("To plan"),
            sentence=_("There is only one coordinator. A second one keeps work going when the first is ill.")
            if count
            else _("There is no coordinator yet. Coordinators run the programs."),
            action=_("Add a person"),
            url=reverse("tenancy:person_add"),
        )


def _failed_jobs(viewer: Viewer) -> Iterator[Todo]:
    if viewer.person_id is None:
        return
    failed = Job.objects.visible_to(viewer).filter(created_by=viewer.person_id, state=Job.State.FAILED)
    job = failed.order_by("-created_at").first()
    if job is not None:
        yield Todo(
            key=f"jobs.failed:{job.pk}",
            group="overdue",
            harm=2,
            kind="bad",
            status=_("Stopped"),
            sentence=_("Work that you started on %(day)s stopped after a fault.")
            % {"day": date_format(localdate(job.created_at))},
            action=_("See how far it came"),
            url=reverse("tenancy:job_detail", args=[job.pk]),
        )
