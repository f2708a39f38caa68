"""A meeting is logged by a mailed link, on a phone, without signing in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import languages
from agreements.private_pages import private
from meetings.actions import log_links, logs
from meetings.actions import meetings as planned
from meetings.forms.logs import LogForm
from meetings.log_ground import LogGround
from meetings.log_rules import is_off_focus
from meetings.log_words import state_words
from meetings.models import LogLink, Meeting
from mentoring.models import Match
from tenancy.actor import Actor
from tenancy.http import DistrictRequest, open_to_all


@private
@require_http_methods(["GET", "POST"])
@open_to_all("opened by the secret of a mailed link; looking at it spends nothing, logging spends it")
def log_open(request: DistrictRequest, token: str) -> HttpResponse:
    """A mailed link to one meeting. GET shows the page filled in, however often; POST logs, once."""
    now = timezone.now()
    found = log_links.open_link(district=request.district, token=token, at=now)
    if isinstance(found, log_links.Refused):
        return _closed(request, token, found)
    languages.speak_to(request, found.person)
    ground = _ground(request, found)
    form = LogForm(request.POST if request.method == "POST" else None, viewer=request.viewer, ground=ground)
    if form.is_valid():
        try:
            log_links.spend(link=found, at=now, deed=lambda: _write(form, found))
        except (logs.CannotLog, planned.CannotCancel) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("meetings:log_open", token)
    context = {"form": form, "ground": ground, "unsent": f"l{found.pk}", **_frame(request)}
    return render(request, "meetings/log_open.html", context, status=422 if form.errors else 200)


def _ground(request: DistrictRequest, link: LogLink) -> LogGround:
    matches = Match.objects.of(request.district)
    match = matches.prefetch_related("program", "adult_in_charge", "supervising_teacher").get(pk=link.meeting.match_id)
    meeting = Meeting.objects.of(request.district).prefetch_related("adult").get(pk=link.meeting_id)
    return LogGround(match, meeting, timezone.localdate())


def _write(form: LogForm, link: LogLink) -> None:
    by, at, ground = Actor.link("meetings.log_link", link.pk), timezone.now(), form.ground
    if form.is_canceled and ground.meeting is not None:
        note = form.cleaned_data["note"][:300]
        planned.cancel(meeting=ground.meeting, cause=Meeting.Cause.MENTOR, note=note, at=at, by=by)
    else:
        logs.log(match=ground.match, meeting=ground.meeting, logged=form.logged, author=link.person, at=at, by=by)


def _closed(request: DistrictRequest, token: str, refused: log_links.Refused) -> HttpResponse:
    """Say that the meeting is settled, that the link is too old, or that it opens nothing."""
    if request.method == "POST" and "again" in request.POST:
        by = Actor.link("meetings.log_link", 0)
        log_links.ask_link(district=request.district, token=token, by=by)
        return render(request, "meetings/log_closed.html", {"is_sent": True, **_frame(request)})
    context = {"refused": refused, "log": refused.log, **_frame(request)}
    if refused.link is not None:
        languages.speak_to(request, refused.link.person)
        context |= {"arrived": f"l{refused.link.pk}"}
    if refused.log is not None:
        context |= {"is_off_focus": is_off_focus(refused.log.activities), "state": state_words(refused.log.meeting)}
    status = 404 if refused.code == "unknown" else 200
    return render(request, "meetings/log_closed.html", context, status=status)


def _frame(request: DistrictRequest) -> dict[str, object]:
    return {"district": request.district, "can_sign_in": not request.viewer.is_signed_in}
