"""Logs of meetings: write one signed in, change it, read it; lists for staff and for mentors."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from meetings import log_page
from meetings.actions import logs
from meetings.actions import meetings as planned
from meetings.forms.logs import LogForm
from meetings.log_access import Access, access_to, matches_to_log
from meetings.log_ground import LogGround
from meetings.log_rules import change_refusal
from meetings.log_table import LOGS
from meetings.models import Meeting, MeetingLog
from meetings.own_logs import own_logs
from meetings.querysets.logs import MeetingLogQuerySet
from mentoring.page_parts import Side
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names

_WHO_LOGS = (Permission.MENTOR_OWN, Permission.MEETINGS_EDIT)
_WHO_READS = (Permission.MENTOR_OWN, Permission.MEETINGS_VIEW)


# Writing


@require_http_methods(["GET", "POST"])
@requires(*_WHO_LOGS)
def log_write(request: DistrictRequest, meeting_pk: int) -> HttpResponse:
    """Write down a meeting that was planned. One that is written down already leads to what stands there."""
    known = Meeting.objects.of(request.district).filter(match__in=matches_to_log(request.viewer).values("pk"))
    meeting = get_object_or_404(known.prefetch_related("adult"), pk=meeting_pk)
    if log := MeetingLog.objects.of(request.district).filter(meeting=meeting).first():
        return redirect("meetings:log_detail", log.pk)
    access = _access(request, meeting.match_id)
    return _write(request, access, access.ground(request.viewer, meeting), f"m{meeting.pk}", "meetings/log_write.html")


@require_http_methods(["GET", "POST"])
@requires(*_WHO_LOGS)
def log_write_unplanned(request: DistrictRequest, match_pk: int) -> HttpResponse:
    """Write down a meeting that nobody had planned."""
    access = _access(request, match_pk)
    page = "meetings/log_write_unplanned.html"
    return _write(request, access, access.ground(request.viewer), f"u{match_pk}", page)


def _access(request: DistrictRequest, match_pk: int) -> Access:
    access = access_to(request.viewer, match_pk)
    if access is None:
        raise Http404
    return access


def _write(request: DistrictRequest, access: Access, ground: LogGround, key: str, page: str) -> HttpResponse:
    form = LogForm(request.POST if request.method == "POST" else None, viewer=request.viewer, ground=ground)
    if form.is_valid():
        try:
            return _save(request, form, key)
        except logs.LoggedAlready as standing:
            return _to_log(standing.log, key)
        except (logs.CannotLog, planned.CannotCancel) as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "ground": ground,
        "unsent": f"{key}.{request.viewer.person_id}",
        "waiting": log_page.waiting(access.match, request.viewer) if ground.meeting is None else [],
        "back_url": _back(request, access),
    }
    return render(request, page, context, status=422 if form.errors else 200)


def _save(request: DistrictRequest, form: LogForm, key: str) -> HttpResponseRedirect:
    viewer, ground, at = request.viewer, form.ground, timezone.now()
    if form.is_canceled and ground.meeting is not None:
        note = form.cleaned_data["note"][:300]
        planned.cancel(meeting=ground.meeting, cause=Meeting.Cause.MENTOR, note=note, at=at, by=viewer.actor)
        notices.done(request, _("The meeting is canceled, and everybody is told."))
        return redirect(_back(request, Access(ground.match, ground.is_for_other)))
    author_id = form.author_id if ground.is_for_other else viewer.person_id
    log = logs.log(
        match=ground.match,
        meeting=ground.meeting,
        logged=form.logged,
        author=Person.objects.of(request.district).get(pk=author_id or 0),
        at=at,
        by=viewer.actor,
        once=_once(form),
    )
    notices.done(request, _said(form, _("Saved. Thank you.")))
    return _to_log(log, key)


def _said(form: LogForm, words: str) -> str:
    """What was saved; who was told of a worry stands there too, since it is not shown again."""
    told = _("The coordinators and the counselor were told what worried you.")
    return f"{words} {told}" if form.logged.worry else words


def _once(form: LogForm) -> UUID | None:
    once = form.cleaned_data["once"]
    return once if isinstance(once, UUID) else None


def _to_log(log: MeetingLog, key: str) -> HttpResponseRedirect:
    """To what stands there now; the browser may forget what it kept."""
    return HttpResponseRedirect(f"{reverse('meetings:log_detail', args=[log.pk])}?arrived={key}")


def _back(request: DistrictRequest, access: Access) -> str:
    if access.is_for_other:
        return reverse("mentoring:match_detail", args=[access.match.pk, Side.MEETINGS])
    return reverse("meetings:log_own_list")


@require_http_methods(["GET", "POST"])
@requires(*_WHO_LOGS)
def log_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change a log: whoever wrote it for seven days, staff at any time. How it read before stays on record."""
    log, is_staff = _changeable(request, pk)
    access = _access(request, log.meeting.match_id)
    ground = access.ground(request.viewer, log.meeting, log)
    form = LogForm(request.POST if request.method == "POST" else None, viewer=request.viewer, ground=ground)
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        at, by = timezone.now(), request.viewer.actor
        try:
            logs.change(log=log, logged=form.logged, version=version, at=at, by=by, is_staff=is_staff)
        except logs.CannotLog as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _said(form, _("Saved.")))
            return _to_log(log, f"e{log.pk}")
    context = {"form": form, "ground": ground, "log": log, "unsent": f"e{log.pk}.{request.viewer.person_id}"}
    return render(request, "meetings/log_edit.html", context, status=422 if form.errors else 200)


def _changeable(request: DistrictRequest, pk: int) -> tuple[MeetingLog, bool]:
    """The log, and whether the viewer changes it as staff. 404 for whoever may not, also when it is too late."""
    rows = MeetingLog.objects.of(request.district).prefetch_related("meeting__adult")
    viewer = request.viewer
    log = rows.filter(pk__in=MeetingLog.objects.of(request.district).changeable_by(viewer).values("pk"), pk=pk).first()
    if log is not None:
        return log, True
    own = MeetingLog.objects.of(request.district).own_of(viewer).filter(logged_by=viewer.person_id)
    log = get_object_or_404(rows.filter(pk__in=own.values("pk")), pk=pk)
    if change_refusal(log, at=timezone.now()):
        raise Http404
    return log, False


# Reading


@require_GET
@requires(*_WHO_READS)
def log_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """One log: what happened; staff read, too, how it was changed, and say that they have seen it."""
    found = log_page.read(pk, request.viewer)
    if found is None:
        raise Http404
    arrived = request.GET.get("arrived", "")
    keys = {f"m{found.log.meeting_id}", f"u{found.match.pk}", f"e{found.log.pk}"}
    context = {
        "found": found,
        "log": found.log,
        "arrived": f"{arrived}.{request.viewer.person_id}" if arrived in keys else "",
    }
    return render(request, "meetings/log_detail.html", context)


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.MEETINGS_VIEW)
def log_list(request: DistrictRequest) -> HttpResponse:
    """The logs of the matches that this viewer sees at work."""
    return LOGS.page(request).render("meetings/log_list.html")


@require_GET
@requires(Permission.MEETINGS_VIEW)
def log_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same logs, the same columns."""
    return LOGS.export(request)


@require_GET
@requires(Permission.MENTOR_OWN)
def log_own_list(request: DistrictRequest) -> HttpResponse:
    """A mentor's meetings: what is still to be written down, what was, and how many hours it makes."""
    return render(request, "meetings/log_own_list.html", {"own": own_logs(request.viewer)})


# Seen


@require_POST
@requires(Permission.MEETINGS_EDIT)
def log_see(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say that one has seen a log."""
    log = get_object_or_404(_to_see(request), pk=pk)
    logs.see(logs=[log], at=timezone.now(), by=request.viewer.actor)
    notices.done(request, _("Noted that you have seen it."))
    return redirect("meetings:log_detail", pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.MEETINGS_EDIT)
def log_see_selected(request: DistrictRequest) -> HttpResponse:
    """Say so of several logs, after a page that names them."""
    selection = Selection(request, LOGS)
    found = _to_see(request).filter(pk__in=selection.rows.values("pk"))
    rows = list(found.filter(seen_at=None).order_by("pk").prefetch_related("meeting"))
    back_url = selection.back_to(reverse("meetings:log_list"))
    if request.method == "POST" and rows and not selection.refusal:
        count = logs.see(logs=rows, at=timezone.now(), by=request.viewer.actor)
        words = ngettext("%(count)s log is marked as seen.", "%(count)s logs are marked as seen.", count)
        notices.done(request, words % {"count": count})
        return redirect(back_url)
    context = {
        "selection": selection,
        "names": first_names([log_page.name_of(one) for one in rows]),
        "count": len(rows),
        "back_url": back_url,
    }
    return render(request, "meetings/log_see_selected.html", context, status=422 if request.method == "POST" else 200)


def _to_see(request: DistrictRequest) -> MeetingLogQuerySet:
    return MeetingLog.objects.of(request.district).changeable_by(request.viewer)
