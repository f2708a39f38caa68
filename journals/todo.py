"""What journals ask of somebody today."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journals import entry_words
from journals.models import Entry
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Counted, Line, Source, Todo
from tenancy.viewer import Viewer

#: A student's entries that stand on the first page one by one.
MOST_NAMED = 3


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """Teachers read and release, whoever reads journals sees who is late, students write."""
    if viewer.can(Permission.STUDENT_OWN) and viewer.person_id:
        yield from _to_write(viewer)
    # Administrators may grade everywhere, which nobody expects of them every day.
    if viewer.can(Permission.JOURNALS_GRADE) and viewer.person_id and not viewer.can(Permission.SETTINGS_EDIT):
        yield from _to_grade(viewer)
        yield from _to_release(viewer)
    if viewer.can(Permission.JOURNALS_VIEW) and viewer.person_id:
        yield from _late(viewer)


def _to_write(viewer: Viewer) -> Iterator[Todo]:
    mine = Entry.objects.of(viewer.district).written_by(viewer).open().in_running_matches()
    waiting = mine.exclude(due_on=None).defer("text", "mentor_text").order_by("due_on", "pk")
    for entry in waiting.prefetch_related(*entry_words.READ_ALONG)[:MOST_NAMED]:
        status, kind = entry_words.status_of(entry, viewer.today)
        is_late = entry_words.is_late(entry, viewer.today)
        words = {"entry": entry_words.title(entry), "day": date_format(entry.due_on) if entry.due_on else ""}
        sentence = (
            _("Your journal entry was due on %(day)s: %(entry)s")
            if is_late
            else _("Your journal entry is due on %(day)s: %(entry)s")
        )
        yield Todo(
            harm=2 if is_late else 3,
            kind="bad" if is_late else kind,
            status=status,
            sentence=sentence % words,
            action=_("Write it"),
            url=reverse("journals:entry_write", args=[entry.pk]),
            key=f"journals.write:{entry.pk}",
            group="overdue" if is_late else "waiting",
        )


def _to_grade(viewer: Viewer) -> Iterator[Line]:

    def line(count: int) -> Todo:
        words = ngettext("%(count)s journal entry waits for you.", "%(count)s journal entries wait for you.", count)
        return Todo(
            harm=3,
            kind="info",
            status=_("To read"),
            sentence=words % {"count": counted(count)},
            action=_("Read and grade"),
            url=reverse("journals:entry_grade_next"),
            key="journals.to_grade",
            group="waiting",
        )

    yield Counted(Entry.objects.of(viewer.district).gradable_by(viewer).to_grade(), line)


def _to_release(viewer: Viewer) -> Iterator[Line]:

    def line(count: int) -> Todo:
        words = ngettext(
            "%(count)s answered journal entry is not visible to its student yet.",
            "%(count)s answered journal entries are not visible to their students yet.",
            count,
        )
        return Todo(
            harm=3,
            kind="ok",
            status=_("Ready"),
            sentence=words % {"count": counted(count)},
            action=_("Make visible"),
            url=reverse("journals:grade_release"),
            key="journals.to_release",
            group="ready",
        )

    yield Counted(Entry.objects.of(viewer.district).gradable_by(viewer).to_release(), line)


def _late(viewer: Viewer) -> Iterator[Line]:

    def line(count: int) -> Todo:
        words = ngettext("%(count)s journal entry is late.", "%(count)s journal entries are late.", count)
        return Todo(
            harm=3,
            kind="warn",
            status=_("Late"),
            sentence=words % {"count": counted(count)},
            action=_("See who owes what"),
            url=reverse("journals:entry_missing_list"),
            key="journals.late",
            group="overdue",
        )

    yield Counted(Entry.objects.visible_to(viewer).late(viewer.today), line)
