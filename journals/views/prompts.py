"""Questions for journals, program by program."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journals.actions import prompts
from journals.forms.prompts import PromptForm
from journals.models import Prompt
from mentoring.actions.programs import CannotChange
from mentoring.models import ClassGroup, Program
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@requires(Permission.JOURNALS_VIEW)
def prompt_list(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The questions of a program in their order, and those that ended."""
    program = _program(request, program_pk)
    here = Prompt.objects.visible_to(request.viewer).filter(program=program)
    rows = list(here.prefetch_related("class_group", "focus").in_list_order())
    mine = set(Prompt.objects.of(request.district).editable_by(request.viewer).values_list("pk", flat=True))
    context = {
        "program": program,
        "offered": [(one, one.pk in mine) for one in rows if one.ended_on is None],
        "ended": [(one, one.pk in mine) for one in rows if one.ended_on is not None],
        "may_edit": _sets_up(request, program),
        "may_add": _sets_up(request, program) or _teaches(request, program),
        "is_archived": program.is_archived,
    }
    return render(request, "journals/prompt_list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.CLASSES_EDIT)
def prompt_add(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Add a question: for the program, or for a class group of it. Teachers add for their own class groups."""
    program = _program(request, program_pk)
    sets_up = _sets_up(request, program)
    if not sets_up and not _teaches(request, program):
        raise Http404
    form = PromptForm(
        request.POST or None,
        viewer=request.viewer,
        instance=Prompt(district=request.district, program=program),
        is_for_program=sets_up,
    )
    if form.is_valid():
        try:
            prompts.add(program=program, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data)
        except CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("The question was added."))
            return redirect("journals:prompt_list", program_pk=program_pk)
    context = {"form": form, "program": program}
    return render(request, "journals/prompt_add.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.PROGRAMS_EDIT)
def prompt_add_preset(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Add the usual questions, at one press."""
    program = _program(request, program_pk)
    if not _sets_up(request, program):
        raise PermissionDenied
    try:
        count = prompts.add_preset(program=program, on=request.viewer.today, by=request.viewer.actor)
    except CannotChange as refusal:
        notices.warn(request, str(refusal))
    else:
        words = ngettext("%(count)s question was added.", "%(count)s questions were added.", count)
        notices.done(request, words % {"count": count})
    return redirect("journals:prompt_list", program_pk=program_pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.CLASSES_EDIT)
def prompt_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change a question. Entries keep the words that they answered."""
    prompt = _editable(request, pk)
    form = PromptForm(
        request.POST or None,
        viewer=request.viewer,
        instance=_editable(request, pk),
        is_for_program=_sets_up(request, prompt.program),
    )
    if form.is_valid():
        try:
            prompts.change(prompt=prompt, by=request.viewer.actor, **form.cleaned_data)
        except CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Saved."))
            return redirect("journals:prompt_list", program_pk=prompt.program_id)
    context = {"form": form, "prompt": prompt, "program": prompt.program}
    return render(request, "journals/prompt_edit.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.CLASSES_EDIT)
def prompt_move(request: DistrictRequest, pk: int) -> HttpResponse:
    """Move a question up or down by one."""
    prompt = _editable(request, pk)
    try:
        prompts.move(prompt=prompt, is_up=request.POST.get("way") != "down", by=request.viewer.actor)
    except CannotChange as refusal:
        notices.warn(request, str(refusal))
    return redirect("journals:prompt_list", program_pk=prompt.program_id)


@require_POST
@requires(Permission.CLASSES_EDIT)
def prompt_end(request: DistrictRequest, pk: int) -> HttpResponse:
    """Offer a question no more."""
    prompt = _editable(request, pk)
    try:
        prompts.end(prompt=prompt, on=request.viewer.today, by=request.viewer.actor)
    except CannotChange as refusal:
        notices.warn(request, str(refusal))
    else:
        undo = reverse("journals:prompt_bring_back", args=[pk])
        notices.done(request, _("The question is offered no more."), undo=undo)
    return redirect("journals:prompt_list", program_pk=prompt.program_id)


@require_POST
@requires(Permission.CLASSES_EDIT)
def prompt_bring_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Offer an ended question again."""
    prompt = _editable(request, pk)
    try:
        prompts.bring_back(prompt=prompt, by=request.viewer.actor)
    except CannotChange as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("The question is offered again."))
    return redirect("journals:prompt_list", program_pk=prompt.program_id)


def _program(request: DistrictRequest, pk: int) -> Program:
    return get_object_or_404(Program.objects.visible_to(request.viewer), pk=pk)


def _editable(request: DistrictRequest, pk: int) -> Prompt:
    here = Prompt.objects.visible_to(request.viewer).prefetch_related("program")
    prompt = get_object_or_404(here, pk=pk)
    if not Prompt.objects.of(request.district).editable_by(request.viewer).filter(pk=pk).exists():
        raise Http404
    return prompt


def _sets_up(request: DistrictRequest, program: Program) -> bool:
    if not request.viewer.can(Permission.PROGRAMS_EDIT) or program.is_archived:
        return False
    mine = Program.objects.of(request.district).in_reach_of(request.viewer, Permission.PROGRAMS_EDIT)
    return mine.filter(pk=program.pk).exists()


def _teaches(request: DistrictRequest, program: Program) -> bool:
    if program.is_archived or not request.viewer.can(Permission.CLASSES_EDIT):
        return False
    groups = ClassGroup.objects.visible_to(request.viewer).filter(program=program)
    return groups.filter(supervising_teacher__isnull=False).exists()
