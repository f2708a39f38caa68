"""The rubric of a program: begun from a preset, changed."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journals.actions import rubrics
from journals.forms.rubrics import RubricForm
from journals.models import Grade, Rubric
from mentoring.actions.programs import CannotChange
from mentoring.models import Program
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@requires(Permission.JOURNALS_VIEW)
def program_rubric(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """By what a program's entries are judged."""
    program = get_object_or_404(Program.objects.visible_to(request.viewer).prefetch_related("policies"), pk=program_pk)
    rubric = rubrics.in_use(program)
    criteria = sorted(rubric.criteria.all(), key=lambda one: one.position) if rubric else []
    context = {
        "program": program,
        "rubric": rubric,
        "criteria": [(one, sorted(one.levels.all(), key=lambda level: -level.points)) for one in criteria],
        "grades": all(policy.grades_journal for policy in program.policies.all()),
        "may_edit": _may_edit(request, program),
        "older": Rubric.objects.visible_to(request.viewer).filter(program=program, ended_on__isnull=False).count(),
    }
    return render(request, "journals/program_rubric.html", context)


@require_POST
@requires(Permission.PROGRAMS_EDIT)
def program_rubric_begin(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Begin with the usual rubric, at one press."""
    program = _editable(request, program_pk)
    try:
        rubrics.begin(program=program, on=request.viewer.today, by=request.viewer.actor)
    except CannotChange as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("The rubric is in use. Change it as you like."))
    return redirect("journals:program_rubric", program_pk=program_pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_EDIT)
def program_rubric_edit(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Write the rubric. One by which entries were graded stays with them; a new one takes its place."""
    program = _editable(request, program_pk)
    rubric = rubrics.in_use(program)
    form = RubricForm(request.POST or None, viewer=request.viewer, rubric=rubric)
    if form.is_valid():
        try:
            rubrics.write(
                program=program,
                name=form.cleaned_data["name"],
                criteria=form.criteria,
                on=request.viewer.today,
                by=request.viewer.actor,
            )
        except CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Saved. Entries are judged by it from now on."))
            return redirect("journals:program_rubric", program_pk=program_pk)
    is_used = rubric is not None and Grade.objects.of(request.district).filter(rubric=rubric).exists()
    context = {"form": form, "program": program, "is_used": is_used}
    return render(request, "journals/program_rubric_edit.html", context, status=422 if form.errors else 200)


def _editable(request: DistrictRequest, pk: int) -> Program:
    program = get_object_or_404(Program.objects.visible_to(request.viewer), pk=pk)
    mine = Program.objects.of(request.district).in_reach_of(request.viewer, Permission.PROGRAMS_EDIT)
    if not mine.filter(pk=pk).exists():
        raise PermissionDenied
    return program


def _may_edit(request: DistrictRequest, program: Program) -> bool:
    if program.is_archived or not request.viewer.can(Permission.PROGRAMS_EDIT):
        return False
    mine = Program.objects.of(request.district).in_reach_of(request.viewer, Permission.PROGRAMS_EDIT)
    return mine.filter(pk=program.pk).exists()
