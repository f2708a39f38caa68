"""Support calls: the list, noting one, skipping one, asking for one, who calls."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from mentoring.match_table import members_of
from mentoring.models import Match, Student
from mentoring.page_parts import Side
from support import call_page
from support.actions import calls
from support.call_table import CALLS
from support.callees import Callee, callees_of
from support.forms.calls import CallAskForm, CallFollowUpForm, CallNoteForm, CallSkipForm, CallTakeForm
from support.models import SupportCall
from support.support_tabs import support_tabs
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.SUPPORT_VIEW)
def call_list(request: DistrictRequest) -> HttpResponse:
    """Whom to call, by when."""
    return CALLS.page(request).render("support/call_list.html", tabs=support_tabs(request.viewer, "calls"))


@require_GET
@requires(Permission.SUPPORT_VIEW)
def call_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file."""
    return CALLS.export(request)


@require_GET
@requires(Permission.SUPPORT_VIEW)
def call_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """One talk: what came out of it, and what one does next."""
    call = _seen(request, pk)
    context = call_page.context(call, request.viewer, may_edit=_may_edit(request, call))
    return render(request, "support/call_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def call_note(request: DistrictRequest, pk: int) -> HttpResponse:
    """Write down a talk. An answer that worries leads on to what one does about it."""
    call = _mine(request, pk)
    if call.held_on or call.skipped_on:
        return redirect("support:call_detail", pk=pk)
    initial = {"held_on": request.viewer.today, "channel": SupportCall.Channel.PHONE}
    form = CallNoteForm(request.POST or None, viewer=request.viewer, initial=initial)
    if form.is_valid():
        try:
            noted = calls.note(call=call, by=request.viewer.actor, **form.cleaned_data)
        except calls.CannotNote as refusal:
            form.add_error(None, str(refusal))
        else:
            return _after_note(request, noted)
    context = {**call_page.context(call, request.viewer, may_edit=True), "form": form}
    return render(request, "support/call_note.html", context, status=422 if form.errors else 200)


def _after_note(request: DistrictRequest, call: SupportCall) -> HttpResponse:
    undo = reverse("support:call_reopen", args=[call.pk])
    if call.is_safe != SupportCall.Safe.YES:
        notices.warn(request, _("Saved. It stays on Today until somebody has noted what was done."))
        return redirect("support:call_detail", pk=call.pk)
    notices.done(request, _("The talk with %(name)s is noted.") % {"name": call.person.name}, undo=undo)
    return redirect("support:call_list")


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def call_skip(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say why a talk does not take place."""
    call = _mine(request, pk)
    form = CallSkipForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        try:
            calls.skip(call=call, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data)
        except calls.CannotNote as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("support:call_reopen", args=[pk])
            notices.done(request, _("Skipped. The next talk comes by the program’s rules."), undo=undo)
            return redirect("support:call_list")
    context = {"form": form, "call": call}
    return render(request, "support/call_skip.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.SUPPORT_EDIT)
def call_reopen(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take back that a talk was held or skipped."""
    try:
        calls.reopen(call=_mine(request, pk), by=request.viewer.actor)
    except calls.CannotNote as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("Taken back. The talk waits again."))
    return redirect("support:call_detail", pk=pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def call_follow_up(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say what was done about a student who may not be safe or well."""
    call = _mine(request, pk)
    form = CallFollowUpForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        try:
            calls.follow_up(call=call, at=timezone.now(), by=request.viewer.actor, **form.cleaned_data)
        except calls.CannotNote as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Noted what was done."))
            return redirect("support:call_detail", pk=pk)
    context = {**call_page.context(call, request.viewer, may_edit=True), "form": form}
    return render(request, "support/call_follow_up.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def call_take_selected(request: DistrictRequest) -> HttpResponse:
    """Say who calls several people."""
    selection = Selection(request, CALLS)
    viewer = request.viewer
    form = CallTakeForm(request.POST or None, viewer=viewer, initial={"caller": viewer.person_id})
    able = list(selection.rows.in_reach_of(viewer, Permission.SUPPORT_EDIT).open())  # type: ignore[attr-defined]
    if form.is_valid() and not selection.refusal and able:
        caller = form.cleaned_data["caller"]
        count = calls.take(calls=able, caller=caller, by=viewer.actor)
        words = ngettext("%(name)s calls %(count)s person.", "%(name)s calls %(count)s people.", count)
        notices.done(request, words % {"name": caller.name, "count": count})
        return redirect("support:call_list")
    context = {"form": form, "selection": selection, "names": first_names([one.person.name for one in able])}
    is_wrong = bool(form.errors) or (request.method == "POST" and bool(selection.refusal))
    return render(request, "support/call_take_selected.html", context, status=422 if is_wrong else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def call_ask(request: DistrictRequest, match_pk: int) -> HttpResponse:
    """Ask for a talk with somebody of a match."""
    viewer = request.viewer
    matches = Match.objects.visible_to(viewer).filter(state=Match.State.RUNNING, program__archived_on=None)
    match = get_object_or_404(matches, pk=match_pk)
    if not Match.objects.of(viewer.district).in_reach_of(viewer, Permission.SUPPORT_EDIT).filter(pk=match_pk).exists():
        raise PermissionDenied
    initial = {"due_on": viewer.today, "caller": viewer.person_id}
    form = CallAskForm(request.POST or None, viewer=viewer, callees=_callees(request, match), initial=initial)
    if form.is_valid():
        try:
            made = calls.ask(by=viewer.actor, **form.cleaned_data)
        except calls.CannotAsk as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("The talk with %(name)s is in the list.") % {"name": made.person.name})
            return redirect("mentoring:match_detail", pk=match_pk, side=Side.SUPPORT)
    context = {"form": form, "match": match, "title": members_of([match], viewer)[match.pk].title}
    return render(request, "support/call_ask.html", context, status=422 if form.errors else 200)


def _callees(request: DistrictRequest, match: Match) -> list[Callee]:
    """With whom this viewer may plan a talk: about students whom they see."""
    known = set(Student.objects.of(request.district).known_to_staff(request.viewer).values_list("pk", flat=True))
    found = callees_of([match], request.viewer.today).get(match.pk, ())
    return [one for one in found if one.match_student is None or one.match_student.student_id in known]


def _seen(request: DistrictRequest, pk: int) -> SupportCall:
    seen = SupportCall.objects.visible_to(request.viewer).prefetch_related(*call_page.READ_ALONG)
    return get_object_or_404(seen, pk=pk)


def _may_edit(request: DistrictRequest, call: SupportCall) -> bool:
    mine = SupportCall.objects.of(request.district).in_reach_of(request.viewer, Permission.SUPPORT_EDIT)
    may = request.viewer.can(Permission.SUPPORT_EDIT) and call.match.program.archived_on is None
    return may and mine.filter(pk=call.pk).exists()


def _mine(request: DistrictRequest, pk: int) -> SupportCall:
    """A talk that this viewer notes: 404 where they do not see it, 403 where they may only look."""
    call = _seen(request, pk)
    if not _may_edit(request, call):
        raise PermissionDenied
    return call
