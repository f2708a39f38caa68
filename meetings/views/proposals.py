"""Another time for a planned meeting: a mentor or student proposes it; whoever plans accepts or declines."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings import mail_words as words
from meetings.actions import meetings, proposals
from meetings.forms.meetings import DeclineForm, ProposeForm
from meetings.models import Meeting, MeetingProposal
from meetings.views.meetings import say_moved
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission

_READ_ALONG = ("meeting__match", "meeting__adult", "proposed_by")


# Who takes part


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTOR_OWN, Permission.STUDENT_OWN)
def meeting_propose(request: DistrictRequest, pk: int) -> HttpResponse:
    """Propose another day and hour for one's own meeting, or read why that is not possible now."""
    viewer, now = request.viewer, timezone.now()
    mine = Meeting.objects.of(viewer.district).of_member(viewer).prefetch_related("match", "adult")
    meeting = get_object_or_404(mine, pk=pk)
    if viewer.person is None:
        return redirect("meetings:meeting_own_list")
    form = ProposeForm(request.POST or None, viewer=viewer, initial=_as_planned(meeting))
    if form.is_valid():
        try:
            made = proposals.propose(
                meeting=meeting, person=viewer.person, at=now, by=viewer.actor, **form.cleaned_data
            )
        except proposals.CannotPropose as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("meetings:meeting_proposal_withdraw", args=[made.pk])
            notices.done(request, _("Proposed. The school decides, and you are told."), undo=undo)
            return redirect("meetings:meeting_own_list")
    refused = "" if form.is_bound else proposals.refusal(meeting, viewer.person, at=now)
    context = {"form": form, "meeting": meeting, "title": words.when(meeting), "refused": refused}
    return render(request, "meetings/meeting_propose.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.MENTOR_OWN, Permission.STUDENT_OWN)
def meeting_proposal_withdraw(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take one's own proposal back."""
    proposal = get_object_or_404(MeetingProposal.objects.of(request.district).written_by(request.viewer), pk=pk)
    try:
        proposals.withdraw(proposal=proposal, at=timezone.now(), by=request.viewer.actor)
    except proposals.CannotDecide as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("Taken back. The meeting stays as it is planned."))
    return redirect("meetings:meeting_own_list")


def _as_planned(meeting: Meeting) -> dict[str, object]:
    if meeting.starts_at is None:
        return {"on": meeting.on}
    return {"on": meeting.on, "starts_at": timezone.localtime(meeting.starts_at).time()}


# Whoever plans


@require_POST
@requires(Permission.MEETINGS_EDIT)
def meeting_proposal_accept(request: DistrictRequest, pk: int) -> HttpResponse:
    """Move the meeting to the proposed time; what speaks against it is said on the meeting's page."""
    proposal = _to_decide(request, pk)
    try:
        moved = proposals.accept(proposal=proposal, at=timezone.now(), by=request.viewer.actor)
    except (proposals.CannotDecide, meetings.CannotPlan) as refusal:
        notices.warn(request, str(refusal))
    else:
        say_moved(request, proposal.meeting, moved)
    return redirect("meetings:meeting_detail", pk=proposal.meeting_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.MEETINGS_EDIT)
def meeting_proposal_decline(request: DistrictRequest, pk: int) -> HttpResponse:
    """Keep the meeting as it is planned, with a line for whoever proposed another time."""
    proposal = _to_decide(request, pk)
    form = DeclineForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if form.is_valid():
        try:
            proposals.decline(
                proposal=proposal, reply=form.cleaned_data["reply"], at=timezone.now(), by=request.viewer.actor
            )
        except proposals.CannotDecide as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("The meeting stays as planned. Whoever proposed the other time is told."))
            return redirect("meetings:meeting_detail", pk=proposal.meeting_id)
    context = {
        "form": form,
        "proposal": proposal,
        "title": words.when(proposal.meeting),
        "wanted": words.instant_words(proposal.starts_at),
    }
    return render(request, "meetings/meeting_proposal_decline.html", context, status=422 if form.errors else 200)


def _to_decide(request: DistrictRequest, pk: int) -> MeetingProposal:
    mine = MeetingProposal.objects.of(request.district).to_decide_by(request.viewer).prefetch_related(*_READ_ALONG)
    return get_object_or_404(mine, pk=pk)
