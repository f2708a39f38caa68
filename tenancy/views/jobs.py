"""Long work: how far it is, and how to stop it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from tenancy import notices
from tenancy.actions import jobs
from tenancy.http import DistrictRequest, requires
from tenancy.job_kinds import JOB_KINDS
from tenancy.models import Job
from tenancy.permissions import Permission


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.HOME_VIEW)
def job_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """How far a piece of long work is; the page keeps itself up to date, and leaving it is safe."""
    job = get_object_or_404(Job.objects.visible_to(request.viewer), pk=pk)
    context = {"job": job, "title": _title(job), "words": _words(job), "bar_total": job.total or 1}
    return render(request, f"tenancy/job_detail.html{'#progress' if request.htmx else ''}", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.HOME_VIEW)
def job_cancel(request: DistrictRequest, pk: int) -> HttpResponse:
    """Stop long work, after a question."""
    job = get_object_or_404(Job.objects.visible_to(request.viewer), pk=pk)
    if request.method == "POST":
        try:
            jobs.cancel(job=job, at=timezone.now(), by=request.viewer.actor)
        except jobs.CannotCancel as refusal:
            notices.warn(request, str(refusal))
        else:
            notices.done(request, _("Canceled. What was done until then stays."))
        return redirect("tenancy:job_detail", pk=pk)
    return render(request, "tenancy/job_cancel.html", {"job": job, "title": _title(job), "words": _words(job)})


def _title(job: Job) -> str:
    kind = JOB_KINDS.get(job.kind)
    return str(kind.title) if kind else _("Long work")


def _words(job: Job) -> str:
    """ "124 of 310 letters", or "124 letters" where nobody knows how many there will be."""
    kind = JOB_KINDS.get(job.kind)
    unit = str(kind.unit) if kind else ""
    if job.total is None:
        return f"{job.done:,} {unit}".strip()
    return (_("%(done)s of %(total)s") % {"done": f"{job.done:,}", "total": f"{job.total:,}"} + f" {unit}").strip()
