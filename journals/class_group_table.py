"""Journals class group by class group: what waits for the teacher, what is late, what can be made visible."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from journals.forms.lists import JournalFilterForm
from journals.models import Entry
from journals.querysets.entries import EntryQuerySet
from journals.querysets.reach import groups_with_journal
from mentoring.models import ClassGroup, ClassGroupStudent
from tenancy.lists import ListColumn, ListScreen
from tenancy.permissions import Permission
from tenancy.tables import Cell, Kind
from tenancy.viewer import Viewer

#: Where a number leads, how it is said, what it looks like.
LATE, TO_GRADE, TO_RELEASE = "late", "to_grade", "to_release"


def _narrowed(entries: EntryQuerySet, what: str, viewer: Viewer) -> EntryQuerySet:
    if what == LATE:
        return entries.late(viewer.today)
    return entries.to_grade() if what == TO_GRADE else entries.to_release()


def _counts(rows: Sequence[ClassGroup], what: str, viewer: Viewer) -> Mapping[int, int]:
    """How many entries of each class group, in two queries."""
    seats = ClassGroupStudent.objects.of(viewer.district).filter(class_group__in=[one.pk for one in rows], left_on=None)
    places = {
        (student, program): group
        for group, student, program in seats.values_list(
            "class_group", "program_student__student", "program_student__program"
        )
    }
    entries = Entry.objects.visible_to(viewer).filter(
        match_student__student__in={student for student, _program in places}
    )
    found = _narrowed(entries, what, viewer).values_list("match_student__student", "match_student__match__program")
    return Counter(places[place] for place in found if place in places)


def _cells(what: str, rows: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    counts = _counts(rows, what, viewer)
    leads = what == LATE or viewer.can(Permission.JOURNALS_GRADE)
    return {one.pk: _cell(what, one, counts.get(one.pk, 0), leads=leads) for one in rows}


def _cell(what: str, group: ClassGroup, count: int, *, leads: bool) -> Cell:
    """How many there are, and for whoever may do something about it, where."""
    if not count:
        return Cell(0)
    pages: dict[str, tuple[str, str, Kind]] = {
        LATE: (_("Late"), "journals:entry_missing_list", "bad"),
        TO_GRADE: (_("Grade"), "journals:entry_grade_next", "info"),
        TO_RELEASE: (_("Make visible"), "journals:grade_release", "info"),
    }
    label, url_name, kind = pages[what]
    if not leads:
        return Cell(count, kind=kind)
    words = (
        f"{count}: {label}" if what != LATE else ngettext("%(count)s late", "%(count)s late", count) % {"count": count}
    )
    return Cell(words, url=f"{reverse(url_name)}?{urlencode({'group': group.pk})}", kind=kind)


def _names(rows: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    url = reverse("journals:entry_list")
    return {one.pk: Cell(one.name_with_year, url=f"{url}?{urlencode({'group': one.pk})}") for one in rows}


def _teachers(rows: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.supervising_teacher.name if one.supervising_teacher else "") for one in rows}


def _programs(rows: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.program.name_with_year) for one in rows}


def _files(rows: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    url = reverse("journals:grade_export")
    return {
        one.pk: Cell(_("Grades (CSV)"), url=f"{url}?{urlencode({'group': one.pk, 'format': 'csv'})}") for one in rows
    }


JOURNALS = ListScreen[ClassGroup](
    name="journals",
    caption=gettext_lazy("Journals"),
    counted=ngettext_lazy("%(words)s class group", "%(words)s class groups", "count"),
    rows=groups_with_journal,
    form=JournalFilterForm,
    columns=[
        ListColumn("name", gettext_lazy("Class group"), _names, prefetch=["program__school_year"]),
        ListColumn(TO_GRADE, gettext_lazy("To read"), partial(_cells, TO_GRADE)),
        ListColumn(LATE, gettext_lazy("Late"), partial(_cells, LATE)),
        ListColumn(TO_RELEASE, gettext_lazy("Not visible yet"), partial(_cells, TO_RELEASE)),
        ListColumn("teacher", gettext_lazy("Teacher"), _teachers, prefetch=["supervising_teacher"]),
        ListColumn("program", gettext_lazy("Program"), _programs, prefetch=["program__school_year"]),
        ListColumn("files", gettext_lazy("For your grade book"), _files),
    ],
    export_url_name="journals:journal_export",
    export_verb="class_group.export_journals",
    empty_title=gettext_lazy("No class group keeps a journal"),
    empty_text=gettext_lazy("Class groups show here once their program asks for journal entries."),
    key="name",
)
