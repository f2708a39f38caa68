"""What needs a viewer today: the lines of all floors in their order, without those that were put off."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from operator import attrgetter

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.homes import ahead
from tenancy import todo as tenancy
from tenancy.models import Snooze
from tenancy.rules import SATURDAY, SchoolCalendar, next_school_day
from tenancy.todo import GROUPS, ComingUp, Group, Todo
from tenancy.viewer import Viewer

Source = Callable[[Viewer], Iterable[Todo]]
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


def todos_of(viewer: Viewer, sources: Sequence[Source]) -> list[Todo]:
    """Every line for this viewer, also those put off: group by group, the worst first."""
    found = [one for source in sources for one in source(viewer)]
    return sorted(found, key=lambda one: (GROUPS.index(one.belongs_to), one.harm))


def read(viewer: Viewer, sources: Sequence[Source]) -> Today:
    """The viewer's day. The number of queries does not grow with what there is to do."""
    found, snoozed = todos_of(viewer, sources), snoozes_of(viewer)
    put_off = [PutOff(one, snoozed[one.key]) for one in found if one.can_wait and one.key in snoozed]
    left = [one for one in found if not (one.can_wait and one.key in snoozed)]
    ahead_of = [one for source in COMING_UP if (one := source(viewer)) is not None]
    return Today(viewer, left, put_off, min(ahead_of, key=lambda one: one.day or date.max, default=None))


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
