"""Spreadsheets: give a file, say which column is which, get an empty one to fill in."""

from collections.abc import Sequence
from typing import IO

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from rosters.actions import imports, sheets
from rosters.archive import CannotRead
from rosters.forms.sheets import SheetAddForm, SheetMapForm
from rosters.kinds import IMPORT_KINDS
from rosters.models import ImportRun
from rosters.sheets import templates
from rosters.sheets.keeping import kept_lines, written
from rosters.sheets.kind import KeptSheet, SheetKind
from rosters.sheets.reach import place_of_viewer
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission

#: How many rows are looked at for the first values of a column, and how many of these are shown.
LOOKED_AT, SHOWN = 25, 3
#: What is given first, where no kind is named.
FIRST = "students"
#: Letters of a value that are shown.
LETTERS = 32


@require_http_methods(["GET", "POST"])
@requires(Permission.ROSTER_IMPORT)
def sheet_add(request: DistrictRequest) -> HttpResponse:
    """Give a spreadsheet; it is read and kept, and the next page asks which column is which."""
    made = _kind(request.GET.get("kind", FIRST))
    form = SheetAddForm(request.POST or None, request.FILES or None, viewer=request.viewer)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = sheets.receive(kind=made, file=file.file, file_name=file.name, place=place_of_viewer(request.viewer))
        except CannotRead as refusal:
            form.add_error("file", str(refusal))
        else:
            return _begun(request, run, made) or redirect("rosters:sheet_map", pk=run.pk)
    context = {
        "form": form,
        "kind": made,
        "tabs": [
            {"label": one.entities[one.main], "url": one.add_url(), "is_current": one is made}
            for one in IMPORT_KINDS.values()
            if isinstance(one, SheetKind)
        ],
        "template_url": f"{reverse('rosters:sheet_template')}?kind={made.code}",
    }
    return render(request, "rosters/sheet_add.html", context, status=422 if form.errors else 200)


@require_GET
@requires(Permission.ROSTER_IMPORT)
def sheet_template(request: DistrictRequest) -> HttpResponse:
    """An empty workbook with our columns, drop-downs and a guide."""
    made = _kind(request.GET.get("kind", FIRST))
    columns = [column for column in made.columns(place_of_viewer(request.viewer)) if column.is_in_template]
    title = str(made.entities[made.main])
    content = templates.workbook(title=title, columns=columns, notes=[str(note) for note in made.notes])
    response = HttpResponse(content, content_type=templates.CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(title)}.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
@requires(Permission.ROSTER_IMPORT)
def sheet_map(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say which column is which; then the file is looked through."""
    run = get_object_or_404(_open_runs(request), pk=pk)
    kind = _kind(run.kind)
    number = _sheet_number(request, run)
    sheet = KeptSheet(**run.options["sheets"][number])
    columns = kind.columns(place_of_viewer(request.viewer))
    try:
        with imports.opened(run) as file:
            examples = _examples(file, sheet)
    except CannotRead:
        return redirect("rosters:import_detail", pk=pk)
    form = SheetMapForm(
        request.POST or None,
        viewer=request.viewer,
        kind=kind,
        sheet=sheet,
        columns=columns,
        proposed=sheets.proposal(run=run, kind=kind, sheet=sheet, columns=columns),
        examples=examples,
        initial={"program": run.program_id},
    )
    if form.is_valid():
        try:
            _choose(request, run, kind, number, form)
        except imports.CannotStart as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("rosters:import_detail", pk=pk)
    context = {
        "form": form,
        "run": run,
        "kind": kind,
        "sheet": sheet,
        "number": number,
        "dropped": [sheet.headers[at] for at in sheet.dropped],
        "tabs": _tabs(run, number),
        "lead": _lead(run, sheet),
    }
    return render(request, "rosters/sheet_map.html", context, status=422 if form.errors else 200)


def _begun(request: DistrictRequest, run: ImportRun, kind: SheetKind) -> HttpResponse | None:
    """Look a sheet with our own headers through at once: there is nothing to ask. None for every other sheet."""
    columns = sheets.own_columns(run=run, columns=kind.columns(place_of_viewer(request.viewer)))
    if columns is None or kind.refusal(list(columns.values())):
        return None
    try:
        sheets.choose(
            run=run, kind=kind, sheet=0, columns=columns, program=None, at=timezone.now(), by=request.viewer.actor
        )
    except imports.CannotStart:
        return None  # the page of columns says why when they go on
    return redirect("rosters:import_detail", pk=run.pk)


def _kind(code: str) -> SheetKind:
    kind = IMPORT_KINDS.get(code)
    if not isinstance(kind, SheetKind):
        raise Http404
    return kind


def _open_runs(request: DistrictRequest) -> QuerySet[ImportRun]:
    """Spreadsheets that are not brought in yet."""
    codes = [code for code, kind in IMPORT_KINDS.items() if isinstance(kind, SheetKind)]
    states = [ImportRun.State.KEPT, ImportRun.State.CHECKED]
    return ImportRun.objects.visible_to(request.viewer).filter(kind__in=codes, state__in=states)


def _sheet_number(request: DistrictRequest, run: ImportRun) -> int:
    asked = request.GET.get("sheet", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else int(run.options.get("sheet", 0))
    if number >= len(run.options["sheets"]):
        raise Http404
    return number


def _choose(request: DistrictRequest, run: ImportRun, kind: SheetKind, number: int, form: SheetMapForm) -> None:
    sheets.choose(
        run=run,
        kind=kind,
        sheet=number,
        columns=form.mapping,
        program=form.cleaned_data["program"],
        creates=form.cleaned_data.get("creates", True),
        hidden=form.cleaned_data.get("hidden", True),
        at=timezone.now(),
        by=request.viewer.actor,
    )


def _examples(file: IO[bytes], sheet: KeptSheet) -> Sequence[Sequence[str]]:
    """The first few different values of each column."""
    found: list[list[str]] = [[] for _header in sheet.headers]
    for line in kept_lines(file, sheet.start, min(LOOKED_AT, sheet.rows)):
        for at, value in enumerate(line.values[: len(found)]):
            words = " ".join(written(value).split())[:LETTERS]
            if words and words not in found[at] and len(found[at]) < SHOWN:
                found[at].append(words)
    return found


def _tabs(run: ImportRun, number: int) -> list[dict[str, object]]:
    """The sheets of a workbook that has several."""
    kept = run.options["sheets"]
    if len(kept) == 1:
        return []
    return [
        {"label": one["name"], "url": f"?sheet={at}", "is_current": at == number, "count": one["rows"]}
        for at, one in enumerate(kept)
    ]


def _lead(run: ImportRun, sheet: KeptSheet) -> str:
    words = ngettext(
        "%(file)s: %(rows)s row below the headers of row %(number)s.",
        "%(file)s: %(rows)s rows below the headers of row %(number)s.",
        sheet.rows,
    )
    return words % {"file": run.file_name, "rows": f"{sheet.rows:,}", "number": sheet.header_number}
