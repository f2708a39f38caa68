"""Figures of running matches, each a list with its drawing: silence, hours, the promised time, gifts and extras."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from support.figure_charts import hours_chart, perk_chart, promise_chart
from support.figure_tables import HOURS, PERKS, PROMISES, QUIET
from support.support_tabs import support_tabs
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.SUPPORT_VIEW)
def quiet_list(request: DistrictRequest) -> HttpResponse:
    """Matches that have not met for a while."""
    return QUIET.page(request).render("support/quiet_list.html", tabs=support_tabs(request.viewer, "quiet"))


@require_GET
@requires(Permission.SUPPORT_VIEW)
def quiet_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file."""
    return QUIET.export(request)


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.SUPPORT_VIEW)
def hours_list(request: DistrictRequest) -> HttpResponse:
    """What matches planned and what they held."""
    viewer, page = request.viewer, HOURS.page(request)
    chart = hours_chart(page.found, viewer)
    return page.render("support/hours_list.html", tabs=support_tabs(viewer, "hours"), chart=chart)


@require_GET
@requires(Permission.SUPPORT_VIEW)
def hours_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file."""
    return HOURS.export(request)


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.SUPPORT_VIEW)
def promise_list(request: DistrictRequest) -> HttpResponse:
    """Until when matches promised to meet, and how long that is."""
    viewer, page = request.viewer, PROMISES.page(request)
    chart = promise_chart(page.found, viewer)
    return page.render("support/promise_list.html", tabs=support_tabs(viewer, "promises"), chart=chart)


@require_GET
@requires(Permission.SUPPORT_VIEW)
def promise_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file."""
    return PROMISES.export(request)


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.SUPPORT_VIEW)
def perk_list(request: DistrictRequest) -> HttpResponse:
    """What students got besides meetings, so that none is left out."""
    viewer, page = request.viewer, PERKS.page(request)
    chart = perk_chart(page.found, viewer)
    return page.render("support/perk_list.html", tabs=support_tabs(viewer, "perks"), chart=chart)


@require_GET
@requires(Permission.SUPPORT_VIEW)
def perk_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file."""
    return PERKS.export(request)
