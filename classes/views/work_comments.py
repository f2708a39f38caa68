"""Comments on shared work are deleted and brought back by who wrote them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from classes.actions import shared_works
from classes.models import SharedWork, WorkComment
from classes.views.shared_works import READERS
from tenancy import notices
from tenancy.http import DistrictRequest, requires


@require_POST
@requires(*READERS)
def work_comment_delete(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take one's own comment back; can be undone."""
    comment = _own(request, pk)
    shared_works.delete_comment(comment=comment, at=timezone.now(), by=request.viewer.actor)
    undo = reverse("classes:work_comment_restore", args=[pk])
    notices.done(request, _("Your comment was deleted."), undo=undo)
    return redirect("classes:shared_work_detail", pk=comment.work_id)


@require_POST
@requires(*READERS)
def work_comment_restore(request: DistrictRequest, pk: int) -> HttpResponse:
    """Bring one's own comment back."""
    comment = _own(request, pk)
    shared_works.restore_comment(comment=comment, by=request.viewer.actor)
    notices.done(request, _("Your comment is back."))
    return redirect("classes:shared_work_detail", pk=comment.work_id)


def _own(request: DistrictRequest, pk: int) -> WorkComment:
    """One's own comment on work that one still reads (404)."""
    works = SharedWork.objects.visible_to(request.viewer).values("pk")
    mine = WorkComment.objects.of(request.viewer.district).filter(author=request.viewer.person_id, work__in=works)
    return get_object_or_404(mine.prefetch_related("work__student"), pk=pk)
