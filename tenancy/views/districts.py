"""The district's own settings."""

from copy import copy

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenancy import notices
from tenancy.actions import districts
from tenancy.forms.districts import DistrictSettingsForm
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


def settings_tabs(current: str) -> list[dict[str, object]]:
    """The pages of the settings, for the bar above each of them."""
    pages = [
        (_("District"), "tenancy:district_edit"),
        (_("Schools"), "tenancy:school_list"),
        (_("School years"), "tenancy:school_year_list"),
    ]
    return [{"label": label, "url": reverse(name), "is_current": name == current} for label, name in pages]


@require_http_methods(["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def district_edit(request: DistrictRequest) -> HttpResponse:
    """Change the district's name, zone, languages, hours, features and contact."""
    # A copy: what was typed wrong must not show in the frame of the page.
    form = DistrictSettingsForm(request.POST or None, instance=copy(request.district), viewer=request.viewer)
    if form.is_valid():
        changed = districts.change(district=request.district, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("Saved.") if changed else _("Nothing was changed."))
        return redirect("tenancy:district_edit")
    context = {
        "form": form,
        "tabs": settings_tabs("tenancy:district_edit"),
        "mount_point": request.district.mount_point,
    }
    return render(request, "tenancy/district_edit.html", context, status=422 if form.errors else 200)
