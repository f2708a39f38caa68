"""For whom a sign-in goes on in a district."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import continue_as as people
from accounts.access import next_page
from accounts.forms import ContinueAsForm
from tenancy.http import DistrictRequest, open_to_all


@require_http_methods(["GET", "POST"])
@open_to_all("asks whom to go on as, before there is a viewer; shows only people of one's own sign-in")
def continue_as(request: DistrictRequest) -> HttpResponse:
    """One sign-in, several people (two parents with one address): whom to go on as."""
    own: list[Any] = request.people  # type: ignore[attr-defined]
    go_on = next_page(request, otherwise=request.district.mount_point)
    if len(own) < 2:
        return redirect(go_on)
    form = ContinueAsForm(request.POST or None, people=own)
    if form.is_valid():
        people.choose(request.session, request.district, form.cleaned_data["person"])
        return redirect(go_on)
    return render(
        request, "accounts/continue_as.html", {"form": form, "next": go_on}, status=422 if form.errors else 200
    )
