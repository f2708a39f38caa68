"""Rounds of feedback: preparing, sending, closing, and what came of them."""

from collections.abc import Iterator

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from support.actions import feedback
from support.feedback_page import draft_groups, left_out, recommendation_rows
from support.feedback_results import HEADINGS, lines_of, results_of
from support.feedback_rules import FEWEST, change_refusal, send_refusal
from support.feedback_table import ROUNDS, round_state
from support.feedback_tabs import feedback_tabs
from support.forms.feedback import FeedbackQuestionsForm, FeedbackRoundForm
from support.models import FeedbackAudience, FeedbackRound
from tenancy import audit, notices
from tenancy.exports import FORMATS
from tenancy.http import DistrictRequest, requires, stream
from tenancy.permissions import Permission

_READ_ALONG = ("program__school_year", "audiences__questions", "sent_by", "closed_by", "job")


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.REPORTS_VIEW)
def feedback_round_list(request: DistrictRequest) -> HttpResponse:
    """Rounds of feedback and how many have answered."""
    return ROUNDS.page(request).render("support/feedback_round_list.html", tabs=feedback_tabs(request.viewer, "rounds"))


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def feedback_round_add(request: DistrictRequest) -> HttpResponse:
    """Prepare a round: which program, who, until when. Nobody is asked yet."""
    initial = {"program": request.GET.get("program")}
    form = FeedbackRoundForm(request.POST or None, viewer=request.viewer, initial=initial)
    if form.is_valid():
        try:
            made = feedback.prepare(
                program=form.cleaned_data["program"], plan=form.plan, at=timezone.now(), by=request.viewer.actor
            )
        except feedback.CannotPrepare as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Prepared. Look at the questions, then send it. Nobody is asked yet."))
            return redirect("support:feedback_round_detail", pk=made.pk)
    return render(request, "support/feedback_round_add.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@requires(Permission.REPORTS_VIEW)
def feedback_round_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """A draft: who would be asked what. A round that was sent: how many answered, what they said, what follows."""
    viewer, round_ = request.viewer, _round(request, pk)
    words, kind = round_state(round_, viewer)
    changeable = FeedbackRound.objects.of(request.district).changeable_by(viewer)
    context: dict[str, object] = {
        "round": round_,
        "badge_text": words,
        "badge_kind": kind,
        "may_change": not round_.program.is_archived and changeable.filter(pk=pk).exists(),
        "is_open": round_.is_open(viewer.today),
        "fewest": FEWEST,
    }
    if round_.is_draft:
        context["groups"] = draft_groups(round_, viewer.today)
    else:
        context |= {
            "results": results_of(round_),
            "recommended": recommendation_rows(round_, viewer),
            "job": round_.job if round_.job is not None and not round_.job.is_over else None,
        }
    return render(request, "support/feedback_round_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def feedback_round_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change the name, the last day and who is asked of a draft."""
    round_ = _own_draft(request, pk)
    if isinstance(round_, HttpResponse):
        return round_
    initial = {"audiences": [one.audience for one in round_.audiences.all()]}
    form = FeedbackRoundForm(request.POST or None, instance=round_, viewer=request.viewer, initial=initial)
    if form.is_valid():
        try:
            feedback.change(round_=round_, plan=form.plan, by=request.viewer.actor)
        except feedback.CannotPrepare as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Saved."))
            return redirect("support:feedback_round_detail", pk=pk)
    context = {"form": form, "pk": pk}
    return render(request, "support/feedback_round_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def feedback_audience_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Choose what one group of a draft is asked."""
    audiences = FeedbackAudience.objects.of(request.district).prefetch_related("round", "questions")
    audience = get_object_or_404(audiences, pk=pk)
    round_ = _own_draft(request, audience.round_id)
    if isinstance(round_, HttpResponse):
        return round_
    form = FeedbackQuestionsForm(request.POST or None, viewer=request.viewer, audience=audience)
    if form.is_valid():
        try:
            feedback.choose_questions(
                audience=audience, codes=form.cleaned_data["kept"], own=form.own, by=request.viewer.actor
            )
        except feedback.CannotPrepare as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Saved."))
            return redirect("support:feedback_round_detail", pk=round_.pk)
    context = {"form": form, "audience": audience, "round": round_}
    return render(request, "support/feedback_audience_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def feedback_round_send(request: DistrictRequest, pk: int) -> HttpResponse:
    """Ask everybody, after a page that says how many and who cannot be reached."""
    round_ = _own_draft(request, pk)
    if isinstance(round_, HttpResponse):
        return round_
    viewer = request.viewer
    if request.method == "POST":
        try:
            feedback.send(round_=round_, at=timezone.now(), on=viewer.today, by=viewer.actor)
        except feedback.CannotSend as why:
            notices.warn(request, str(why))
        else:
            notices.done(request, _("Sent. Answers come in on this page."))
        return redirect("support:feedback_round_detail", pk=pk)
    groups = draft_groups(round_, viewer.today)
    refusal = send_refusal(round_, list(round_.audiences.all()), sum(one.count for one in groups), viewer.today)
    context = {
        "round": round_,
        "consequences": [one.counted for one in groups],
        "skipped": left_out(groups),
        "refusal": refusal,
    }
    return render(request, "support/feedback_round_send.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def feedback_round_close(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take no more answers, after a page that asks."""
    round_ = _own(request, pk)
    if request.method == "POST":
        try:
            feedback.close(round_=round_, on=request.viewer.today, by=request.viewer.actor)
        except feedback.CannotClose as refusal:
            notices.warn(request, str(refusal))
        else:
            notices.done(request, _("Closed. Nobody can answer any more."))
        return redirect("support:feedback_round_detail", pk=pk)
    return render(request, "support/feedback_round_close.html", {"round": round_})


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def feedback_round_delete(request: DistrictRequest, pk: int) -> HttpResponse:
    """Delete a round that was never sent, after a page that asks."""
    round_ = _own_draft(request, pk)
    if isinstance(round_, HttpResponse):
        return round_
    if request.method == "POST":
        try:
            feedback.delete(round_=round_, by=request.viewer.actor)
        except feedback.CannotPrepare as refusal:
            notices.warn(request, str(refusal))
            return redirect("support:feedback_round_detail", pk=pk)
        notices.done(request, _("Deleted. Nobody had been asked."))
        return redirect("support:feedback_round_list")
    return render(request, "support/feedback_round_delete.html", {"round": round_})


@require_GET
@requires(Permission.REPORTS_VIEW)
def feedback_round_export(request: DistrictRequest, pk: int) -> HttpResponse:
    """The results as a file: what the page shows, and no more."""
    round_ = _round(request, pk)
    try:
        kind = FORMATS[request.GET.get("format", "csv")]
    except KeyError:
        raise BadRequest from None
    if round_.is_draft:
        notices.warn(request, _("There is nothing to export before the round is sent."))
        return redirect("support:feedback_round_detail", pk=pk)
    lines = list(lines_of(results_of(round_)))
    audit.record(by=request.viewer.actor, verb="feedback_round.export", target=round_)

    def body() -> Iterator[bytes | str]:
        return kind.write([str(one) for one in HEADINGS], lines)

    return stream(body, content_type=kind.content_type, filename=f"feedback-{round_.pk}.{kind.ending}")


# Reading


def _round(request: DistrictRequest, pk: int) -> FeedbackRound:
    return get_object_or_404(FeedbackRound.objects.visible_to(request.viewer).prefetch_related(*_READ_ALONG), pk=pk)


def _own(request: DistrictRequest, pk: int) -> FeedbackRound:
    rows = FeedbackRound.objects.of(request.district).changeable_by(request.viewer).prefetch_related(*_READ_ALONG)
    return get_object_or_404(rows, pk=pk)


def _own_draft(request: DistrictRequest, pk: int) -> FeedbackRound | HttpResponse:
    """The draft, or the way back to a round that cannot be changed any more, saying why."""
    round_ = _own(request, pk)
    if refusal := change_refusal(round_):
        notices.warn(request, refusal)
        return redirect("support:feedback_round_detail", pk=pk)
    return round_
