"""A student's own lines of thanks: written by the student, read by the teacher."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from mentoring.match_table import members_of
from support.actions import thank_yous
from support.closing_tabs import closing_tabs
from support.forms.thank_yous import GiveBackForm, ThankYouForm
from support.models import ThankYouLines
from support.thank_you_page import mentors_of, own_rows
from support.thank_you_table import THANK_YOUS, standing
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission
from tenancy.viewer import Viewer

_READ_ALONG = ("match_student__student__person", "match_student__match__program", "approved_by")


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.SUPPORT_VIEW)
def thank_you_list(request: DistrictRequest) -> HttpResponse:
    """Lines to read, given back, approved."""
    return THANK_YOUS.page(request).render("support/thank_you_list.html", tabs=closing_tabs(request.viewer, "lines"))


@require_GET
@requires(Permission.SUPPORT_VIEW)
def thank_you_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same rows, the same columns."""
    return THANK_YOUS.export(request)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENT_OWN)
def thank_you_write(request: DistrictRequest, match_student_pk: int) -> HttpResponse:
    """Where a student writes their lines, reads what the teacher asks to change, and sees that they are approved."""
    viewer = request.viewer
    row = get_object_or_404(own_rows(viewer).prefetch_related("match__program"), pk=match_student_pk)
    lines = ThankYouLines.objects.visible_to(viewer).filter(match_student=row).first()
    refusal = thank_yous.writing_refusal(row.match)
    is_fixed = bool(refusal) or (lines is not None and lines.approved_at is not None)
    form = ThankYouForm(request.POST or None, viewer=viewer, initial={"text": lines.text if lines else ""})
    if not is_fixed and form.is_valid():
        try:
            thank_yous.write(row=row, text=form.cleaned_data["text"], at=timezone.now(), by=viewer.actor)
        except thank_yous.CannotWrite as why:
            form.add_error(None, str(why))
        else:
            notices.done(request, _("Saved. Your teacher reads your lines next."))
            return redirect("mentoring:application_list")
    if is_fixed and request.method == "POST":
        notices.warn(request, refusal or _("Your teacher has approved these lines already."))
        return redirect("mentoring:application_list")
    context = {
        "form": None if is_fixed else form,
        "lines": lines,
        "mentors": mentors_of(row),
        "refusal": refusal,
        "back_url": reverse("mentoring:application_list"),
    }
    return render(request, "support/thank_you_write.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.SUPPORT_VIEW)
def thank_you_review(request: DistrictRequest, pk: int) -> HttpResponse:
    """Read a student's lines; approve them, or say what to change."""
    lines, viewer = _lines(request, pk), request.viewer
    may_review = _may_review(viewer)
    form = GiveBackForm(request.POST or None, viewer=viewer)
    if request.method == "POST" and not may_review:
        raise PermissionDenied
    if form.is_valid():
        try:
            thank_yous.give_back(lines=lines, by=viewer.actor, **form.cleaned_data)
        except thank_yous.CannotReview as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Given back. The student is told."))
            return redirect("support:thank_you_list")
    words, kind = standing(lines)
    context = {
        "lines": lines,
        "name": lines.match_student.student.person.name,
        "title": members_of([lines.match_student.match], viewer)[lines.match_student.match_id].title,
        "form": form,
        "badge_text": words,
        "badge_kind": kind,
        "may_review": may_review and not lines.match_student.match.program.is_archived,
    }
    return render(request, "support/thank_you_review.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.SUPPORT_VIEW)
def thank_you_approve(request: DistrictRequest, pk: int) -> HttpResponse:
    """The lines stand in the letter."""
    lines = _reviewable(request, pk)
    try:
        thank_yous.approve(lines=lines, at=timezone.now(), by=request.viewer.actor)
    except thank_yous.CannotReview as refusal:
        notices.warn(request, str(refusal))
    else:
        undo = reverse("support:thank_you_reopen", args=[pk])
        notices.done(request, _("Approved. The lines stand in the letter."), undo=undo)
    return redirect("support:thank_you_list")


@require_POST
@requires(Permission.SUPPORT_VIEW)
def thank_you_reopen(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take an approval back."""
    lines = _reviewable(request, pk)
    try:
        thank_yous.reopen(lines=lines, by=request.viewer.actor)
    except thank_yous.CannotReview as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("Taken back. The lines wait to be read."))
    return redirect("support:thank_you_review", pk=pk)


def _lines(request: DistrictRequest, pk: int) -> ThankYouLines:
    return get_object_or_404(ThankYouLines.objects.visible_to(request.viewer).prefetch_related(*_READ_ALONG), pk=pk)


def _reviewable(request: DistrictRequest, pk: int) -> ThankYouLines:
    lines = _lines(request, pk)
    if not _may_review(request.viewer):
        raise PermissionDenied
    return lines


def _may_review(viewer: Viewer) -> bool:
    """Teachers of the students, and who closes matches. Principals look on."""
    return viewer.can(Permission.JOURNALS_GRADE) or viewer.can(Permission.SUPPORT_EDIT)
