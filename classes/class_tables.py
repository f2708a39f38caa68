"""Lists of classes: class groups with what happens in them, days of class, absences; for screens and files."""

from collections.abc import Mapping, Sequence

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from classes.forms.class_days import ClassAbsenceFilterForm, ClassDayFilterForm, ClassGroupLifeFilterForm
from classes.models import Assignment, ClassAbsence, ClassDay, ClassFocus, ClassTime
from classes.querysets.class_groups import groups_edited, groups_seen
from classes.rules import meets_on, untaken, weekdays_of
from mentoring.models import ClassGroup, ClassGroupStudent
from tenancy.lists import ListColumn, ListDeed, ListScreen
from tenancy.permissions import Permission
from tenancy.rules import SchoolCalendar
from tenancy.tables import Cell, Kind
from tenancy.viewer import Viewer

ABSENCE_KINDS: Mapping[str, Kind] = {
    ClassAbsence.Kind.ABSENT: "bad",
    ClassAbsence.Kind.EXCUSED: "info",
    ClassAbsence.Kind.LATE: "warn",
}


def class_tabs(current: str) -> list[dict[str, object]]:
    """Class groups, days, absences; ``current`` is the name of one."""
    pages = [
        ("groups", _("Class groups"), reverse("classes:class_group_list")),
        ("days", _("Attendance"), reverse("classes:class_day_list")),
        ("absences", _("Absences and follow-ups"), reverse("classes:class_absence_list")),
    ]
    return [{"label": label, "url": url, "is_current": name == current} for name, label, url in pages]


def attendance_url(group_id: int, day: object = None) -> str:
    """Where attendance of a class group is taken: today's, or a day's."""
    url = reverse("classes:class_day_take", args=[group_id])
    return f"{url}?day={day}" if day else url


def missed_words(counts: Mapping[str, int]) -> str:
    """ "2 absent, 1 late", or "All here"."""
    words = (
        (ClassAbsence.Kind.ABSENT, _("%(count)s absent")),
        (ClassAbsence.Kind.EXCUSED, _("%(count)s excused")),
        (ClassAbsence.Kind.LATE, _("%(count)s late")),
    )
    return ", ".join(text % {"count": counts[kind]} for kind, text in words if counts.get(kind)) or _("All here")


def counts_of(days: Sequence[ClassDay]) -> dict[int, dict[str, int]]:
    """By day of class: how many students missed it, by kind. One query."""
    counts: dict[int, dict[str, int]] = {}
    rows = ClassAbsence.objects.filter(class_day__in=[one.pk for one in days])
    for day_id, kind, count in rows.order_by().values_list("class_day", "kind").annotate(Count("pk")):
        counts.setdefault(day_id, {})[kind] = count
    return counts


# Class groups


def _group_names(groups: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.name, url=reverse("classes:class_group_detail", args=[one.pk]), note=_program_words(one))
        for one in groups
    }


def _program_words(group: ClassGroup) -> str:
    """Programs that go on into the next year take the names of their class groups along."""
    return f"{group.program.name} ({group.program.school_year.name})"


def _group_todays(groups: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    """Whether attendance is taken; where it is not and the viewer may, the way there."""
    calendar, weekdays = SchoolCalendar.seen_by(viewer), weekdays_of(groups)
    missing = untaken(groups, viewer.today, calendar)
    days = {one.class_group_id: one for one in _days_on(groups, viewer)}
    counts = counts_of(list(days.values()))
    mine = set(groups_edited(viewer).filter(pk__in=[one.pk for one in groups]).values_list("pk", flat=True))
    return {
        one.pk: _today_cell(
            one,
            taken=days.get(one.pk),
            missed=counts.get(days[one.pk].pk, {}) if one.pk in days else {},
            missing=missing.get(one.pk),
            may_take=one.pk in mine,
            words=_no_class_words(one, weekdays, calendar, viewer),
        )
        for one in groups
    }


def _days_on(groups: Sequence[ClassGroup], viewer: Viewer) -> Sequence[ClassDay]:
    return list(ClassDay.objects.filter(class_group__in=[one.pk for one in groups], day=viewer.today))


def _today_cell(
    group: ClassGroup, *, taken: ClassDay | None, missed: Mapping[str, int], missing: object, may_take: bool, words: str
) -> Cell:
    if taken is not None:
        text = missed_words(missed) if taken.is_held else _("No class")
        return Cell(text, url=attendance_url(group.pk, taken.day) if may_take else "", note=_("Taken today"))
    if missing:
        day = date_format(missing)  # type: ignore[arg-type]  # a day
        if may_take:
            return Cell(_("Take attendance"), url=attendance_url(group.pk, missing), note=day)
        return Cell(_("Not taken"), kind="warn", note=day)
    return Cell(words)


def _no_class_words(
    group: ClassGroup, weekdays: Mapping[int, list[int]], calendar: SchoolCalendar, viewer: Viewer
) -> str:
    if group.pk not in weekdays:
        return _("Nobody said when it meets")
    return _("Class today") if meets_on(viewer.today, group, weekdays, calendar) else _("No class today")


def _group_focuses(groups: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    rows = ClassFocus.objects.of(viewer.district).filter(class_group__in=[one.pk for one in groups]).on(viewer.today)
    found = {one.class_group_id: one for one in rows}
    return {
        one.pk: Cell(found[one.pk].text, note=_("until %(day)s") % {"day": date_format(found[one.pk].until_on)})
        if one.pk in found
        else Cell("")
        for one in groups
    }


def _group_teachers(groups: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.supervising_teacher.sorted_name)
        if one.supervising_teacher
        else Cell(_("Nobody yet"), kind="warn")
        for one in groups
    }


def _group_schools(groups: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.school.name) for one in groups}


def _group_sizes(groups: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    rows = ClassGroupStudent.objects.of(viewer.district).filter(class_group__in=groups, left_on=None)
    sizes = dict(rows.order_by().values_list("class_group").annotate(Count("pk")))
    return {one.pk: Cell(sizes.get(one.pk, 0)) for one in groups}


def _group_assignments(groups: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    rows = Assignment.objects.of(viewer.district).filter(class_group__in=groups).not_over(viewer.today)
    counts = dict(rows.order_by().values_list("class_group").annotate(Count("pk")))
    return {one.pk: Cell(counts.get(one.pk, 0)) for one in groups}


def _group_follow_ups(groups: Sequence[ClassGroup], viewer: Viewer) -> Mapping[int, Cell]:
    rows = ClassAbsence.objects.of(viewer.district).filter(class_day__class_group__in=groups).to_follow_up()
    counts = dict(rows.order_by().values_list("class_day__class_group").annotate(Count("pk")))
    url = f"{reverse('classes:class_absence_list')}?follow_up=open&group="
    return {one.pk: Cell(counts[one.pk], url=f"{url}{one.pk}") if one.pk in counts else Cell(0) for one in groups}


CLASS_GROUPS = ListScreen(
    name="classes",
    caption=gettext_lazy("Classes"),
    counted=ngettext_lazy("%(words)s class group", "%(words)s class groups", "count"),
    rows=lambda viewer: groups_seen(viewer).prefetch_related("program__school_year"),
    form=ClassGroupLifeFilterForm,
    columns=[
        ListColumn("name", gettext_lazy("Class group"), _group_names),
        ListColumn("today", gettext_lazy("Attendance"), _group_todays),
        ListColumn("focus", gettext_lazy("Works on"), _group_focuses),
        ListColumn("teacher", gettext_lazy("Supervising teacher"), _group_teachers, prefetch=["supervising_teacher"]),
        ListColumn("school", gettext_lazy("School"), _group_schools, prefetch=["school"], is_shown=False),
        ListColumn("students", gettext_lazy("Students"), _group_sizes, is_number=True),
        ListColumn("assignments", gettext_lazy("Assignments"), _group_assignments, is_number=True),
        ListColumn("follow_ups", gettext_lazy("Open follow-ups"), _group_follow_ups, is_number=True),
    ],
    key="name",
    lead=gettext_lazy("What classes work on, what they do for it, who was there."),
    add=ListDeed(gettext_lazy("Post a focus"), "classes:class_focus_add", Permission.CLASSES_EDIT),
    export_url_name="classes:class_group_export",
    export_verb="class_group.export_life",
    empty_title=gettext_lazy("No classes yet"),
    empty_text=gettext_lazy("Classes show here once a program has class groups with a supervising teacher."),
    icon="school",
)


# Days of class


def _days(days: Sequence[ClassDay], viewer: Viewer) -> Mapping[int, Cell]:
    may_take = viewer.can(Permission.CLASSES_EDIT)
    return {one.pk: Cell(one.day, url=attendance_url(one.class_group_id, one.day) if may_take else "") for one in days}


def _day_groups(days: Sequence[ClassDay], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.class_group.name, url=reverse("classes:class_group_detail", args=[one.class_group_id]))
        for one in days
    }


def _day_here(days: Sequence[ClassDay], viewer: Viewer) -> Mapping[int, Cell]:
    counts = counts_of(days)
    away = {pk: sum(one.get(kind, 0) for kind in ("absent", "excused")) for pk, one in counts.items()}
    return {
        one.pk: Cell(one.student_count - away.get(one.pk, 0)) if one.is_held else Cell(_("No class"), kind="mute")
        for one in days
    }


def _day_counts(kind: str) -> "ListColumn[ClassDay]":
    def cells(days: Sequence[ClassDay], viewer: Viewer) -> Mapping[int, Cell]:
        counts = counts_of(days)
        return {one.pk: Cell(counts.get(one.pk, {}).get(kind, 0) if one.is_held else "") for one in days}

    return ListColumn(kind, ClassAbsence.Kind(kind).label, cells, is_number=True)


def _day_notes(days: Sequence[ClassDay], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.note) for one in days}


def _day_takers(days: Sequence[ClassDay], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.taken_by.name) for one in days}


def _day_instants(days: Sequence[ClassDay], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.taken_at) for one in days}


CLASS_DAYS = ListScreen(
    name="attendance",
    caption=gettext_lazy("Attendance"),
    counted=ngettext_lazy("%(words)s day of class", "%(words)s days of class", "count"),
    rows=ClassDay.objects.visible_to,
    form=ClassDayFilterForm,
    columns=[
        ListColumn("day", gettext_lazy("Day"), _days),
        ListColumn("group", gettext_lazy("Class group"), _day_groups, prefetch=["class_group"]),
        ListColumn("here", gettext_lazy("Here"), _day_here, is_number=True),
        _day_counts(ClassAbsence.Kind.ABSENT),
        _day_counts(ClassAbsence.Kind.EXCUSED),
        _day_counts(ClassAbsence.Kind.LATE),
        ListColumn("note", gettext_lazy("Note"), _day_notes),
        ListColumn("taken_by", gettext_lazy("Taken by"), _day_takers, prefetch=["taken_by"], is_shown=False),
        ListColumn("taken_at", gettext_lazy("Taken"), _day_instants, is_shown=False, has_time=True),
    ],
    key="day",
    is_descending=True,
    export_url_name="classes:class_day_export",
    export_verb="class_day.export",
    empty_title=gettext_lazy("No attendance yet"),
    empty_text=gettext_lazy("Open a class group and take attendance: two taps when nobody is missing."),
    icon="calendar",
)


# Absences


def _absent_names(rows: Sequence[ClassAbsence], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(
            one.program_student.student.person.sorted_name,
            url=reverse("classes:attendance_detail", args=[one.program_student_id])
            if viewer.can(Permission.CLASSES_VIEW)
            else "",
        )
        for one in rows
    }


def _absent_days(rows: Sequence[ClassAbsence], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.missed_on) for one in rows}


def _absent_groups(rows: Sequence[ClassAbsence], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.class_day.class_group.name) for one in rows}


def _absent_kinds(rows: Sequence[ClassAbsence], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.get_kind_display(), kind=ABSENCE_KINDS[one.kind]) for one in rows}


def _follow_ups(rows: Sequence[ClassAbsence], viewer: Viewer) -> Mapping[int, Cell]:
    """What is to be done; one button notes that it is, for whoever may."""
    mine = set(
        ClassAbsence.objects.all()
        .editable_by(viewer)
        .filter(pk__in=[one.pk for one in rows])
        .values_list("pk", flat=True)
    )
    return {one.pk: _follow_up(one, may_edit=one.pk in mine) for one in rows}


def _follow_up(absence: ClassAbsence, *, may_edit: bool) -> Cell:
    if absence.follow_up_by_id is None:
        return Cell("")
    text = absence.follow_up or "–"
    if not absence.is_to_follow_up or not may_edit:
        return Cell(text)
    return Cell(text, deed=(_("Done"), reverse("classes:class_absence_finish", args=[absence.pk])))


def _follow_up_owners(rows: Sequence[ClassAbsence], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.follow_up_by.name if one.follow_up_by else "") for one in rows}


def _follow_up_days(rows: Sequence[ClassAbsence], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(_("Open"), kind="warn") if one.is_to_follow_up else Cell(one.followed_up_on or "") for one in rows
    }


CLASS_ABSENCES = ListScreen(
    name="absences-from-class",
    caption=gettext_lazy("Absences and follow-ups"),
    counted=ngettext_lazy("%(words)s absence", "%(words)s absences", "count"),
    rows=lambda viewer: (
        ClassAbsence.objects.all()
        .visible_to(viewer)
        .prefetch_related("program_student__student__person", "class_day__class_group")
    ),
    form=ClassAbsenceFilterForm,
    columns=[
        ListColumn("name", gettext_lazy("Student"), _absent_names),
        ListColumn("day", gettext_lazy("Day"), _absent_days),
        ListColumn("group", gettext_lazy("Class group"), _absent_groups),
        ListColumn("kind", gettext_lazy("How"), _absent_kinds),
        ListColumn("follow_up", gettext_lazy("Follow-up"), _follow_ups),
        ListColumn("follow_up_by", gettext_lazy("Who does it"), _follow_up_owners, prefetch=["follow_up_by"]),
        ListColumn("done", gettext_lazy("Done"), _follow_up_days),
    ],
    key="missed_on",
    is_descending=True,
    export_url_name="classes:class_absence_export",
    export_verb="class_absence.export",
    empty_title=gettext_lazy("Nobody has missed class yet"),
    empty_text=gettext_lazy("Who is absent, excused or late shows here, with what is to be done about it."),
    icon="calendar",
)


def times_words(weekdays: Sequence[int]) -> str:
    """ "Monday, Wednesday"."""
    return ", ".join(str(ClassTime.Weekday(one).label) for one in weekdays)
