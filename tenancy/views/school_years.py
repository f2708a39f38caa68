"""School years of a district: list, add, change, continue into the next."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tenancy import notices
from tenancy.actions import school_years
from tenancy.forms.districts import SchoolYearForm
from tenancy.http import DistrictRequest, requires
from tenancy.models import SchoolYear
from tenancy.permissions import Permission
from tenancy.tables import Cell, Column, Row, Table
from tenancy.views.districts import settings_tabs


@require_GET
@requires(Permission.SETTINGS_EDIT)
def school_year_list(request: DistrictRequest) -> HttpResponse:
    """Every school year, the newest first."""
    found = list(SchoolYear.objects.of(request.district).order_by("-starts_on"))
    columns = [Column(_("School year")), Column(_("First day")), Column(_("Last day")), Column(_("State"))]
    body = [
        Row(
            [
                Cell(one.name, url=reverse("tenancy:school_year_edit", args=[one.pk])),
                date_format(one.starts_on),
                date_format(one.ends_on),
                _state(request, one),
            ]
        )
        for one in found
    ]
    context = {
        "table": Table(_("School years"), columns, body, is_caption_hidden=True) if found else None,
        "newest": found[0] if found else None,
        "tabs": settings_tabs("tenancy:school_year_list"),
    }
    return render(request, "tenancy/school_year_list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def school_year_add(request: DistrictRequest) -> HttpResponse:
    """Add a school year; ``?after=`` proposes the one that continues another."""
    form = SchoolYearForm(request.POST or None, viewer=request.viewer, initial=_proposed(request))
    if form.is_valid():
        year = school_years.add(by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("%(name)s was added.") % {"name": year.name})
        return redirect("tenancy:school_year_list")
    return render(request, "tenancy/school_year_add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def school_year_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change a school year's name or days."""
    year = get_object_or_404(SchoolYear.objects.of(request.district), pk=pk)
    name = year.name
    form = SchoolYearForm(request.POST or None, instance=year, viewer=request.viewer)
    if form.is_valid():
        school_years.change(year=year, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("Saved."))
        return redirect("tenancy:school_year_list")
    context = {"form": form, "name": name}
    return render(request, "tenancy/school_year_edit.html", context, status=422 if form.errors else 200)


def _proposed(request: DistrictRequest) -> dict[str, object]:
    after = request.GET.get("after", "")
    years = SchoolYear.objects.of(request.district)
    year = years.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 19 else None
    return dict(school_years.next_of(year)) if year else {}


def _state(request: DistrictRequest, year: SchoolYear) -> Cell:
    if year.starts_on <= request.viewer.today <= year.ends_on:
        return Cell(_("Now"), kind="ok")
    return Cell(_("Over"), kind="mute") if year.ends_on < request.viewer.today else Cell(_("To come"), kind="info")
