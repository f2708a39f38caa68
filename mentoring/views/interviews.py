"""The first talk of two who could be matched: planned, held, called off."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentoring import match_page, place_rules
from mentoring.actions import interviews
from mentoring.forms.matches import TalkHeldForm, TalkPlanForm
from mentoring.match_table import members_of
from mentoring.models import Match, MatchInterview
from mentoring.policy_rules import policy_of
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EDIT)
def interview_plan(request: DistrictRequest, match_pk: int) -> HttpResponse:
    """Say when and where the two talk, and which adult is there; an interview that is planned is moved."""
    match = _match(request, match_pk)
    planned = match.interviews.filter(held_on=None, canceled_on=None).first()
    form = TalkPlanForm(request.POST or None, **_around(request, match), initial=_now(planned))
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            interviews.plan(
                match=match,
                planned_at=form.planned_at,
                place=chosen["place"],
                place_note=chosen["place_note"],
                adult=chosen["adult"],
                at=timezone.now(),
                by=request.viewer.actor,
            )
        except interviews.CannotPlan as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Planned. Everybody who is there is told in two minutes."))
            return redirect("mentoring:match_detail", pk=match_pk)
    context = {"form": form, "match": match, "title": _title(request, match), "is_move": planned is not None}
    return render(request, "mentoring/interview_plan.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EDIT)
def interview_hold(request: DistrictRequest, match_pk: int) -> HttpResponse:
    """Note that the two talked."""
    match = _match(request, match_pk)
    planned = match.interviews.filter(held_on=None, canceled_on=None).first()
    form = TalkHeldForm(request.POST or None, **_around(request, match), initial=_now(planned))
    if form.is_valid():
        try:
            interviews.hold(match=match, at=timezone.now(), by=request.viewer.actor, **form.cleaned_data)
        except interviews.CannotNote as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Saved. Now each of them says yes or no."))
            return redirect("mentoring:match_detail", pk=match_pk)
    context = {"form": form, "match": match, "title": _title(request, match)}
    return render(request, "mentoring/interview_hold.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EDIT)
def interview_cancel(request: DistrictRequest, pk: int) -> HttpResponse:
    """Call a planned interview off, after a page that asks."""
    found = MatchInterview.objects.of(request.viewer.district)
    interview = get_object_or_404(found, pk=pk)
    match = _match(request, interview.match_id)
    if request.method == "POST":
        try:
            interviews.cancel(interview=interview, on=request.viewer.today, by=request.viewer.actor)
        except interviews.CannotNote as refusal:
            notices.warn(request, str(refusal))
        else:
            notices.done(request, _("Canceled. Plan another day when you know one."))
        return redirect("mentoring:match_detail", pk=match.pk)
    context = {"interview": interview, "match": match}
    return render(request, "mentoring/interview_cancel.html", context)


def _match(request: DistrictRequest, pk: int) -> Match:
    seen = Match.objects.visible_to(request.viewer).prefetch_related("program__policies")
    match = get_object_or_404(seen, pk=pk)
    if not match_page.may_edit(match, request.viewer):
        raise PermissionDenied
    return match


def _around(request: DistrictRequest, match: Match) -> dict[str, Any]:
    """What the forms need besides what was typed."""
    students = match.student_rows.filter(left_on=None).values_list("student__person_id", flat=True)
    mentors = match.mentor_rows.filter(left_on=None).values_list("mentor__person_id", flat=True)
    places = place_rules.interview_places(policy_of(match.program))
    return {"viewer": request.viewer, "places": places, "members": [*students, *mentors]}


def _now(planned: MatchInterview | None) -> dict[str, Any]:
    if planned is None:
        return {}
    when = timezone.localtime(planned.planned_at)
    return {
        "day": when.date(),
        "time": when.time(),
        "held_on": min(when.date(), timezone.localdate()),
        "place": planned.place,
        "place_note": planned.place_note,
        "adult": planned.adult_id,
    }


def _title(request: DistrictRequest, match: Match) -> str:
    return members_of([match], request.viewer)[match.pk].title
