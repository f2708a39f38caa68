"""Files are brought in: looked through first, then for good. The same for rosters and spreadsheets.

What a kind of file does is in ``rosters/kinds.py``; here is what happens to every run.
"""

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.models import Program
from rosters import progress
from rosters.archive import CannotRead
from rosters.kinds import IMPORT_KINDS, WouldEndTooMany
from rosters.models import ImportFailure, ImportRun
from tenancy import audit
from tenancy.actions import jobs
from tenancy.actions.jobs import LEASE
from tenancy.actor import Actor
from tenancy.celery import ring
from tenancy.job_kinds import job_kind
from tenancy.models import AuditEvent, District, Job
from tenancy.tasks import continue_job

State = ImportRun.State

#: For how long a file waits for an answer, and failed rows and samples are kept.
WAITS = timedelta(days=7)
#: Bytes of a packed file that even a slow machine brings in within a second: for so long a worker may keep silent.
BYTES_A_SECOND = 10_000
KEPT = timedelta(days=30)


class CannotStart(Exception):
    """Nothing is begun; the text says why."""


class CannotBringIn(Exception):
    """The file is not brought in; the text says why."""


# --- Beginning -------------------------------------------------------------------------------------------------------
def keep(
    *,
    kind: str,
    file: File[bytes],
    file_name: str,
    district: District,
    by: Actor,
    source: str = "",
    options: Mapping[str, Any] | None = None,
    program: Program | None = None,
) -> ImportRun:
    """Store a file that is not looked through yet: state KEPT. Raises KeyError for an unknown kind."""
    name, digest = _store(file, district, PurePath(file_name).suffix.lower())
    try:
        with transaction.atomic():
            return ImportRun.objects.create(
                district=district,
                kind=IMPORT_KINDS[kind].code,
                state=State.KEPT,
                source=source,
                file=name,
                file_name=PurePath(file_name).name[:200],
                sha256=digest,
                options=dict(options or {}),
                program=program,
                created_by_id=by.person_id,
            )
    except BaseException:
        default_storage.delete(name)
        raise


@transaction.atomic
def begin(*, run: ImportRun, by: Actor) -> ImportRun:
    """Look through a kept file. Refuses (CannotStart) while another run of the district is at work."""
    settle_all(district=run.district)
    _at_work(run, State.CHECKING, of=[State.KEPT, State.CHECKED])
    _hand_over(run, "imports.check", by=by)
    return run


def start(**given: Any) -> ImportRun:
    """Store a file and look through it at once; see ``keep``. Refuses (CannotStart) and stores nothing then."""
    run = keep(**given)
    try:
        return begin(run=run, by=given["by"])
    except CannotStart:
        default_storage.delete(run.file)
        run.delete()
        raise


@transaction.atomic
def bring_in(*, run: ImportRun, may_end: bool = False, are_adults: bool | None = None, by: Actor) -> None:
    """Bring in what was looked through. Refuses (CannotBringIn) without ``may_end`` when too many would end.

    Refuses as well to guess (``are_adults``) whether mentors whose age nobody knows are old enough. What was said of it
    is written down.
    """
    settle_all(district=run.district)
    run.refresh_from_db()
    if run.state != State.CHECKED:
        raise CannotBringIn(_("This file was brought in, refused or canceled meanwhile."))
    if run.stops and not may_end:
        raise CannotBringIn(_("So many would end that you must say so: tick the box."))
    if ages := run.options.get("ages"):
        if are_adults is None:
            raise CannotBringIn(_("Say first whether the mentors are old enough."))
        if are_adults:
            audit.record(by=by, verb="import.attest_age", target=run, facts=ages)
    run.options = {**run.options, "may_end": may_end, "are_adults": bool(are_adults)}
    run.counts, run.stops = {}, {}
    run.save(update_fields=["options", "counts", "stops"])
    run.failures.all().delete()
    try:
        _at_work(run, State.RUNNING, of=[State.CHECKED])
    except CannotStart as refusal:
        raise CannotBringIn(str(refusal)) from refusal
    _hand_over(run, "imports.bring_in", by=by, total=max(run.rows, 1))


@transaction.atomic
def cancel(*, run: ImportRun, at: datetime, by: Actor) -> None:
    """Stop a run. What its finished steps brought in stays. Refuses (CannotStart) one that is over."""
    going_on = [State.KEPT, State.CHECKING, State.CHECKED, State.RUNNING]
    if not ImportRun.objects.filter(pk=run.pk, state__in=going_on).update(state=State.CANCELED, finished_at=at):
        raise CannotStart(_("This is over already."))
    if run.job is not None and not run.job.is_over:
        jobs.cancel(job=run.job, at=at, by=by)
    run.refresh_from_db()
    drop_file(run)
    audit.record(by=by, verb="import.cancel", target=run, facts={"kind": run.kind})


def actor_of(run: ImportRun) -> Actor:
    """Who brings the file in: the person who asked for it, or Waymark itself."""
    if run.created_by_id is None:
        return Actor.system("imports")
    return Actor(AuditEvent.ActorKind.PERSON, person_id=run.created_by_id)


def _at_work(run: ImportRun, state: ImportRun.State, *, of: list[ImportRun.State]) -> None:
    """Go to a state in which only one run of a district may be."""
    busy = _("Another file of this district is at work right now. Wait until it is done.")
    try:
        with transaction.atomic():
            taken = ImportRun.objects.filter(pk=run.pk, state__in=of).update(state=state)
    except IntegrityError as fault:
        raise CannotStart(busy) from fault
    if not taken:
        raise CannotStart(_("This is over already."))
    run.state = state


def _hand_over(run: ImportRun, kind: str, *, by: Actor, total: int | None = None) -> None:
    lease = int(LEASE.total_seconds()) + default_storage.size(run.file) // BYTES_A_SECOND
    run.job = jobs.start(kind=kind, by=by, total=total, run=run.pk, lease=lease)
    run.save(update_fields=["job"])
    ring(continue_job, run.job.pk)


# --- At work ---------------------------------------------------------------------------------------------------------
@job_kind("imports.check", title=gettext_lazy("Looking through a file"), unit=gettext_lazy("rows"))
def _check(job: Job) -> int:
    """Look through the whole file in one transaction that changes nothing but the run."""
    run = _run_of(job, State.CHECKING)
    if run is None:
        return 0
    run.counts, run.samples, run.warnings, run.stops, run.rows = {}, {}, [], {}, 0
    run.failures.all().delete()
    try:
        with transaction.atomic(), opened(run) as file:
            IMPORT_KINDS[run.kind].check(run, file)
    except CannotRead as refusal:
        _refuse(run, str(refusal))
        return 1
    run.state = State.CHECKED
    run.save()
    return max(run.rows, 1)


@job_kind("imports.bring_in", title=gettext_lazy("Bringing in a file"), unit=gettext_lazy("rows"))
def _bring_in(job: Job) -> int:
    """Do the next step of a run in one transaction."""
    run = _run_of(job, State.RUNNING)
    if run is None:
        return 0
    kind, done = IMPORT_KINDS[run.kind], int(job.progress.get("steps", 0))
    steps = kind.steps(run)
    try:
        with transaction.atomic(), opened(run) as file:
            rows = kind.bring_in(run, file, steps[done])
    except CannotRead as refusal:
        _refuse(run, str(refusal))
        return 1
    except WouldEndTooMany as stopped:
        run.refresh_from_db()
        run.state, run.stops = State.CHECKED, stopped.stops
        run.save()
        return 1
    job.progress = {"steps": done + 1, "of": len(steps)}
    if done + 1 == len(steps):
        _finish(run)
    run.save()
    return max(rows, 1)


def _run_of(job: Job, state: ImportRun.State) -> ImportRun | None:
    return ImportRun.objects.filter(pk=job.parameters["run"], state=state, job=job).first()


def _refuse(run: ImportRun, sentence: str) -> None:
    run.state, run.refusal, run.finished_at = State.REFUSED, sentence, timezone.now()
    drop_file(run)
    run.save()


def _finish(run: ImportRun) -> None:
    run.state, run.finished_at, run.samples = State.DONE, timezone.now(), {}
    drop_file(run)
    facts: dict[str, audit.Fact] = {"kind": run.kind, "source": run.source, **run.total}
    audit.record(by=actor_of(run), verb="import.finish", target=run, facts=facts)


# --- Files -----------------------------------------------------------------------------------------------------------
@contextmanager
def opened(run: ImportRun) -> Iterator[IO[bytes]]:
    """The run's file, open for reading. Raises CannotRead when it is gone."""
    try:
        file = default_storage.open(run.file, "rb")
    except (FileNotFoundError, ValueError) as fault:
        raise CannotRead(_("The file is not there any more. Upload it again.")) from fault
    with file:
        yield file


def drop_file(run: ImportRun) -> None:
    """Delete the run's file once this transaction stands; the caller saves the run."""
    if run.file:
        name, run.file = run.file, ""
        ImportRun.objects.filter(pk=run.pk).update(file="")
        transaction.on_commit(lambda: default_storage.delete(name), robust=True)


def _store(file: File[bytes], district: District, ending: str) -> tuple[str, str]:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    name = f"districts/{district.pk}/imports/{uuid.uuid4().hex}{ending}"
    return default_storage.save(name, file), digest.hexdigest()


# --- Tidying up ------------------------------------------------------------------------------------------------------
def settle_all(*, district: District) -> None:
    """Runs whose job was given up or canceled are over as well."""
    stuck = ImportRun.objects.of(district).filter(
        state__in=[State.CHECKING, State.RUNNING], job__state__in=[Job.State.FAILED, Job.State.CANCELLED]
    )
    for run in stuck:
        settle(run=run)


@transaction.atomic
def settle(*, run: ImportRun) -> None:
    """When the run's job was given up or canceled, the run is over as well."""
    if not run.is_at_work or run.job is None or run.job.state not in {Job.State.FAILED, Job.State.CANCELLED}:
        return
    run.state = State.CANCELED if run.job.state == Job.State.CANCELLED else State.FAILED
    run.finished_at = run.job.finished_at
    drop_file(run)
    run.save(update_fields=["state", "finished_at", "file"])


@transaction.atomic
def tidy_up(*, district: District, at: datetime) -> None:
    """Files that nobody asked for any more are deleted, and, after a month, failed rows and samples."""
    settle_all(district=district)
    waiting = ImportRun.objects.of(district).filter(state__in=[State.KEPT, State.CHECKED], created_at__lt=at - WAITS)
    for run in waiting:
        cancel(run=run, at=at, by=Actor.system("imports"))
    old = ImportRun.objects.of(district).filter(finished_at__lt=at - KEPT)
    ImportFailure.objects.of(district).filter(run__in=old).delete()
    old.exclude(samples={}).update(samples={})


def place_of(run: ImportRun) -> progress.Place | None:
    """The file and the row at which the run is right now, if that is known."""
    return progress.told(run) if run.is_at_work else None
