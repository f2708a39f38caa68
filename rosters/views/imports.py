"""Files are brought in: give one, see what it would do, bring it in, get failed rows back."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from rosters.actions import imports, rosters
from rosters.archive import CannotRead
from rosters.forms.imports import BringInForm, RosterForm
from rosters.import_pages import RunPage, badge_of, change_words, kind_title, kinds, short_counts
from rosters.kinds import IMPORT_KINDS
from rosters.models import ImportChange, ImportFailure, ImportRun
from rosters.sheets.reach import is_within, place_of_viewer
from tenancy import audit, notices
from tenancy.exports import csv_lines
from tenancy.http import DistrictRequest, requires, stream
from tenancy.pages import in_chunks, keyset_page
from tenancy.permissions import Permission
from tenancy.tables import Cell, Column, Row, Table


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.ROSTER_IMPORT)
def import_list(request: DistrictRequest) -> HttpResponse:
    """What can be brought in, and every file that was given."""
    runs = ImportRun.objects.visible_to(request.viewer).prefetch_related("created_by")
    page = keyset_page(runs, request.GET, key="created_at", is_descending=True)
    columns = [Column(_("File")), Column(_("State")), Column(_("Result")), Column(_("By")), Column(_("When"))]
    body = [
        Row(
            [
                Cell(kind_title(run), url=reverse("rosters:import_detail", args=[run.pk]), note=run.file_name),
                Cell(run.get_state_display(), kind=badge_of(run)),
                short_counts(run),
                run.created_by.name if run.created_by else _("Waymark"),
                date_format(timezone.localtime(run.created_at), "DATETIME_FORMAT"),
            ]
        )
        for run in page.rows
    ]
    context = {
        "kinds": kinds(request.viewer),
        "page_of_runs": page,
        "table": Table(_("Files given so far"), columns, body),
    }
    return render(request, f"rosters/import_list.html{'#rows' if request.htmx else ''}", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.ROSTER_IMPORT)
def import_add(request: DistrictRequest) -> HttpResponse:
    """Give a roster. It is looked through first; nothing is changed by that."""
    _only_for_the_whole_district(request)
    form = RosterForm(request.POST or None, request.FILES or None, viewer=request.viewer)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = rosters.start(
                file=file,
                file_name=file.name,
                district=request.district,
                source=form.cleaned_data["source"],
                by=request.viewer.actor,
            )
        except CannotRead as refusal:
            form.add_error("file", str(refusal))
        except imports.CannotStart as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("rosters:import_detail", pk=run.pk)
    return render(request, "rosters/import_add.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.ROSTER_IMPORT)
def import_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """A file: how far it is, what it would do or did, what failed. Keeps itself up to date while it is at work."""
    run = _run(request, pk)
    imports.settle(run=run)
    return _show(request, run, BringInForm(viewer=request.viewer, run=run))


@require_http_methods(["POST"])
@requires(Permission.ROSTER_IMPORT)
def import_bring_in(request: DistrictRequest, pk: int) -> HttpResponse:
    """Bring a file in for good, as its page showed it."""
    run = _run(request, pk)
    _refuse_wider(request, run)
    form = BringInForm(request.POST, viewer=request.viewer, run=run)
    if not form.is_valid():
        return _show(request, run, form, status=422)
    try:
        imports.bring_in(
            run=run,
            may_end=form.cleaned_data.get("may_end", False),
            are_adults=form.are_adults,
            by=request.viewer.actor,
        )
    except imports.CannotBringIn as refusal:
        notices.warn(request, str(refusal))
    return redirect("rosters:import_detail", pk=pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.ROSTER_IMPORT)
def import_cancel(request: DistrictRequest, pk: int) -> HttpResponse:
    """Stop, after a question; the file is deleted."""
    run = _run(request, pk)
    if request.method == "POST":
        try:
            imports.cancel(run=run, at=timezone.now(), by=request.viewer.actor)
        except imports.CannotStart as refusal:
            notices.warn(request, str(refusal))
        else:
            notices.done(request, _("Canceled. The file was deleted."))
        return redirect("rosters:import_detail", pk=pk)
    return render(request, "rosters/import_cancel.html", {"run": run, "title": kind_title(run)})


@require_GET
@requires(Permission.ROSTER_IMPORT)
def import_failures(request: DistrictRequest, pk: int) -> HttpResponse:
    """The failed rows of one file as a CSV, to put right and give again. That it was taken is written down."""
    run = _run(request, pk)
    failed = ImportFailure.objects.of(request.district).filter(run=run)
    if "file" in request.GET:
        failed = failed.filter(file=request.GET["file"].replace("\x00", ""))
    first = failed.order_by("file", "line").first()
    if first is None:
        raise Http404
    name, failed = first.file, failed.filter(file=first.file)
    kind = IMPORT_KINDS.get(run.kind)
    known = list(kind.failure_columns(run, name)) if kind else []
    columns = [column for column in known if column in first.row] or list(first.row)
    audit.record(by=request.viewer.actor, verb="import.failures", target=run, facts={"rows": failed.count()})
    headings = [_("Line"), _("Column at fault"), _("What is wrong"), *columns]

    def lines() -> Iterator[str]:
        rows = (
            [one.line, one.column, one.why, *(one.row.get(column, "") for column in columns)]
            for chunk in in_chunks(failed, key="line")
            for one in chunk
        )
        return csv_lines(headings, rows)

    filename = f"failed-{''.join(letter if letter.isalnum() else '-' for letter in name.removesuffix('.csv'))[:60]}.csv"
    return stream(lines, content_type="text/csv; charset=utf-8", filename=filename)


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.ROSTER_IMPORT)
def import_changes(request: DistrictRequest, pk: int) -> HttpResponse:
    """Whom a file added, changed or ended."""
    run = _run(request, pk)
    changes = ImportChange.objects.of(request.district).filter(run=run).prefetch_related("person")
    page = keyset_page(changes, request.GET, key="id")
    body = [
        Row(
            [
                Cell(one.person.sorted_name, url=reverse("tenancy:person_detail", args=[one.person_id])),
                one.get_verb_display(),
                change_words(one),
            ]
        )
        for one in page.rows
    ]
    columns = [Column(_("Name")), Column(_("What happened")), Column(_("What"))]
    context = {
        "run": run,
        "page_of_changes": page,
        "table": Table(_("Changed people"), columns, body, is_caption_hidden=True),
    }
    return render(request, f"rosters/import_changes.html{'#rows' if request.htmx else ''}", context)


def _run(request: DistrictRequest, pk: int) -> ImportRun:
    """The run, if this viewer sees it (404)."""
    run: ImportRun = get_object_or_404(ImportRun.objects.visible_to(request.viewer).prefetch_related("job"), pk=pk)
    return run


def _show(request: DistrictRequest, run: ImportRun, form: BringInForm, status: int = 200) -> HttpResponse:
    context = {"run": run, "shown": RunPage(run), "form": form}
    return render(request, f"rosters/import_detail.html{'#run' if request.htmx else ''}", context, status=status)


def _only_for_the_whole_district(request: DistrictRequest) -> None:
    """A roster holds people of every school, so whoever works for some schools may not bring it in."""
    if not request.viewer.reach(Permission.ROSTER_IMPORT).whole_district:
        raise PermissionDenied(
            _("Rosters are brought in for the whole district, and your role is for some schools or programs.")
        )


def _refuse_wider(request: DistrictRequest, run: ImportRun) -> None:
    """A file given while the role held in more places is not brought in with what the role was."""
    place = place_of_viewer(request.viewer)
    if run.kind == rosters.Roster.code:
        _only_for_the_whole_district(request)
    elif "reach" in run.options and not is_within(run.options["reach"], place):
        raise PermissionDenied(_("Your role holds in fewer schools or programs by now. Give the file again."))
