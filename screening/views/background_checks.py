"""Background checks: record one, move it along, record many, take back; the list of results from elsewhere."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from screening.actions import background_checks
from screening.clearance_table import CLEARANCE
from screening.forms.background_checks import BackgroundCheckForm, CheckSelectedForm
from screening.models import BackgroundCheck
from screening.views.people import person_of
from screening.views.taking_back import say_recorded, taken_back
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names


@require_http_methods(["GET", "POST"])
@requires(Permission.CLEARANCE_EDIT)
def background_check_add(request: DistrictRequest, person_pk: int) -> HttpResponse:
    """Record a check of one person; what the link names is filled in."""
    person = person_of(request, person_pk)
    initial = {
        "decided_on": request.viewer.today if request.GET.get("outcome") == "clear" else None,
        **{name: request.GET[name] for name in ("check_type", "tier", "outcome") if name in request.GET},
    }
    check = BackgroundCheck(person=person)
    form = BackgroundCheckForm(request.POST or None, instance=check, viewer=request.viewer, initial=initial)
    back_url = reverse("screening:clearance_detail", args=[person.pk])
    if form.is_valid():
        try:
            made = background_checks.record(
                person=person, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data
            )
        except background_checks.CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("screening:background_check_take_back", args=[made.pk])
            notices.done(request, _("Recorded for %(name)s.") % {"name": person.name}, undo=undo)
            return redirect(back_url)
    context = {"form": form, "person": person, "back_url": back_url}
    return render(request, "screening/background_check_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CLEARANCE_EDIT)
def background_check_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Move a check along or set it right."""
    visible = (
        BackgroundCheck.objects.of(request.district)
        .changeable_by(request.viewer)
        .live()
        .prefetch_related("person", "decided_by")
    )
    check = get_object_or_404(visible, pk=pk)
    person, decided_by = check.person, check.decided_by
    form = BackgroundCheckForm(request.POST or None, instance=check, viewer=request.viewer)
    back_url = reverse("screening:clearance_detail", args=[person.pk])
    if form.is_valid():
        try:
            background_checks.change(check=check, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data)
        except background_checks.CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Saved."))
            return redirect(back_url)
    context = {"form": form, "check": check, "person": person, "decided_by": decided_by, "back_url": back_url}
    return render(request, "screening/background_check_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CLEARANCE_EDIT)
def background_check_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take back a check that was recorded by mistake."""
    return taken_back(
        request,
        BackgroundCheck.objects.of(request.district).changeable_by(request.viewer),
        pk,
        verb="background_check.take_back",
        template="screening/background_check_take_back.html",
        title=_("Take back this background check?"),
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.CLEARANCE_EDIT)
def background_check_selected(request: DistrictRequest) -> HttpResponse:
    """Record the same check for several people, after a page that names them and says who is left out and why."""
    selection = Selection(request, CLEARANCE)
    form = CheckSelectedForm(request.POST if "outcome" in request.POST else None, viewer=request.viewer)
    people = list(selection.rows)
    check_type, decided_on = form.preview
    skipped = background_checks.reasons_to_skip(
        people, check_type=check_type, decided_on=decided_on, by=request.viewer.actor
    )
    if form.is_valid() and not selection.refusal:
        recorded = background_checks.record_many(
            people=people, on=request.viewer.today, by=request.viewer.actor, **form.facts
        )
        say_recorded(request, recorded, "screening:background_check_take_back")
        return redirect("screening:clearance_list")
    able = [person.name for person in people if person.pk not in skipped]
    context = {
        "form": form,
        "selection": selection,
        "count": len(able),
        "names": first_names(able or [person.name for person in people]),
        "skipped": [(person.name, skipped[person.pk]) for person in people if person.pk in skipped],
    }
    status = 422 if form.errors or (request.method == "POST" and selection.refusal) else 200
    return render(request, "screening/background_check_selected.html", context, status=status)
