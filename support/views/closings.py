"""Closing matches: the list, one closing, its last talks, many at the end of a year, taking it back."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from meetings.reading import held_of
from mentoring.match_table import members_of
from mentoring.models import Match
from mentoring.page_parts import Side
from support import closing_page
from support.actions import closings
from support.closing_rules import begin_refusal, change_refusal, missing_of
from support.closing_table import CLOSINGS, closings_of, standing
from support.closing_tabs import closing_tabs
from support.forms.closings import ClosingBeginForm, ClosingForm, ExitInterviewForm, FinishManyForm, SkipForm
from support.models import Closing, ExitInterview
from tenancy import notices
from tenancy.forms import ViewerForm
from tenancy.http import DistrictRequest, requires
from tenancy.models import AuditEvent
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names
from tenancy.viewer import Viewer

_READ_ALONG = ("match__program__school_year", "interviews__person", "opened_by", "finished_by")


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.SUPPORT_VIEW)
def closing_list(request: DistrictRequest) -> HttpResponse:
    """The matches that run or are closed, and how far each closing is."""
    return CLOSINGS.page(request).render("support/closing_list.html", tabs=closing_tabs(request.viewer, "closings"))


@require_GET
@requires(Permission.SUPPORT_VIEW)
def closing_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same matches, the same columns."""
    return CLOSINGS.export(request)


# One closing


@require_GET
@requires(Permission.SUPPORT_VIEW)
def closing_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """What is done and what is missing before a match is closed."""
    closing, viewer = _closing(request, pk), request.viewer
    may_edit = closing_page.may_close(closing.match, viewer)
    refusal = change_refusal(closing)
    may_change = may_edit and not refusal
    interviews = sorted(closing.interviews.all(), key=lambda one: one.pk)
    cell = standing(closing)
    edit_url = reverse("support:closing_edit", args=[pk]) if may_change else ""
    context = {
        "closing": closing,
        "match": closing.match,
        "title": _title(closing.match, viewer),
        "badge_kind": cell.kind,
        "badge_text": cell.text,
        "tasks": closing_page.tasks_of(closing, edit_url=edit_url),
        "facts": closing_page.facts_of(closing, reads_all=may_edit),
        "talks": closing_page.talk_rows(interviews, reads_all=may_edit, may_change=may_change),
        "skipped": [one for one in interviews if one.skipped_on] if may_change else [],
        "missing": [] if closing.finished_on else missing_of(closing, interviews),
        "refusal": refusal if may_edit and closing.finished_on is None else "",
        "may_change": may_change,
        "may_take_back": may_edit and closing.finished_on and not closing.match.program.is_archived,
        "edit_url": edit_url,
    }
    return render(request, "support/closing_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def closing_begin(request: DistrictRequest, match_pk: int) -> HttpResponse:
    """Begin to close a match: why, by whose wish, when they met last."""
    viewer = request.viewer
    match = get_object_or_404(Match.objects.visible_to(viewer).prefetch_related("program"), pk=match_pk)
    must_be_mine(match, viewer)
    there = Closing.objects.visible_to(viewer).filter(match=match).first()
    if there is not None:
        return redirect("support:closing_detail", pk=there.pk)
    form = ClosingBeginForm(request.POST or None, viewer=viewer, initial=_early(match))
    if form.is_valid():
        try:
            closing = closings.begin(match=match, on=viewer.today, by=viewer.actor, **form.cleaned_data)
        except closings.CannotClose as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("support:closing_drop", args=[closing.pk])
            notices.done(request, _("Closing has begun. The match runs until you finish it."), undo=undo)
            return redirect("support:closing_detail", pk=closing.pk)
    context = {
        "form": form,
        "match": match,
        "title": _title(match, viewer),
        "refusal": begin_refusal(match, has_open=False),
    }
    return render(request, "support/closing_begin.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def closing_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Note what is done: presentation, skills profile and career plan, next step, contact afterwards."""
    closing = _mine(request, pk)
    if refused := _refused(request, closing):
        return refused
    form = ClosingForm(request.POST or None, instance=closing, viewer=request.viewer)
    if form.is_valid():
        try:
            closings.change(closing=closing, details=form.cleaned_data, by=request.viewer.actor)
        except closings.CannotClose as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Saved."))
            return redirect("support:closing_detail", pk=pk)
    context = {"form": form, "closing": closing, "title": _title(closing.match, request.viewer)}
    return render(request, "support/closing_edit.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.SUPPORT_EDIT)
def closing_drop(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take back that closing was begun."""
    closing = _mine(request, pk)
    try:
        closings.drop(closing=closing, at=timezone.now(), by=request.viewer.actor)
    except closings.CannotClose as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("Taken back. The match runs on."))
    return redirect("mentoring:match_detail", pk=closing.match_id, side=Side.SUPPORT)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def closing_finish(request: DistrictRequest, pk: int) -> HttpResponse:
    """Close the match, after a page that says what follows."""
    closing, viewer = _mine(request, pk), request.viewer
    if refused := _refused(request, closing):
        return refused
    if missing := missing_of(closing, closing.interviews.all()):
        notices.warn(request, " ".join(missing))
        return redirect("support:closing_detail", pk=pk)
    if request.method == "POST":
        try:
            closings.finish(closing=closing, on=viewer.today, by=viewer.actor)
        except closings.CannotClose as refusal:
            notices.warn(request, str(refusal))
        else:
            undo = reverse("support:closing_take_back", args=[pk])
            notices.done(request, _("The match is closed."), undo=undo)
        return redirect("support:closing_detail", pk=pk)
    context = {"closing": closing, "title": _title(closing.match, viewer), "consequences": _consequences(closing)}
    return render(request, "support/closing_finish.html", context)


@require_POST
@requires(Permission.SUPPORT_EDIT)
def closing_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Undo of finishing: the match runs again."""
    closing = _mine(request, pk)
    try:
        closings.take_back(closing=closing, by=request.viewer.actor)
    except closings.CannotClose as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("Taken back. The closing list can be changed again."))
    return redirect("support:closing_detail", pk=pk)


# Last talks


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def exit_interview_note(request: DistrictRequest, pk: int) -> HttpResponse:
    """Note a last talk."""
    talk, viewer = _talk(request, pk), request.viewer
    if refused := _refused(request, talk.closing):
        return refused
    form = ExitInterviewForm(request.POST or None, instance=talk, viewer=viewer)
    if form.is_valid():

        def note() -> None:
            closings.note_interview(interview=talk, said=form.cleaned_data, by=viewer.actor)

        if _tried(form, note):
            notices.done(request, _("The last talk with %(name)s is noted.") % {"name": talk.person.name})
            return redirect("support:closing_detail", pk=talk.closing_id)
    return _talk_page(request, talk, form, "support/exit_interview_note.html")


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def exit_interview_skip(request: DistrictRequest, pk: int) -> HttpResponse:
    """Note that there is no last talk with somebody, and why."""
    talk, viewer = _talk(request, pk), request.viewer
    if refused := _refused(request, talk.closing):
        return refused
    form = SkipForm(request.POST or None, viewer=viewer)
    if form.is_valid():

        def skip() -> None:
            closings.skip_interview(interview=talk, on=viewer.today, by=viewer.actor, **form.cleaned_data)

        if _tried(form, skip):
            undo = reverse("support:exit_interview_reopen", args=[pk])
            notices.done(request, _("Skipped: %(name)s.") % {"name": talk.person.name}, undo=undo)
            return redirect("support:closing_detail", pk=talk.closing_id)
    return _talk_page(request, talk, form, "support/exit_interview_skip.html")


@require_POST
@requires(Permission.SUPPORT_EDIT)
def exit_interview_reopen(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take back that a last talk was skipped."""
    talk = _talk(request, pk)
    try:
        closings.reopen_interview(interview=talk, by=request.viewer.actor)
    except closings.CannotClose as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("Taken back."))
    return redirect("support:closing_detail", pk=talk.closing_id)


# Many at once


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def closing_begin_selected(request: DistrictRequest) -> HttpResponse:
    """Begin to close several matches whose promised time is over, after a page that says who is left out and why."""
    selection, viewer = Selection(request, CLOSINGS), request.viewer
    rows = _with_programs(selection.rows)
    mine, found = reached(rows, viewer), closings_of(rows, viewer)
    able, skipped = sort_out(rows, mine, viewer, lambda one: begin_refusal(one, has_open=one.pk in found))
    if request.method == "POST" and not selection.refusal and able:
        ids = [one.pk for one in able]
        many = closings.begin_many(
            match_ids=ids, last_meetings=_last_meetings(ids), district=viewer.district, on=viewer.today, by=viewer.actor
        )
        words = ngettext(
            "Closing of %(count)s match has begun.", "Closing of %(count)s matches has begun.", len(many.done)
        )
        _say_many(request, words, many)
        return redirect(selection.back_to(reverse("support:closing_list")))
    return _ask_many(request, selection, able, skipped, "support/closing_begin_selected.html")


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def closing_finish_selected(request: DistrictRequest) -> HttpResponse:
    """Close several matches, after a page that says which are left out and why."""
    selection, viewer = Selection(request, CLOSINGS), request.viewer
    rows = _with_programs(selection.rows)
    mine, found = reached(rows, viewer), closings_of(rows, viewer)
    form = FinishManyForm(request.POST if request.method == "POST" else None, viewer=viewer)
    able, skipped = sort_out(rows, mine, viewer, lambda one: _finish_refusal(found.get(one.pk)))
    incomplete = {
        one.pk: " ".join(missing)
        for one in able
        if (missing := missing_of(found[one.pk], found[one.pk].interviews.all()))
    }
    if form.is_valid() and not selection.refusal and able:
        many = closings.finish_many(
            closings=[found[one.pk] for one in able],
            district=viewer.district,
            on=viewer.today,
            by=viewer.actor,
            **form.cleaned_data,
        )
        words = ngettext("%(count)s match is closed.", "%(count)s matches are closed.", len(many.done))
        _say_many(request, words, many)
        return redirect(selection.back_to(reverse("support:closing_list")))
    titles = members_of(able, viewer)
    skipped += [(titles[pk].title, why) for pk, why in incomplete.items()]
    complete = [one for one in able if one.pk not in incomplete]
    return _ask_many(
        request,
        selection,
        complete,
        skipped,
        "support/closing_finish_selected.html",
        form=form,
        has_more=bool(incomplete),
    )


@require_POST
@requires(Permission.SUPPORT_EDIT)
def closing_undo_selected(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take back what was done with several matches; ``pk`` is the event that it wrote."""
    viewer = request.viewer
    event = get_object_or_404(AuditEvent.objects.of(viewer.district), pk=pk)
    if event.actor_person_id != viewer.person_id or event.verb not in {"closing.begin_many", "closing.finish_many"}:
        notices.warn(request, _("There is nothing to take back."))
        return redirect("support:closing_list")
    back, kept = closings.undo_many(event=event, at=timezone.now(), by=viewer.actor)
    if back:
        words = ngettext("%(count)s match is taken back.", "%(count)s matches are taken back.", back)
        notices.done(request, words % {"count": back})
    if kept:
        words = ngettext("%(count)s match stays as it is.", "%(count)s matches stay as they are.", kept)
        notices.warn(request, words % {"count": kept})
    return redirect("support:closing_list")


# Reading


def _closing(request: DistrictRequest, pk: int) -> Closing:
    return get_object_or_404(Closing.objects.visible_to(request.viewer).prefetch_related(*_READ_ALONG), pk=pk)


def _mine(request: DistrictRequest, pk: int) -> Closing:
    """A closing that the viewer may change (else 404 or 403)."""
    closing = _closing(request, pk)
    must_be_mine(closing.match, request.viewer)
    return closing


def _talk(request: DistrictRequest, pk: int) -> ExitInterview:
    rows = ExitInterview.objects.visible_to(request.viewer).prefetch_related("person", "closing__match__program")
    talk = get_object_or_404(rows, pk=pk)
    must_be_mine(talk.closing.match, request.viewer)
    return talk


def must_be_mine(match: Match, viewer: Viewer) -> None:
    """Refuse (403) a viewer whose roles do not let them close this match."""
    if not closing_page.may_close(match, viewer):
        raise PermissionDenied


def _refused(request: DistrictRequest, closing: Closing) -> HttpResponse | None:
    """Back to the page with a sentence, where nothing can be changed any more."""
    refusal = change_refusal(closing)
    if not refusal:
        return None
    notices.warn(request, refusal)
    return redirect("support:closing_detail", pk=closing.pk)


def _title(match: Match, viewer: Viewer) -> str:
    return members_of([match], viewer)[match.pk].title


def _early(match: Match) -> dict[str, object]:
    """What is known already: when they met last, and of a match that ended before anybody closed it why."""
    known: dict[str, object] = {"last_meeting_on": held_of([match.pk])[match.pk].last_on}
    if match.ended_on is None:
        return known
    is_early = match.ends_on is not None and match.ended_on < match.ends_on
    return {**known, "reason": match.end_reason, "kind": Closing.Kind.EARLY if is_early else Closing.Kind.PLANNED}


def _last_meetings(match_ids: Sequence[int]) -> dict[int, date]:
    return {pk: held.last_on for pk, held in held_of(match_ids).items() if held.last_on is not None}


def _with_programs(rows: Iterable[Match]) -> list[Match]:
    found = rows.prefetch_related("program")  # type: ignore[attr-defined]
    return list(found)


def reached(rows: Sequence[Match], viewer: Viewer) -> set[int]:
    """Which of these matches the viewer may close or ask: two queries for all."""
    mine = Match.objects.of(viewer.district).in_reach_of(viewer, Permission.SUPPORT_EDIT)
    own = Match.objects.of(viewer.district).with_member(viewer.person_id or 0).values("pk")
    return set(mine.filter(pk__in=[one.pk for one in rows]).exclude(pk__in=own).values_list("pk", flat=True))


def sort_out(
    rows: Sequence[Match], mine: set[int], viewer: Viewer, refusal: Callable[[Match], str]
) -> tuple[list[Match], list[tuple[str, str]]]:
    """Those with which it can be done, and the others by title with why not."""
    titles = members_of(rows, viewer)
    able, skipped = [], []
    for one in rows:
        why = refusal(one) if one.pk in mine else _("Not yours to change.")
        if why:
            skipped.append((titles[one.pk].title, why))
        else:
            able.append(one)
    return able, skipped


def _finish_refusal(closing: Closing | None) -> str:
    return _("Closing has not begun.") if closing is None else change_refusal(closing)


# Saying


def _ask_many(
    request: DistrictRequest,
    selection: Selection[Match],
    able: Sequence[Match],
    skipped: Sequence[tuple[str, str]],
    template: str,
    **more: object,
) -> HttpResponse:
    titles = members_of(able, request.viewer)
    context = {
        "selection": selection,
        "names": first_names([titles[one.pk].title for one in able]),
        "count": len(able),
        "skipped": skipped,
        "back_url": selection.back_to(reverse("support:closing_list")),
        **more,
    }
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _say_many(request: DistrictRequest, words: str, many: closings.Many) -> None:
    if many.event is not None:
        undo = reverse("support:closing_undo_selected", args=[many.event.pk])
        notices.done(request, words % {"count": len(many.done)}, undo=undo)
    titles = members_of([match for match, _why in many.skipped], request.viewer)
    for match, why in many.skipped[:5]:
        words = _("Left out: %(match)s. %(why)s")
        notices.warn(request, words % {"match": titles[match.pk].title, "why": why})
    if (more := len(many.skipped) - 5) > 0:
        words = ngettext("%(count)s more match is left out.", "%(count)s more matches are left out.", more)
        notices.warn(request, words % {"count": more})


def _tried(form: ViewerForm | ExitInterviewForm, deed: Callable[[], None]) -> bool:
    try:
        deed()
    except closings.CannotClose as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _talk_page(
    request: DistrictRequest, talk: ExitInterview, form: ViewerForm | ExitInterviewForm, template: str
) -> HttpResponse:
    context = {"form": form, "talk": talk, "title": _title(talk.closing.match, request.viewer)}
    return render(request, template, context, status=422 if form.errors else 200)


def _consequences(closing: Closing) -> list[str]:
    found = [_("What was written, noted and signed stays, and can be read.")]
    if closing.match.ended_on is None:
        found = [
            _("The match ends today. Mentor, student and parents or guardians are told kindly in two minutes."),
            _("The mentor no longer sees the student."),
            *found,
        ]
    return [*found, _("Nothing of the closing can be changed any more, unless it is taken back.")]
