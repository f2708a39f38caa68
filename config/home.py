"""The home page of each role: who you are, what needs you, what comes next."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@requires(Permission.HOME_VIEW)
def home(request: DistrictRequest) -> HttpResponse:
    """What needs this viewer today."""
    return render(request, "config/home.html", {})
