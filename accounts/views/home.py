"""The first page outside the districts."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts import continue_as
from accounts.access import requires_sign_in
from accounts.models import User


@require_safe
@requires_sign_in
def home_outside(request: HttpRequest) -> HttpResponse:
    """My districts; straight into the only one."""
    user = cast(User, request.user)
    districts = continue_as.districts_of(user)
    if len(districts) == 1 and not user.is_platform_staff:
        return redirect(districts[0].mount_point)
    closed = [] if districts else continue_as.closed_districts_of(user)
    return render(request, "accounts/home_outside.html", {"districts": districts, "closed": closed})
