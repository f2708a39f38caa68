""" "Same pair again?": asking one match or many, what is asked, answering, asking no more."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from mentoring.match_table import members_of
from mentoring.models import Match
from screening.querysets.holds import is_free
from support import continuation_page
from support.actions import continuations
from support.closing_page import may_close
from support.closing_table import CLOSINGS, again_words
from support.closing_tabs import closing_tabs
from support.continuation_table import CONTINUATIONS, is_late
from support.forms.continuations import AnswerForm, AnswerTypeInForm
from support.models import Continuation, ContinuationAnswer
from support.views.closings import must_be_mine, reached, sort_out
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.models import AuditEvent
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names

_READ_ALONG = ("match__program", "program__school_year", "program__policies", "answers__person", "became")


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.SUPPORT_VIEW)
def continuation_list(request: DistrictRequest) -> HttpResponse:
    """Who was asked whether they go on together."""
    return CONTINUATIONS.page(request).render(
        "support/continuation_list.html", tabs=closing_tabs(request.viewer, "again")
    )


@require_GET
@requires(Permission.SUPPORT_VIEW)
def continuation_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same rows, the same columns."""
    return CONTINUATIONS.export(request)


@require_GET
@requires(Permission.SUPPORT_VIEW)
def continuation_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """What is asked of one match: who answered, which steps are asked anew, what came of it."""
    asked, viewer = _asked(request, pk), request.viewer
    mine = may_close(asked.match, viewer)
    is_open = asked.closed_on is None and asked.became_id is None
    may_change = mine and is_open and not asked.program.is_archived
    all_yes = is_open and all(one.answer == "yes" for one in asked.answers.all())
    cell = again_words(asked)
    context = {
        "asked": asked,
        "title": members_of([asked.match], viewer)[asked.match_id].title,
        "badge_kind": cell.kind,
        "badge_text": cell.text,
        "answers": continuation_page.answer_rows(asked, reads_all=mine, may_type_in=may_change),
        "steps": continuation_page.step_rows(asked, viewer.today),
        "is_late": is_late(asked, viewer),
        "may_change": may_change,
        "may_go_on": may_change and all_yes,
        "became": asked.became,
    }
    return render(request, "support/continuation_detail.html", context)


# Asking


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def continuation_ask(request: DistrictRequest, match_pk: int) -> HttpResponse:
    """Ask the people of one match, after a page that says who is asked and what follows."""
    viewer = request.viewer
    match = get_object_or_404(Match.objects.visible_to(viewer).prefetch_related("program"), pk=match_pk)
    must_be_mine(match, viewer)
    refusal = continuations.asking_refusal(match)
    if request.method == "POST":
        try:
            asked = continuations.ask(match=match, on=viewer.today, by=viewer.actor)
        except continuations.CannotAsk as why:
            refusal = str(why)
        else:
            undo = reverse("support:continuation_stop", args=[asked.pk])
            notices.done(request, _("They are asked in two minutes."), undo=undo)
            return redirect("support:continuation_detail", pk=asked.pk)
    context = {
        "match": match,
        "title": members_of([match], viewer)[match_pk].title,
        "program": continuations.next_program(match),
        "refusal": refusal,
    }
    return render(
        request, "support/continuation_ask.html", context, status=422 if refusal and request.method == "POST" else 200
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def continuation_ask_selected(request: DistrictRequest) -> HttpResponse:
    """Ask the people of several matches, after a page that says which are left out and why."""
    selection, viewer = Selection(request, CLOSINGS), request.viewer
    rows = list(selection.rows.prefetch_related("program"))
    able, skipped = sort_out(rows, reached(rows, viewer), viewer, continuations.asking_refusal)
    if request.method == "POST" and not selection.refusal and able:
        ids = [one.pk for one in able]
        found = continuations.ask_many(match_ids=ids, district=viewer.district, on=viewer.today, by=viewer.actor)
        if found.event is not None:
            words = ngettext(
                "The people of %(count)s match are asked in two minutes.",
                "The people of %(count)s matches are asked in two minutes.",
                len(found.done),
            )
            undo = reverse("support:continuation_undo_selected", args=[found.event.pk])
            notices.done(request, words % {"count": len(found.done)}, undo=undo)
        return redirect("support:continuation_list")
    titles = members_of(able, viewer)
    context = {
        "selection": selection,
        "names": first_names([titles[one.pk].title for one in able]),
        "count": len(able),
        "skipped": skipped,
        "back_url": selection.back_to(reverse("support:closing_list")),
    }
    return render(
        request, "support/continuation_ask_selected.html", context, status=422 if request.method == "POST" else 200
    )


@require_POST
@requires(Permission.SUPPORT_EDIT)
def continuation_undo_selected(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take back that several matches were asked; ``pk`` is the event that it wrote."""
    viewer = request.viewer
    event = get_object_or_404(AuditEvent.objects.of(viewer.district), pk=pk)
    if event.actor_person_id != viewer.person_id or event.verb != "continuation.ask_many":
        notices.warn(request, _("There is nothing to take back."))
        return redirect("support:continuation_list")
    back, kept = continuations.undo_many(event=event, at=timezone.now(), on=viewer.today, by=viewer.actor)
    if back:
        words = ngettext("%(count)s match is asked no more.", "%(count)s matches are asked no more.", back)
        notices.done(request, words % {"count": back})
    if kept:
        words = ngettext("%(count)s match is settled already.", "%(count)s matches are settled already.", kept)
        notices.warn(request, words % {"count": kept})
    return redirect("support:continuation_list")


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def continuation_stop(request: DistrictRequest, pk: int) -> HttpResponse:
    """Ask no more. Whoever has read the question is told in neutral words that it does not go on."""
    asked, viewer = _asked(request, pk), request.viewer
    must_be_mine(asked.match, viewer)
    if request.method == "GET":
        title = members_of([asked.match], viewer)[asked.match_id].title
        return render(request, "support/continuation_stop.html", {"asked": asked, "title": title})
    try:
        continuations.stop(continuation=asked, at=timezone.now(), on=viewer.today, by=viewer.actor)
    except continuations.CannotSettle as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("They are asked no more."))
    return redirect("support:continuation_detail", pk=pk)


@require_POST
@requires(Permission.SUPPORT_EDIT)
def continuation_go_on(request: DistrictRequest, pk: int) -> HttpResponse:
    """Make the match of the next year where everybody said yes and something stood in the way before."""
    asked, viewer = _asked(request, pk), request.viewer
    must_be_mine(asked.match, viewer)
    try:
        made = continuations.go_on(continuation=asked, on=viewer.today, by=viewer.actor)
    except continuations.CannotSettle as refusal:
        notices.warn(request, str(refusal))
        return redirect("support:continuation_detail", pk=pk)
    notices.done(request, _("The match of the next year is there. Send its documents when you are ready."))
    return redirect("mentoring:match_detail", pk=made.pk)


# Answering


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENT_OWN, Permission.MENTOR_OWN)
def continuation_answer(request: DistrictRequest, pk: int) -> HttpResponse:
    """Where a student or mentor says whether they go on."""
    viewer = request.viewer
    if viewer.person_id is None or not is_free(viewer):
        raise Http404
    mine = ContinuationAnswer.objects.of(viewer.district).filter(person=viewer.person_id)
    row = get_object_or_404(mine.prefetch_related("continuation__match", "continuation__program__school_year"), pk=pk)
    own = ContinuationAnswer.objects.of(viewer.district).own(viewer).filter(pk=pk).exists()
    question = continuation_page.own_question(row, viewer)
    form = AnswerForm(request.POST or None, viewer=viewer, initial={"answer": row.answer})
    if not own:
        return render(request, "support/continuation_answer.html", {**question, "form": None})
    if form.is_valid() and (asked := _answered(request, form, row)) is not None:
        notices.done(request, _thanks(asked, form.cleaned_data["answer"]))
        return redirect(str(question["back_url"]))
    return render(
        request, "support/continuation_answer.html", {**question, "form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def continuation_type_in(request: DistrictRequest, pk: int) -> HttpResponse:
    """Type in what somebody said."""
    viewer = request.viewer
    rows = ContinuationAnswer.objects.of(viewer.district).prefetch_related("person", "continuation__match")
    row = get_object_or_404(rows, pk=pk)
    asked = _asked(request, row.continuation_id)
    must_be_mine(asked.match, viewer)
    form = AnswerTypeInForm(request.POST or None, viewer=viewer)
    if form.is_valid() and _answered(request, form, row) is not None:
        notices.done(request, _("Saved."))
        return redirect("support:continuation_detail", pk=asked.pk)
    context = {"form": form, "name": row.person.name, "asked": asked}
    return render(request, "support/continuation_type_in.html", context, status=422 if form.errors else 200)


def _asked(request: DistrictRequest, pk: int) -> Continuation:
    return get_object_or_404(Continuation.objects.visible_to(request.viewer).prefetch_related(*_READ_ALONG), pk=pk)


def _answered(
    request: DistrictRequest, form: AnswerForm | AnswerTypeInForm, row: ContinuationAnswer
) -> Continuation | None:
    viewer = request.viewer
    try:
        return continuations.answer(
            row=row, answer=form.cleaned_data["answer"], at=timezone.now(), on=viewer.today, by=viewer.actor
        )
    except continuations.CannotAnswer as refusal:
        form.add_error(None, str(refusal))
        return None


def _thanks(asked: Continuation, answer: str) -> str:
    if answer == "no":
        return _("Thank you for telling us. Nobody but the program’s coordinators reads that you said no.")
    if asked.became_id is not None:
        return _("Thank you. You both said yes.")
    return _("Thank you. We write to you as soon as it is settled.")
