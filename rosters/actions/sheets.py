"""Spreadsheets are taken in: read once, kept without what is never kept, and looked through by the columns chosen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from mentoring.models import Program
from rosters.actions import imports
from rosters.archive import CannotRead
from rosters.models import ImportMapping, ImportRun
from rosters.sheets.columns import Layout, SheetColumn, find_layout, recognize
from rosters.sheets.keeping import dropped_columns, keep
from rosters.sheets.kind import KeptSheet, SheetKind, kept_sheet, mapping_of
from rosters.sheets.reading import Book, open_book
from rosters.sheets.rows import Place
from screening.social_security import REFUSAL, looks_like_one
from tenancy.actor import Actor

#: More sheets than these of one workbook are not looked at.
MOST_SHEETS = 12
#: 123-45-6789: bare nine digits are a student ID in many states.
_DASHED = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")


def receive(*, kind: SheetKind, file: IO[bytes], file_name: str, place: Place) -> ImportRun:
    """Read a workbook or CSV file and keep its rows, waiting for somebody to say which column is which.

    The sheet and columns that are recognized are proposed; those that were chosen for the same headers before win.
    Refuses (CannotRead) what is no spreadsheet, is empty, or has no headers. The upload itself is not stored.
    """
    columns = kind.columns(place)
    with TemporaryFile() as kept, open_book(file) as book:
        sheets = [_kept(book, layout, columns, kind, kept) for layout in _layouts(book, columns)]
        sheets = [sheet for sheet in sheets if sheet.rows]
        if not sheets:
            raise CannotRead(_("There are no rows below a row of headers in this file. Start from the template."))
        kept.seek(0)
        best = max(range(len(sheets)), key=lambda at: len(recognize(sheets[at].headers, columns)))
        options = {
            "sheets": [asdict(sheet) for sheet in sheets],
            "sheet": best,
            "reach": {
                "schools": None if place.school_ids is None else sorted(place.school_ids),
                "programs": None if place.program_ids is None else sorted(place.program_ids),
            },
        }
        return imports.keep(
            kind=kind.code,
            file=File(kept, name=file_name),
            file_name=file_name,
            district=place.district,
            by=place.by,
            options=options,
        )


def proposal(*, run: ImportRun, kind: SheetKind, sheet: KeptSheet, columns: Sequence[SheetColumn]) -> dict[int, str]:
    """Which column is which: as chosen for this run, else as chosen for the same headers before, else as recognized."""
    if run.options.get("columns") and kept_sheet(run) == sheet:
        return mapping_of(run)
    known = {column.key for column in columns}
    remembered = ImportMapping.objects.of(run.district).filter(kind=kind.code, header_sha256=_print(sheet)).first()
    if remembered is None:
        return recognize([_blank_where_dropped(sheet, at) for at in range(len(sheet.headers))], columns)
    places = {heading: at for at, heading in enumerate(sheet.headings)}
    return {places[heading]: key for heading, key in remembered.columns.items() if heading in places and key in known}


def own_columns(*, run: ImportRun, columns: Sequence[SheetColumn]) -> dict[int, str] | None:
    """Which column is which of a file with the headers of our template; None for every other file.

    A file of several sheets, or that names no program, leaves something to ask.
    """
    if len(run.options["sheets"]) != 1 or kept_sheet(run).dropped:
        return None
    known = {str(column.label): column.key for column in columns if column.is_in_template}
    headers = kept_sheet(run).headers
    if len(set(headers)) != len(headers) or not set(headers) <= set(known):
        return None
    found = {at: known[header] for at, header in enumerate(headers)}
    return found if "program" in found.values() else None


@transaction.atomic
def choose(
    *,
    run: ImportRun,
    kind: SheetKind,
    sheet: int,
    columns: Mapping[int, str],
    program: Program | None,
    at: datetime,
    by: Actor,
    **options: Any,
) -> None:
    """Say which column is which, remember it for the same headers, and look the file through.

    Refuses (CannotStart) while another run of the district is at work.
    """
    run.program = program
    run.options = {**run.options, **options, "sheet": sheet, "columns": {str(at): key for at, key in columns.items()}}
    run.save(update_fields=["program", "options"])
    chosen = kept_sheet(run)
    ImportMapping.objects.update_or_create(
        district=run.district,
        kind=kind.code,
        header_sha256=_print(chosen),
        defaults={"columns": {chosen.headings[place]: key for place, key in columns.items()}, "used_at": at},
    )
    imports.begin(run=run, by=by)


def _layouts(book: Book, columns: Sequence[SheetColumn]) -> list[Layout]:
    """Where the headers of each sheet are; sheets about something else are left out, unless all are."""
    names = book.sheet_names[:MOST_SHEETS]
    found = [find_layout(book, columns, name) for name in names]
    layouts = [layout for layout in found if layout is not None]
    ours = [layout for layout in layouts if len(recognize(layout.headers, columns, allows_slips=False)) > 1]
    return ours or layouts


def _kept(book: Book, layout: Layout, columns: Sequence[SheetColumn], kind: SheetKind, into: IO[bytes]) -> KeptSheet:
    dropped = dropped_columns(layout, columns)
    refused = _refused_anywhere if kind.refuses_bare_numbers else _refused_dashed
    kept = keep(book, layout, dropped=dropped, refused=refused, into=into)
    return KeptSheet(
        name=layout.sheet_name,
        header_number=layout.header_number,
        headers=list(layout.headers),
        rows=kept.rows,
        hidden=kept.hidden,
        start=kept.start,
        dropped=dropped,
    )


def _refused_anywhere(text: str) -> str:
    return str(REFUSAL) if looks_like_one(text) else ""


def _refused_dashed(text: str) -> str:
    return str(REFUSAL) if _DASHED.search(text) else ""


def _blank_where_dropped(sheet: KeptSheet, at: int) -> str:
    return "" if at in sheet.dropped else sheet.headers[at]


def _print(sheet: KeptSheet) -> str:
    return Layout(sheet.name, sheet.header_number, tuple(sheet.headers)).print_of_headers
