"""A kind of job for the tests: writes one school for each number up to a limit, three at a time."""

from tenancy.job_kinds import job_kind
from tenancy.models import Job, School

CHUNK = 3


class Killed(BaseException):
    """The worker is gone: nothing after this line runs, no except clause of ours catches it."""


@job_kind("planted.schools", title="Make schools", unit="schools")
def make_schools(job: Job) -> int:
    """The next three schools; breaks or dies where the parameters say so."""
    at = job.progress.get("at", 0)
    units = min(CHUNK, job.parameters["count"] - at)
    for number in range(at, at + units):
        School.objects.create(name=f"School {number:03}")
        if number == job.parameters.get("dies_at"):
            raise Killed
        if number == job.parameters.get("breaks_at"):
            raise ValueError(f"Ana García cannot be read at {number}")
    job.progress = {"at": at + units}
    return units
