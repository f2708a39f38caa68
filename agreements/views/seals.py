"""Documents that everybody signed and that could not be sealed yet."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from agreements.actions import seals
from agreements.models import Agreement, State
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission

#: So many on the page: it is empty on a good day.
MOST = 100


@require_GET
@requires(Permission.AGREEMENTS_EDIT)
def seal_list(request: DistrictRequest) -> HttpResponse:
    """Which they are, since when, how often it was tried, and when it is tried again."""
    failed = Agreement.objects.visible_to(request.viewer).seal_failed().prefetch_related("packet__student")
    rows = [
        {
            "agreement": one,
            "student": one.packet.student.name,
            "since": date_format(localtime(one.completed_at), "DATETIME_FORMAT") if one.completed_at else "",
            "next": date_format(localtime(one.seal_lease_until), "TIME_FORMAT") if one.seal_lease_until else "",
            "is_trying": one.state == State.SEALING,
        }
        for one in failed.order_by("completed_at", "pk")[:MOST]
    ]
    return render(request, "agreements/seal_list.html", {"rows": rows})


@require_POST
@requires(Permission.AGREEMENTS_EDIT)
def seal_retry(request: DistrictRequest, pk: int) -> HttpResponse:
    """Try one again at once."""
    agreement = get_object_or_404(Agreement.objects.visible_to(request.viewer), pk=pk)
    if seals.retry(agreement=agreement, by=request.viewer.actor):
        notices.done(request, _("It is being sealed now. Look again in a minute."))
    else:
        notices.warn(request, _("This document does not wait to be sealed again."))
    return redirect("agreements:seal_list")
