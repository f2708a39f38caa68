"""A student's home: when they meet next and whom, which journal entries are due, what they want to reach."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config.homes.addresses import links
from config.homes.meeting_words import held_words, meeting_words
from journals.models import Entry
from meetings.reading import held_of, next_of
from mentoring.models import Match, MatchMentor, MatchObjective, MatchStudent
from mentoring.own_matches import cleared_of
from mentoring.page_parts import PagePart, section
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.viewer import Viewer

#: Entries on the home.
MOST = 5


def parts(viewer: Viewer) -> Iterable[PagePart]:
    """What a student looks at. A fixed number of queries."""
    if not viewer.can(Permission.STUDENT_OWN) or viewer.person is None:
        return
    matches = _matches(viewer)
    yield _mentors(matches, viewer)
    if entries := _due(viewer):
        yield _journal(entries, viewer)
    if goals := list(
        MatchObjective.objects.of(viewer.district).filter(match__in=matches).order_by("match", "position")
    ):
        rows = [SectionRow(one.text) for one in goals]
        label, url = _("My program"), reverse("mentoring:application_list")
        yield section(PersonSection(_("My goals"), rows=rows, links=[(label, url)]))


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
        calendar = links(_("Add to your calendar"), "calendar", meeting.pk) if meeting else []
        found.append(SectionRow(one.mentor.person.name, note=" · ".join(filter(None, facts)), links=calendar))
    label, url = _("My program"), reverse("mentoring:application_list")
    empty = _("You have no mentor yet. What comes next stands on “My program”.")
    return section(PersonSection(_("My mentor"), rows=found, links=[(label, url)], empty=empty))


def _due(viewer: Viewer) -> list[Entry]:
    """What the student has still to write, the most urgent first."""
    mine = Entry.objects.written_by(viewer).open().in_running_matches()
    return list(mine.prefetch_related("meeting").order_by("due_on", "pk")[:MOST])


def _journal(entries: list[Entry], viewer: Viewer) -> PagePart:
    rows = []
    for one in entries:
        is_late = one.due_on is not None and one.due_on < viewer.today
        day = date_format(one.due_on) if one.due_on else ""
        due = _("Due %(day)s") % {"day": day} if day else ""
        what = (
            _("Meeting on %(day)s") % {"day": date_format(one.meeting.on)}
            if one.meeting
            else one.prompt_text or _("Journal entry")
        )
        rows.append(
            SectionRow(
                what,
                note=" · ".join(filter(None, [due, one.given_back_note])),
                kind="bad" if is_late else "warn",
                status=_("Overdue") if is_late else one.get_state_display(),
                links=links(_("Write"), "write", one.pk),
            )
        )
    return section(PersonSection(_("My journal"), rows=rows))
