"""Lists of entries: every one that staff may know of, and those that are late."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from journals import entry_words
from journals.forms.lists import EntryFilterForm, LateFilterForm
from journals.models import Entry, Grade
from journals.querysets.entries import EntryQuerySet
from mentoring.models import ClassGroupStudent
from tenancy.lists import ListColumn, ListDeed, ListScreen
from tenancy.permissions import Permission
from tenancy.tables import Cell
from tenancy.viewer import Viewer

_PERSON = ("match_student__student__person",)
_ABOUT = entry_words.READ_ALONG


def all_rows(viewer: Viewer) -> EntryQuerySet:
    """Every entry of the viewer's students, without its words."""
    return Entry.objects.visible_to(viewer).defer("text", "mentor_text")


def late_rows(viewer: Viewer) -> EntryQuerySet:
    """Those that are late."""
    return all_rows(viewer).late(viewer.today)


def _students(rows: Sequence[Entry], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.match_student.student.person.name, url=reverse("journals:entry_detail", args=[one.pk]))
        for one in rows
    }


def _about(rows: Sequence[Entry], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(entry_words.title(one)) for one in rows}


def _states(rows: Sequence[Entry], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for one in rows:
        words, kind = entry_words.status_of(one, viewer.today)
        cells[one.pk] = Cell(words, kind=kind)
    return cells


def _due(rows: Sequence[Entry], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(date_format(one.due_on) if one.due_on else "") for one in rows}


def _since(rows: Sequence[Entry], viewer: Viewer) -> Mapping[int, Cell]:
    """Since when it is late, with the one press that reminds of it."""
    cells = {}
    for one in rows:
        days = (viewer.today - one.due_on).days if one.due_on else 0
        words = ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
        note = _("due on %(day)s") % {"day": date_format(one.due_on) if one.due_on else ""}
        deed = (str(_("Remind")), reverse("journals:entry_remind", args=[one.pk]))
        cells[one.pk] = Cell(words, note=note, deed=deed)
    return cells


def _handed_in(rows: Sequence[Entry], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.handed_in_at or "") for one in rows}


def _reminded(rows: Sequence[Entry], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(date_format(localdate(one.reminded_at)) if one.reminded_at else "") for one in rows}


def _points(rows: Sequence[Entry], viewer: Viewer) -> Mapping[int, Cell]:
    grades = Grade.objects.of(viewer.district).filter(entry__in=[one.pk for one in rows])
    by_entry = {one.entry_id: one for one in grades.defer("comment")}
    return {one.pk: _points_cell(one, by_entry.get(one.pk)) for one in rows}


def _points_cell(entry: Entry, grade: Grade | None) -> Cell:
    if grade is None or grade.entry_version != entry.version:
        return Cell("")
    note = "" if grade.released_at else _("not visible yet")
    return Cell(entry_words.points_words(grade) or _("Read"), note=note)


def _groups(rows: Sequence[Entry], viewer: Viewer) -> Mapping[int, Cell]:
    seats = ClassGroupStudent.objects.of(viewer.district).filter(
        left_on=None, program_student__student__in={one.match_student.student_id for one in rows}
    )
    names = {
        (seat.program_student.student_id, seat.program_student.program_id): seat.class_group.name
        for seat in seats.prefetch_related("program_student", "class_group")
    }
    return {
        one.pk: Cell(names.get((one.match_student.student_id, one.match_student.match.program_id), "")) for one in rows
    }


def _programs(rows: Sequence[Entry], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.match_student.match.program.name) for one in rows}


_STUDENT = ListColumn("student", gettext_lazy("Student"), _students, prefetch=_PERSON)
_WHAT = ListColumn("about", gettext_lazy("Entry"), _about, prefetch=_ABOUT)
_GROUP = ListColumn("group", gettext_lazy("Class group"), _groups, prefetch=_ABOUT)
_PROGRAM = ListColumn("program", gettext_lazy("Program"), _programs, is_shown=False, prefetch=_ABOUT)

ENTRIES = ListScreen[Entry](
    name="journal-entries",
    caption=gettext_lazy("Journal entries"),
    counted=ngettext_lazy("%(words)s entry", "%(words)s entries", "count"),
    rows=all_rows,
    form=EntryFilterForm,
    columns=[
        _STUDENT,
        _WHAT,
        ListColumn("state", gettext_lazy("State"), _states),
        ListColumn("due", gettext_lazy("Due"), _due),
        ListColumn("handed_in", gettext_lazy("Handed in"), _handed_in, has_time=True),
        ListColumn("points", gettext_lazy("Grade"), _points),
        _GROUP,
        _PROGRAM,
    ],
    deeds=[ListDeed(gettext_lazy("Not needed"), "journals:entry_excuse_selected", Permission.JOURNALS_VIEW)],
    export_url_name="journals:entry_export",
    export_verb="entry.export",
    empty_title=gettext_lazy("No journal entries yet"),
    empty_text=gettext_lazy("Entries show here once meetings were logged, or a week or month of the journal began."),
    key="pk",
    is_descending=True,
)

LATE = ListScreen[Entry](
    name="late-entries",
    caption=gettext_lazy("Late journal entries"),
    lead=gettext_lazy("Who owes what, since when. The longest wait comes first."),
    counted=ngettext_lazy("%(words)s entry", "%(words)s entries", "count"),
    rows=late_rows,
    form=LateFilterForm,
    columns=[
        _STUDENT,
        _WHAT,
        ListColumn("late", gettext_lazy("Late"), _since),
        ListColumn("state", gettext_lazy("State"), _states),
        ListColumn("reminded", gettext_lazy("Last reminded"), _reminded),
        _GROUP,
        _PROGRAM,
    ],
    deeds=[
        ListDeed(gettext_lazy("Remind"), "journals:entry_remind_selected", Permission.JOURNALS_VIEW),
        ListDeed(gettext_lazy("Not needed"), "journals:entry_excuse_selected", Permission.JOURNALS_VIEW),
    ],
    export_url_name="journals:entry_missing_export",
    export_verb="entry.export_late",
    empty_title=gettext_lazy("No entry is late"),
    empty_text=gettext_lazy("Every entry that was due is handed in."),
    icon="check",
    key="due_on",
)
