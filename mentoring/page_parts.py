"""What floors above add to pages of this floor: parts of pages, and lines of a match's timeline.

All additions stand on one page, ``config/match_pages.py`` (``settings.MATCH_PAGES``), in the order of showing. Parts
that look like those of a person's page are made by ``section``.

A match's page for staff is cut into a first page and sub-pages (``SubPage``), one address each:
``reverse("mentoring:match_detail", args=[match.pk, Side.MEETINGS])``. A link to a thing leads to the page where it is.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from mentoring.models import Match, Student
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionEvent
from tenancy.viewer import Viewer


class Side(StrEnum):
    """The sides of a match that have a sub-page, as they stand in addresses. The first page has no name."""

    MEETINGS = "meetings"
    CLASS = "class"
    SUPPORT = "support"
    TIMELINE = "timeline"


@dataclass(frozen=True)
class PagePart:
    """A part of a page: a template, and what it is given as ``part``, beside number and csrf_token."""

    template: str
    part: Mapping[str, object] = field(default_factory=dict)


#: Makes a part of a match's page for staff, or None where there is nothing for this viewer.
MatchSource = Callable[[Match, Viewer], PagePart | None]
#: Makes a part of a page about one student: the mentor's, the guardian's, or the student's own.
StudentSource = Callable[[Student, Viewer], PagePart | None]
#: Tells what happened in a match, in any order; the page sorts.
TimelineSource = Callable[[Match, Viewer], Iterable[SectionEvent]]
#: How many meetings each of these matches had, by their ids. One query, however many.
HeldCounts = Callable[[Sequence[int]], Mapping[int, int]]


#: Which of these students were noted as not at school, by day.
NotedAbsent = Callable[[Collection[int], Collection[date]], Mapping[date, Collection[int]]]


def _none_absent(student_ids: Collection[int], days: Collection[date]) -> Mapping[date, Collection[int]]:
    return {}


def _none_held(match_ids: Sequence[int]) -> Mapping[int, int]:
    return {}


@dataclass(frozen=True)
class SubPage:
    """A page of its own about one side of a match, for staff.

    Offered to whoever holds one of the permissions, of matches in one of the states; ``empty`` is said where the
    sources have nothing for this viewer.
    """

    side: Side
    label: str | Promise
    sources: Sequence[MatchSource] = ()
    permissions: Collection[Permission] = (Permission.MATCHES_VIEW,)
    states: Collection[str] = tuple(Match.State)
    empty: str | Promise = ""

    def is_offered(self, match: Match, viewer: Viewer) -> bool:
        """Whether this viewer may find something here. Asks the database nothing."""
        return match.state in self.states and any(viewer.can(one) for one in self.permissions)

    def parts(self, match: Match, viewer: Viewer) -> list[PagePart]:
        """What stands here for this viewer."""
        return [found for source in self.sources if (found := source(match, viewer)) is not None]


@dataclass(frozen=True)
class MatchPages:
    """All additions: to pages of a match, of a student for the mentor, of a child for the guardian, of one's own.

    ``match`` stands on the first page of a match, ``sub_pages`` beside it.
    """

    match: Sequence[MatchSource] = ()
    sub_pages: Sequence[SubPage] = ()
    mentee: Sequence[StudentSource] = ()
    child: Sequence[StudentSource] = ()
    own: Sequence[StudentSource] = ()
    timeline: Sequence[TimelineSource] = ()
    held_counts: HeldCounts = _none_held
    noted_absent: NotedAbsent = _none_absent


def additions() -> MatchPages:
    """What the floors above add."""
    found: MatchPages = import_string(settings.MATCH_PAGES)
    return found


def section(found: PersonSection) -> PagePart:
    """A part that looks like those of a person's page."""
    return PagePart("components/person_section.html", {"section": found})


def match_parts(match: Match, viewer: Viewer) -> list[PagePart]:
    """What floors above add to the page of this match."""
    return [found for source in additions().match if (found := source(match, viewer)) is not None]


def parts_of(sources: Sequence[StudentSource], student: Student, viewer: Viewer) -> list[PagePart]:
    """What these sources add to a page about a student."""
    return [found for source in sources if (found := source(student, viewer)) is not None]


class SideConverter:
    """A side of a match in an address; every other word leads elsewhere, or nowhere."""

    regex = "[a-z]+"

    def to_python(self, value: str) -> Side:
        """The side. Raises ValueError where there is none of that name."""
        return Side(value)

    def to_url(self, value: str) -> str:
        """As it stands in the address."""
        return Side(value).value
