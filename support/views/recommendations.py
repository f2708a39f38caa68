"""What is to be done about the results of feedback: the list, writing one, saying what was done."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from support.actions import recommendations
from support.feedback_people import owners_of
from support.feedback_rules import recommend_refusal
from support.feedback_table import RECOMMENDATIONS, recommendation_state
from support.feedback_tabs import feedback_tabs
from support.forms.feedback import OutcomeForm, RecommendationForm
from support.models import FeedbackRound, Recommendation
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission

_READ_ALONG = ("owner", "given_by", "closed_by", "round__program__school_year")


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.PROGRAMS_VIEW)
def recommendation_list(request: DistrictRequest) -> HttpResponse:
    """Recommendations of the programs whose feedback this viewer reads, and their own."""
    tabs = feedback_tabs(request.viewer, "recommendations")
    return RECOMMENDATIONS.page(request).render("support/recommendation_list.html", tabs=tabs)


@require_GET
@requires(Permission.PROGRAMS_VIEW)
def recommendation_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same rows, the same columns."""
    return RECOMMENDATIONS.export(request)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def recommendation_add(request: DistrictRequest, round_pk: int) -> HttpResponse:
    """Say what follows from a round, who does it, until when."""
    viewer = request.viewer
    rounds = FeedbackRound.objects.of(request.district).changeable_by(viewer).prefetch_related("program")
    round_ = get_object_or_404(rounds, pk=round_pk)
    if refusal := recommend_refusal(round_.program, round_):
        notices.warn(request, refusal)
        return redirect("support:feedback_round_detail", pk=round_pk)
    form = RecommendationForm(request.POST or None, viewer=viewer, owners=owners_of(round_.program))
    if form.is_valid():
        try:
            recommendations.give(round_=round_, wanted=form.wanted, at=timezone.now(), by=viewer.actor)
        except recommendations.CannotRecommend as why:
            form.add_error(None, str(why))
        else:
            notices.done(request, _("Written down. It stands on the list of whoever does it."))
            return redirect("support:feedback_round_detail", pk=round_pk)
    context = {"form": form, "round": round_}
    return render(request, "support/recommendation_add.html", context, status=422 if form.errors else 200)


@require_GET
@requires(Permission.PROGRAMS_VIEW)
def recommendation_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """What is to be done, why, by whom; in the end what was done."""
    viewer, one = request.viewer, _one(request, pk)
    words, kind = recommendation_state(one, viewer)
    is_changeable = not one.round.program.is_archived
    context = {
        "one": one,
        "badge_text": words,
        "badge_kind": kind,
        "facts": _facts(one),
        "is_open": one.state == Recommendation.State.OPEN,
        "may_settle": is_changeable and _may_settle(request, one),
        "may_change": is_changeable and _may_change(request, one),
        "reads_round": FeedbackRound.objects.visible_to(viewer).filter(pk=one.round_id).exists(),
    }
    return render(request, "support/recommendation_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def recommendation_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Word it anew, give it to somebody else, or more time."""
    viewer = request.viewer
    rows = Recommendation.objects.of(request.district).changeable_by(viewer).prefetch_related(*_READ_ALONG)
    one = get_object_or_404(rows, pk=pk)
    form = RecommendationForm(
        request.POST or None, instance=one, viewer=viewer, owners=[*owners_of(one.round.program), one.owner]
    )
    if form.is_valid():
        try:
            recommendations.change(recommendation=one, wanted=form.wanted, by=viewer.actor)
        except recommendations.CannotSettle as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Saved."))
            return redirect("support:recommendation_detail", pk=pk)
    context = {"form": form, "pk": pk}
    return render(request, "support/recommendation_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_VIEW)
def recommendation_finish(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say what was done."""
    form = OutcomeForm(request.POST or None, viewer=request.viewer, label=_("What was done?"))
    one = _settled_by(request, pk)
    if form.is_valid():
        try:
            recommendations.finish(
                recommendation=one, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data
            )
        except recommendations.CannotSettle as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("support:recommendation_reopen", args=[pk])
            notices.done(request, _("Done, and written down."), undo=undo)
            return redirect("support:recommendation_detail", pk=pk)
    context = {"form": form, "one": one}
    return render(request, "support/recommendation_finish.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_VIEW)
def recommendation_drop(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say why it is not done."""
    form = OutcomeForm(request.POST or None, viewer=request.viewer, label=_("Why not?"))
    one = _settled_by(request, pk)
    if form.is_valid():
        try:
            recommendations.drop(
                recommendation=one, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data
            )
        except recommendations.CannotSettle as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("support:recommendation_reopen", args=[pk])
            notices.done(request, _("Dropped. The reason is kept."), undo=undo)
            return redirect("support:recommendation_detail", pk=pk)
    context = {"form": form, "one": one}
    return render(request, "support/recommendation_drop.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.PROGRAMS_VIEW)
def recommendation_reopen(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take back that it was done or dropped."""
    one = _settled_by(request, pk)
    try:
        recommendations.reopen(recommendation=one, by=request.viewer.actor)
    except recommendations.CannotSettle as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("Taken back. It is to be done."))
    return redirect("support:recommendation_detail", pk=pk)


def _one(request: DistrictRequest, pk: int) -> Recommendation:
    return get_object_or_404(Recommendation.objects.visible_to(request.viewer).prefetch_related(*_READ_ALONG), pk=pk)


def _settled_by(request: DistrictRequest, pk: int) -> Recommendation:
    """The recommendation, for its owner and for who runs the program; principals look on, and find no such page."""
    one = _one(request, pk)
    if not _may_settle(request, one):
        raise Http404
    return one


def _may_settle(request: DistrictRequest, one: Recommendation) -> bool:
    return one.owner_id == request.viewer.person_id or _may_change(request, one)


def _may_change(request: DistrictRequest, one: Recommendation) -> bool:
    return Recommendation.objects.of(request.district).changeable_by(request.viewer).filter(pk=one.pk).exists()


def _facts(one: Recommendation) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Why"), one.why),
        (_("Who does it"), one.owner.name),
        (_("Until"), one.due_on),
        (_("Program"), f"{one.round.program.name} ({one.round.program.school_year.name})"),
        (_("Given by"), one.given_by.name if one.given_by else ""),
    ]
    if one.state == Recommendation.State.OPEN:
        return facts
    label = _("What was done") if one.state == Recommendation.State.DONE else _("Why not")
    closed = [(label, one.outcome), (_("On"), one.closed_on), (_("By"), one.closed_by.name if one.closed_by else "")]
    return [*facts, *closed]
