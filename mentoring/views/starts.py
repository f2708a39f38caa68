"""Matches start: one, all that are ready; undo; what is allowed once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mentoring import match_page
from mentoring.actions import starts
from mentoring.forms.readiness import AllowOnceForm
from mentoring.gate_rules import StartBlocker, gates_of
from mentoring.match_table import members_of
from mentoring.models import Match, MatchException, Program
from mentoring.readiness import sight_of
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.models import AuditEvent
from tenancy.permissions import Permission
from tenancy.selections import MOST_SELECTED, first_names
from tenancy.viewer import Viewer

_READ_ALONG = ("supervising_teacher", "adult_in_charge")


@require_POST
@requires(Permission.MATCHES_EDIT)
def match_start(request: DistrictRequest, pk: int) -> HttpResponse:
    """Start a match that lacks nothing; its page says what is missing otherwise."""
    match = _editable(request, pk)
    try:
        starts.start(match=match, on=request.viewer.today, by=request.viewer.actor)
    except starts.CannotStart as refusal:
        notices.warn(request, str(refusal) if not refusal.blockers else _said(request.viewer, match, refusal.blockers))
    else:
        undo = reverse("mentoring:match_start_undo", args=[pk])
        notices.done(request, _("The match has started. Everybody in it is told in two minutes."), undo=undo)
    return redirect("mentoring:match_detail", pk=pk)


@require_POST
@requires(Permission.MATCHES_EDIT)
def match_start_undo(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take a start of today back."""
    match = _editable(request, pk)
    try:
        starts.undo(match=match, at=timezone.now(), on=request.viewer.today, by=request.viewer.actor)
    except starts.CannotUndo as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("Taken back. The match has not started."))
    return redirect("mentoring:match_detail", pk=pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EDIT)
def match_start_ready(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Start every match of a program that lacks nothing, after a page that names them and says who is left out."""
    viewer = request.viewer
    programs = Program.objects.of(viewer.district).in_reach_of(viewer, Permission.MATCHES_EDIT)
    program = get_object_or_404(programs, pk=program_pk)
    if request.method == "POST":
        mine = _startable(viewer, program).filter(pk__in=_ids(request.POST.getlist("selected")))
        ids = list(mine.values_list("pk", flat=True))
        started = starts.start_ready(program=program, match_ids=ids, on=viewer.today, by=viewer.actor)
        _say_started(request, started)
        return redirect("mentoring:readiness_list", program_pk=program_pk)
    matches = list(_startable(viewer, program).prefetch_related(*_READ_ALONG).order_by("created_at", "pk"))
    gates, titles, sight = gates_of(matches, viewer.today), members_of(matches, viewer), sight_of(matches, viewer)
    ready = [one for one in matches if gates[one.pk].is_open]
    skipped = [
        (titles[one.pk].title, _first_of([sight.said(blocker)[0] for blocker in gates[one.pk].blockers]))
        for one in matches
        if not gates[one.pk].is_open
    ]
    context = {
        "program": program,
        "names": first_names([titles[one.pk].title for one in ready]),
        "count": len(ready),
        "hidden": [("selected", one.pk) for one in ready],
        "skipped": skipped,
    }
    return render(request, "mentoring/match_start_ready.html", context)


@require_POST
@requires(Permission.MATCHES_EDIT)
def match_start_ready_undo(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take back what "Start all that are ready" started; ``pk`` is the event that it wrote."""
    viewer = request.viewer
    event = get_object_or_404(AuditEvent.objects.of(viewer.district), pk=pk)
    programs = Program.objects.of(viewer.district).in_reach_of(viewer, Permission.MATCHES_EDIT)
    is_mine = event.verb == "program.start_ready" and event.actor_person_id == viewer.person_id
    if not is_mine or not programs.filter(pk=event.target_id or 0).exists():
        notices.warn(request, _("There is nothing to take back."))
        return redirect("mentoring:match_list")
    back, kept = starts.undo_ready(event=event, at=timezone.now(), on=viewer.today, by=viewer.actor)
    if back:
        words = ngettext("%(count)s match is taken back.", "%(count)s matches are taken back.", back)
        notices.done(request, words % {"count": back})
    if kept:
        words = ngettext("%(count)s match goes on.", "%(count)s matches go on.", kept)
        notices.warn(request, words % {"count": kept})
    return redirect("mentoring:readiness_list", program_pk=event.target_id)


# Allowed once


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EXCEPT)
def match_allow_once(request: DistrictRequest, pk: int) -> HttpResponse:
    """Let one thing be missing until a day, with a reason."""
    match = _reached(request, pk, Permission.MATCHES_EXCEPT)
    return _exception_page(request, match, starts.allow_once, "mentoring/match_allow_once.html", _("Allowed once."))


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EDIT)
def match_ask_to_allow(request: DistrictRequest, pk: int) -> HttpResponse:
    """Ask a principal or an administrator to let one thing be missing."""
    match, done = _editable(request, pk), _("Somebody who may allow it is asked.")
    return _exception_page(request, match, starts.ask_to_allow, "mentoring/match_ask_to_allow.html", done)


@require_POST
@requires(Permission.MATCHES_EXCEPT, Permission.MATCHES_EDIT)
def match_exception_withdraw(request: DistrictRequest, pk: int) -> HttpResponse:
    """What was allowed once, or asked for, counts no more."""
    viewer = request.viewer
    reached = Match.objects.of(viewer.district).in_reach_of(viewer, Permission.MATCHES_EXCEPT)
    edited = Match.objects.of(viewer.district).in_reach_of(viewer, Permission.MATCHES_EDIT)
    mine = MatchException.objects.of(viewer.district).filter(match__in=(reached | edited).values("pk"))
    exception = get_object_or_404(mine, pk=pk)
    try:
        starts.withdraw_exception(exception=exception, at=timezone.now(), on=viewer.today, by=viewer.actor)
    except starts.CannotAllow as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("Withdrawn."))
    return redirect("mentoring:match_detail", pk=exception.match_id)


def _exception_page(request: DistrictRequest, match: Match, act: Any, template: str, done: str) -> HttpResponse:
    viewer = request.viewer
    missing, sight = starts.missing_of(match, viewer.today), sight_of([match], viewer)
    code = request.GET.get("code", "")
    open_asks = MatchException.objects.of(viewer.district).filter(match=match, allowed_on=None, withdrawn_on=None)
    asked = open_asks.filter(code=code).first()
    form = AllowOnceForm(
        request.POST or None, viewer=viewer, match=match, missing=missing, sight=sight, asked=asked, code=code
    )
    if form.is_valid():
        try:
            act(match=match, at=timezone.now(), on=viewer.today, by=viewer.actor, **form.cleaned_data)
        except starts.CannotAllow as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, done)
            return redirect("mentoring:match_detail", pk=match.pk)
    context = {"form": form, "match": match, "is_possible": bool(missing)}
    return render(request, template, context, status=422 if form.errors else 200)


# Which matches


def _editable(request: DistrictRequest, pk: int) -> Match:
    """A match that the viewer may change. Whoever is in it does not start it."""
    match = _reached(request, pk, Permission.MATCHES_EDIT)
    if match_page.is_member(match, request.viewer):
        raise PermissionDenied(_("You are in this match yourself. Ask a colleague."))
    return match


def _reached(request: DistrictRequest, pk: int, permission: Permission) -> Match:
    mine = Match.objects.of(request.district).in_reach_of(request.viewer, permission)
    return get_object_or_404(mine.prefetch_related("program__policies", *_READ_ALONG), pk=pk)


def _startable(viewer: Viewer, program: Program) -> Any:
    mine = Match.objects.of(viewer.district).in_reach_of(viewer, Permission.MATCHES_EDIT)
    own = Match.objects.of(viewer.district).with_member(viewer.person_id or 0).values("pk")
    return mine.filter(program=program, state__in=starts.NOT_STARTED).exclude(pk__in=own)


def _ids(typed: Iterable[str]) -> list[int]:
    return [int(one) for one in typed if one.isdecimal() and len(one) < 19][:MOST_SELECTED]


def _said(viewer: Viewer, match: Match, blockers: Sequence[StartBlocker]) -> str:
    sight = sight_of([match], viewer)
    return _("The match has not started.") + " " + _first_of([sight.said(one)[0] for one in blockers])


def _first_of(sentences: Sequence[str]) -> str:
    """The first two of several sentences, and how many more there are."""
    told = list(dict.fromkeys(sentences))
    more = len(told) - 2
    words = ngettext("(and %(count)s more)", "(and %(count)s more)", more) % {"count": more} if more > 0 else ""
    return " ".join(filter(None, [*told[:2], words]))


def _say_started(request: DistrictRequest, started: starts.Started) -> None:
    count = len(started.done)
    if count and started.event is not None:
        words = ngettext("%(count)s match has started.", "%(count)s matches have started.", count)
        undo = reverse("mentoring:match_start_ready_undo", args=[started.event.pk])
        notices.done(request, words % {"count": count}, undo=undo)
    if skipped := len(started.skipped):
        words = ngettext(
            "%(count)s match lacks something now and has not started.",
            "%(count)s matches lack something now and have not started.",
            skipped,
        )
        notices.warn(request, words % {"count": skipped})
    if not count and not skipped:
        notices.warn(request, _("No match was ready."))
