"""Class groups: lists, pages, taken from the roster, students moved, groups handed over."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from mentoring.actions import class_groups, programs
from mentoring.class_group_table import CLASS_GROUPS, SEATS, STATE_KINDS
from mentoring.forms.class_groups import ClassGroupForm, HandOverForm, MoveForm, SuggestionForm, current_programs
from mentoring.grades import grade_words
from mentoring.models import ClassGroup, Program, ProgramStudent
from mentoring.program_tabs import program_tabs
from mentoring.suggestions import suggestions
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names
from tenancy.tables import Cell, Column, Row, Table

#: Where the session keeps who was moved last, and from where, for their Undo.
_MOVED = "mentoring.class_group_moved"


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.PROGRAMS_VIEW)
def class_group_list(request: DistrictRequest) -> HttpResponse:
    """The class groups whom this viewer may know of: teachers see their own."""
    return CLASS_GROUPS.page(request).render("mentoring/class_group_list.html", tabs=program_tabs("class_groups"))


@require_GET
@requires(Permission.PROGRAMS_VIEW)
def class_group_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same class groups, the same columns."""
    return CLASS_GROUPS.export(request)


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.PROGRAMS_VIEW)
def class_group_student_list(request: DistrictRequest) -> HttpResponse:
    """The students of a program, with the class group in which each sits."""
    tabs = program_tabs("students")
    return SEATS.page(request).render("mentoring/class_group_student_list.html", tabs=tabs)


@require_GET
@requires(Permission.PROGRAMS_VIEW)
def class_group_student_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same students, the same columns."""
    return SEATS.export(request)


@require_GET
@requires(Permission.PROGRAMS_VIEW)
def class_group_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """A class group with its students; they can be ticked and moved."""
    viewer = request.viewer
    read_along = ("program__school_year", "school", "supervising_teacher", "section")
    group = get_object_or_404(ClassGroup.objects.visible_to(viewer).prefetch_related(*read_along), pk=pk)
    sitting = group.student_rows.filter(left_on=None).values("program_student")
    places = (
        ProgramStudent.objects.of(viewer.district)
        .known_to_staff(viewer)
        .filter(pk__in=sitting)
        .prefetch_related("student__person")
    )
    students = list(places.order_by("search_key", "pk"))
    may_edit = _in_reach(request).filter(pk=pk).exists() and not group.program.is_archived
    context = {
        "group": group,
        "facts": _facts(group),
        "table": _students_table(students, is_selectable=may_edit) if students else None,
        "may_edit": may_edit,
        "add_url": f"{reverse('mentoring:class_group_student_list')}?"
        + urlencode({"program": group.program_id, "group": "none"}),
    }
    return render(request, "mentoring/class_group_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_EDIT)
def class_group_add(request: DistrictRequest) -> HttpResponse:
    """Add an empty class group to the program that ``?program=`` names, or to the newest."""
    program = _program_of(request)
    if program is None:
        return redirect("mentoring:program_list")
    made = ClassGroup(district=request.district, program=program)
    form = ClassGroupForm(request.POST or None, instance=made, viewer=request.viewer)
    if form.is_valid():
        group = class_groups.add(program=program, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("%(name)s was added. Put students into it next.") % {"name": group.name})
        return redirect(_url(group))
    context = {"form": form, "program": program}
    return render(request, "mentoring/class_group_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_EDIT)
def class_group_suggest(request: DistrictRequest) -> HttpResponse:
    """Classes of the roster in which students of a program sit: ticked, they become its class groups."""
    viewer, program = request.viewer, _program_of(request)
    if program is None:
        return redirect("mentoring:program_list")
    form = SuggestionForm(request.POST or None, viewer=viewer, found=suggestions(program, viewer))
    if form.is_valid():
        found = [one.source for one in form.chosen]
        made = class_groups.add_from_sections(program=program, found=found, on=viewer.today, by=viewer.actor)
        words = ngettext("%(count)s class group was added.", "%(count)s class groups were added.", len(made))
        notices.done(request, words % {"count": len(made)})
        return redirect(f"{reverse('mentoring:class_group_list')}?{urlencode({'program': program.pk})}")
    context = {
        "form": form,
        "program": program,
        "programs": _other_programs(request, program),
        "by_hand_url": f"{reverse('mentoring:class_group_add')}?{urlencode({'program': program.pk})}",
        "may_import": viewer.can(Permission.ROSTER_IMPORT),
    }
    return render(request, "mentoring/class_group_suggest.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_EDIT)
def class_group_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Rename a class group or give it another teacher."""
    group = _editable(request, pk)
    name = group.name
    form = ClassGroupForm(request.POST or None, instance=group, viewer=request.viewer)
    if form.is_valid():
        class_groups.change(group=group, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("Saved."))
        return redirect(_url(group))
    context = {"form": form, "name": name, "group": group, "back_url": _url(group)}
    return render(request, "mentoring/class_group_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_EDIT)
def class_group_delete(request: DistrictRequest, pk: int) -> HttpResponse:
    """Remove a class group in which nobody sits, after a question."""
    group = _editable(request, pk)
    refusal = ""
    if request.method == "POST":
        try:
            class_groups.delete(group=group, by=request.viewer.actor)
        except class_groups.CannotDelete as refused:
            refusal = str(refused)
        else:
            notices.done(request, _("%(name)s was removed.") % {"name": group.name})
            return redirect("mentoring:class_group_list")
    context = {"group": group, "refusal": refusal, "back_url": reverse("mentoring:class_group_detail", args=[pk])}
    return render(request, "mentoring/class_group_delete.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_EDIT)
def class_group_move_selected(request: DistrictRequest) -> HttpResponse:
    """Move several students into a class group, after a page that names them and says who is left out and why."""
    selection = Selection(request, SEATS)
    able, skipped = _movable(request, selection.rows)
    program = able[0].program if able else None
    form = MoveForm(request.POST or None, viewer=request.viewer, program=program)
    if form.is_valid() and able and not selection.refusal:
        return _move(request, able, form.cleaned_data["to"])
    context = {
        "form": form,
        "selection": selection,
        "names": first_names([_name(one) for one in able]),
        "count": len(able),
        "skipped": skipped,
        "program": program,
        "has_groups": form.fields["to"].queryset.exists(),  # type: ignore[attr-defined]
        "add_url": reverse("mentoring:class_group_add") + (f"?program={program.pk}" if program else ""),
        "back_url": selection.back_to(reverse("mentoring:class_group_student_list")),
    }
    status = 422 if form.errors or (request.method == "POST" and selection.refusal) else 200
    return render(request, "mentoring/class_group_move_selected.html", context, status=status)


@require_POST
@requires(Permission.PROGRAMS_EDIT)
def class_group_move_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Put back the students whom this browser moved last; ``pk`` is the class group into which they came."""
    group = _editable(request, pk)
    kept = request.session.get(_MOVED) or {}
    moved: Mapping[int, int | None] = dict(kept.get("rows", [])) if kept.get("to") == pk else {}
    back = class_groups.move_back(moved=moved, group=group, by=request.viewer.actor) if moved else 0
    if back:
        words = ngettext("%(count)s student is back.", "%(count)s students are back.", back) % {"count": back}
        notices.done(request, words)
    else:
        notices.warn(request, _("This can no longer be undone at once. Move the students by hand."))
    return redirect(_url(group))


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_EDIT)
def class_group_hand_over_selected(request: DistrictRequest) -> HttpResponse:
    """Give several class groups to another teacher, after a page that names them."""
    selection = Selection(request, CLASS_GROUPS)
    able, skipped = _to_hand_over(request, selection.rows)
    form = HandOverForm(request.POST or None, viewer=request.viewer)
    if form.is_valid() and able and not selection.refusal:
        to = form.cleaned_data["to"]
        count = class_groups.hand_over(groups=able, to=to, by=request.viewer.actor)
        words = ngettext(
            "%(name)s has %(count)s more class group now.", "%(name)s has %(count)s more class groups now.", count
        )
        notices.done(request, words % {"name": to.name, "count": count})
        return redirect(f"{reverse('mentoring:class_group_list')}?{urlencode({'teacher': to.pk})}")
    context = {
        "form": form,
        "selection": selection,
        "names": first_names([_group_words(one) for one in able]),
        "count": len(able),
        "skipped": skipped,
    }
    status = 422 if form.errors or (request.method == "POST" and selection.refusal) else 200
    return render(request, "mentoring/class_group_hand_over_selected.html", context, status=status)


def _move(request: DistrictRequest, places: Sequence[ProgramStudent], to: ClassGroup) -> HttpResponse:
    moved = class_groups.move(places=places, to=to, on=request.viewer.today, by=request.viewer.actor)
    request.session[_MOVED] = {"to": to.pk, "rows": list(moved.items())}
    if moved:
        words = ngettext("%(count)s student moved to %(name)s.", "%(count)s students moved to %(name)s.", len(moved))
        undo = reverse("mentoring:class_group_move_back", args=[to.pk])
        notices.done(request, words % {"count": len(moved), "name": to.name}, undo=undo)
    else:
        notices.done(request, _("They sit in %(name)s already.") % {"name": to.name})
    return redirect(_url(to))


def _movable(
    request: DistrictRequest, rows: "QuerySet[ProgramStudent]"
) -> tuple[list[ProgramStudent], list[tuple[str, str]]]:
    """Who can be moved, all of one program, and who is left out and why."""
    found = list(rows.prefetch_related("student__person", "program"))
    mine = ProgramStudent.objects.of(request.district).in_reach_of(request.viewer, Permission.PROGRAMS_EDIT)
    allowed = set(mine.filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True))
    able: list[ProgramStudent] = []
    skipped = []
    for one in found:
        if why := _why_not(one, able, is_allowed=one.pk in allowed):
            skipped.append((_name(one), why))
        else:
            able.append(one)
    return able, skipped


def _why_not(place: ProgramStudent, able: Sequence[ProgramStudent], *, is_allowed: bool) -> str:
    if not is_allowed:
        return _("is not in your schools or programs")
    if place.program.is_archived:
        return _("the program is archived")
    if place.state not in class_groups.TAKING_PART:
        return _("does not take part: %(state)s") % {"state": place.get_state_display().lower()}
    if able and able[0].program_id != place.program_id:
        return _("is in another program")
    return ""


def _to_hand_over(
    request: DistrictRequest, rows: "QuerySet[ClassGroup]"
) -> tuple[list[ClassGroup], list[tuple[str, str]]]:
    found = list(rows.prefetch_related("program", "supervising_teacher"))
    allowed = set(_in_reach(request).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True))
    able = [one for one in found if one.pk in allowed and not one.program.is_archived]
    skipped = [
        (one.name, _("the program is archived") if one.pk in allowed else _("is not in your schools or programs"))
        for one in found
        if one not in able
    ]
    return able, skipped


def _group_words(group: ClassGroup) -> str:
    teacher = group.supervising_teacher
    return f"{group.name} ({teacher.name})" if teacher else group.name


def _name(place: ProgramStudent) -> str:
    return place.student.person.name


def _students_table(students: Sequence[ProgramStudent], *, is_selectable: bool) -> Table:
    columns = [Column(_("Name")), Column(_("Grade"), is_number=True), Column(_("State"))]
    body = [
        Row(
            [
                Cell(one.student.person.sorted_name, url=reverse("mentoring:student_detail", args=[one.student_id])),
                grade_words(one.student.grade),
                Cell(one.get_state_display(), kind=STATE_KINDS[one.state]),
            ],
            pk=one.pk,
        )
        for one in students
    ]
    return Table(_("Students"), columns, body, is_selectable=is_selectable, is_caption_hidden=True)


def _facts(group: ClassGroup) -> list[tuple[str, object]]:
    teacher = group.supervising_teacher
    return [
        (_("Program"), f"{group.program.name} ({group.program.school_year.name})"),
        (_("School"), group.school.name),
        (_("Supervising teacher"), teacher.name if teacher else _("Nobody yet")),
        (_("Class in the roster"), group.section.title if group.section else _("None: made by hand")),
    ]


def _program_of(request: DistrictRequest) -> Program | None:
    """The program that the address names, if the viewer may change it (404); without one, the newest that goes on."""
    offered = current_programs(request.viewer, Permission.PROGRAMS_EDIT).prefetch_related("school_rows", "school_year")
    named = request.GET.get("program", "")
    if not named:
        return offered.first()
    return get_object_or_404(offered, pk=int(named) if named.isdecimal() and len(named) < 19 else 0)


def _other_programs(request: DistrictRequest, program: Program) -> list[dict[str, object]]:
    found = list(current_programs(request.viewer, Permission.PROGRAMS_EDIT).prefetch_related("school_year"))
    if len(found) < 2:
        return []
    return [
        {"label": one.name, "url": f"?{urlencode({'program': one.pk})}", "is_current": one.pk == program.pk}
        for one in found
    ]


def _in_reach(request: DistrictRequest) -> "QuerySet[ClassGroup]":
    return ClassGroup.objects.of(request.district).in_reach_of(request.viewer, Permission.PROGRAMS_EDIT)


def _editable(request: DistrictRequest, pk: int) -> ClassGroup:
    """The class group, if this viewer may change it (404) and its program is not put away (403)."""
    group = get_object_or_404(_in_reach(request).prefetch_related("program", "school"), pk=pk)
    try:
        programs.refuse_archived(group.program)
    except programs.CannotChange as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return group


def _url(group: ClassGroup) -> str:
    return reverse("mentoring:class_group_detail", args=[group.pk])
