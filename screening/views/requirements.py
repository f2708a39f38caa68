"""The steps of a requirement set."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from screening.actions import requirements
from screening.forms.requirements import RequirementForm
from screening.models import Asked, Requirement, RequirementSet
from screening.reach import refuse_others
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_http_methods(["GET", "POST"])
@requires(Permission.REQUIREMENTS_EDIT)
def requirement_add(request: DistrictRequest, requirement_set_pk: int) -> HttpResponse:
    """Ask for one thing more."""
    found = get_object_or_404(RequirementSet.objects.of(request.district).usable(), pk=requirement_set_pk)
    refuse_others(request.viewer, [found.pk])
    is_in_use = found.state == RequirementSet.State.CURRENT
    form = RequirementForm(
        request.POST or None,
        instance=Requirement(requirement_set=found),
        viewer=request.viewer,
        is_in_use=is_in_use,
    )
    if form.is_valid():
        try:
            requirements.add(
                requirement_set=found, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data
            )
        except requirements.CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("The step was added."))
            return redirect("screening:requirement_set_detail", pk=found.pk)
    context = {"form": form, "found": found, "people": _people(request, found), "back_url": _url(found.pk)}
    return render(request, "screening/requirement_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.REQUIREMENTS_EDIT)
def requirement_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Ask for something else. What is in use gets a new version; the old one stays on record."""
    current = Requirement.objects.of(request.district).current().prefetch_related("requirement_set")
    step = get_object_or_404(current, pk=pk)
    refuse_others(request.viewer, [step.requirement_set_id])
    found, title = step.requirement_set, step.title
    form = RequirementForm(request.POST or None, instance=step, viewer=request.viewer)
    if form.is_valid():
        try:
            requirements.change(requirement=step, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data)
        except requirements.CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Saved."))
            return redirect("screening:requirement_set_detail", pk=found.pk)
    context = {
        "form": form,
        "step": step,
        "title": title,
        "found": found,
        "people": _people(request, found),
        "back_url": _url(found.pk),
    }
    return render(request, "screening/requirement_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.REQUIREMENTS_EDIT)
def requirement_remove(request: DistrictRequest, pk: int) -> HttpResponse:
    """Ask for it no more, after a question."""
    current = Requirement.objects.of(request.district).current().prefetch_related("requirement_set")
    step = get_object_or_404(current, pk=pk)
    refuse_others(request.viewer, [step.requirement_set_id])
    refusal = ""
    if request.method == "POST":
        try:
            requirements.remove(requirement=step, on=request.viewer.today, by=request.viewer.actor)
        except requirements.CannotChange as fault:
            refusal = str(fault)
        else:
            notices.done(request, _("“%(title)s” is no longer asked for.") % {"title": step.title})
            return redirect("screening:requirement_set_detail", pk=step.requirement_set_id)
    context = {
        "step": step,
        "refusal": refusal,
        "people": _people(request, step.requirement_set),
        "back_url": _url(step.requirement_set_id),
    }
    return render(request, "screening/requirement_remove.html", context, status=422 if refusal else 200)


def _people(request: DistrictRequest, found: RequirementSet) -> int:
    return Asked.objects.of(request.district).live().filter(requirement_set=found).count()


def _url(pk: int) -> str:
    return reverse("screening:requirement_set_detail", args=[pk])
