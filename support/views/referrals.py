"""Letters to the school counselor: writing one, the counselor's list, reading, notes; that one was never opened."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from mentoring.models import Student
from support.actions import referrals
from support.forms.referrals import ReferralForm, ReferralNoteForm
from support.models import Referral
from support.referral_table import REFERRALS, state_of
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERRALS_ADD)
def referral_write(request: DistrictRequest, student_pk: int) -> HttpResponse:
    """Tell the school counselor something about a student whom one knows, or about oneself."""
    student = get_object_or_404(
        Student.objects.visible_to(request.viewer).prefetch_related("person", "school"), pk=student_pk
    )
    is_me = student.person_id == request.viewer.person_id
    form = ReferralForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        try:
            referrals.write(student=student, at=timezone.now(), by=request.viewer.actor, **form.cleaned_data)
        except referrals.CannotWrite as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("The school counselor has it. Only the counselor or their back-up reads it."))
            return redirect(_back_url(request, student))
    mine = Referral.objects.of(request.district).written_by(request.viewer).filter(student=student)
    context = {
        "form": form,
        "student": student,
        "name": student.person.preferred_name or student.person.given_name,
        "is_me": is_me,
        "is_student": not request.viewer.is_staff and is_me,
        "back_url": _back_url(request, student),
        "mine": mine.order_by("-written_at")[:5],
    }
    return render(request, "support/referral_write.html", context, status=422 if form.errors else 200)


def _back_url(request: DistrictRequest, student: Student) -> str:
    """Where one came from: one's own program, one's student as a mentor, or the student's card."""
    viewer = request.viewer
    if student.person_id == viewer.person_id and viewer.can(Permission.STUDENT_OWN):
        return reverse("mentoring:application_list")
    if Student.objects.of(viewer.district).known_to_staff(viewer).filter(pk=student.pk).exists():
        return reverse("mentoring:student_detail", args=[student.pk])
    return reverse("mentoring:mentee_detail", args=[student.pk])


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.REFERRALS_READ, Permission.INCIDENTS_ADD)
def referral_list(request: DistrictRequest) -> HttpResponse:
    """The letters that this viewer reads, as the counselor or as the back-up."""
    return REFERRALS.page(request).render("support/referral_list.html")


@require_GET
@requires(Permission.REFERRALS_READ, Permission.INCIDENTS_ADD)
def referral_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """One letter, with what was noted. Each reading is written down."""
    referral = _mine(request, pk)
    try:
        texts = referrals.read(referral=referral, at=timezone.now(), by=request.viewer.actor)
    except referrals.CannotRead:
        raise Http404 from None
    referral.refresh_from_db()
    viewer = request.viewer
    known = Student.objects.of(request.district).known_to_staff(viewer).filter(pk=referral.student_id).exists()
    badge_text, badge_kind = state_of(referral)
    context = {
        "referral": referral,
        "texts": texts,
        "first": texts[0] if texts else None,
        "notes": texts[1:],
        "is_from_student": referral.written_by_id == referral.student.person_id,
        "may_open_student": known,
        "may_hold": viewer.can(Permission.HOLD_PLACE) and known,
        "may_report": viewer.can(Permission.INCIDENTS_ADD),
        "badge_text": badge_text,
        "badge_kind": badge_kind,
        "form": ReferralNoteForm(viewer=viewer),
    }
    return render(request, "support/referral_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERRALS_READ, Permission.INCIDENTS_ADD)
def referral_note_write(request: DistrictRequest, pk: int) -> HttpResponse:
    """Add a note for oneself and the other reader."""
    referral = _mine(request, pk)
    form = ReferralNoteForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        referrals.note(referral=referral, at=timezone.now(), by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("Noted."))
        return redirect("support:referral_detail", pk=pk)
    context = {"form": form, "referral": referral}
    return render(request, "support/referral_note_write.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.REFERRALS_READ, Permission.INCIDENTS_ADD)
def referral_close(request: DistrictRequest, pk: int) -> HttpResponse:
    """It is settled."""
    try:
        referrals.close(referral=_mine(request, pk), at=timezone.now(), by=request.viewer.actor)
    except referrals.CannotRead as refusal:
        notices.warn(request, str(refusal))
    else:
        undo = reverse("support:referral_reopen", args=[pk])
        notices.done(request, _("Closed. It stays in the list of closed letters."), undo=undo)
    return redirect("support:referral_list")


@require_POST
@requires(Permission.REFERRALS_READ, Permission.INCIDENTS_ADD)
def referral_reopen(request: DistrictRequest, pk: int) -> HttpResponse:
    """It is not settled after all."""
    referrals.reopen(referral=_mine(request, pk), by=request.viewer.actor)
    notices.done(request, _("The letter is open again."))
    return redirect("support:referral_list")


@require_GET
@requires(Permission.REFERRALS_WATCH)
def referral_watch(request: DistrictRequest) -> HttpResponse:
    """Letters that nobody has opened: that they exist, at which school, who should read them. Not what they say."""
    raised = Referral.objects.of(request.district).watched_by(request.viewer).order_by("written_at", "pk")
    rows = raised.prefetch_related("school", "counselor", "backup")
    return render(request, "support/referral_watch.html", {"rows": rows[:100]})


def _mine(request: DistrictRequest, pk: int) -> Referral:
    mine = Referral.objects.visible_to(request.viewer)
    return get_object_or_404(mine.prefetch_related("student__person", "school", "counselor", "backup"), pk=pk)
