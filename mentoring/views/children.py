"""A parent's page about one of their children."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from mentoring import page_parts
from mentoring.children import own_children, told
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@requires(Permission.CHILDREN_VIEW)
def child_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """School, programs, mentor and supervising teacher of one's own child."""
    student = get_object_or_404(own_children(request.viewer), pk=pk)
    (child,) = told([student], request.viewer)
    parts = page_parts.parts_of(page_parts.additions().child, student, request.viewer)
    return render(request, "mentoring/child_detail.html", {"child": child, "contact": request.district, "parts": parts})
