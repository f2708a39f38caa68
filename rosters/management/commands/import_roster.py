"""``manage.py import_roster --district oak roster.zip``: bring in a roster, as a student system's nightly job does."""

import json
import logging
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from typing_extensions import override

from rosters.actions import imports, rosters
from rosters.archive import CannotRead
from rosters.models import COUNTED, ImportRun
from tenancy.actions import jobs
from tenancy.actor import Actor
from tenancy.context import NoDistrict, district
from tenancy.models import District, Job

#: Seconds between two looks at a run that a worker has taken over.
LOOK_EVERY = 2
BY = Actor.system("import_roster")


class Command(BaseCommand):
    """Brings in a ZIP or a folder, or says what that would change."""

    help = "Bring in a OneRoster or School Data Sync roster: a ZIP file or a folder of CSV files."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a ZIP file or a folder")
        parser.add_argument("--district", required=True, help="the district's web address: oak")
        parser.add_argument("--source", default=rosters.SOURCE, help="which student system, when there are several")
        parser.add_argument("--dry-run", action="store_true", help="change nothing, say what would be changed")
        parser.add_argument("--allow-ending", action="store_true", help="go on though more than 20%% would be ended")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="json: one object of counts")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        """One roster. Refusals are sentences on the error output, with an exit code that is not 0."""
        _log_to_the_error_output()
        try:
            with district(options["district"]) as of:
                pass
        except NoDistrict as fault:
            raise CommandError(f"There is no district {options['district']}.") from fault
        run = self._check(of, options)
        if not options["dry_run"]:
            self._bring_in(of, run, may_end=options["allow_ending"])
        self._print(of, run, as_json=options["format"] == "json")
        if options["dry_run"]:
            with district(of):
                imports.cancel(run=run, at=timezone.now(), by=BY)
            if run.stops:
                self.stderr.write(self._stopped(run))

    def _check(self, of: District, options: dict[str, Any]) -> ImportRun:
        try:
            with district(of):
                run = rosters.start(
                    file=options["path"], file_name=options["path"].name, district=of, source=options["source"], by=BY
                )
        except (CannotRead, imports.CannotStart) as refusal:
            raise CommandError(str(refusal)) from refusal
        return self._work_off(of, run)

    def _bring_in(self, of: District, run: ImportRun, *, may_end: bool) -> None:
        if run.stops and not may_end:
            with district(of):
                imports.cancel(run=run, at=timezone.now(), by=BY)
            raise CommandError(self._stopped(run))
        try:
            with district(of):
                imports.bring_in(run=run, may_end=may_end, by=BY)
        except imports.CannotBringIn as refusal:
            raise CommandError(str(refusal)) from refusal
        self._work_off(of, run)
        if run.stops:
            raise CommandError(self._stopped(run))

    def _stopped(self, run: ImportRun) -> str:
        return (
            f"More than 20 % would be ended ({rosters.words_for_stops(run)}). Check the file. "
            "With --allow-ending it is brought in all the same."
        )

    def _work_off(self, of: District, run: ImportRun) -> ImportRun:
        """Do the run's job here and now; when a worker was quicker, wait for it."""
        with district(of):
            run.refresh_from_db()
            job = run.job
        if job is not None:
            _do(of, job)
        with district(of):
            imports.settle_all(district=of)
            run.refresh_from_db()
        if run.state == ImportRun.State.REFUSED:
            raise CommandError(run.refusal)
        if run.state == ImportRun.State.FAILED:
            raise CommandError("A fault stopped it. The log of this installation says more.")
        if run.state == ImportRun.State.CANCELED:
            raise CommandError("It was canceled.")
        return run

    def _print(self, of: District, run: ImportRun, *, as_json: bool) -> None:
        kind = rosters.Roster
        entities = {name: run.counts.get(name, dict.fromkeys(COUNTED, 0)) for name in kind.entities}
        if as_json:
            self.stdout.write(json.dumps({**entities, "total": run.total}))
            return
        for name, counts in {**entities, "total": run.total}.items():
            self.stdout.write(f"{name:14}" + "".join(f"{counts[key]:>9,} {key}" for key in COUNTED))
        with district(of):
            for one in run.failures.order_by("file", "line")[:20]:
                self.stdout.write(f"{one.file}, line {one.line}, {one.column}: {one.why}")
        for warning in run.warnings:
            self.stdout.write(f"{warning['file']}: {warning['text']} ({warning['count']})")


def _log_to_the_error_output() -> None:
    """The standard output is for the counts alone: whoever calls this reads them."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler) and handler.stream is sys.stdout:
            handler.setStream(sys.stderr)


def _do(of: District, job: Job) -> None:
    """Claim a job and do its chunks as a worker would. A fault is raised here, where somebody sees it."""
    while True:
        with district(of):
            job.refresh_from_db()
            claimed = None if job.is_over else jobs.claim(pk=job.pk, at=timezone.now())
        if job.is_over:
            return
        if claimed is None:
            time.sleep(LOOK_EVERY)
            continue
        try:
            while _advance(of, claimed):
                pass
        except jobs.LeaseLost:
            connection.close()


def _advance(of: District, job: Job) -> bool:
    try:
        with district(of):
            return jobs.advance(job=job, at=timezone.now())
    except jobs.LeaseLost:
        raise
    except Exception as fault:
        with district(of):
            jobs.fail(job=job, fault=fault, at=timezone.now())
        raise
