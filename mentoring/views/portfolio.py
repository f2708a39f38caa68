"""A student's portfolio, kept by the student."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentoring import portfolio_files
from mentoring.actions import portfolio_items
from mentoring.forms.portfolio import PortfolioItemForm
from mentoring.models import PortfolioItem, Student
from mentoring.querysets.portfolio import PortfolioItemQuerySet
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@requires(Permission.STUDENT_OWN)
def portfolio_item_list(request: DistrictRequest) -> HttpResponse:
    """The student's own pieces, and who sees them."""
    items = _own(request).filter(deleted_at=None).in_list_order()
    return render(request, "mentoring/portfolio_item_list.html", {"items": list(items)})


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENT_OWN)
def portfolio_item_add(request: DistrictRequest) -> HttpResponse:
    """Add a piece."""
    student = _own_student(request)
    form = PortfolioItemForm(request.POST or None, request.FILES or None, viewer=request.viewer)
    if form.is_valid():
        portfolio_items.add(student=student, on=request.viewer.today, by=request.viewer.actor, **form.details)
        notices.done(request, _("Added to your portfolio."))
        return redirect("mentoring:portfolio_item_list")
    return render(request, "mentoring/portfolio_item_add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENT_OWN)
def portfolio_item_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change a piece."""
    item = _own_item(request, pk)
    form = PortfolioItemForm(
        request.POST or None,
        request.FILES or None,
        instance=_own(request).get(pk=pk),
        viewer=request.viewer,
    )
    if form.is_valid():
        portfolio_items.change(item=item, by=request.viewer.actor, **form.details)
        notices.done(request, _("Saved."))
        return redirect("mentoring:portfolio_item_list")
    context = {"form": form, "item": item}
    return render(request, "mentoring/portfolio_item_edit.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.STUDENT_OWN)
def portfolio_item_share(request: DistrictRequest, pk: int) -> HttpResponse:
    """Let the mentor see a piece, or no longer."""
    item = _own_item(request, pk)
    with_mentor = request.POST.get("with_mentor") == "yes"
    portfolio_items.share(item=item, with_mentor=with_mentor, by=request.viewer.actor)
    shown, hidden = _("Your mentor sees “%(title)s”."), _("Your mentor does not see “%(title)s”.")
    notices.done(request, (shown if with_mentor else hidden) % {"title": item.title})
    return redirect("mentoring:portfolio_item_list")


@require_POST
@requires(Permission.STUDENT_OWN)
def portfolio_item_delete(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take a piece out of everybody's sight; can be undone."""
    item = _own_item(request, pk)
    portfolio_items.delete(item=item, at=timezone.now(), by=request.viewer.actor)
    undo = reverse("mentoring:portfolio_item_restore", args=[pk])
    notices.done(request, _("“%(title)s” was deleted.") % {"title": item.title}, undo=undo)
    return redirect("mentoring:portfolio_item_list")


@require_POST
@requires(Permission.STUDENT_OWN)
def portfolio_item_restore(request: DistrictRequest, pk: int) -> HttpResponse:
    """Bring a deleted piece back."""
    item = _own_item(request, pk)
    portfolio_items.restore(item=item, by=request.viewer.actor)
    notices.done(request, _("“%(title)s” is back.") % {"title": item.title})
    return redirect("mentoring:portfolio_item_list")


@require_GET
@requires(
    Permission.STUDENT_OWN,
    Permission.STUDENTS_VIEW,
    Permission.STUDENTS_TAUGHT_VIEW,
    Permission.MENTOR_OWN,
    Permission.CHILDREN_VIEW,
)
def portfolio_item_file(request: DistrictRequest, pk: int) -> HttpResponseBase:
    """The file of a piece, for whoever sees the piece. Always a download: nothing of it runs in our pages."""
    item = get_object_or_404(PortfolioItem.objects.visible_to(request.viewer).exclude(file=""), pk=pk)
    try:
        file = portfolio_files.opened(item.file)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file, as_attachment=True, filename=item.file_name, content_type=portfolio_files.content_type(item.file)
    )


def _own(request: DistrictRequest) -> PortfolioItemQuerySet:
    """The viewer's own pieces, deleted ones too."""
    return PortfolioItem.objects.of(request.viewer.district).own(request.viewer)


def _own_student(request: DistrictRequest) -> Student:
    """The student who is looking; 403 where nobody has put them on the list of students yet."""
    student = Student.objects.of(request.viewer.district).filter(person=request.viewer.person_id, left_on=None).first()
    if student is None:
        raise PermissionDenied(_("You are not on the list of students yet. Ask your teacher."))
    return student


def _own_item(request: DistrictRequest, pk: int) -> PortfolioItem:
    return get_object_or_404(_own(request).prefetch_related("student"), pk=pk)
