"""Trainings that people took: record for one or many, take back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from screening.actions import training_records
from screening.clearance_table import CLEARANCE
from screening.forms.records import TrainingRecordForm
from screening.models import Training, TrainingRecord
from screening.usual_choice import training_most_lack
from screening.views.people import person_of
from screening.views.taking_back import say_recorded, taken_back
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names
from tenancy.viewer import Viewer


@require_http_methods(["GET", "POST"])
@requires(Permission.CLEARANCE_EDIT)
def training_record_add(request: DistrictRequest, person_pk: int) -> HttpResponse:
    """Record that one person took a training."""
    person = person_of(request, person_pk)
    form = TrainingRecordForm(
        request.POST or None, viewer=request.viewer, initial={"training": request.GET.get("training")}
    )
    back_url = reverse("screening:clearance_detail", args=[person.pk])
    if form.is_valid():
        try:
            recorded = training_records.record(
                people=[person], on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data
            )
        except training_records.CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            if recorded.records:
                say_recorded(request, recorded, "screening:training_record_take_back")
                return redirect(back_url)
            form.add_error("completed_on", _("This is recorded already."))
    context = {"form": form, "person": person, "back_url": back_url}
    return render(request, "screening/training_record_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CLEARANCE_EDIT)
def training_record_selected(request: DistrictRequest) -> HttpResponse:
    """Record a training for several people, after a page that names them and says who is left out and why."""
    selection = Selection(request, CLEARANCE)
    people = list(selection.rows)
    usual = training_most_lack(request.district, people)
    sent = request.POST if "completed_on" in request.POST else None
    form = TrainingRecordForm(sent, viewer=request.viewer, initial={"training": usual})
    skipped = _skipped(form, people, usual, request.viewer)
    if form.is_valid() and not selection.refusal:
        try:
            recorded = training_records.record(
                people=people, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data
            )
        except training_records.CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            say_recorded(request, recorded, "screening:training_record_take_back")
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
    return render(request, "screening/training_record_selected.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.CLEARANCE_EDIT)
def training_record_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take back a training that was recorded by mistake."""
    return taken_back(
        request,
        TrainingRecord.objects.of(request.district).changeable_by(request.viewer),
        pk,
        verb="training.take_back",
        template="screening/training_record_take_back.html",
        title=_("Take back this training?"),
    )


def _skipped(form: TrainingRecordForm, people: list[Person], usual: Training | None, viewer: Viewer) -> dict[int, str]:
    """Who would be left out, as the form is filled in."""
    if form.is_bound and form.is_valid():
        return training_records.reasons_to_skip(people, by=viewer.actor, **form.cleaned_data)
    if usual is None:
        return {}
    return training_records.reasons_to_skip(people, training=usual, completed_on=viewer.today, by=viewer.actor)
