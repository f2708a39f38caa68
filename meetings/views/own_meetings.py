"""One's own meetings, as mentor, student or parent; and what a member says of one: late, cannot come."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from meetings import mail_words as words
from meetings import own_meetings
from meetings.actions import excuses, late
from meetings.calendar_files import calendar_file, calendar_response
from meetings.forms.meetings import CallOffForm, LateForm
from meetings.models import Meeting
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission

_READ_ALONG = ("match", "adult")


@require_GET
@requires(Permission.MENTOR_OWN, Permission.STUDENT_OWN, Permission.CHILDREN_VIEW, Permission.MEETINGS_VIEW)
def meeting_own_list(request: DistrictRequest) -> HttpResponse:
    """What is to come and what was, with what one may do; for staff the meetings of which they are in charge."""
    viewer, now = request.viewer, timezone.now()
    context = {
        "coming": own_meetings.coming(viewer, now),
        "past": own_meetings.past(viewer, now),
        "in_charge": own_meetings.in_charge(viewer, now) if viewer.can(Permission.MEETINGS_VIEW) else [],
        "is_staff": viewer.is_staff,
        "writes_logs": viewer.can(Permission.MENTOR_OWN),
    }
    return render(request, "meetings/meeting_own_list.html", context)


@require_GET
@requires(Permission.MENTOR_OWN, Permission.STUDENT_OWN, Permission.CHILDREN_VIEW)
def meeting_own_calendar(request: DistrictRequest) -> HttpResponse:
    """Everything that is to come as one calendar file."""
    rows = Meeting.objects.of(request.district).own(request.viewer).filter(on__gte=request.viewer.today)
    found = list(rows.in_list_order().prefetch_related(*_READ_ALONG)[: own_meetings.MOST_COMING])
    return calendar_response(calendar_file(found, request.viewer, name=_("Mentoring")), "meetings.ics")


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTOR_OWN, Permission.STUDENT_OWN, Permission.MEETINGS_EDIT)
def meeting_say_late(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say that one is running late today; the others are told at once."""
    meeting, viewer = _meeting(request, pk, with_staff=True), request.viewer
    form = LateForm(request.POST or None, viewer=viewer, initial={"minutes": 10})
    if form.is_valid():
        try:
            late.say(meeting=meeting, minutes=form.cleaned_data["minutes"], at=timezone.now(), by=viewer.actor)
        except late.CannotSay as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("meetings:meeting_late_take_back", args=[pk])
            notices.done(request, _("The others are told now."), undo=undo)
            return redirect(_page(request, meeting))
    context = {"form": form, "meeting": meeting, "title": words.when(meeting), "back_url": _page(request, meeting)}
    return render(request, "meetings/meeting_say_late.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.MENTOR_OWN, Permission.STUDENT_OWN, Permission.MEETINGS_EDIT)
def meeting_late_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Nobody is late any more."""
    meeting = _meeting(request, pk, with_staff=True)
    late.take_back(meeting=meeting, by=request.viewer.actor)
    notices.done(request, _("Taken back. Whoever was told already is not told again."))
    return redirect(_page(request, meeting))


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTOR_OWN, Permission.STUDENT_OWN)
def meeting_call_off(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say that one cannot come."""
    meeting, viewer = _meeting(request, pk), request.viewer
    form = CallOffForm(request.POST or None, viewer=viewer)
    if form.is_valid() and request.method == "POST" and viewer.person is not None:
        try:
            excuses.call_off(
                meeting=meeting,
                person=viewer.person,
                note=form.cleaned_data["note"],
                at=timezone.now(),
                by=viewer.actor,
            )
        except excuses.CannotCallOff as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("meetings:meeting_call_off_take_back", args=[pk])
            notices.done(request, _("Thank you for saying so. The others are told in two minutes."), undo=undo)
            return redirect("meetings:meeting_own_list")
    context = {"form": form, "meeting": meeting, "title": words.when(meeting)}
    return render(request, "meetings/meeting_call_off.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.MENTOR_OWN, Permission.STUDENT_OWN)
def meeting_call_off_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """One comes after all."""
    meeting, viewer = _meeting(request, pk), request.viewer
    if viewer.person is not None:
        try:
            excuses.take_back(meeting=meeting, person=viewer.person, at=timezone.now(), by=viewer.actor)
        except excuses.CannotCallOff as refusal:
            notices.warn(request, str(refusal))
        else:
            notices.done(request, _("You are expected."))
    return redirect("meetings:meeting_own_list")


def _meeting(request: DistrictRequest, pk: int, *, with_staff: bool = False) -> Meeting:
    """A meeting in which the viewer takes part; for staff one that they look after."""
    viewer = request.viewer
    mine = Meeting.objects.of(viewer.district).of_member(viewer)
    if with_staff and viewer.can(Permission.MEETINGS_EDIT):
        looked_after = Meeting.objects.of(viewer.district).editable_by(viewer).values("pk")
        seen = Meeting.objects.visible_to(viewer)
        mine = seen.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=looked_after) | Q(adult=viewer.person_id or 0))
    return get_object_or_404(mine.prefetch_related(*_READ_ALONG), pk=pk)


def _page(request: DistrictRequest, meeting: Meeting) -> str:
    """Where one came from: one's own meetings, or for staff the meeting's page."""
    is_member = Meeting.objects.of(request.district).of_member(request.viewer).filter(pk=meeting.pk).exists()
    return reverse("meetings:meeting_own_list") if is_member else reverse("meetings:meeting_detail", args=[meeting.pk])
