"""What floors above add to pages of this floor: parts of pages, and lines of a match's timeline.

All additions stand on one page, ``config/match_pages.py`` (``settings.MATCH_PAGES``), in the order of showing. Parts
that look like those of a person's page are made by ``section``.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from mentoring.models import Match, Student
from tenancy.person_pages import PersonSection, SectionEvent
from tenancy.viewer import Viewer


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
class MatchPages:
    """All additions: to pages of a match, of a student for the mentor, of a child for the guardian, of one's own."""

    match: Sequence[MatchSource] = ()
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
