"""Work that a student shares with the mentor, and what is said of it."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classes.actions import shared_works
from classes.forms.shared_works import SharedWorkForm, WorkCommentForm
from classes.models import Assignment, SharedWork
from classes.own_class import own_student
from classes.querysets.class_groups import groups_edited, supervised_matches
from mentoring import portfolio_files
from mentoring.models import MatchStudent
from mentoring.own_matches import first_name
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission

#: Everybody who may read shared work at all; who reads which is the queryset's.
READERS = (Permission.CLASSES_VIEW, Permission.STUDENT_OWN, Permission.MENTOR_OWN)


@require_http_methods(["GET", "POST"])
@requires(*READERS)
def shared_work_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """The work and what was said of it; one can say something, too."""
    work = _seen(request, pk)
    may_comment = _may_comment(request, work)
    form = WorkCommentForm(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and not may_comment:
        raise PermissionDenied
    if form.is_valid():
        try:
            said = shared_works.comment(work=work, at=timezone.now(), by=request.viewer.actor, **form.cleaned_data)
        except shared_works.CannotComment as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("classes:work_comment_delete", args=[said.pk])
            notices.done(request, _("Your comment was added."), undo=undo)
            return redirect("classes:shared_work_detail", pk=pk)
    comments = work.comments.filter(deleted_at=None).order_by("at", "pk").prefetch_related("author")
    is_own = work.student.person_id == request.viewer.person_id
    person = work.student.person
    context = {
        "work": work,
        "form": form,
        "comments": list(comments),
        "is_own": is_own,
        "name": person.name if request.viewer.is_staff else first_name(person),
        "own_id": request.viewer.person_id,
        "may_comment": may_comment,
        "has_assignment": Assignment.objects.visible_to(request.viewer).filter(pk=work.assignment_id).exists(),
    }
    return render(request, "classes/shared_work_detail.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENT_OWN)
def shared_work_share(request: DistrictRequest, assignment_pk: int) -> HttpResponse:
    """Share work of an assignment with the mentor, or change what is shared."""
    viewer = request.viewer
    seen = Assignment.objects.visible_to(viewer).prefetch_related("class_group__program")
    assignment, student = get_object_or_404(seen, pk=assignment_pk), own_student(viewer)
    if student is None:
        raise Http404
    before = SharedWork.objects.of(viewer.district).own(viewer).filter(assignment=assignment).first()
    initial = {"text": before.text, "link": before.link, "item": before.item_id} if before else {}
    form = SharedWorkForm(request.POST or None, initial=initial, viewer=viewer)
    if form.is_valid():
        try:
            work = shared_works.share(
                assignment=assignment, student=student, at=timezone.now(), by=viewer.actor, **form.cleaned_data
            )
        except shared_works.CannotShare as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Shared with your mentor."), undo=_take_back_url(work))
            return redirect("classes:shared_work_detail", pk=work.pk)
    context = {
        "form": form,
        "assignment": assignment,
        "is_shared": before is not None and before.taken_back_at is None,
        "refusal": "" if request.method == "POST" else shared_works.sharing_refusal(assignment, student),
    }
    return render(request, "classes/shared_work_share.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.STUDENT_OWN)
def shared_work_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Nobody else reads it any more; can be undone."""
    work = _own(request, pk)
    shared_works.take_back(work=work, at=timezone.now(), by=request.viewer.actor)
    undo = reverse("classes:shared_work_share_again", args=[pk])
    notices.done(request, _("You took it back. Your mentor does not see it any more."), undo=undo)
    return redirect("classes:shared_work_detail", pk=pk)


@require_POST
@requires(Permission.STUDENT_OWN)
def shared_work_share_again(request: DistrictRequest, pk: int) -> HttpResponse:
    """Share what was taken back, as it was."""
    work = _own(request, pk)
    try:
        shared_works.share_again(work=work, at=timezone.now(), by=request.viewer.actor)
    except shared_works.CannotShare as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("Shared with your mentor."), undo=_take_back_url(work))
    return redirect("classes:shared_work_detail", pk=pk)


@require_GET
@requires(*READERS)
def shared_work_file(request: DistrictRequest, pk: int) -> HttpResponseBase:
    """The file of a piece that is shared with the work. Always a download: nothing of it runs in our pages."""
    item = _seen(request, pk).item
    if item is None or not item.file or item.deleted_at is not None:
        raise Http404
    try:
        file = portfolio_files.opened(item.file)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file, as_attachment=True, filename=item.file_name, content_type=portfolio_files.content_type(item.file)
    )


def _seen(request: DistrictRequest, pk: int) -> SharedWork:
    read_along = ("assignment__class_group__program", "student__person", "item")
    return get_object_or_404(SharedWork.objects.visible_to(request.viewer).prefetch_related(*read_along), pk=pk)


def _own(request: DistrictRequest, pk: int) -> SharedWork:
    read_along = ("assignment__class_group", "student__person", "item")
    mine = SharedWork.objects.of(request.viewer.district).own(request.viewer)
    return get_object_or_404(mine.prefetch_related(*read_along), pk=pk)


def _take_back_url(work: SharedWork) -> str:
    return reverse("classes:shared_work_take_back", args=[work.pk])


def _may_comment(request: DistrictRequest, work: SharedWork) -> bool:
    """The student, the mentor, the teachers, and who runs the program; nobody of what was taken back."""
    viewer = request.viewer
    if work.taken_back_at is not None:
        return False
    if work.student.person_id == viewer.person_id:
        return True
    if SharedWork.objects.of(viewer.district).mentored_by(viewer).filter(pk=work.pk).exists():
        return True
    if groups_edited(viewer).filter(pk=work.assignment.class_group_id).exists():
        return True
    supervised = supervised_matches(viewer).values("pk")
    rows = MatchStudent.objects.of(viewer.district).filter(student=work.student_id, left_on=None, match__in=supervised)
    return viewer.can(Permission.CLASSES_EDIT) and rows.exists()
