"""A mentor's home: when they meet next, what the class works on, their own steps. What is to log stands above it."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from classes.models import ClassFocus
from classes.reading import focuses_of
from config.homes.meeting_words import first_names, held_words, meeting_words
from meetings.reading import held_of, next_of
from mentoring.models import Match, MatchMentor, MatchStudent
from mentoring.page_parts import PagePart, section
from screening.own_steps import own_steps
from screening.querysets.holds import is_not_held
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.viewer import Viewer


def parts(viewer: Viewer) -> Iterable[PagePart]:
    """What a mentor looks at. A fixed number of queries, however many students they meet."""
    if not viewer.can(Permission.MENTOR_OWN) or viewer.person is None:
        return
    students = _students(viewer)
    by_match: dict[int, list[MatchStudent]] = {}
    for row in students:
        by_match.setdefault(row.match_id, []).append(row)
    yield _meetings(by_match, viewer)
    if (steps := viewer.once(own_steps, lambda: own_steps(viewer))) is not None:
        label, url = _("See your steps"), reverse("screening:step_list")
        yield section(PersonSection(_("Your steps"), rows=[SectionRow(steps.summary, links=[(label, url)])]))


def _students(viewer: Viewer) -> list[MatchStudent]:
    """Those whom the viewer meets: matches that stand still are left out, and everything while on hold."""
    mine = MatchMentor.objects.of(viewer.district).filter(
        is_not_held(viewer), mentor__person=viewer.person_id, left_on=None
    )
    running = Match.objects.of(viewer.district).filter(pk__in=mine.values("match"), state=Match.State.RUNNING)
    rows = MatchStudent.objects.of(viewer.district).filter(match__in=running.not_paused().values("pk"), left_on=None)
    return list(rows.prefetch_related("student__person").order_by("pk"))


def _meetings(by_match: Mapping[int, list[MatchStudent]], viewer: Viewer) -> PagePart:
    coming, held = next_of(by_match, timezone.now()), held_of(by_match)
    focuses = focuses_of([row.student_id for rows in by_match.values() for row in rows], viewer.today)
    found = []
    for match_id, rows in by_match.items():
        meeting = coming.get(match_id)
        words = _("Next meeting: %(when)s") % {"when": meeting_words(meeting)} if meeting else _("No meeting planned")
        works_on = _focus_words(one for row in rows for one in focuses.get(row.student_id, ()))
        calendar = (
            [(_("Add to your calendar"), reverse("meetings:meeting_calendar", args=[meeting.pk]))] if meeting else []
        )
        own = [(_("Open"), reverse("mentoring:mentee_detail", args=[row.student_id])) for row in rows[:1]]
        note = " · ".join(filter(None, [words, works_on, held_words(held.get(match_id))]))
        found.append(SectionRow(_names(rows), note=note, links=[*calendar, *own]))
    empty = _("Your student shows here once your match has started.")
    return section(PersonSection(_("Your students"), rows=found, empty=empty))


def _focus_words(focuses: Iterable[ClassFocus]) -> str:
    texts = "; ".join(dict.fromkeys(one.text for one in focuses))
    return _("The class works on: %(text)s") % {"text": texts} if texts else ""


def _names(rows: Iterable[MatchStudent]) -> str:
    return first_names([row.student.person for row in rows])
