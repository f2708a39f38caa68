"""What worried somebody about a meeting: the list, reading one, saying what was done."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from meetings.actions import worries
from meetings.forms.logs import WorryForm
from meetings.log_table import WORRIES
from meetings.models import Worry
from mentoring.match_table import members_of
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.WORRIES_VIEW)
def worry_list(request: DistrictRequest) -> HttpResponse:
    """The worries about matches that this viewer sees at work, the open ones first. Without their words."""
    return WORRIES.page(request).render("meetings/worry_list.html")


@require_http_methods(["GET", "POST"])
@requires(Permission.WORRIES_VIEW)
def worry_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """One worry, and what was done about it. Each reading is written down."""
    worry = _worry(request, pk)
    now = {"answer": worry.answer}
    form = WorryForm(request.POST if request.method == "POST" else None, viewer=request.viewer, initial=now)
    if form.is_valid():
        try:
            worries.close(worry=worry, at=timezone.now(), by=request.viewer.actor, **form.cleaned_data)
        except worries.CannotClose as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("meetings:worry_reopen", args=[pk])
            notices.done(request, _("The worry is closed."), undo=undo)
            return redirect("meetings:worry_list")
    if request.method == "GET":
        worries.read(worry=worry, by=request.viewer.actor)
    members = members_of([worry.meeting.match], request.viewer)[worry.meeting.match_id]
    context = {"worry": worry, "form": form, "members": members, "may_see_match": _sees_matches(request)}
    return render(request, "meetings/worry_detail.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.WORRIES_VIEW)
def worry_reopen(request: DistrictRequest, pk: int) -> HttpResponse:
    """It is not settled after all."""
    worry = _worry(request, pk)
    worries.reopen(worry=worry, by=request.viewer.actor)
    notices.done(request, _("The worry is open again."))
    return redirect("meetings:worry_detail", pk)


def _worry(request: DistrictRequest, pk: int) -> Worry:
    seen = Worry.objects.visible_to(request.viewer)
    return get_object_or_404(seen.prefetch_related("meeting__match__program", "said_by", "closed_by"), pk=pk)


def _sees_matches(request: DistrictRequest) -> bool:
    return request.viewer.can(Permission.MATCHES_VIEW)
