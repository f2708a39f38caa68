"""Schools of a district: list, add, change, take out of use."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenancy import notices
from tenancy.actions import schools
from tenancy.forms.districts import SchoolForm
from tenancy.http import DistrictRequest, requires
from tenancy.models import School
from tenancy.permissions import Permission
from tenancy.tables import Cell, Column, Row, Table
from tenancy.templatetags.people import phone
from tenancy.views.districts import settings_tabs


@require_GET
@requires(Permission.SETTINGS_EDIT)
def school_list(request: DistrictRequest) -> HttpResponse:
    """Every school, those in use first. (A district has dozens, so there are no pages.)"""
    found = School.objects.of(request.district).order_by("-is_active", "name")
    body = [
        Row(
            [
                Cell(one.name, url=reverse("tenancy:school_edit", args=[one.pk])),
                Cell(_("In use"), kind="ok") if one.is_active else Cell(_("Not in use"), kind="mute"),
                phone(one.phone),
            ]
        )
        for one in found
    ]
    columns = [Column(_("School")), Column(_("State")), Column(_("Phone"))]
    context = {
        "table": Table(_("Schools"), columns, body, is_caption_hidden=True) if body else None,
        "tabs": settings_tabs("tenancy:school_list"),
    }
    return render(request, "tenancy/school_list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def school_add(request: DistrictRequest) -> HttpResponse:
    """Add a school."""
    form = SchoolForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        school = schools.add(by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("%(name)s was added.") % {"name": school.name})
        return redirect("tenancy:school_list")
    return render(request, "tenancy/school_add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def school_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change a school's details."""
    school = get_object_or_404(School.objects.of(request.district), pk=pk)
    name = school.name
    form = SchoolForm(request.POST or None, instance=school, viewer=request.viewer)
    if form.is_valid():
        schools.change(school=school, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("Saved."))
        return redirect("tenancy:school_list")
    context = {"form": form, "school": school, "name": name}
    return render(request, "tenancy/school_edit.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.SETTINGS_EDIT)
def school_retire(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take a school out of use; can be undone."""
    school = get_object_or_404(School.objects.of(request.district), pk=pk)
    schools.retire(school=school, by=request.viewer.actor)
    undo = reverse("tenancy:school_bring_back", args=[pk])
    notices.done(request, _("%(name)s is no longer in use.") % {"name": school.name}, undo=undo)
    return redirect("tenancy:school_list")


@require_POST
@requires(Permission.SETTINGS_EDIT)
def school_bring_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Put a school into use again."""
    school = get_object_or_404(School.objects.of(request.district), pk=pk)
    schools.bring_back(school=school, by=request.viewer.actor)
    notices.done(request, _("%(name)s is in use again.") % {"name": school.name})
    return redirect("tenancy:school_list")
