"""A student's home: whom they meet and when, what they want to reach. Journal entries to write stand above it."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.homes.meeting_words import held_words, meeting_words
from meetings.reading import held_of, next_of
from mentoring.models import Match, MatchMentor, MatchObjective, MatchStudent
from mentoring.own_matches import cleared_of
from mentoring.page_parts import PagePart, section
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.viewer import Viewer


def parts(viewer: Viewer) -> Iterable[PagePart]:
    """What a student looks at. A fixed number of queries."""
    if not viewer.can(Permission.STUDENT_OWN) or viewer.person is None:
        return
    matches = _matches(viewer)
    yield _mentors(matches, viewer)
    if goals := list(
        MatchObjective.objects.of(viewer.district).filter(match__in=matches).order_by("match", "position")
    ):
        rows = [SectionRow(one.text) for one in goals]
        label, url = _("My program"), reverse("mentoring:application_list")
        yield section(PersonSection(_("Goals with my mentor"), rows=rows, links=[(label, url)]))


def _matches(viewer: Viewer) -> list[int]:
    """The running matches of this student that nothing stops."""
    mine = MatchStudent.objects.of(viewer.district).filter(student__person=viewer.person_id, left_on=None)
    running = Match.objects.of(viewer.district).filter(pk__in=mine.values("match"), state=Match.State.RUNNING)
    return list(running.not_paused().order_by("pk").values_list("pk", flat=True))


def _mentors(matches: list[int], viewer: Viewer) -> PagePart:
    rows = MatchMentor.objects.of(viewer.district).filter(match__in=matches, left_on=None)
    mentors = list(rows.prefetch_related("mentor__person").order_by("pk"))
    cleared = cleared_of([one.mentor for one in mentors], viewer.today)
    coming, held = next_of(matches, timezone.now()), held_of(matches)
    found = []
    for one in mentors:
        meeting = coming.get(one.match_id)
        words = _("Next meeting: %(when)s") % {"when": meeting_words(meeting)} if meeting else _("No meeting planned")
        facts = [one.mentor.occupation, cleared.get(one.mentor_id, ""), words, held_words(held.get(one.match_id))]
        calendar = (
            [(_("Add to your calendar"), reverse("meetings:meeting_calendar", args=[meeting.pk]))] if meeting else []
        )
        found.append(SectionRow(one.mentor.person.name, note=" · ".join(filter(None, facts)), links=calendar))
    label, url = _("My program"), reverse("mentoring:application_list")
    empty = _("You have no mentor yet. What comes next stands on “My program”.")
    return section(PersonSection(_("My mentor"), rows=found, links=[(label, url)], empty=empty))
