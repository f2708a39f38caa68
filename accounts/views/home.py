"""The first page outside the districts."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import Seat, User
from accounts.access import requires_sign_in
from tenancy.models import District


@require_safe
@requires_sign_in
def home_outside(request: HttpRequest) -> HttpResponse:
    """My districts; straight into the only one."""
    user = cast(User, request.user)
    mine = Seat.objects.filter(user=user).values("district_id")
    districts = list(District.objects.filter(pk__in=mine, is_active=True).order_by("name", "pk"))
    if len(districts) == 1 and not user.is_platform_staff:
        return redirect(districts[0].mount_point)
    return render(request, "accounts/home_outside.html", {"districts": districts})
