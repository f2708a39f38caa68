"""The trainings that a district offers."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from screening.actions import trainings
from screening.forms.requirements import TrainingForm
from screening.models import Training
from screening.reach import refuse_others, sets_with
from screening.tabs import clearance_tabs
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission
from tenancy.tables import Cell, Column, Row, Table


@require_GET
@requires(Permission.CLEARANCE_OUTCOMES_VIEW)
def training_list(request: DistrictRequest) -> HttpResponse:
    """Every training and orientation, those on offer first. (A district has a handful, so there are no pages.)"""
    may_edit = request.viewer.can(Permission.REQUIREMENTS_EDIT)
    body = [
        Row(
            [
                Cell(one.title, url=reverse("screening:training_edit", args=[one.pk]) if may_edit else ""),
                one.get_kind_display(),
                Cell(one.minutes),
                "" if one.cost is None else f"${one.cost}",
                Cell(_("On offer"), kind="ok") if one.is_active else Cell(_("No longer offered"), kind="mute"),
            ]
        )
        for one in Training.objects.of(request.district).order_by("-is_active", "title")
    ]
    columns = [
        Column(_("Training")),
        Column(_("Kind")),
        Column(_("Minutes"), is_number=True),
        Column(_("Cost per person"), is_number=True),
        Column(_("State")),
    ]
    context = {
        "table": Table(_("Trainings"), columns, body, is_caption_hidden=True) if body else None,
        "tabs": clearance_tabs(request.viewer, "screening:training_list"),
        "may_edit": may_edit,
    }
    return render(request, "screening/training_list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.REQUIREMENTS_EDIT)
def training_add(request: DistrictRequest) -> HttpResponse:
    """Add a training."""
    form = TrainingForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        made = trainings.add(district=request.district, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("“%(title)s” was added.") % {"title": made.title})
        return redirect("screening:training_list")
    return render(request, "screening/training_add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.REQUIREMENTS_EDIT)
def training_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change a training."""
    training = get_object_or_404(Training.objects.of(request.district), pk=pk)
    refuse_others(request.viewer, sets_with(request.viewer, training))
    title = training.title
    form = TrainingForm(request.POST or None, instance=training, viewer=request.viewer)
    if form.is_valid():
        trainings.change(training=training, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("Saved."))
        return redirect("screening:training_list")
    context = {"form": form, "training": training, "title": title, "asking": trainings.sets_asking(training)}
    return render(request, "screening/training_edit.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.REQUIREMENTS_EDIT)
def training_retire(request: DistrictRequest, pk: int) -> HttpResponse:
    """Offer it no more; can be undone."""
    training = get_object_or_404(Training.objects.of(request.district), pk=pk)
    refuse_others(request.viewer, sets_with(request.viewer, training))
    try:
        trainings.retire(training=training, by=request.viewer.actor)
    except trainings.CannotRetire as refusal:
        notices.warn(request, str(refusal))
        return redirect("screening:training_edit", pk=pk)
    undo = reverse("screening:training_bring_back", args=[pk])
    notices.done(request, _("“%(title)s” is no longer offered.") % {"title": training.title}, undo=undo)
    return redirect("screening:training_list")


@require_POST
@requires(Permission.REQUIREMENTS_EDIT)
def training_bring_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Offer it again."""
    training = get_object_or_404(Training.objects.of(request.district), pk=pk)
    refuse_others(request.viewer, sets_with(request.viewer, training))
    trainings.bring_back(training=training, by=request.viewer.actor)
    notices.done(request, _("“%(title)s” is offered again.") % {"title": training.title})
    return redirect("screening:training_list")
