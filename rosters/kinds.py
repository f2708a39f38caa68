"""What can be brought in: rosters, spreadsheets. Pages, runs, jobs and failed rows are the same for all.

A kind is a class under a decorator, in a module that stands among REGISTERED in ``rosters/apps.py``:

    @import_kind
    class Mentors(ImportKind):
        code = "mentors"                          # ImportRun.kind
        title = _("Mentors from a spreadsheet")   # on the list of runs and as a heading
        add_label = _("Bring in mentors")         # the button on the list of runs
        add_url_name = "rosters:import_add"       # where a file of this kind is given; it calls imports.start(…)
        lead = _("Names, employers, checks …")    # one sentence beside the button
        entities = {"mentors": _("Mentors"), "employers": _("Employers")}   # order of the counts

        def check(self, run, file): …
        def bring_in(self, run, file, step): …

What happens to a run (``rosters/actions/imports.py`` does it, no kind needs to):

1. The kind's own view stores the upload: ``imports.start(kind="mentors", file=upload, file_name=upload.name,
   district=…, options={…}, by=…)``. It refuses (CannotStart) while another run of the district is at work. State
   CHECKING; a Job begins.
2. ``check(run, file)`` in one transaction, under a minute or two. It changes nothing of the district but the run:
   * ``run.counts[entity] = tally(created=3, unchanged=12, failed=1)``;
   * ``run.samples[entity] = {"created": ["Okafor, Amara · grade 11"], "updated": […]}``, a few of each;
   * ``run.warnings`` a list of ``{"file", "line", "count", "text"}``; ``run.rows`` how many rows the file has;
   * ``run.stops[entity] = {"ended": 40, "of": 100}`` where more than ENDED_AT_ONCE would end: the page then asks for a
     tick, and ``run.options["may_end"]`` tells of it;
   * ``run.options["ages"] = {"count": 12, "least": 18}`` where so many mentors come in as they would only if they are
     that old: the page then asks, and ``run.options["are_adults"]`` has the answer;
   * failed rows as ``ImportFailure(run=run, file=, line=, column=, why=, row={column: cell})``, in batches. Only
     columns that may be kept stand in ``row``; the page gives them back as a CSV with the columns of
     ``failure_columns(run, file_name)``.
   Raise CannotRead (rosters/archive.py) with a sentence to refuse the whole file: state REFUSED. Otherwise
   the engine saves the run: state CHECKED, and the page shows all that with a button "Bring it in".
3. Somebody presses it: state RUNNING, another Job. For each of ``steps(run)`` in order ``bring_in(run, file, step)``
   runs in a transaction of its own and returns how many rows it did; a worker that dies in a step leaves nothing of
   it, and another begins that step again. A step adds to ``run.counts`` (emptied when it begins, failures too), writes
   ``ImportChange(run=run, person=, verb=, what=["email"])`` for each changed person, and no audit events of its own:
   the engine writes one for the run. ``imports.actor_of(run)`` says who asked for it. WouldEndTooMany undoes the step
   and asks.
4. State DONE; the file is deleted. A second run of the same file must change nothing at all.

``file`` is an open, seekable binary file, new for every call. A kind that asks something between upload and check
(which column is which) begins with ``imports.keep(…)`` instead, asks, and then calls ``imports.begin(run=…, by=…)``;
state KEPT in between.
"""

from collections.abc import Mapping, Sequence
from typing import IO, ClassVar, TypeVar

from django.urls import reverse
from django.utils.functional import Promise

from rosters.models import COUNTED, ImportRun

#: A run that would end a larger part of what is there stops and asks.
ENDED_AT_ONCE = 0.20

Words = str | Promise


class ImportKind:
    """One kind of file that can be brought in. See the top of this page for what its methods promise."""

    code: ClassVar[str]
    title: ClassVar[Words]
    add_label: ClassVar[Words]
    add_url_name: ClassVar[str]
    lead: ClassVar[Words] = ""
    #: A sentence above the button that brings a file in.
    confirm_words: ClassVar[Words] = ""
    entities: ClassVar[Mapping[str, Words]]
    #: Whether whoever works for some schools or programs may give one: it must then keep to these itself.
    keeps_to_places: ClassVar[bool] = False

    def add_url(self) -> str:
        """The address where a file of this kind is given."""
        return reverse(self.add_url_name)

    def continue_url(self, run: ImportRun) -> str:
        """Where a run that waits for an answer (KEPT) goes on; "" when this kind never asks."""
        return ""

    def check(self, run: ImportRun, file: IO[bytes]) -> None:
        """Look through the file; fill the run's counts, samples, warnings, stops and failures. Changes nothing else."""
        raise NotImplementedError

    def steps(self, run: ImportRun) -> Sequence[str]:
        """The parts in which the file is brought in, each one transaction."""
        return ["all"]

    def bring_in(self, run: ImportRun, file: IO[bytes], step: str) -> int:
        """Bring in one part; returns how many rows it did."""
        raise NotImplementedError

    def failure_columns(self, run: ImportRun, file_name: str) -> Sequence[str]:
        """The columns in which failed rows of this file are given back; none: those of the first failed row."""
        return []


class WouldEndTooMany(Exception):
    """So many would end that a person must say so first: entity → {"ended", "of"}."""

    def __init__(self, stops: Mapping[str, dict[str, int]]) -> None:
        super().__init__("would end too many")
        self.stops = dict(stops)


IMPORT_KINDS: dict[str, ImportKind] = {}

Kind = TypeVar("Kind", bound=type[ImportKind])


def import_kind(kind: Kind) -> Kind:
    """Say that this class brings in files of its ``code``. Two for one code are a fault (ValueError)."""
    if kind.code in IMPORT_KINDS:
        raise ValueError(f"There is an import kind {kind.code!r} already.")
    IMPORT_KINDS[kind.code] = kind()
    return kind


def tally(**counts: int) -> dict[str, int]:
    """The counts of an entity: nought of everything but what is given."""
    return {name: counts.get(name, 0) for name in COUNTED}
