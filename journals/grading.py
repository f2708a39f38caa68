"""The grading list: whose entries wait, in which order, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from journals.models import Entry, Grade
from journals.querysets.entries import EntryQuerySet
from journals.querysets.grades import GradeQuerySet
from mentoring.models import ClassGroup
from tenancy.tables import Kind
from tenancy.viewer import Viewer

#: Entries in one list: more are graded class group by class group, or once these are done.
MOST = 200
#: What an address says of students who sit in none of the class groups that are listed.
NO_GROUP = "none"


@dataclass(frozen=True)
class Scope:
    """Whose entries: of one class group, of students in none of those listed, or of all whom the viewer grades."""

    viewer: Viewer
    name: str
    group: ClassGroup | None = None
    key: str = ""

    @classmethod
    def of(cls, viewer: Viewer, key: str) -> Self:
        """The scope that ``?group=`` names. Raises Http404 for one that the viewer does not know."""
        if not key:
            return cls(viewer, _("All students"))
        if key == NO_GROUP:
            return cls(viewer, _("Students outside of these class groups"), key=key)
        found = ClassGroup.objects.visible_to(viewer).filter(pk=int(key)).first() if _is_id(key) else None
        if found is None:
            raise Http404
        return cls(viewer, found.name, found, key)

    @property
    def query(self) -> str:
        """The scope as the end of an address: "?group=7"."""
        return f"?{urlencode({'group': self.key})}" if self.key else ""

    def narrow(self, entries: EntryQuerySet) -> EntryQuerySet:
        """Those of these entries that are in it."""
        if self.group is not None:
            return entries.in_class_group(self.group.pk)
        return entries.outside_listed_groups(self.viewer) if self.key else entries

    def entries(self) -> EntryQuerySet:
        """The entries in it that the viewer grades."""
        return self.narrow(Entry.objects.of(self.viewer.district).gradable_by(self.viewer))

    def grades_to_release(self) -> GradeQuerySet:
        """The grades in it that the viewer can make visible."""
        grades = Grade.objects.of(self.viewer.district).gradable_by(self.viewer).filter(released_at=None).current()
        return grades.filter(entry__in=self.entries().values("pk"))


@dataclass(frozen=True)
class Place:
    """One entry in the list: whose, how far."""

    pk: int
    name: str
    about: str
    url: str
    points: str
    status: str
    kind: Kind
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class Queue:
    """The list in the order of names, as seen from one entry."""

    places: Sequence[Place]
    scope: Scope
    current: int = 0

    @property
    def done(self) -> int:
        """How many are graded."""
        return sum(one.is_done for one in self.places)

    @property
    def number(self) -> int:
        """The place of the entry at hand, counted from 1; 0 for one that is not in the list any more."""
        return next((number for number, one in enumerate(self.places, 1) if one.pk == self.current), 0)

    @property
    def previous_url(self) -> str:
        """The entry before this one."""
        return self.places[self.number - 2].url if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        """The entry after this one, whether it is graded or not."""
        return self.places[self.number].url if self.number and self.number < len(self.places) else ""

    def next_to_grade(self) -> str:
        """The first entry after this one that is not graded, else the first of all; empty when all are."""
        after, before = self.places[self.number :], self.places[: self.number]
        return next((one.url for one in (*after, *before) if not one.is_done and one.pk != self.current), "")


def queue_of(scope: Scope, current: int = 0) -> Queue:
    """The grading list, in a fixed number of queries."""
    rows = scope.entries().in_queue().defer("text", "mentor_text").order_by("pk")
    found = list(rows.prefetch_related("match_student__student__person", "meeting", "grades")[:MOST])
    found.sort(key=lambda one: (one.match_student.student.search_key, one.pk))
    return Queue([_place(one, scope, current) for one in found], scope, current)


def _place(entry: Entry, scope: Scope, current: int) -> Place:
    grade = next(iter(entry.grades.all()), None)
    is_done = grade is not None and grade.entry_version == entry.version
    status, kind = _status(entry, grade, is_done=is_done)
    return Place(
        pk=entry.pk,
        name=entry.match_student.student.person.name,
        about=date_format(_day(entry), "MONTH_DAY_FORMAT"),
        url=reverse("journals:entry_grade", args=[entry.pk]) + scope.query,
        points=_points(grade) if is_done else "",
        status=status,
        kind=kind,
        is_done=is_done,
        is_current=entry.pk == current,
    )


def _day(entry: Entry) -> date:
    """The day that it is about: of the meeting, the week or month, else of handing it in."""
    if entry.meeting is not None:
        return entry.meeting.on
    return entry.period_from or timezone.localdate(entry.handed_in_at or entry.created_at)


def _points(grade: Grade | None) -> str:
    if grade is None:
        return ""
    return f"{grade.points}/{grade.out_of}" if grade.points is not None else _("Read")


def _status(entry: Entry, grade: Grade | None, *, is_done: bool) -> tuple[str, Kind]:
    if is_done:
        return "", ""
    if grade is not None or entry.given_back_at is not None:
        return _("Handed in anew"), "info"
    return (_("Late"), "warn") if was_late(entry) else ("", "")


def was_late(entry: Entry) -> bool:
    """Whether it was handed in after its day."""
    return bool(entry.due_on and entry.handed_in_at and timezone.localdate(entry.handed_in_at) > entry.due_on)


def _is_id(key: str) -> bool:
    return key.isdecimal() and len(key) < 19
