"""Incidents: the list, reporting one, reading one, adding to it, on paper."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from correspondence.pdf_rendering import answer
from screening.actions import incidents
from screening.forms.incidents import IncidentForm, IncidentNoteForm, found_by, ids_in
from screening.models import Incident, IncidentPerson, SafetyHold
from screening.safety_tables import INCIDENTS, authorities_cell, tabs
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person
from tenancy.permissions import Permission


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.INCIDENTS_ADD, Permission.INCIDENTS_VIEW)
def incident_list(request: DistrictRequest) -> HttpResponse:
    """The incidents that this viewer reported or may read."""
    return INCIDENTS.page(request).render("screening/incident_list.html", tabs=tabs(request.viewer, INCIDENTS))


@require_http_methods(["GET", "POST"])
@requires(Permission.INCIDENTS_ADD)
def incident_report(request: DistrictRequest) -> HttpResponse:
    """Write down what happened. "Find" looks for people by name and keeps what was typed."""
    if request.method == "GET" or "search" in request.POST:
        return render(request, "screening/incident_report.html", {"form": _open_form(request)})
    form = IncidentForm(request.POST, viewer=request.viewer)
    if form.is_valid():
        incident = incidents.report(**form.cleaned_data, at=timezone.now(), by=request.viewer.actor)
        notices.done(request, _("The incident is written down, and those who must know get a notice."))
        return redirect("screening:incident_detail", pk=incident.pk)
    return render(request, "screening/incident_report.html", {"form": form}, status=422)


@require_GET
@requires(Permission.INCIDENTS_ADD, Permission.INCIDENTS_VIEW)
def incident_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """One incident with everything that was added. Each reading is written down."""
    incident = _incident(request, pk)
    notes = incidents.read(incident=incident, by=request.viewer.actor)
    context = {
        "incident": incident,
        "notes": notes,
        "first": notes[0],
        "authorities": authorities_cell(notes[-1].authorities),
        "people": _people(request, incident),
    }
    return render(request, "screening/incident_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.INCIDENTS_ADD, Permission.INCIDENTS_VIEW)
def incident_note_write(request: DistrictRequest, pk: int) -> HttpResponse:
    """Write down what came later."""
    incident = _incident(request, pk)
    now = {"authorities": incident.authorities}  # type: ignore[attr-defined]  # annotated
    form = IncidentNoteForm(request.POST or None, viewer=request.viewer, initial=now)
    if form.is_valid():
        incidents.add(incident=incident, at=timezone.now(), by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("Added to the report."))
        return redirect("screening:incident_detail", pk=pk)
    context = {"form": form, "incident": incident}
    return render(request, "screening/incident_note_write.html", context, status=422 if form.errors else 200)


@require_GET
@requires(Permission.INCIDENTS_ADD, Permission.INCIDENTS_VIEW)
def incident_print(request: DistrictRequest, pk: int) -> HttpResponse:
    """The incident as a PDF. Written down each time."""
    incident = _incident(request, pk)
    language = get_language() or "en"
    content = incidents.print_out(incident=incident, language=language, by=request.viewer.actor)
    return answer(content, filename=f"incident-{pk}.pdf")


def _incident(request: DistrictRequest, pk: int) -> Incident:
    seen = Incident.objects.visible_to(request.viewer).with_authorities()
    return get_object_or_404(seen.prefetch_related("school", "reported_by"), pk=pk)


def _open_form(request: DistrictRequest) -> IncidentForm:
    """The form to fill in: with whom it began (?person=), or with what was typed and the people just found."""
    viewer = request.viewer
    if request.method == "GET":
        now = timezone.localtime()
        began_with = Person.objects.visible_to(viewer).active().filter(pk__in=ids_in(request.GET, "person"))
        initial = {"day": timezone.localdate(now), "people": [one.pk for one in began_with]}
        return IncidentForm(viewer=viewer, initial=initial)
    typed = {name: request.POST.get(name, "") for name in request.POST}
    ticked = {name: request.POST.getlist(name) for name in ("people", "accused")}
    found = found_by(request.POST.get("find", ""), viewer)
    form = IncidentForm(viewer=viewer, initial={**typed, **ticked, "find": ""}, found=found)
    if not found:
        form.fields["find"].help_text = _("Nobody found for “%(name)s”. Write the name below “Others”.") % {
            "name": request.POST.get("find", "")
        }
    return form


def _people(request: DistrictRequest, incident: Incident) -> list[dict[str, object]]:
    """Who was involved; who may be put on hold from here, and who is."""
    rows = IncidentPerson.objects.of(request.district).filter(incident=incident).order_by("pk")
    involved = list(rows.prefetch_related("person"))
    ids = [row.person_id for row in involved]
    known = set(Person.objects.visible_to(request.viewer).filter(pk__in=ids).values_list("pk", flat=True))
    live = SafetyHold.objects.visible_to(request.viewer).live().filter(person__in=ids)
    held = dict(live.values_list("person_id", "pk"))
    may_place = request.viewer.can(Permission.HOLD_PLACE)
    return [
        {
            "person": row.person,
            "is_accused": row.is_accused,
            "is_known": row.person_id in known and request.viewer.can(Permission.PEOPLE_VIEW),
            "hold_pk": held.get(row.person_id),
            "may_hold": may_place and row.person_id in known - {request.viewer.person_id} and row.person.is_active,
        }
        for row in involved
    ]
