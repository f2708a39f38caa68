"""Looks at the goals: the phone page of student and mentor, and what staff see and say."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from mentoring.match_table import members_of
from mentoring.models import Match, MatchObjective
from mentoring.own_matches import own_match
from mentoring.page_parts import Side
from support.actions import goals
from support.forms.goals import GoalAnswerForm, ObjectiveStateForm, by_objective
from support.models import GoalAnswer, GoalReview, ObjectiveState
from support.review_table import REVIEWS, side_by_side
from support.support_tabs import support_tabs
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTOR_OWN, Permission.STUDENT_OWN)
def goal_answer(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say how far one is with the goals of one's own match."""
    viewer = request.viewer
    mine = GoalReview.objects.of(request.district).answerable_by(viewer)
    review = get_object_or_404(mine.prefetch_related("match__program"), pk=pk)
    said = GoalAnswer.objects.of(request.district).filter(review=review, person=viewer.person_id)
    form = GoalAnswerForm(
        request.POST or None,
        viewer=viewer,
        objectives=list(review.match.objectives.order_by("position")),
        before=by_objective(said),
    )
    if form.is_valid():
        try:
            goals.answer(review=review, said=form.said, at=timezone.now(), by=viewer.actor)
        except goals.CannotAnswer as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Thank you. Your answers are saved."))
            return redirect(
                "mentoring:mentee_list" if viewer.can(Permission.MENTOR_OWN) else "mentoring:application_list"
            )
    own = own_match(viewer, review.match_id)
    context = {"form": form, "review": review, "others": own.others if own else ""}
    return render(request, "support/goal_answer.html", context, status=422 if form.errors else 200)


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.SUPPORT_VIEW)
def review_list(request: DistrictRequest) -> HttpResponse:
    """Goal reviews, and who has answered."""
    return REVIEWS.page(request).render("support/review_list.html", tabs=support_tabs(request.viewer, "goals"))


@require_GET
@requires(Permission.SUPPORT_VIEW)
def review_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file."""
    return REVIEWS.export(request)


@require_GET
@requires(Permission.SUPPORT_VIEW)
def review_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """What both sides say, side by side."""
    seen = GoalReview.objects.visible_to(request.viewer).prefetch_related("match__program", "closed_by")
    review = get_object_or_404(seen, pk=pk)
    context = {
        "review": review,
        "title": members_of([review.match], request.viewer)[review.match_id].title,
        "table": side_by_side(review, request.viewer, may_say=_may_say(request)),
        "is_open": review.closed_on is None,
        "may_close": _may_say(request),
    }
    return render(request, "support/review_detail.html", context)


@require_POST
@requires(Permission.SUPPORT_EDIT, Permission.MEETINGS_EDIT)
def review_close(request: DistrictRequest, pk: int) -> HttpResponse:
    """Wait for no more answers."""
    review = get_object_or_404(GoalReview.objects.visible_to(request.viewer), pk=pk)
    goals.close(review=review, on=request.viewer.today, by=request.viewer.actor)
    notices.done(request, _("Closed. What was said stays."))
    return redirect("support:review_detail", pk=pk)


@require_POST
@requires(Permission.SUPPORT_EDIT, Permission.MEETINGS_EDIT)
def review_ask(request: DistrictRequest, match_pk: int) -> HttpResponse:
    """Ask both sides of a match now."""
    match = get_object_or_404(Match.objects.visible_to(request.viewer), pk=match_pk)
    try:
        review = goals.ask(match=match, on=request.viewer.today, by=request.viewer.actor)
    except goals.CannotAsk as refusal:
        notices.warn(request, str(refusal))
        return redirect("mentoring:match_detail", pk=match_pk, side=Side.SUPPORT)
    notices.done(request, _("Student and mentor find the questions on their first page."))
    return redirect("support:review_detail", pk=review.pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT, Permission.MEETINGS_EDIT)
def objective_say(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say where an objective of a match stands."""
    viewer = request.viewer
    objective = get_object_or_404(MatchObjective.objects.of(request.district).prefetch_related("match"), pk=pk)
    match = get_object_or_404(Match.objects.visible_to(viewer).prefetch_related("program"), pk=objective.match_id)
    if match.program.archived_on is not None:
        raise PermissionDenied
    history = list(
        ObjectiveState.objects.of(request.district)
        .filter(objective=objective)
        .order_by("-said_at", "-pk")
        .prefetch_related("said_by")
    )
    initial = {"state": history[0].state} if history else {}
    form = ObjectiveStateForm(request.POST or None, viewer=viewer, initial=initial)
    back_url = _back_url(objective)
    if form.is_valid():
        goals.say(objective=objective, at=timezone.now(), by=viewer.actor, **form.cleaned_data)
        notices.done(request, _("Saved."))
        return redirect(back_url)
    context = {
        "form": form,
        "objective": objective,
        "history": history,
        "back_url": back_url,
        "title": members_of([match], viewer)[match.pk].title,
    }
    return render(request, "support/objective_say.html", context, status=422 if form.errors else 200)


def _back_url(objective: MatchObjective) -> str:
    """The newest look at the goals of the match, or its page."""
    newest = GoalReview.objects.of(objective.district).filter(match=objective.match_id).order_by("-asked_on").first()
    if newest is not None:
        return reverse("support:review_detail", args=[newest.pk])
    return reverse("mentoring:match_detail", args=[objective.match_id, Side.SUPPORT])


def _may_say(request: DistrictRequest) -> bool:
    """Whether the viewer says where goals stand."""
    viewer = request.viewer
    return viewer.can(Permission.SUPPORT_EDIT) or viewer.can(Permission.MEETINGS_EDIT)
