"""Safety holds: who is on hold, place one, lift one, read why."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from screening.actions import holds
from screening.forms.holds import HoldReasonForm
from screening.models import SafetyHold
from screening.safety_tables import HOLDS, tabs
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person
from tenancy.permissions import Permission


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.HOLD_PLACE)
def hold_list(request: DistrictRequest) -> HttpResponse:
    """Who is on hold, among the people whom this viewer sees."""
    return HOLDS.page(request).render("screening/hold_list.html", tabs=tabs(request.viewer, HOLDS))


@require_GET
@requires(Permission.HOLD_PLACE)
def hold_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """One hold: who, since when, by whom. Never why: that is asked for by a button."""
    hold = _hold(request, pk)
    context = {
        "hold": hold,
        "may_lift": hold.is_live and _reaches(request, hold, Permission.HOLD_LIFT),
        "may_read": _reaches(request, hold, Permission.HOLD_REASON_VIEW),
        "may_place": not hold.is_live and not _live_hold(request, hold.person),
    }
    return render(request, "screening/hold_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.HOLD_PLACE)
def hold_place(request: DistrictRequest, person_pk: int) -> HttpResponse:
    """Place a hold on a person, with a reason; leads to the live one where there is one."""
    person = get_object_or_404(Person.objects.visible_to(request.viewer).active(), pk=person_pk)
    if request.method == "GET" and (live := _live_hold(request, person)):
        return redirect("screening:hold_detail", pk=live.pk)
    form = HoldReasonForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        try:
            hold = holds.place(person=person, at=timezone.now(), by=request.viewer.actor, **form.cleaned_data)
        except holds.CannotPlace as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("%(name)s is on hold. Everything has stopped.") % {"name": person.name})
            return redirect("screening:hold_detail", pk=hold.pk)
    context = {
        "form": form,
        "person": person,
        "consequences": _consequences(),
        "back_url": reverse("tenancy:person_detail", args=[person.pk]),
    }
    return render(request, "screening/hold_place.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.HOLD_LIFT)
def hold_lift(request: DistrictRequest, pk: int) -> HttpResponse:
    """Lift a hold, saying why."""
    hold = _hold(request, pk, Permission.HOLD_LIFT)
    form = HoldReasonForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        try:
            holds.lift(hold=hold, at=timezone.now(), by=request.viewer.actor, **form.cleaned_data)
        except holds.CannotLift as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("The hold on %(name)s is lifted.") % {"name": hold.person.name})
            return redirect("screening:hold_detail", pk=hold.pk)
    context = {"form": form, "hold": hold, "back_url": reverse("screening:hold_detail", args=[hold.pk])}
    return render(request, "screening/hold_lift.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@requires(Permission.HOLD_REASON_VIEW)
def hold_reason(request: DistrictRequest, pk: int) -> HttpResponse:
    """Why a hold was placed and lifted. Each call is written down, so it is a POST: nothing opens it unasked."""
    hold = _hold(request, pk, Permission.HOLD_REASON_VIEW)
    reasons = holds.read_reasons(hold=hold, by=request.viewer.actor)
    return render(request, "screening/hold_reason.html", {"hold": hold, "reasons": reasons})


def _consequences() -> list[str]:
    return [
        _("Their meetings are paused now, and no match with them can start."),
        _("They see nothing of students. They can still sign in; to take that away, deactivate them."),
        _("Coordinators and supervising teachers read that they are paused until further notice, never why."),
        _("A district administrator or a principal lifts the hold."),
    ]


def _hold(request: DistrictRequest, pk: int, permission: Permission | None = None) -> SafetyHold:
    """The hold, if this viewer may know of it (404) and holds the permission for the person (403)."""
    seen = SafetyHold.objects.visible_to(request.viewer).prefetch_related("person", "placed_by", "lifted_by")
    hold = get_object_or_404(seen, pk=pk)
    if permission and not _reaches(request, hold, permission):
        raise PermissionDenied(_("A district administrator or a principal of this person’s schools does this."))
    return hold


def _reaches(request: DistrictRequest, hold: SafetyHold, permission: Permission) -> bool:
    """Whether a staff role of the viewer holds the permission for the person: nobody lifts it as a parent."""
    if not request.viewer.can(permission):
        return False
    return (
        Person.objects.of(request.district).in_reach_of(request.viewer, permission).filter(pk=hold.person_id).exists()
    )


def _live_hold(request: DistrictRequest, person: Person) -> SafetyHold | None:
    return SafetyHold.objects.visible_to(request.viewer).live().filter(person=person).first()
