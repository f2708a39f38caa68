"""Before matches start: a program's list of how far each is."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from mentoring.models import Program
from mentoring.readiness_table import gates_on, readiness_of
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.MATCHES_VIEW)
def readiness_list(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The matches of a program that have not started: ready, nearly, waiting; for what, and for whom."""
    program = _program(request, program_pk)
    may_start = request.viewer.can(Permission.MATCHES_EDIT)
    page = readiness_of(program).page(request)
    has_ready = any(one.is_open for one in gates_on(page.current.rows, request.viewer))
    return page.render("mentoring/readiness_list.html", program=program, may_start=may_start, has_ready=has_ready)


@require_GET
@requires(Permission.MATCHES_VIEW)
def readiness_export(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The list as a file: the same matches, the same columns, every page."""
    return readiness_of(_program(request, program_pk)).export(request)


def _program(request: DistrictRequest, pk: int) -> Program:
    return get_object_or_404(Program.objects.visible_to(request.viewer), pk=pk)
