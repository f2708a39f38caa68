"""What journals add to pages of the floor below: a match's, a student's for the mentor and the parent, one's own."""

from collections.abc import Iterator

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journals import entry_words
from journals.models import Entry, Grade
from journals.reading import JournalStanding, standing_of, text_for_mentor
from mentoring.models import Match, MatchStudent, Student
from mentoring.page_parts import PagePart, section
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionEvent, SectionRow
from tenancy.viewer import Viewer

State = Entry.State
#: Entries that one page shows; the journal itself has them all.
MOST_SHOWN = 8
#: Lines of a match's timeline.
MOST_EVENTS = 40


def match_journals(match: Match, viewer: Viewer) -> PagePart | None:
    """How each student of a match stands, for staff who read journals."""
    if not viewer.can(Permission.JOURNALS_VIEW) or match.state not in {Match.State.RUNNING, Match.State.ENDED}:
        return None
    entries = Entry.objects.visible_to(viewer).filter(match_student__match=match).defer("text", "mentor_text")
    rows = list(
        entries.order_by("-pk").prefetch_related(*entry_words.READ_ALONG, "match_student__student__person")[:MOST_SHOWN]
    )
    if not rows:
        return None
    members = MatchStudent.objects.of(viewer.district).filter(match=match, entries__in=entries.values("pk")).distinct()
    people = {one.pk: one.student.person.name for one in members.prefetch_related("student__person")}
    facts = [(people[pk], _standing_words(one)) for pk, one in standing_of(people, viewer.today).items()]
    lines = [_staff_row(one, viewer) for one in rows]
    links = [(_("Journals"), reverse("journals:journal_list"))]
    return section(PersonSection(_("Journal"), facts=facts, rows=lines, links=links))


def _standing_words(standing: JournalStanding) -> str:
    words = [
        ngettext("%(count)s handed in", "%(count)s handed in", standing.handed_in) % {"count": standing.handed_in},
        ngettext("%(count)s to write", "%(count)s to write", standing.owed) % {"count": standing.owed},
    ]
    if standing.overdue:
        words.append(ngettext("%(count)s late", "%(count)s late", standing.overdue) % {"count": standing.overdue})
    return ", ".join(words)


def _staff_row(entry: Entry, viewer: Viewer) -> SectionRow:
    words, kind = entry_words.status_of(entry, viewer.today)
    url = reverse("journals:entry_detail", args=[entry.pk])
    name = entry.match_student.student.person.name
    return SectionRow(entry_words.title(entry), note=name, kind=kind, status=words, links=[(_("Open"), url)])


def match_events(match: Match, viewer: Viewer) -> Iterator[SectionEvent]:
    """When entries were handed in and grades became visible, for staff who read journals."""
    if not viewer.can(Permission.JOURNALS_VIEW):
        return
    seen = Entry.objects.visible_to(viewer).filter(match_student__match=match, handed_in_at__isnull=False)
    rows = seen.defer("text", "mentor_text").order_by("-handed_in_at", "-pk")
    visible = Prefetch("grades", Grade.objects.of(viewer.district).released().prefetch_related("graded_by"))
    for entry in rows.prefetch_related("match_student__student__person", visible)[:MOST_EVENTS]:
        url = reverse("journals:entry_detail", args=[entry.pk])
        if entry.state == State.HANDED_IN and entry.handed_in_at is not None:
            name = entry.match_student.student.person.name
            yield SectionEvent(entry.handed_in_at, _("Journal entry handed in"), who=name, url=url)
        for grade in entry.grades.all():
            if grade.released_at is not None:
                yield SectionEvent(grade.released_at, _("Journal entry answered"), who=grade.graded_by.name, url=url)


def own_journal(student: Student, viewer: Viewer) -> PagePart | None:
    """On a student's own page: what waits to be written."""
    mine = Entry.objects.of(viewer.district).written_by(viewer).defer("text", "mentor_text")
    waiting = list(mine.open().order_by("due_on", "pk").prefetch_related(*entry_words.READ_ALONG)[:MOST_SHOWN])
    if not waiting and not mine.exists():
        return None
    rows = []
    for one in waiting:
        line = entry_words.own_line(one, None, viewer.today)
        links = [(_("Write"), reverse("journals:entry_write", args=[one.pk]))]
        rows.append(SectionRow(line.title, note=line.note, kind=line.kind, status=line.status, links=links))
    links = [(_("My journal"), reverse("journals:entry_own_list"))]
    empty = _("Everything is handed in.")
    return section(PersonSection(_("My journal"), rows=rows, links=links, empty=empty))


def mentee_journal(student: Student, viewer: Viewer) -> PagePart | None:
    """On the mentor's page of a student: what the student chose to share, and nothing that would tell of more."""
    shared = Entry.objects.of(viewer.district).shared_with(viewer).filter(match_student__student=student)
    rows = shared.order_by("-handed_in_at", "-pk").prefetch_related(*entry_words.READ_ALONG, "prompt")[:MOST_SHOWN]
    entries = [
        {
            "title": entry_words.title(one),
            "prompt": one.reader_prompt if one.mentor_sees == Entry.MentorSees.ALL else "",
            "text": text,
            "day": one.handed_in_at,
        }
        for one in rows
        if (text := text_for_mentor(one))
    ]
    return PagePart("journals/parts/shared.html", {"entries": entries}) if entries else None


def child_grades(student: Student, viewer: Viewer) -> PagePart | None:
    """On a parent's page of a child: grades and comments that are visible, never what the child wrote."""
    grades = Grade.objects.of_child(viewer, student.pk).order_by("-released_at", "-pk")
    along = ("entry__meeting", "entry__match_student__match__program", "graded_by")
    rows = [
        SectionRow(
            _line_of_parent(one),
            note=" · ".join(
                filter(None, [one.comment, f"{one.graded_by.name}, {date_format(localdate(one.graded_at))}"])
            ),
        )
        for one in grades.prefetch_related(*along)[:MOST_SHOWN]
    ]
    return section(PersonSection(_("Journal"), rows=rows)) if rows else None


def _line_of_parent(grade: Grade) -> str:
    points = entry_words.points_words(grade)
    title = entry_words.title(grade.entry)
    return f"{title}: {points}" if points else title
