"""The audit log: who did what, to whom, when and why."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from tenancy import audit
from tenancy.exports import csv_lines, moment, with_zone
from tenancy.forms.audit_events import AuditFilterForm
from tenancy.history import Told, moment_words, tell
from tenancy.http import DistrictRequest, requires, stream
from tenancy.models import AuditEvent, Person
from tenancy.pages import in_chunks, keyset_page
from tenancy.permissions import Permission
from tenancy.tables import Cell, Column, Row, Table

#: Rows on a page: one looks for a line here, and reads many.
SIZE = 50


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.AUDIT_VIEW)
def audit_event_list(request: DistrictRequest) -> HttpResponse:
    """The log, newest first, with filters."""
    form = AuditFilterForm(request.GET, viewer=request.viewer)
    events = form.narrow(AuditEvent.objects.of(request.district))
    page = keyset_page(events, request.GET, key="at", is_descending=True, size=SIZE)
    context = {
        "form": form,
        "page_of_events": page,
        "table": _table(tell(page.rows)),
        "about": _about(request, form),
        "export_url": f"{reverse('tenancy:audit_event_export')}?{_without_page(request)}",
    }
    return render(request, f"tenancy/audit_event_list.html{'#rows' if request.htmx else ''}", context)


@require_GET
@requires(Permission.AUDIT_VIEW)
def audit_event_export(request: DistrictRequest) -> HttpResponse:
    """The log as a file, with the same filters, every page. That it was taken is written down too."""
    form = AuditFilterForm(request.GET, viewer=request.viewer)
    events = form.narrow(AuditEvent.objects.of(request.district))
    facts: dict[str, audit.Fact] = {
        name: str(form.cleaned_data.get(name) or "") for name in ("verb", "target", "first", "last")
    }
    audit.record(by=request.viewer.actor, verb="audit_event.export", facts=facts)
    headings = [with_zone(_("When")), _("Who"), _("What"), _("About"), _("Details")]

    def lines() -> Iterator[str]:
        chunks = in_chunks(events, key="at", is_descending=True)
        return csv_lines(headings, (_line(told) for chunk in chunks for told in tell(chunk)))

    return stream(lines, content_type="text/csv; charset=utf-8", filename="audit-log.csv")


def _table(lines: list[Told]) -> Table:
    return Table(
        caption=_("Audit log"),
        columns=[Column(_("When")), Column(_("Who")), Column(_("What")), Column(_("About")), Column(_("Details"))],
        body=[
            Row(
                [
                    Cell(_time(told.event.at)),
                    Cell(told.who),
                    Cell(told.what),
                    Cell(told.about, url=told.about_url),
                    Cell(told.details),
                ]
            )
            for told in lines
        ],
        is_caption_hidden=True,
    )


def _time(at: datetime) -> str:
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), moment_words(at))


def _line(told: Told) -> list[object]:
    return [moment(told.event.at), told.who, told.what, told.about, told.details]


def _about(request: DistrictRequest, form: AuditFilterForm) -> Person | None:
    """The person whose history this is, if it is one person's."""
    pk = form.cleaned_data.get("person")
    return Person.objects.visible_to(request.viewer).filter(pk=pk).first() if pk else None


def _without_page(request: DistrictRequest) -> str:
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    return query.urlencode()
