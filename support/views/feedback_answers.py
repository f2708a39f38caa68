"""The page on which people say how it goes, without signing in; and what staff see of it beforehand."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from accounts import languages
from agreements.private_pages import private
from support.actions import feedback
from support.feedback_page import worry_url
from support.feedback_results import in_order
from support.feedback_rules import FEWEST
from support.forms.feedback import FeedbackAnswerForm
from support.models import FeedbackAudience, FeedbackRound
from tenancy.http import DistrictRequest, open_to_all, requires
from tenancy.permissions import Permission


@private
@require_http_methods(["GET", "POST"])
@open_to_all("opened by the secret of a mailed link; it asks questions and tells nothing of anybody")
def feedback_answer(request: DistrictRequest, token: str) -> HttpResponse:
    """Say how it goes. GET shows the questions, however often; POST sends the answers, once."""
    today = timezone.localdate()
    found = feedback.open_link(district=request.district, token=token, on=today)
    if isinstance(found, feedback.Refused):
        return _closed(request, found)
    languages.speak_to(request, found.person)
    audience = next(one for one in found.round.audiences.all() if one.audience == found.audience)
    form = FeedbackAnswerForm(
        request.POST if request.method == "POST" else None, viewer=request.viewer, questions=in_order(audience)
    )
    if form.is_valid():
        try:
            feedback.answer(invitation=found, said=form.said, on=today)
        except feedback.CannotAnswer as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("support:feedback_answer", token)
    context = {
        "form": form,
        "audience": audience,
        "round": found.round,
        "fewest": FEWEST,
        "worry_url": worry_url(found),
        "district": request.district,
    }
    return render(request, "support/feedback_answer.html", context, status=422 if form.errors else 200)


def _closed(request: DistrictRequest, refused: feedback.Refused) -> HttpResponse:
    """Say thank you, that the round is over, or that the link opens nothing."""
    found = refused.invitation
    if found is not None:
        languages.speak_to(request, found.person)
    context = {
        "code": refused.code,
        "round": found.round if found else None,
        "district": request.district,
        "is_signed_in": request.viewer.is_signed_in and not request.viewer.is_stranger,
    }
    return render(request, "support/feedback_closed.html", context, status=404 if found is None else 200)


@require_GET
@requires(Permission.REPORTS_VIEW)
def feedback_audience_preview(request: DistrictRequest, pk: int) -> HttpResponse:
    """What one group sees, in the language that ``?language=`` names. Nothing can be sent from here."""
    viewer = request.viewer
    audiences = FeedbackAudience.objects.of(request.district).prefetch_related("questions")
    audience = get_object_or_404(audiences, pk=pk)
    rounds = FeedbackRound.objects.visible_to(viewer).prefetch_related("program")
    round_ = get_object_or_404(rounds, pk=audience.round_id)
    names = dict(settings.LANGUAGES)
    asked = request.GET.get("language", "")
    language = asked if asked in names else "en"
    with override(language):
        form = FeedbackAnswerForm(viewer=viewer, questions=in_order(audience))
    context = {
        "form": form,
        "audience": audience,
        "round": round_,
        "fewest": FEWEST,
        "language": language,
        "tabs": [
            {"label": name, "url": f"?language={code}", "is_current": code == language} for code, name in names.items()
        ],
    }
    return render(request, "support/feedback_audience_preview.html", context)
