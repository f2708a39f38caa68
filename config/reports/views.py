"""Reports: which there are, how a program is going, a school's monthly page; each on screen, on paper, as a file."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.views.decorators.http import require_GET

from config.reports import pdfs
from config.reports.monthly import MonthlyPage, months, schools_of
from config.reports.monthly import monthly_page as page_of
from config.reports.progress import Progress, programs_of, progress_of
from correspondence.pdf_rendering import answer
from mentoring.models import Program
from tenancy.exports import csv_lines
from tenancy.http import DistrictRequest, requires, stream
from tenancy.permissions import Permission
from tenancy.viewer import Viewer


@require_GET
@requires(Permission.REPORTS_VIEW)
def report_list(request: DistrictRequest) -> HttpResponse:
    """Every report that the viewer may read: of programs, and of schools month by month."""
    programs = sorted(programs_of(request.viewer), key=lambda one: one.is_archived)
    context = {"programs": programs, "schools": list(schools_of(request.viewer))}
    return render(request, "config/report_list.html", context)


@require_GET
@requires(Permission.REPORTS_VIEW)
def program_progress(request: DistrictRequest, pk: int) -> HttpResponse:
    """How a program is going: meetings by week against plan, hours, how evenly students meet."""
    return render(request, "config/program_progress.html", {"progress": _progress(request, pk)})


@require_GET
@requires(Permission.REPORTS_VIEW)
def program_progress_print(request: DistrictRequest, pk: int) -> HttpResponse:
    """The same charts on paper."""
    progress = _progress(request, pk)
    made = pdfs.program_progress(district=request.district, progress=progress, on=request.viewer.today, language="en")
    return answer(made, filename="how-it-is-going.pdf")


@require_GET
@requires(Permission.REPORTS_VIEW)
def program_progress_export(request: DistrictRequest, pk: int, name: str) -> HttpResponse:
    """The figures of one chart as a file."""
    chart = next((one for one in _progress(request, pk).charts if one.name == name), None)
    if chart is None:
        raise Http404
    headings, rows = chart.headings, chart.rows
    return stream(lambda: csv_lines(headings, rows), content_type="text/csv; charset=utf-8", filename=f"{name}.csv")


@require_GET
@requires(Permission.REPORTS_VIEW)
def monthly_page(request: DistrictRequest) -> HttpResponse:
    """A school's page of a month."""
    page = _monthly(request)
    context = {
        "page_of_month": page,
        "schools": list(schools_of(request.viewer)),
        "months": [(one, date_format(one, "F Y")) for one in months(request.viewer.today)],
    }
    return render(request, "config/monthly_page.html", context)


@require_GET
@requires(Permission.REPORTS_VIEW)
def monthly_page_print(request: DistrictRequest) -> HttpResponse:
    """The same page on paper."""
    page = _monthly(request)
    made = pdfs.monthly_page(district=request.district, page=page, on=request.viewer.today, language="en")
    return answer(made, filename=f"monthly-page-{page.month:%Y-%m}.pdf")


def _progress(request: DistrictRequest, pk: int) -> Progress:
    program = get_object_or_404(Program.objects.visible_to(request.viewer).prefetch_related("school_year"), pk=pk)
    if program.pk not in {one.pk for one in programs_of(request.viewer)}:
        raise Http404
    return progress_of(program, request.viewer)


def _monthly(request: DistrictRequest) -> MonthlyPage:
    """The school and month of the query: the first school and this month where nothing is said. Unknown ones: 404."""
    schools = {str(one.pk): one for one in schools_of(request.viewer)}
    wanted = request.GET.get("school") or next(iter(schools), "")
    if wanted not in schools:
        raise Http404
    return page_of(schools[wanted], _month(request.GET.get("month", ""), request.viewer), request.viewer)


def _month(typed: str, viewer: Viewer) -> date:
    known = {f"{one:%Y-%m}": one for one in months(viewer.today)}
    if typed and typed not in known:
        raise Http404
    return known.get(typed, viewer.today.replace(day=1))
