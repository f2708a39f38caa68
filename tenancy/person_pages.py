"""What floors above add to the pages about people: columns, filters and deeds of the list, sections of a person's page.

All additions stand on one page, ``config/person_pages.py`` (``settings.PERSON_PAGES``), in the order of showing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from tenancy.lists import ListColumn, ListDeed
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.querysets.people import PersonQuerySet
from tenancy.tables import Kind
from tenancy.viewer import Viewer

Words = str | Promise


#: A column of the list.
PersonColumn = ListColumn[Person]
#: What one may do with several people of the list: a page that asks first and takes ``?selected=1&selected=2``.
PersonDeed = ListDeed


@dataclass(frozen=True)
class PersonFilter:
    """A filter of the list: a choice, and how it narrows."""

    name: str
    label: Words
    choices: Sequence[tuple[str, Words]]
    narrow: Callable[[PersonQuerySet, str], PersonQuerySet]
    permission: Permission | None = None


@dataclass(frozen=True)
class SectionRow:
    """One line of a section: words, a status, links to what can be done."""

    text: Words
    note: object = ""
    kind: Kind = ""
    status: Words = ""
    links: Sequence[tuple[Words, str]] = ()


@dataclass(frozen=True)
class SectionEvent:
    """One line of what happened. ``kind`` says where it belongs, on pages that tell several kinds in one list."""

    at: datetime
    title: Words
    who: Words = ""
    text: Words = ""
    url: str = ""
    kind: str = ""


@dataclass(frozen=True)
class PersonSection:
    """A framed part of a person's page: facts, rows or events, and what can be done. ``empty`` is said without any."""

    title: Words
    facts: Sequence[tuple[Words, object]] = ()
    rows: Sequence[SectionRow] = ()
    events: Sequence[SectionEvent] = ()
    links: Sequence[tuple[Words, str]] = ()
    empty: Words = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show but perhaps something to do."""
        return not (self.facts or self.rows or self.events)


#: Makes a section for a viewer, or None where there is nothing for them.
SectionSource = Callable[[Person, Viewer], PersonSection | None]


@dataclass(frozen=True)
class PersonPages:
    """Everything that floors above add."""

    columns: Sequence[PersonColumn] = ()
    filters: Sequence[PersonFilter] = ()
    deeds: Sequence[PersonDeed] = ()
    sections: Sequence[SectionSource] = ()


def additions() -> PersonPages:
    """The page of additions."""
    found: PersonPages = import_string(settings.PERSON_PAGES)
    return found
