"""The front desk: who comes to a school today, on the screen and on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from meetings.desk import Desk, desk_of, schools_of, table_of
from meetings.forms.desks import DeskForm
from tenancy.http import DistrictRequest, requires
from tenancy.models import School
from tenancy.permissions import Permission


@require_GET
@requires(Permission.FRONT_DESK_VIEW)
def desk_list(request: DistrictRequest) -> HttpResponse:
    """Who comes today, whom they meet, where, who is in charge, and whether they are cleared."""
    desk, form = _desk(request)
    context = {
        "desk": desk,
        "form": form if len(schools_of(request.viewer)) > 1 else None,
        "table": table_of(desk, request.viewer),
        "may_say_absent": request.viewer.can(Permission.ABSENCES_ADD),
        "may_close": request.viewer.can(Permission.CALENDAR_EDIT),
    }
    return render(request, "meetings/desk_list.html", context)


@require_GET
@requires(Permission.FRONT_DESK_VIEW)
def desk_print(request: DistrictRequest) -> HttpResponse:
    """The same as a page to print."""
    desk, _form = _desk(request)
    context = {"desk": desk, "table": table_of(desk, request.viewer, is_print=True)}
    return render(request, "meetings/desk_print.html", context)


def _desk(request: DistrictRequest) -> tuple[Desk, DeskForm]:
    form = DeskForm(request.GET, viewer=request.viewer)
    form.full_clean()
    schools = schools_of(request.viewer)
    chosen: School | None = form.cleaned_data.get("school")
    return desk_of(chosen or (schools[0] if len(schools) == 1 else None), request.viewer), form
