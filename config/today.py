"""What needs a viewer today: the lines of all floors in their order, without those that were put off."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from operator import attrgetter

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import todo as accounts
from agreements import signing_todo as signing
from agreements import todo as agreements
from classes import todo as classes
from config.homes import ahead
from correspondence import todo as correspondence
from journals import todo as journals
from meetings import log_todo, plan_todo
from mentoring import gate_todo, guardian_todo, match_todo, mentor_todo, packet_todo
from mentoring import program_todo as programs
from mentoring import todo as mentoring
from screening import safety_todo as safety
from screening import todo as screening
from support import closing_todo, feedback_todo
from support import todo as support
from tenancy import todo as tenancy
from tenancy.models import Snooze
from tenancy.rules import SATURDAY, SchoolCalendar, next_school_day
from tenancy.todo import GROUPS, ComingUp, Group, Source, Todo
from tenancy.todo import lines_of as lines
from tenancy.viewer import Viewer

#: Whatever asks something of somebody, floor by floor.
SOURCES: Sequence[Source] = (
    safety.todos,
    plan_todo.todos,
    log_todo.todos,
    support.todos,
    closing_todo.todos,
    feedback_todo.todos,
    signing.todos,
    agreements.todos,
    mentor_todo.todos,
    correspondence.todos,
    accounts.todos,
    match_todo.todos,
    gate_todo.todos,
    packet_todo.todos,
    journals.todos,
    mentoring.todos,
    guardian_todo.todos,
    classes.todos,
    screening.todos,
    programs.todos,
    tenancy.todos,
)
#: Whatever knows what comes next.
COMING_UP: Sequence[Callable[[Viewer], ComingUp | None]] = (ahead.next_meeting, tenancy.coming_up)

GROUP_WORDS: Mapping[Group, Promise] = {
    "overdue": gettext_lazy("Overdue"),
    "waiting": gettext_lazy("Waiting"),
    "ready": gettext_lazy("Ready"),
}


@dataclass(frozen=True)
class TodoGroup:
    """Lines that stand together, the worst first."""

    name: Group
    title: str | Promise
    todos: Sequence[Todo]


@dataclass(frozen=True)
class PutOff:
    """A line that is not asked about before a day."""

    todo: Todo
    snooze: Snooze


@dataclass(frozen=True)
class Today:
    """A viewer's day."""

    viewer: Viewer
    todos: Sequence[Todo]
    put_off: Sequence[PutOff]
    coming_up: ComingUp | None

    @property
    def groups(self) -> list[TodoGroup]:
        """The lines by group; groups without a line are left out."""
        found = {group: [one for one in self.todos if one.belongs_to == group] for group in GROUPS}
        return [TodoGroup(group, GROUP_WORDS[group], lines) for group, lines in found.items() if lines]

    @property
    def may_put_off(self) -> bool:
        """Whether lines can be put off: staff's only, and of somebody who is a person here."""
        return self.viewer.is_staff and self.viewer.person_id is not None

    @cached_property
    def days_to_choose(self) -> list[tuple[date, str]]:
        """Days until which a line is put off with one tap."""
        if not self.may_put_off or not any(one.can_wait and one.key for one in self.todos):
            return []
        today = self.viewer.today
        next_day = next_school_day(today, calendar=SchoolCalendar.seen_by(self.viewer)) or _weekday(today, 1)
        choices = {next_day: _("The next school day")}
        choices.setdefault(_weekday(today, 7), _("In a week"))
        choices.setdefault(_weekday(today, 14), _("In two weeks"))
        return [(day, f"{words}: {date_format(day, 'D, M j')}") for day, words in sorted(choices.items())]


def todos_of(viewer: Viewer) -> list[Todo]:
    """Every line for this viewer, also those put off: group by group, the worst first."""
    found = lines(one for source in SOURCES for one in source.ask(viewer))
    return sorted(found, key=lambda one: (GROUPS.index(one.belongs_to), one.harm))


def lines_of(viewer: Viewer) -> list[Todo]:
    """Every line that stands on Today: those put off do not."""
    return _parted(viewer)[0]


def read(viewer: Viewer) -> Today:
    """The viewer's day. The number of queries does not grow with what there is to do."""
    left, put_off = _parted(viewer)
    ahead_of = [one for source in COMING_UP if (one := source(viewer)) is not None]
    return Today(viewer, left, put_off, min(ahead_of, key=lambda one: one.day or date.max, default=None))


def _parted(viewer: Viewer) -> tuple[list[Todo], list[PutOff]]:
    """Lines to do, and lines put off."""
    found, snoozed = todos_of(viewer), snoozes_of(viewer)
    put_off = [PutOff(one, snoozed[one.key]) for one in found if one.can_wait and one.key in snoozed]
    return [one for one in found if not (one.can_wait and one.key in snoozed)], put_off


def snoozes_of(viewer: Viewer) -> dict[str, Snooze]:
    """What the viewer put off, by the key of the line."""
    if not viewer.is_staff or viewer.person_id is None:
        return {}
    running = Snooze.objects.of(viewer.district).filter(person=viewer.person_id, until_on__gt=viewer.today)
    return {one.key: one for one in sorted(running, key=attrgetter("until_on"))}


def _weekday(today: date, later: int) -> date:
    """The first weekday from so many days later on."""
    days = (today + timedelta(days=later + number) for number in range(3))
    return next(day for day in days if day.weekday() < SATURDAY)
