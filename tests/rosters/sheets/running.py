"""A spreadsheet brought in as the product does it, without its pages."""

import io
from collections.abc import Mapping

from django.utils import timezone

from mentoring.models import Program
from rosters.actions import imports, sheets
from rosters.kinds import IMPORT_KINDS
from rosters.models import ImportRun
from rosters.sheets.kind import SheetKind, kept_sheet
from rosters.sheets.rows import Place
from tenancy.actions import jobs
from tenancy.actor import Actor
from tenancy.models import Job
from tests.conftest import Cast


def looked_through(
    cast: Cast, kind: str, file: io.BytesIO, program: Program | None = None, **options: object
) -> ImportRun:
    """Ana's file, after the dry run; with ``schools`` or ``programs`` she works for these alone. Call it inside."""
    made = IMPORT_KINDS[kind]
    assert isinstance(made, SheetKind)
    schools, programs = options.pop("schools", None), options.pop("programs", None)
    place = Place(cast.district, timezone.localdate(), Actor.person(cast.ana), schools, programs)
    run = sheets.receive(kind=made, file=file, file_name="list.xlsx", place=place)
    chosen = sheets.proposal(run=run, kind=made, sheet=kept_sheet(run), columns=made.columns(place))
    sheets.choose(
        run=run,
        kind=made,
        sheet=run.options["sheet"],
        columns=chosen,
        program=program,
        at=timezone.now(),
        by=place.by,
        **{"creates": True, "hidden": True, **options},
    )
    done(run)
    return run


def brought_in(
    cast: Cast,
    kind: str,
    file: io.BytesIO,
    program: Program | None = None,
    are_adults: bool = True,
    **options: object,
) -> ImportRun:
    """Ana's file, brought in for good; she says that mentors of unknown age are adults."""
    run = looked_through(cast, kind, file, program, **options)
    imports.bring_in(run=run, are_adults=are_adults, by=Actor.person(cast.ana))
    done(run)
    return run


def done(run: ImportRun) -> None:
    """Work on the run's job until it is over."""
    run.refresh_from_db()
    job = jobs.claim(pk=run.job_id, at=timezone.now())
    assert job is not None
    while jobs.advance(job=job, at=timezone.now()):
        pass
    assert job.state == Job.State.DONE, job.fault
    run.refresh_from_db()
    run.failed_rows = [(one.line, one.column, one.why) for one in run.failures.order_by("line")]


def counts(run: ImportRun) -> Mapping[str, Mapping[str, int]]:
    """What was counted, without the noughts."""
    return {
        entity: {verb: count for verb, count in verbs.items() if count}
        for entity, verbs in run.counts.items()
        if any(verbs.values())
    }


def failures(run: ImportRun) -> list[tuple[int, str, str]]:
    """Line, column and reason of each failed row."""
    return run.failed_rows
