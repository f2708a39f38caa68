"""Visits to workplaces: which are due, noting and planning one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from mentoring.match_table import members_of
from mentoring.models import Match
from support.actions import visits
from support.figure_tables import VISITS
from support.forms.visits import VisitForm
from support.models import Visit
from support.support_tabs import support_tabs
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.SUPPORT_VIEW)
def visit_list(request: DistrictRequest) -> HttpResponse:
    """Matches that meet at a workplace, and when somebody of the school looks in next."""
    return VISITS.page(request).render("support/visit_list.html", tabs=support_tabs(request.viewer, "visits"))


@require_GET
@requires(Permission.SUPPORT_VIEW)
def visit_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file."""
    return VISITS.export(request)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT, Permission.MEETINGS_EDIT)
def visit_note(request: DistrictRequest, match_pk: int) -> HttpResponse:
    """Note a visit that was made, or plan one that is to come."""
    viewer = request.viewer
    match = get_object_or_404(Match.objects.visible_to(viewer).prefetch_related("program"), pk=match_pk)
    if match.program.archived_on is not None:
        raise PermissionDenied
    form = VisitForm(request.POST or None, viewer=viewer, initial={"day": viewer.today})
    if form.is_valid():
        day, note = form.cleaned_data["day"], form.cleaned_data["note"]
        is_plan = day > viewer.today
        try:
            deed = visits.plan if is_plan else visits.note
            visit = deed(match=match, day=day, note=note, by=viewer.actor)
        except visits.CannotNote as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("support:visit_remove", args=[visit.pk])
            notices.done(request, _("The visit is planned.") if is_plan else _("The visit is noted."), undo=undo)
            return redirect("support:visit_list")
    before = Visit.objects.visible_to(viewer).filter(match=match).order_by("-visited_on", "-pk")
    context = {
        "form": form,
        "match": match,
        "title": members_of([match], viewer)[match.pk].title,
        "before": before.prefetch_related("visited_by")[:10],
    }
    return render(request, "support/visit_note.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.SUPPORT_EDIT, Permission.MEETINGS_EDIT)
def visit_remove(request: DistrictRequest, pk: int) -> HttpResponse:
    """A visit that was noted or planned by mistake."""
    visit = get_object_or_404(Visit.objects.visible_to(request.viewer), pk=pk)
    visits.remove(visit=visit, by=request.viewer.actor)
    notices.done(request, _("Removed."))
    return redirect("support:visit_list")
