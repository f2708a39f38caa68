"""The board, and one person's clearance."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from screening import person_clearance
from screening.actions import records
from screening.clearance_table import CLEARANCE
from screening.tabs import clearance_tabs
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person
from tenancy.permissions import Permission


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.CLEARANCE_OUTCOMES_VIEW)
def clearance_list(request: DistrictRequest) -> HttpResponse:
    """Everybody of whom something is asked: how they stand, what is missing."""
    tabs = clearance_tabs(request.viewer, "screening:clearance_list")
    return CLEARANCE.page(request).render("screening/clearance_list.html", tabs=tabs)


@require_GET
@requires(Permission.CLEARANCE_OUTCOMES_VIEW)
def clearance_export(request: DistrictRequest) -> HttpResponse:
    """The board as a file: the same people, the same columns, every page."""
    return CLEARANCE.export(request)


@require_GET
@requires(Permission.CLEARANCE_VIEW)
def clearance_detail(request: DistrictRequest, person_pk: int) -> HttpResponse:
    """One person's clearance. Outcomes stand here for few, and their reading is noted; others learn until when."""
    viewer = request.viewer
    person = get_object_or_404(Person.objects.visible_to(viewer).active(), pk=person_pk)
    context = {"person": person, "words": person_clearance.checked_words_of(person, viewer)}
    if person_clearance.may_see_outcomes(person, viewer):
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        records.note_reading(person=person, by=viewer.actor, since=midnight)
        context |= {
            "parts": person_clearance.parts(person, viewer),
            "recorded": person_clearance.recorded(person, viewer),
            "is_own": person.pk == viewer.person_id,
            "may_edit": person_clearance.may_record(person, viewer),
        }
    return render(request, "screening/clearance_detail.html", context)
