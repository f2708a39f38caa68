"""References: record, change, take back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from screening.actions import references
from screening.forms.records import ReferenceForm
from screening.models import Reference
from screening.views.people import person_of
from screening.views.taking_back import taken_back
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_http_methods(["GET", "POST"])
@requires(Permission.CLEARANCE_EDIT)
def reference_add(request: DistrictRequest, person_pk: int) -> HttpResponse:
    """Record that a reference was asked for or came in."""
    person = person_of(request, person_pk)
    form = ReferenceForm(request.POST or None, instance=Reference(person=person), viewer=request.viewer)
    back_url = reverse("screening:clearance_detail", args=[person.pk])
    if form.is_valid():
        try:
            made = references.record(
                person=person, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data
            )
        except references.CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("screening:reference_take_back", args=[made.pk])
            notices.done(request, _("Recorded for %(name)s.") % {"name": person.name}, undo=undo)
            return redirect(back_url)
    context = {"form": form, "person": person, "back_url": back_url}
    return render(request, "screening/reference_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CLEARANCE_EDIT)
def reference_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say what came in."""
    visible = Reference.objects.of(request.district).changeable_by(request.viewer).live().prefetch_related("person")
    reference = get_object_or_404(visible, pk=pk)
    person = reference.person
    form = ReferenceForm(request.POST or None, instance=reference, viewer=request.viewer)
    back_url = reverse("screening:clearance_detail", args=[person.pk])
    if form.is_valid():
        try:
            references.change(
                reference=reference, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data
            )
        except references.CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Saved."))
            return redirect(back_url)
    context = {"form": form, "reference": reference, "person": person, "back_url": back_url}
    return render(request, "screening/reference_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CLEARANCE_EDIT)
def reference_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take back a reference that was recorded by mistake."""
    return taken_back(
        request,
        Reference.objects.of(request.district).changeable_by(request.viewer),
        pk,
        verb="reference.take_back",
        template="screening/reference_take_back.html",
        title=_("Take back this reference?"),
    )
