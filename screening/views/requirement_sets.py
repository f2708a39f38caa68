"""What is asked before somebody meets students: lists of requirements."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from screening.actions import requirement_sets
from screening.forms.requirements import RequirementSetAddForm, RequirementSetForm
from screening.models import Asked, Requirement, RequirementSet
from screening.reach import may_change_asked, refuse_others
from screening.tabs import clearance_tabs
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission
from tenancy.tables import Cell, Column, Kind, Row, Table

_KINDS: dict[str, Kind] = {
    RequirementSet.State.DRAFT: "info",
    RequirementSet.State.CURRENT: "ok",
    RequirementSet.State.RETIRED: "mute",
}


@dataclass(frozen=True)
class Line:
    """One step in words."""

    title: str
    note: str
    edit_url: str


@require_GET
@requires(Permission.CLEARANCE_OUTCOMES_VIEW)
def requirement_set_list(request: DistrictRequest) -> HttpResponse:
    """Every list of requirements, those in use first. (A district has a handful, so there are no pages.)"""
    found = list(RequirementSet.objects.of(request.district).order_by("state", "name"))
    steps = Requirement.objects.of(request.district).filter(until_version=None).values("requirement_set")
    by_set = {row["requirement_set"]: row["number"] for row in steps.annotate(number=Count("pk"))}
    people = Asked.objects.of(request.district).live().values("requirement_set").annotate(number=Count("pk"))
    asked = {row["requirement_set"]: row["number"] for row in people}
    body = [
        Row(
            [
                Cell(one.name, url=reverse("screening:requirement_set_detail", args=[one.pk])),
                Cell(one.get_state_display(), kind=_KINDS[one.state]),
                Cell(by_set.get(one.pk, 0)),
                Cell(asked.get(one.pk, 0)),
            ]
        )
        for one in found
    ]
    columns = [
        Column(_("What is asked")),
        Column(_("State")),
        Column(_("Steps"), is_number=True),
        Column(_("People"), is_number=True),
    ]
    context = {
        "table": Table(_("What is asked"), columns, body, is_caption_hidden=True) if body else None,
        "tabs": clearance_tabs(request.viewer, "screening:requirement_set_list"),
        "may_edit": request.viewer.can(Permission.REQUIREMENTS_EDIT),
    }
    return render(request, "screening/requirement_set_list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.REQUIREMENTS_EDIT)
def requirement_set_add(request: DistrictRequest) -> HttpResponse:
    """A new one, from one of three to start from or from nothing."""
    form = RequirementSetAddForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        name, start, by = form.cleaned_data["name"], form.cleaned_data["start"], request.viewer.actor
        made = (
            requirement_sets.create_from_preset(start, name=name, on=request.viewer.today, by=by)
            if start
            else requirement_sets.add(name=name, by=by)
        )
        notices.done(request, _("“%(name)s” was added.") % {"name": made.name})
        return redirect("screening:requirement_set_detail", pk=made.pk)
    return render(request, "screening/requirement_set_add.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@requires(Permission.CLEARANCE_OUTCOMES_VIEW)
def requirement_set_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """What it asks, in how many minutes, and of how many people."""
    found = get_object_or_404(RequirementSet.objects.of(request.district), pk=pk)
    steps = list(
        Requirement.objects.of(request.district)
        .current()
        .filter(requirement_set=found)
        .prefetch_related("training", "document")
    )
    may_change = may_change_asked(request.viewer, [found.pk])
    may_edit = may_change and found.state != RequirementSet.State.RETIRED
    lines = [
        Line(
            step.title,
            " · ".join(_notes(step)),
            reverse("screening:requirement_edit", args=[step.pk]) if may_edit else "",
        )
        for step in steps
    ]
    numbers = (
        Asked.objects.of(request.district)
        .live()
        .filter(requirement_set=found)
        .aggregate(people=Count("pk"), cleared=Count("pk", filter=Q(covers_until__gte=request.viewer.today)))
    )
    context = {
        "found": found,
        "kind": _KINDS[found.state],
        "lines": lines,
        "steps_words": steps_words(len(steps), sum(step.minutes for step in steps)),
        "numbers": numbers,
        "may_edit": may_edit,
        "may_bring_back": may_change and not may_edit,
    }
    return render(request, "screening/requirement_set_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.REQUIREMENTS_EDIT)
def requirement_set_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Call it something else."""
    found = get_object_or_404(RequirementSet.objects.of(request.district), pk=pk)
    refuse_others(request.viewer, [found.pk])
    old_name = found.name
    form = RequirementSetForm(request.POST or None, instance=found, viewer=request.viewer)
    if form.is_valid():
        requirement_sets.rename(requirement_set=found, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("Saved."))
        return redirect("screening:requirement_set_detail", pk=pk)
    context = {"form": form, "name": old_name, "back_url": reverse("screening:requirement_set_detail", args=[pk])}
    return render(request, "screening/requirement_set_edit.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.REQUIREMENTS_EDIT)
def requirement_set_retire(request: DistrictRequest, pk: int) -> HttpResponse:
    """Use it no more; can be undone."""
    found = get_object_or_404(RequirementSet.objects.of(request.district), pk=pk)
    refuse_others(request.viewer, [found.pk])
    try:
        requirement_sets.retire(requirement_set=found, by=request.viewer.actor)
    except requirement_sets.CannotRetire as refusal:
        notices.warn(request, str(refusal))
        return redirect("screening:requirement_set_detail", pk=pk)
    undo = reverse("screening:requirement_set_bring_back", args=[pk])
    notices.done(request, _("“%(name)s” is no longer used.") % {"name": found.name}, undo=undo)
    return redirect("screening:requirement_set_list")


@require_POST
@requires(Permission.REQUIREMENTS_EDIT)
def requirement_set_bring_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Use it again."""
    found = get_object_or_404(RequirementSet.objects.of(request.district), pk=pk)
    refuse_others(request.viewer, [found.pk])
    requirement_sets.bring_back(requirement_set=found, by=request.viewer.actor)
    notices.done(request, _("“%(name)s” can be used again.") % {"name": found.name})
    return redirect("screening:requirement_set_detail", pk=pk)


def steps_words(steps: int, minutes: int) -> str:
    """ "4 steps, about 40 minutes"."""
    words = ngettext("%(count)s step", "%(count)s steps", steps) % {"count": steps}
    if not minutes:
        return words
    time = ngettext("about %(count)s minute", "about %(count)s minutes", minutes) % {"count": minutes}
    return f"{words}, {time}"


def _notes(step: Requirement) -> list[str]:
    about = {
        Requirement.Kind.BACKGROUND_CHECK: f"{step.get_check_type_display()} ({step.get_tier_display()})",
        Requirement.Kind.REFERENCE: _("Reference"),
        Requirement.Kind.TRAINING: step.training.title if step.training else "",
        Requirement.Kind.ORIENTATION: step.training.title if step.training else "",
        Requirement.Kind.ACKNOWLEDGEMENT: step.document.title if step.document else "",
    }[Requirement.Kind(step.kind)]
    months = ngettext("counts for %(count)s month", "counts for %(count)s months", step.valid_months or 0)
    return [
        one
        for one in (
            about if about != step.title else step.get_kind_display(),
            months % {"count": step.valid_months} if step.valid_months else "",
            _("renewed every year") if step.renews_yearly else "",
            ngettext("%(count)s minute", "%(count)s minutes", step.minutes) % {"count": step.minutes}
            if step.minutes
            else "",
            "" if step.before_first_day else _("not needed for the first day"),
            _("from %(day)s on") % {"day": date_format(step.counts_from_on)} if step.counts_from_on else "",
        )
        if one
    ]
