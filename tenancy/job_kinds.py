"""What kinds of long work there are. Floors above add theirs: ``@job_kind("letters.print", title=…, unit=…)``."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from tenancy.models import Job

#: Does the next part of a job in the transaction at hand and returns how many units it did; 0 means that all is done.
#: It takes under 60 seconds, changes rows of the database and nothing else (mails go through the outbox), and may set
#: ``job.progress`` and ``job.total``. Its work and its progress stand together or not at all.
Chunk = Callable[[Job], int]


@dataclass(frozen=True)
class JobKind:
    """One kind of job: what it is called, what it counts, and how its next part is done."""

    code: str
    title: str | Promise
    unit: str | Promise
    do_chunk: Chunk


JOB_KINDS: dict[str, JobKind] = {}


def job_kind(code: str, *, title: str | Promise, unit: str | Promise) -> Callable[[Chunk], Chunk]:
    """Say that this function does the chunks of jobs of that kind. Two for one kind are a fault (ValueError)."""

    def add(do_chunk: Chunk) -> Chunk:
        if code in JOB_KINDS:
            raise ValueError(f"There is a job kind {code!r} already.")
        JOB_KINDS[code] = JobKind(code, title, unit, do_chunk)
        return do_chunk

    return add
