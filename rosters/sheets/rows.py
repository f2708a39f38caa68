"""What the three kinds of spreadsheets share when they take a row: where they may write, what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring.models import Program
from rosters.sheets.columns import ColumnFault
from tenancy.actor import Actor
from tenancy.models import District, School
from tenancy.names import fold

#: ``Person.source`` and ``Guardianship.source`` of who came in by a spreadsheet.
SOURCE = "spreadsheet"
Verb = Literal["created", "updated", "unchanged"]
#: Words of a school's name that people leave out.
_LEFT_OUT = frozenset({"school", "the", "of"})


class RowRefused(Exception):
    """The row is not taken; the text says why, and ``key`` which of our columns it is about ("" for the whole row)."""

    def __init__(self, sentence: str, key: str = "") -> None:
        super().__init__(sentence)
        self.key = key


@dataclass(frozen=True)
class SheetRow:
    """A row as read: our columns → values. ``given`` leaves out what is empty."""

    number: int
    values: Mapping[str, object]

    def get(self, key: str) -> object:
        """The value of a column; None where it is empty or not there."""
        value = self.values.get(key)
        return None if value in ("", None, []) else value

    def without(self, key: str) -> "SheetRow":
        """The same row with that column empty."""
        return SheetRow(self.number, {**self.values, key: None})

    def text(self, key: str) -> str:
        """The value of a column of text; "" where it is empty or not there."""
        value = self.get(key)
        return value if isinstance(value, str) else ""

    def words(self, key: str) -> list[str]:
        """The value of a column of several words."""
        value = self.get(key)
        return value if isinstance(value, list) else []

    def day(self, key: str) -> date | None:
        """The value of a column of days."""
        value = self.get(key)
        return value if isinstance(value, date) else None

    def name(self, prefix: str) -> tuple[str, str]:
        """First and last name, from two columns or from one."""
        whole = self.get(f"{prefix}name")
        given, family = self.text(f"{prefix}given_name"), self.text(f"{prefix}family_name")
        if isinstance(whole, tuple) and not (given and family):
            return whole[0], whole[1]
        return given, family


@dataclass(frozen=True)
class Taken:
    """One thing that came of a row: what it is, what happened to it, about whom, which fields."""

    entity: str
    verb: Verb
    person_id: int | None = None
    what: tuple[str, ...] = ()
    label: str = ""


@dataclass
class Outcome:
    """What came of a row: things taken, or what must be fixed."""

    taken: list[Taken] = field(default_factory=list)
    faults: list[ColumnFault] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """Where a run may write, and in whose name. ``None`` of schools or programs means every one of the district.

    ``are_adults``: whoever brings the sheet says that mentors of unknown age are old enough for their programs.
    """

    district: District
    on: date
    by: Actor
    school_ids: frozenset[int] | None
    program_ids: frozenset[int] | None
    program: Program | None = None
    creates: bool = True
    are_adults: bool = False

    @cached_property
    def schools(self) -> list[School]:
        """The schools in reach."""
        found = School.objects.of(self.district).filter(is_active=True).order_by("name")
        return list(found if self.school_ids is None else found.filter(pk__in=self.school_ids))

    @cached_property
    def programs(self) -> list[Program]:
        """The programs in reach that are not archived."""
        found = Program.objects.of(self.district).current().in_list_order().prefetch_related("policies", "school_year")
        return list(found if self.program_ids is None else found.filter(pk__in=self.program_ids))

    def school_called(self, name: str) -> School | None:
        """The school of that name. None for no name, unless there is only one school. Refuses what it does not know."""
        if not name:
            return self.schools[0] if len(self.schools) == 1 else None
        same = [school for school in self.schools if _school_words(school.name) == _school_words(name)]
        if len(same) != 1:
            words = _("There is no school “%(name)s” here. Write it as the list of schools does.")
            raise RowRefused(words % {"name": name[:60]}, "school")
        return same[0]

    def program_called(self, name: str) -> Program | None:
        """The program of that name, or that of the run. Refuses a name that it does not know or that two share."""
        if not name:
            return self.program
        same = [one for one in self.programs if fold(one.name) == fold(name)]
        if self.program in same:
            return self.program
        if not same:
            words = _("There is no program “%(name)s” here. Write its name as on the page of programs.")
            raise RowRefused(words % {"name": name[:60]}, "program")
        if len(same) > 1:
            words = _("Several school years have a program “%(name)s”. Leave the cell empty and choose it on the page.")
            raise RowRefused(words % {"name": name[:60]}, "program")
        return same[0]

    def reaches_school(self, school_id: int | None) -> bool:
        """Whether students of this school may be changed."""
        return self.school_ids is None or school_id in self.school_ids


def change(row: Model, values: Mapping[str, object]) -> list[str]:
    """Set what is given and differs, and save it. Returns the names of what changed; empty values change nothing."""
    changed = [name for name, value in values.items() if value not in (None, "", []) and getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return changed


def taken(entity: str, *, created: bool, changed: Iterable[str], person_id: int, label: str = "") -> Taken:
    """What happened to one thing, from whether it is new and what changed of it."""
    what = tuple(changed)
    verb: Verb = "created" if created else "updated" if what else "unchanged"
    return Taken(entity, verb, person_id, what, label)


def ambiguous(count: int, key: str) -> RowRefused:
    """A refusal: several people could be meant."""
    words = ngettext(
        "%(count)s person here could be meant. Add an ID or an email address.",
        "%(count)s people here could be meant. Add an ID or an email address.",
        count,
    )
    return RowRefused(words % {"count": count}, key)


def _school_words(name: str) -> frozenset[str]:
    words = fold(name).replace(" hs", " high").replace(" ms", " middle").split()
    return frozenset(words) - _LEFT_OUT or frozenset(words)
