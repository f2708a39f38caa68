"""Programs: list, page, add, change, plan the phases, put away, continue into the next year."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, Count, Func, IntegerField, OuterRef, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentoring.actions import programs
from mentoring.forms.programs import (
    ProgramAddForm,
    ProgramContinueForm,
    ProgramForm,
    ProgramScheduleForm,
    asked_words,
    later_years,
    years_ahead,
)
from mentoring.models import (
    ClassGroup,
    ClassGroupStudent,
    Match,
    Program,
    ProgramMentor,
    ProgramStudent,
)
from mentoring.phases import phase_line, phase_now
from mentoring.policy_words import main_rules
from mentoring.program_tabs import program_tabs
from screening.models import Requirement
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.pages import MOST_COUNTED, counted
from tenancy.permissions import Permission
from tenancy.tables import Cell, Column, Row, Table
from tenancy.viewer import Viewer

#: Class groups named on a program's page; the list has them all.
MOST_GROUPS = 12


@dataclass(frozen=True)
class StateCount:
    """How many there are in one state, and the list of them."""

    words: str
    number: int
    url: str


@require_GET
@requires(Permission.PROGRAMS_VIEW)
def program_list(request: DistrictRequest) -> HttpResponse:
    """The programs that go on, or those put away. (A district has dozens, so there are no pages.)"""
    viewer, is_archived = request.viewer, request.GET.get("state") == "archived"
    found = Program.objects.visible_to(viewer).prefetch_related("school_year", "school_rows__school", "phases")
    found = found.exclude(archived_on=None) if is_archived else found.current()
    rows = list(found.in_list_order())
    sees_mentors = viewer.can(Permission.MENTORS_VIEW)
    shown: list[QuerySet[Any]] = [
        ProgramStudent.objects.of(viewer.district).known_to_staff(viewer).filter(state="accepted"),
        *([ProgramMentor.objects.visible_to(viewer).filter(state="accepted")] if sees_mentors else []),
        Match.objects.visible_to(viewer).filter(state="running"),
    ]
    counts = _by_program(shown, rows, viewer)
    columns = [
        Column(_("Program")),
        Column(_("Schools")),
        Column(_("Now")),
        Column(_("Students"), is_number=True),
        *([Column(_("Mentors"), is_number=True)] if sees_mentors else []),
        Column(_("Running matches"), is_number=True),
    ]
    body = [
        Row(
            [
                Cell(one.name, url=_url(one), note=one.school_year.name),
                ", ".join(sorted(row.school.name for row in one.school_rows.all())),
                _now(one, viewer),
                *map(counted, counts[one.pk]),
            ]
        )
        for one in rows
    ]
    context = {
        "table": Table(_("Programs"), columns, body, is_caption_hidden=True) if rows else None,
        "tabs": program_tabs("archived" if is_archived else "current"),
        "is_archived": is_archived,
        "may_add": viewer.can(Permission.PROGRAMS_EDIT),
    }
    return render(request, "mentoring/program_list.html", context)


@require_GET
@requires(Permission.PROGRAMS_VIEW)
def program_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """A program: where it stands in its year, how many take part, its class groups, what is asked of mentors."""
    viewer = request.viewer
    found = Program.objects.visible_to(viewer).prefetch_related("school_rows__school", "phases", "policies")
    program = get_object_or_404(found.prefetch_related("school_year", "requirement_set", "continues"), pk=pk)
    may_edit = _in_reach(viewer).filter(pk=pk).exists()
    continued_by = Program.objects.visible_to(viewer).filter(continues=program).first()
    groups = ClassGroup.objects.visible_to(viewer).filter(program=program)
    context = {
        "program": program,
        "phases": phase_line(program, viewer.today),
        "facts": _facts(program),
        "rules": [fact for policy in program.policies.all() for fact in main_rules(policy)],
        "students": _student_counts(program, viewer),
        "may_select": viewer.can(Permission.STUDENTS_SELECT) and may_edit and not program.is_archived,
        "mentors": _mentor_counts(program, viewer),
        "sees_mentors": viewer.can(Permission.MENTORS_VIEW),
        "matches": _match_counts(program, viewer),
        "sees_matches": viewer.can(Permission.MATCHES_VIEW),
        "sees_documents": viewer.can(Permission.AGREEMENTS_VIEW),
        "sees_publicity": viewer.can(Permission.PUBLICITY_VIEW),
        "groups": list(groups.in_list_order().prefetch_related("supervising_teacher", "school")[:MOST_GROUPS]),
        "groups_url": f"{reverse('mentoring:class_group_list')}?{urlencode({'program': pk})}",
        "ungrouped": _ungrouped(program, viewer),
        "asked": _asked(program),
        "continued_by": continued_by,
        "may_edit": may_edit and not program.is_archived,
        "may_take_back": may_edit and program.is_archived,
        "may_continue": may_edit and continued_by is None,
        "may_show_link": may_edit and not program.is_archived and viewer.can(Permission.MENTORS_EDIT),
    }
    return render(request, "mentoring/program_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_EDIT)
def program_add(request: DistrictRequest) -> HttpResponse:
    """Add a program, beginning with one of three usual ways to run one."""
    viewer = request.viewer
    reach = viewer.reach(Permission.PROGRAMS_EDIT)
    if not reach.whole_district and not reach.school_ids:
        raise PermissionDenied(_("Your role holds in some programs only. Ask a district administrator to add one."))
    form = ProgramAddForm(request.POST or None, viewer=viewer)
    if form.is_valid():
        program = programs.add(on=viewer.today, by=viewer.actor, **form.cleaned_data)
        notices.done(request, _("%(name)s was added. Look through its rules next.") % {"name": program.name})
        return redirect(_url(program))
    context = {
        "form": form,
        "has_year": years_ahead(viewer).exists(),
        "may_add_year": viewer.can(Permission.SETTINGS_EDIT),
    }
    return render(request, "mentoring/program_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_EDIT)
def program_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change a program's name, schools, what is asked of mentors, and who may apply."""
    program = _editable(request, pk)
    name = program.name
    form = ProgramForm(request.POST or None, instance=program, viewer=request.viewer)
    if form.is_valid():
        try:
            programs.change(program=program, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data)
        except programs.CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Saved."))
            return redirect(_url(program))
    context = {"form": form, "name": name, "back_url": _url(program)}
    return render(request, "mentoring/program_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_EDIT)
def program_schedule(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say on which day each phase begins."""
    program = _editable(request, pk)
    days = {row.phase: row.starts_on for row in program.phases.all()}
    form = ProgramScheduleForm(request.POST or None, viewer=request.viewer, initial=days)
    if form.is_valid():
        try:
            programs.schedule(program=program, days=form.days, by=request.viewer.actor)
        except programs.CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("The phases are saved."))
            return redirect(_url(program))
    context = {"form": form, "program": program, "back_url": _url(program)}
    return render(request, "mentoring/program_schedule.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_EDIT)
def program_archive(request: DistrictRequest, pk: int) -> HttpResponse:
    """Put a program away, after a question; can be undone."""
    program = get_object_or_404(_in_reach(request.viewer), pk=pk)
    refusal = ""
    if request.method == "POST":
        try:
            programs.archive(program=program, on=request.viewer.today, by=request.viewer.actor)
        except programs.CannotArchive as refused:
            refusal = str(refused)
        else:
            undo = reverse("mentoring:program_take_back", args=[pk])
            notices.done(request, _("%(name)s is archived.") % {"name": program.name}, undo=undo)
            return redirect("mentoring:program_list")
    context = {"program": program, "refusal": refusal, "back_url": _url(program)}
    return render(request, "mentoring/program_archive.html", context, status=422 if refusal else 200)


@require_POST
@requires(Permission.PROGRAMS_EDIT)
def program_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Open an archived program again."""
    program = get_object_or_404(_in_reach(request.viewer), pk=pk)
    programs.take_back(program=program, by=request.viewer.actor)
    notices.done(request, _("%(name)s is open again.") % {"name": program.name})
    return redirect(_url(program))


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_EDIT)
def program_continue(request: DistrictRequest, pk: int) -> HttpResponse:
    """Copy a program into a later school year."""
    program = get_object_or_404(_in_reach(request.viewer).prefetch_related("school_year"), pk=pk)
    form = ProgramContinueForm(request.POST or None, viewer=request.viewer, program=program)
    if form.is_valid():
        try:
            copy = _continue(request, program, form.cleaned_data)
        except programs.CannotContinue as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("%(name)s goes on in %(year)s. Look through its days and rules.")
            notices.done(request, words % {"name": copy.name, "year": copy.school_year.name})
            return redirect(_url(copy))
    context = {
        "form": form,
        "program": program,
        "back_url": _url(program),
        "has_year": later_years(program).exists(),
        "year_url": f"{reverse('tenancy:school_year_add')}?after={program.school_year_id}",
        "may_add_year": request.viewer.can(Permission.SETTINGS_EDIT),
    }
    return render(request, "mentoring/program_continue.html", context, status=422 if form.errors else 200)


def _continue(request: DistrictRequest, program: Program, chosen: Mapping[str, Any]) -> Program:
    return programs.continue_into(
        program=program,
        school_year=chosen["school_year"],
        name=chosen["name"],
        copies_groups=chosen["groups"] != "none",
        copies_students=chosen["groups"] == "students",
        on=request.viewer.today,
        by=request.viewer.actor,
    )


def _in_reach(viewer: Viewer) -> "QuerySet[Program]":
    return Program.objects.of(viewer.district).in_reach_of(viewer, Permission.PROGRAMS_EDIT)


def _editable(request: DistrictRequest, pk: int) -> Program:
    """The program, if this viewer may change it (404) and it is not put away (403)."""
    found = _in_reach(request.viewer).prefetch_related("school_rows", "phases", "school_year")
    program = get_object_or_404(found, pk=pk)
    try:
        programs.refuse_archived(program)
    except programs.CannotChange as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return program


def _now(program: Program, viewer: Viewer) -> Cell:
    if program.is_archived:
        return Cell(_("Archived"), kind="mute")
    phase = phase_now(program.phases.all(), viewer.today)
    return Cell(phase.label, kind="ok") if phase else Cell(_("Not begun"), kind="info")


def _by_program(
    counted_rows: "Iterable[QuerySet[Any]]", found: Iterable[Program], viewer: Viewer
) -> dict[int, tuple[int, ...]]:
    """How many rows of each kind each program has, counted no further than to one more than a thousand. One query."""
    programs = Program.objects.of(viewer.district).filter(pk__in=[one.pk for one in found])
    numbers = [
        Coalesce(
            Func(
                # What is counted is a column of the index, so that the rows themselves are not read. For those who see
                # no rows at all there is nothing to count, not even of a type: hence the cast, and the zero.
                Cast(
                    ArraySubquery(rows.filter(program=OuterRef("pk")).order_by().values("program")[: MOST_COUNTED + 1]),
                    ArrayField(BigIntegerField()),
                ),
                function="CARDINALITY",
                output_field=IntegerField(),
            ),
            0,
        )
        for rows in counted_rows
    ]
    return {pk: tuple(rest) for pk, *rest in programs.values_list("pk", *numbers)}


def _facts(program: Program) -> Iterator[tuple[str, object]]:
    yield _("School year"), program.school_year.name
    yield _("Schools"), ", ".join(sorted(row.school.name for row in program.school_rows.all()))
    yield _("What it is about"), program.about
    if program.name_es or program.about_es:
        yield _("In Spanish"), "\n".join(filter(None, [program.name_es, program.about_es]))
    yield _("Students may apply"), _("Yes") if program.takes_students else _("No")
    yield _("Mentors may apply"), _("Yes") if program.takes_mentors else _("No")
    if program.archived_on:
        yield _("Archived on"), date_format(program.archived_on)


def _by_state(rows: "QuerySet[Any]", program: Program) -> dict[str, int]:
    counted = rows.filter(program=program).order_by().values_list("state").annotate(Count("pk"))
    return dict(counted)


def _student_counts(program: Program, viewer: Viewer) -> list[StateCount]:
    counts = _by_state(ProgramStudent.objects.of(viewer.district).known_to_staff(viewer), program)
    url = reverse("mentoring:program_student_list", args=[program.pk])
    return [
        StateCount(str(state.label), counts[state], f"{url}?{urlencode({'state': state.value})}")
        for state in ProgramStudent.State
        if state in counts
    ]


def _mentor_counts(program: Program, viewer: Viewer) -> list[StateCount]:
    counts = _by_state(ProgramMentor.objects.visible_to(viewer), program)
    url = reverse("mentoring:mentor_list") if viewer.can(Permission.MENTORS_VIEW) else ""
    return [
        StateCount(
            str(state.label),
            counts[state],
            f"{url}?{urlencode({'program': program.pk, 'state': state.value})}" if url else "",
        )
        for state in ProgramMentor.State
        if state in counts
    ]


def _match_counts(program: Program, viewer: Viewer) -> list[StateCount]:
    url = reverse("mentoring:match_list") if viewer.can(Permission.MATCHES_VIEW) else ""
    counts = _by_state(Match.objects.visible_to(viewer), program)
    paused = sum(_by_state(Match.objects.visible_to(viewer).open().paused(), program).values())
    found = [(state.value, str(state.label), counts[state]) for state in Match.State if state in counts]
    if paused:
        found.append(("paused", _("Of these, paused until further notice"), paused))
    return [
        StateCount(words, count, f"{url}?{urlencode({'program': program.pk, 'state': state})}" if url else "")
        for state, words, count in found
    ]


def _ungrouped(program: Program, viewer: Viewer) -> StateCount | None:
    """Accepted students who sit in no class group; None when everybody does."""
    seated = ClassGroupStudent.objects.of(viewer.district).filter(left_on=None).values("program_student")
    accepted = (
        ProgramStudent.objects.of(viewer.district).known_to_staff(viewer).filter(program=program, state="accepted")
    )
    count = accepted.exclude(pk__in=seated).count()
    url = reverse("mentoring:class_group_student_list")
    query = urlencode({"program": program.pk, "group": "none", "state": "accepted"})
    return StateCount("", count, f"{url}?{query}") if count else None


def _asked(program: Program) -> dict[str, object] | None:
    """What mentors of the program must do before they meet students, as it is now."""
    if program.requirement_set is None:
        return None
    steps = Requirement.objects.of(program.district).filter(requirement_set=program.requirement_set)
    found = list(steps.current())
    return {
        "name": program.requirement_set.name,
        "steps": found,
        "words": asked_words(len(found), sum(step.minutes for step in found)),
    }


def _url(program: Program) -> str:
    return reverse("mentoring:program_detail", args=[program.pk])
