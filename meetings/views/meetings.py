"""Meetings: the list, a meeting's page, planning, moving, canceling, bringing back."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from meetings import mail_words as words
from meetings import meeting_page
from meetings.actions import meetings
from meetings.actions.meetings import Moved, Plan, Planned
from meetings.calendar_files import calendar_file, calendar_response
from meetings.forms.meetings import (
    USUAL_HOUR,
    MeetingAdultForm,
    MeetingCancelForm,
    MeetingMoveForm,
    MeetingPlanForm,
)
from meetings.meeting_table import MEETINGS, state_badge
from meetings.models import Meeting
from meetings.querysets.meetings import plannable_matches
from meetings.rules import allowed_places, match_refusal
from mentoring.match_table import members_of
from mentoring.models import Match, MatchObjective
from mentoring.page_parts import Side
from mentoring.policy_rules import policy_of
from tenancy import notices
from tenancy.forms import ViewerForm
from tenancy.http import DistrictRequest, requires
from tenancy.models import AuditEvent, Person
from tenancy.permissions import Permission
from tenancy.rules import SchoolCalendar, next_school_day

#: Where the session keeps how meetings were before they were moved last, for Undo.
_BEFORE = "meetings.before_move"
_READ_ALONG = ("match__program__policies", "adult", "objective", "series")


# Lists


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.MEETINGS_VIEW)
def meeting_list(request: DistrictRequest) -> HttpResponse:
    """The meetings of the matches that this viewer sees at work."""
    may_close = request.viewer.can(Permission.CALENDAR_EDIT)
    return MEETINGS.page(request).render("meetings/meeting_list.html", may_close=may_close)


@require_GET
@requires(Permission.MEETINGS_VIEW)
def meeting_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same meetings, the same columns, every page."""
    return MEETINGS.export(request)


# One meeting


@require_GET
@requires(Permission.MEETINGS_VIEW, Permission.FRONT_DESK_VIEW)
def meeting_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """A meeting: when, where, who, what happened, what one may do."""
    meeting, viewer = _visible(request, pk), request.viewer
    badge_text, badge_kind = state_badge(meeting, is_over=meeting_page.is_over(meeting, timezone.now()))
    may_edit = meeting_page.may_edit(meeting, viewer)
    deeds = meeting_page.deeds(meeting) if may_edit else meeting_page.own_deeds(meeting, viewer, timezone.now())
    context = {
        "meeting": meeting,
        "title": words.when(meeting),
        "match_title": members_of([meeting.match], viewer)[meeting.match_id].title,
        "may_open_match": viewer.can(Permission.MATCHES_VIEW),
        "badge_text": badge_text,
        "badge_kind": badge_kind,
        "parts": meeting_page.parts(meeting, viewer),
        "deeds": [*meeting_page.log_deeds(meeting, viewer), *deeds],
        "may_bring_back": may_edit and meeting.is_canceled,
    }
    return render(request, "meetings/meeting_detail.html", context)


@require_GET
@requires(
    Permission.MEETINGS_VIEW,
    Permission.FRONT_DESK_VIEW,
    Permission.MENTOR_OWN,
    Permission.CHILDREN_VIEW,
    Permission.STUDENT_OWN,
)
def meeting_calendar(request: DistrictRequest, pk: int) -> HttpResponse:
    """One meeting as a calendar file."""
    meeting = _visible(request, pk)
    return calendar_response(calendar_file([meeting], request.viewer), f"meeting-{meeting.on:%Y-%m-%d}.ics")


# Planning


@require_http_methods(["GET", "POST"])
@requires(Permission.MEETINGS_EDIT)
def meeting_plan(request: DistrictRequest, match_pk: int) -> HttpResponse:
    """Plan a meeting of a match, or a series."""
    matches = plannable_matches(request.viewer).prefetch_related("program__policies", "adult_in_charge")
    match = _match_to_plan(request, matches, match_pk)
    form = MeetingPlanForm(request.POST or None, viewer=request.viewer, match=match, initial=_usual(match, request))
    if form.is_valid():
        try:
            made = _plan(request, match, form)
        except meetings.CannotPlan as refusal:
            _say_refusal(form, refusal)
        else:
            _say_planned(request, made)
            return redirect("mentoring:match_detail", pk=match.pk, side=Side.MEETINGS)
    title = members_of([match], request.viewer)[match.pk].title
    refused = "" if form.is_bound else match_refusal(match, request.viewer.today)
    context = {"form": form, "match": match, "title": title, "refused": refused}
    return render(request, "meetings/meeting_plan.html", context, status=422 if form.errors else 200)


def _match_to_plan(request: DistrictRequest, matches: Any, pk: int) -> Match:
    """The match, 403 for who sees it and may not plan for it."""
    seen = get_object_or_404(Match.objects.visible_to(request.viewer), pk=pk)
    match: Match | None = matches.filter(pk=seen.pk).first()
    if match is None:
        raise PermissionDenied(_("You cannot plan meetings of this match."))
    return match


def _plan(request: DistrictRequest, match: Match, form: MeetingPlanForm) -> Meeting | Planned:
    now, by = timezone.now(), request.viewer.actor
    if form.every_weeks:
        until: date = form.cleaned_data["until_on"]
        return meetings.plan_series(
            match=match, first=form.plan, until_on=until, every_weeks=form.every_weeks, at=now, by=by
        )
    return meetings.plan(match=match, at=now, by=by, **form.plan.__dict__)


def _say_planned(request: DistrictRequest, made: Meeting | Planned) -> None:
    if isinstance(made, Meeting):
        said = _("Planned for %(when)s. Everybody who takes part is told in two minutes.") % {"when": words.when(made)}
        notices.done(request, said)
        return
    counted = ngettext("%(count)s meeting is planned.", "%(count)s meetings are planned.", len(made.meetings))
    notices.done(request, counted % {"count": len(made.meetings)})
    if made.skipped:
        days = ", ".join(date_format(day) for day, _why in made.skipped)
        notices.warn(request, _("Left out, since they cannot meet then: %(days)s.") % {"days": days})


def _say_refusal(form: ViewerForm, refusal: meetings.CannotPlan) -> None:
    """Each sentence at the field that it is about."""
    fields = {
        "past": "on", "far": "on", "closed": "on", "no_school": "on", "before_start": "on", "after_end": "on",
        "twice": "starts_at", "place": "place", "workplace": "place", "permission": "place", "adult": "adult",
        "transport": "transport", "driving": "mentor_drives", "many": "until_on", "none": "until_on",
    }  # fmt: skip
    for one in dict.fromkeys((blocker.code, blocker.sentence) for blocker in refusal.blockers):
        field = fields.get(one[0])
        form.add_error(field if field in form.fields else None, one[1])


def _usual(match: Match, request: DistrictRequest) -> dict[str, Any]:
    """As the last meeting of this match was, or as its plan says, on the next day with school."""
    viewer = request.viewer
    newest = Meeting.objects.visible_to(viewer).filter(match=match, starts_at__isnull=False).exclude(place="elsewhere")
    last = newest.order_by("-sorted_at", "-pk").first()
    places = allowed_places(match, policy_of(match.program))
    on = last.on + timedelta(weeks=1) if last and last.on >= viewer.today - timedelta(weeks=1) else None
    if on is None or on < viewer.today:
        on = next_school_day(viewer.today, calendar=SchoolCalendar.of(viewer.district)) or viewer.today
    usual = Plan.of(last) if last else None
    return {
        "on": on,
        "starts_at": usual.starts_at if usual else time.fromisoformat(USUAL_HOUR),
        "minutes": usual.minutes if usual else match.meeting_minutes or 60,
        "place": usual.place if usual and usual.place in places else next((one.value for one in places), ""),
        "place_note": usual.place_note if usual else match.place_note,
        "adult": usual.adult.pk if usual and usual.adult else match.adult_in_charge_id,
        "transport": usual.transport if usual else match.transport,
        "until_on": match.ends_on,
    }


# Moving


@require_http_methods(["GET", "POST"])
@requires(Permission.MEETINGS_EDIT)
def meeting_move(request: DistrictRequest, pk: int) -> HttpResponse:
    """Another time, room or adult; of a series also for the later ones."""
    meeting = _editable(request, pk)
    form = MeetingMoveForm(request.POST or None, viewer=request.viewer, meeting=meeting, later=_later(request, meeting))
    if form.is_valid():
        to = form.plan if "transport" in form.fields else replace(form.plan, transport=meeting.transport)
        try:
            moved = meetings.move(
                meeting=meeting, to=to, following=form.is_following, at=timezone.now(), by=request.viewer.actor
            )
        except meetings.CannotPlan as refusal:
            _say_refusal(form, refusal)
        else:
            say_moved(request, meeting, moved)
            return redirect("meetings:meeting_detail", pk=pk)
    refused = "" if form.is_bound else _refusal(request, meeting)
    context = {"form": form, "meeting": meeting, "title": words.when(meeting), "refused": refused}
    return render(request, "meetings/meeting_move.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.MEETINGS_EDIT, Permission.FRONT_DESK_VIEW)
def meeting_move_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Undo the last move of this browser; ``pk`` is the meeting that was moved."""
    meeting = _visible(request, pk)
    kept = request.session.get(_BEFORE) or {}
    if not meeting_page.may_change_adult(meeting, request.viewer):
        raise PermissionDenied
    if str(kept.get("pk")) != str(pk):
        notices.warn(request, _("This can no longer be undone at once. Move the meeting again."))
        return redirect("meetings:meeting_detail", pk=pk)
    plans = {int(key): _read_plan(request, value) for key, value in kept["plans"].items()}
    mine = set(_may_move_back(request, list(plans)))
    try:
        meetings.move_back(
            district=request.district,
            plans={key: value for key, value in plans.items() if key in mine},
            at=timezone.now(),
            by=request.viewer.actor,
        )
    except meetings.CannotPlan as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("It is as it was before."))
    del request.session[_BEFORE]
    return redirect("meetings:meeting_detail", pk=pk)


def _may_move_back(request: DistrictRequest, ids: list[int]) -> list[int]:
    viewer = request.viewer
    mine = Meeting.objects.of(viewer.district).filter(pk__in=ids)
    found = set(mine.editable_by(viewer).values_list("pk", flat=True))
    if viewer.can(Permission.FRONT_DESK_VIEW):
        found |= set(mine.at_desk(viewer).values_list("pk", flat=True))
    return sorted(found)


def say_moved(request: DistrictRequest, meeting: Meeting, moved: Moved) -> None:
    """Say what has changed, with Undo, and what could not be moved."""
    if not moved.meetings:
        notices.done(request, _("Nothing changed."))
        return
    plans = {str(pk): _written_plan(plan) for pk, plan in moved.before.items()}
    request.session[_BEFORE] = {"pk": meeting.pk, "plans": plans}
    counted = ngettext("%(count)s meeting is changed.", "%(count)s meetings are changed.", len(moved.meetings))
    told = _("Whom it concerns is told in two minutes.")
    undo = reverse("meetings:meeting_move_back", args=[meeting.pk])
    notices.done(request, f"{counted % {'count': len(moved.meetings)}} {told}", undo=undo)
    if moved.kept:
        days = ", ".join(date_format(one.on) for one, _why in moved.kept)
        notices.warn(request, _("These stay as they were, since they cannot be moved so: %(days)s.") % {"days": days})


def _written_plan(plan: Plan) -> dict[str, Any]:
    """A plan as a session can keep it."""
    return {
        **plan.__dict__,
        "on": plan.on.isoformat(),
        "starts_at": plan.starts_at.isoformat(),
        "adult": plan.adult.pk if plan.adult else None,
        "objective": plan.objective.pk if plan.objective else None,
    }


def _read_plan(request: DistrictRequest, kept: dict[str, Any]) -> Plan:
    people = Person.objects.of(request.district)
    return Plan(
        **{
            **kept,
            "on": date.fromisoformat(kept["on"]),
            "starts_at": time.fromisoformat(kept["starts_at"]),
            "adult": people.filter(pk=kept["adult"] or 0).first(),
            "objective": MatchObjective.objects.of(request.district).filter(pk=kept["objective"] or 0).first(),
        }
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.MEETINGS_EDIT, Permission.FRONT_DESK_VIEW)
def meeting_change_adult(request: DistrictRequest, pk: int) -> HttpResponse:
    """Somebody else is in charge of this one meeting; the front office does so on the day itself."""
    meeting, viewer = _visible(request, pk), request.viewer
    if not meeting_page.may_change_adult(meeting, viewer):
        raise Http404  # for the front office there is such a page on the day itself
    form = MeetingAdultForm(request.POST or None, viewer=viewer, meeting=meeting)
    if form.is_valid():
        try:
            moved = meetings.change_adult(
                meeting=meeting, adult=form.cleaned_data["adult"], at=timezone.now(), by=viewer.actor
            )
        except meetings.CannotPlan as refusal:
            _say_refusal(form, refusal)
        else:
            say_moved(request, meeting, moved)
            if viewer.can(Permission.FRONT_DESK_VIEW) and meeting.on == viewer.today:
                return redirect("meetings:desk_list")
            return redirect("meetings:meeting_detail", pk=pk)
    refused = "" if form.is_bound else _refusal(request, meeting)
    context = {"form": form, "meeting": meeting, "title": words.when(meeting), "refused": refused}
    return render(request, "meetings/meeting_change_adult.html", context, status=422 if form.errors else 200)


# Canceling


@require_http_methods(["GET", "POST"])
@requires(Permission.MEETINGS_EDIT)
def meeting_cancel(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say why a meeting does not take place; of a series perhaps no later one either."""
    meeting = _editable(request, pk)
    later = _later(request, meeting)
    form = MeetingCancelForm(request.POST or None, viewer=request.viewer, later=later)
    if form.is_valid():
        try:
            event = meetings.cancel(
                meeting=meeting,
                cause=form.cleaned_data["cause"],
                note=form.cleaned_data["note"],
                following=form.is_following,
                at=timezone.now(),
                by=request.viewer.actor,
            )
        except meetings.CannotCancel as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("meetings:meeting_take_back", args=[event.pk])
            notices.done(request, _("Canceled. Whoever would have come is told in two minutes."), undo=undo)
            return redirect("meetings:meeting_detail", pk=pk)
    context = {"form": form, "meeting": meeting, "title": words.when(meeting)}
    return render(request, "meetings/meeting_cancel.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.MEETINGS_EDIT)
def meeting_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Undo a cancellation, of one meeting or of several; ``pk`` is its line in the log."""
    events = AuditEvent.objects.of(request.district).filter(verb="meeting.cancel")
    event = get_object_or_404(events, pk=pk)
    mine = (
        Meeting.objects.of(request.district).editable_by(request.viewer).filter(pk__in=event.facts.get("meetings", []))
    )
    found = list(mine.prefetch_related("match").order_by("on", "pk"))
    if not found:
        raise PermissionDenied
    back, kept = meetings.bring_back_all(meetings=found, at=timezone.now(), by=request.viewer.actor)
    if back:
        counted = ngettext(
            "%(count)s meeting takes place after all.", "%(count)s meetings take place after all.", len(back)
        )
        notices.done(request, counted % {"count": len(back)})
    if kept:
        notices.warn(request, _("Something cannot be brought back as it was. Plan it anew."))
    return redirect("meetings:meeting_detail", pk=found[0].pk)


@require_POST
@requires(Permission.MEETINGS_EDIT)
def meeting_bring_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """A canceled meeting takes place after all."""
    meeting = _editable(request, pk)
    try:
        meetings.bring_back(meeting=meeting, at=timezone.now(), by=request.viewer.actor)
    except meetings.CannotBringBack as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("The meeting takes place after all. Whoever was told otherwise is told."))
    return redirect("meetings:meeting_detail", pk=pk)


# What several pages need


def _visible(request: DistrictRequest, pk: int) -> Meeting:
    seen = Meeting.objects.visible_to(request.viewer).prefetch_related(*_READ_ALONG)
    return get_object_or_404(seen, pk=pk)


def _editable(request: DistrictRequest, pk: int) -> Meeting:
    """The meeting, 403 for who sees it and may not change it."""
    meeting = _visible(request, pk)
    if not meeting_page.may_edit(meeting, request.viewer):
        raise PermissionDenied(_("You cannot change this meeting."))
    return meeting


def _refusal(request: DistrictRequest, meeting: Meeting) -> str:
    """Why a meeting is not planned another way now, whatever the new day; empty when it can be."""
    if meeting.state != Meeting.State.PLANNED:
        return _("This meeting is no longer planned.")
    return match_refusal(meeting.match, request.viewer.today)


def _later(request: DistrictRequest, meeting: Meeting) -> int:
    """How many later meetings of the series are planned."""
    if meeting.series_id is None:
        return 0
    mine = Meeting.objects.visible_to(request.viewer).planned()
    return mine.filter(series=meeting.series_id, on__gt=meeting.on).count()
