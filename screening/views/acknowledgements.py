"""Policies that people agreed to on paper: record for one or many, take back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from screening.actions import acknowledgements
from screening.clearance_table import CLEARANCE
from screening.forms.records import AcknowledgementForm
from screening.models import Acknowledgement, PolicyDocument
from screening.usual_choice import policy_most_lack
from screening.views.people import person_of
from screening.views.taking_back import say_recorded, taken_back
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names
from tenancy.viewer import Viewer


@require_http_methods(["GET", "POST"])
@requires(Permission.CLEARANCE_EDIT)
def acknowledgement_add(request: DistrictRequest, person_pk: int) -> HttpResponse:
    """Record that one person agreed to a policy on paper."""
    person = person_of(request, person_pk)
    form = AcknowledgementForm(
        request.POST or None, viewer=request.viewer, initial={"document": request.GET.get("document")}
    )
    back_url = reverse("screening:clearance_detail", args=[person.pk])
    if form.is_valid():
        try:
            recorded = acknowledgements.record(
                people=[person], on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data
            )
        except acknowledgements.CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            if recorded.records:
                say_recorded(request, recorded, "screening:acknowledgement_take_back")
                return redirect(back_url)
            form.add_error("acknowledged_on", _("This is recorded already."))
    context = {"form": form, "person": person, "back_url": back_url}
    return render(request, "screening/acknowledgement_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CLEARANCE_EDIT)
def acknowledgement_selected(request: DistrictRequest) -> HttpResponse:
    """Record for several people that they agreed on paper, after a page that names them and who is left out."""
    selection = Selection(request, CLEARANCE)
    people = list(selection.rows)
    usual = policy_most_lack(request.district, people)
    sent = request.POST if "acknowledged_on" in request.POST else None
    form = AcknowledgementForm(sent, viewer=request.viewer, initial={"document": usual})
    skipped = _skipped(form, people, usual, request.viewer)
    if form.is_valid() and not selection.refusal:
        try:
            recorded = acknowledgements.record(
                people=people, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data
            )
        except acknowledgements.CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            say_recorded(request, recorded, "screening:acknowledgement_take_back")
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
    return render(request, "screening/acknowledgement_selected.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.CLEARANCE_EDIT)
def acknowledgement_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take back an agreement that was recorded by mistake."""
    return taken_back(
        request,
        Acknowledgement.objects.of(request.district).changeable_by(request.viewer),
        pk,
        verb="acknowledgement.take_back",
        template="screening/acknowledgement_take_back.html",
        title=_("Take back this agreed policy?"),
    )


def _skipped(
    form: AcknowledgementForm, people: list[Person], usual: PolicyDocument | None, viewer: Viewer
) -> dict[int, str]:
    """Who would be left out, as the form is filled in."""
    if form.is_bound and form.is_valid():
        return acknowledgements.reasons_to_skip(people, by=viewer.actor, **form.cleaned_data)
    if usual is None:
        return {}
    return acknowledgements.reasons_to_skip(people, document=usual, acknowledged_on=viewer.today, by=viewer.actor)
