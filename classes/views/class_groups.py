"""Classes: the list of class groups with what happens in them, and the page of one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from classes.actions import class_days
from classes.class_tables import CLASS_GROUPS, attendance_url, class_tabs, counts_of, missed_words, times_words
from classes.forms.class_days import ClassTimesForm
from classes.models import Assignment, ClassAbsence, ClassDay, ClassFocus
from classes.presence import presences
from classes.querysets.class_groups import groups_edited, groups_seen
from classes.rules import sitting, untaken, weekdays_of
from mentoring.grades import grade_words
from mentoring.models import ClassGroup, ProgramStudent
from mentoring.querysets.class_groups import ClassGroupQuerySet
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission
from tenancy.rules import SchoolCalendar
from tenancy.tables import Cell, Column, Kind, Row, Table
from tenancy.viewer import Viewer

#: Lines of a kind on a class's page; lists have them all.
MOST = 8


@dataclass(frozen=True)
class FocusLine:
    """A focus on the page of its class."""

    focus: ClassFocus
    days: str
    status: str
    kind: Kind


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.CLASSES_VIEW)
def class_group_list(request: DistrictRequest) -> HttpResponse:
    """The classes that this viewer sees at work: teachers their own."""
    return CLASS_GROUPS.page(request).render("classes/class_group_list.html", tabs=class_tabs("groups"))


@require_GET
@requires(Permission.CLASSES_VIEW)
def class_group_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same class groups, the same columns."""
    return CLASS_GROUPS.export(request)


@require_GET
@requires(Permission.CLASSES_VIEW)
def class_group_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """One class: what it works on, its assignments, who was there, what is to be followed up, its students."""
    viewer = request.viewer
    group = get_object_or_404(_read(groups_seen(viewer)), pk=pk)
    places = sitting(group, viewer.today)
    missing = untaken([group], viewer.today, SchoolCalendar.of(viewer.district)).get(group.pk)
    context = {
        "group": group,
        "facts": _facts(group),
        "may_edit": groups_edited(viewer).filter(pk=pk).exists(),
        "focuses": list(_focus_lines(group, viewer)),
        "assignments": _assignments(group),
        "days": _days(group),
        "missing": missing,
        "take_url": attendance_url(group.pk, missing),
        "follow_ups": _follow_ups(group),
        "table": _students_table(group, places) if places else None,
        "edit_url": reverse("mentoring:class_group_detail", args=[pk]) if viewer.can(Permission.PROGRAMS_VIEW) else "",
    }
    return render(request, "classes/class_group_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.CLASSES_EDIT)
def class_group_times(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say on which weekdays a class meets."""
    group = get_object_or_404(_read(groups_edited(request.viewer)), pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = ClassTimesForm(sent, initial={"weekdays": weekdays_of([group]).get(pk, [])}, viewer=request.viewer)
    if form.is_valid():
        class_days.meet_on(group=group, weekdays=form.cleaned_data["weekdays"], by=request.viewer.actor)
        notices.done(request, _("Saved."))
        return redirect("classes:class_group_detail", pk=pk)
    context = {"form": form, "group": group}
    return render(request, "classes/class_group_times.html", context, status=422 if form.errors else 200)


def _read(groups: ClassGroupQuerySet) -> ClassGroupQuerySet:
    return groups.prefetch_related("program__school_year", "school", "supervising_teacher")


def _facts(group: ClassGroup) -> list[tuple[str, object]]:
    teacher = group.supervising_teacher
    weekdays = weekdays_of([group]).get(group.pk, [])
    return [
        (_("Program"), f"{group.program.name} ({group.program.school_year.name})"),
        (_("School"), group.school.name),
        (_("Supervising teacher"), teacher.name if teacher else _("Nobody yet")),
        (_("Meets on"), times_words(weekdays) or _("Nobody has said it yet")),
    ]


def _focus_lines(group: ClassGroup, viewer: Viewer) -> Iterator[FocusLine]:
    """What comes, what is worked on, what was; withdrawn ones last seen as such."""
    rows = ClassFocus.objects.visible_to(viewer).filter(class_group=group).newest_first().prefetch_related("posted_by")
    for one in rows[:MOST]:
        days = _("%(first)s to %(last)s") % {"first": date_format(one.from_on), "last": date_format(one.until_on)}
        status, kind = _focus_status(one, viewer)
        yield FocusLine(one, days, status, kind)


def _focus_status(focus: ClassFocus, viewer: Viewer) -> tuple[str, Kind]:
    if focus.withdrawn_at is not None:
        return _("Withdrawn"), "mute"
    if focus.from_on > viewer.today:
        return _("To come"), "info"
    return (_("Over"), "mute") if focus.until_on < viewer.today else (_("Now"), "ok")


def _assignments(group: ClassGroup) -> list[tuple[Assignment, int]]:
    """The newest, each with how many students share work of it."""
    rows = list(Assignment.objects.of(group.district).filter(class_group=group).newest_first()[:MOST])
    shared: dict[int, int] = {}
    for row in rows:
        shared[row.pk] = 0
    for pk in (
        Assignment.objects.of(group.district)
        .filter(pk__in=shared, works__isnull=False, works__taken_back_at=None)
        .values_list("pk", flat=True)
    ):
        shared[pk] += 1
    return [(one, shared[one.pk]) for one in rows]


def _days(group: ClassGroup) -> list[tuple[ClassDay, str, str]]:
    """The last days, what happened on each, and where it is corrected."""
    rows = list(ClassDay.objects.of(group.district).filter(class_group=group).newest_first()[:MOST])
    counts = counts_of(rows)
    return [
        (one, missed_words(counts.get(one.pk, {})) if one.is_held else _("No class"), attendance_url(group.pk, one.day))
        for one in rows
    ]


def _follow_ups(group: ClassGroup) -> Sequence[ClassAbsence]:
    rows = ClassAbsence.objects.of(group.district).filter(class_day__class_group=group).to_follow_up()
    return list(rows.newest_first().prefetch_related("program_student__student__person", "follow_up_by")[:MOST])


def _students_table(group: ClassGroup, places: Sequence[ProgramStudent]) -> Table:
    columns = [
        Column(_("Name")),
        Column(_("Grade"), is_number=True),
        Column(_("Here"), is_number=True),
        Column(_("Absent"), is_number=True),
        Column(_("Excused"), is_number=True),
        Column(_("Late"), is_number=True),
    ]
    found = presences(group, places)
    body = [
        Row(
            [
                Cell(one.student.person.sorted_name, url=reverse("classes:attendance_detail", args=[one.pk])),
                grade_words(one.student.grade),
                found[one.pk].words,
                found[one.pk].absent,
                found[one.pk].excused,
                found[one.pk].late,
            ]
        )
        for one in places
    ]
    return Table(_("Students"), columns, body, is_caption_hidden=True)
