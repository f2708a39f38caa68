"""Workplaces that students may visit: the list, asking, approving, withdrawing."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from mentoring.actions import workplace_approvals
from mentoring.forms.workplaces import WorkplaceApprovalForm
from mentoring.models import Employer, Employment, Match, MatchMentor, PlaceKind, WorkplaceApproval
from mentoring.workplace_table import APPROVALS, details_of
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.MENTORS_VIEW)
def workplace_approval_list(request: DistrictRequest) -> HttpResponse:
    """The workplaces that students may visit, and those for which somebody asks."""
    return APPROVALS.page(request).render("mentoring/workplace_approval_list.html")


@require_GET
@requires(Permission.MENTORS_VIEW)
def workplace_approval_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same rows, the same columns, every page."""
    return APPROVALS.export(request)


@require_http_methods(["GET", "POST"])
@requires(Permission.WORKPLACES_APPROVE, Permission.MATCHES_EDIT)
def workplace_approval_add(request: DistrictRequest, employer_pk: int) -> HttpResponse:
    """Approve visits to an employer, or ask somebody who may."""
    employer = get_object_or_404(Employer.objects.visible_to(request.viewer), pk=employer_pk)
    may_approve = request.viewer.can(Permission.WORKPLACES_APPROVE)
    form = WorkplaceApprovalForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        act = workplace_approvals.approve if may_approve else workplace_approvals.ask
        try:
            act(approval=form.instance, employer=employer, on=request.viewer.today, by=request.viewer.actor)
        except workplace_approvals.CannotApprove as refusal:
            form.add_error(None, str(refusal))
        else:
            done = _("Visits to %(name)s are approved.") if may_approve else _("A principal or administrator is asked.")
            notices.done(request, done % {"name": employer.name})
            return redirect("mentoring:employer_detail", pk=employer_pk)
    context = {"form": form, "employer": employer, "may_approve": may_approve}
    return render(request, "mentoring/workplace_approval_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.WORKPLACES_APPROVE)
def workplace_approval_decide(request: DistrictRequest, pk: int) -> HttpResponse:
    """Approve what somebody asked for, after a page that says what is known of the workplace."""
    approval = _approval(request, pk)
    refusal = ""
    if request.method == "POST":
        try:
            workplace_approvals.approve(
                approval=approval, employer=approval.employer, on=request.viewer.today, by=request.viewer.actor
            )
        except workplace_approvals.CannotApprove as fault:
            refusal = str(fault)
        else:
            notices.done(request, _("Visits to %(name)s are approved.") % {"name": approval.employer.name})
            return redirect("mentoring:employer_detail", pk=approval.employer_id)
    context = {"approval": approval, "details": details_of(approval), "refusal": refusal}
    return render(request, "mentoring/workplace_approval_decide.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.WORKPLACES_APPROVE, Permission.MATCHES_EDIT)
def workplace_approval_withdraw(request: DistrictRequest, pk: int) -> HttpResponse:
    """Withdraw an approval, after a page that says how many matches plan visits; or what nobody has decided yet."""
    approval = _approval(request, pk)
    if approval.approved_on is not None and not request.viewer.can(Permission.WORKPLACES_APPROVE):
        return redirect("mentoring:employer_detail", pk=approval.employer_id)
    if request.method == "POST":
        try:
            workplace_approvals.withdraw(approval=approval, on=request.viewer.today, by=request.viewer.actor)
        except workplace_approvals.CannotApprove as refusal:
            notices.warn(request, str(refusal))
        else:
            notices.done(request, _("Withdrawn."))
        return redirect("mentoring:employer_detail", pk=approval.employer_id)
    count = _visiting(request, approval.employer)
    words = ngettext(
        "%(count)s running match plans visits there. Tell its people.",
        "%(count)s running matches plan visits there. Tell their people.",
        count,
    )
    context = {
        "approval": approval,
        "back_url": reverse("mentoring:employer_detail", args=[approval.employer_id]),
        "consequences": [words % {"count": count}] if count and approval.approved_on else [],
    }
    return render(request, "mentoring/workplace_approval_withdraw.html", context)


def _approval(request: DistrictRequest, pk: int) -> WorkplaceApproval:
    seen = Employer.objects.visible_to(request.viewer).values("pk")
    mine = WorkplaceApproval.objects.of(request.district).filter(employer__in=seen)
    return get_object_or_404(mine.prefetch_related("employer", "asked_by", "approved_by"), pk=pk)


def _visiting(request: DistrictRequest, employer: Employer) -> int:
    """How many running matches plan meetings at this workplace."""
    working = Employment.objects.of(request.district).filter(employer=employer, ends_on=None).values("mentor")
    theirs = MatchMentor.objects.of(request.district).filter(mentor__in=working, left_on=None).values("match")
    running = Match.objects.of(request.district).filter(state=Match.State.RUNNING, pk__in=theirs)
    return sum(PlaceKind.WORKPLACE in places for places in running.values_list("places", flat=True))
