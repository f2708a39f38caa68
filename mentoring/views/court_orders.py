"""Court orders about a student: reading them is noted; writing them needs both permissions."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mentoring.actions import court_orders, match_pauses
from mentoring.forms.court_orders import CourtOrderEndForm, CourtOrderForm
from mentoring.guardian_sections import court_order_days, may_change_guardians
from mentoring.models import CourtOrder, Student
from mentoring.signing_rules import is_in_force
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@requires(Permission.COURT_ORDERS_VIEW)
def court_order_list(request: DistrictRequest, student_pk: int) -> HttpResponse:
    """The court orders about one student, the newest first. Reading them is noted."""
    viewer = request.viewer
    student = _student(request, student_pk)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    court_orders.note_reading(student=student, by=viewer.actor, since=midnight)
    orders = CourtOrder.objects.visible_to(viewer).filter(student=student).prefetch_related("about", "recorded_by")
    may_change = may_change_guardians(student, viewer)
    context = {
        **_frame(student),
        "orders": [
            (order, court_order_days(order), is_in_force(order, viewer.today))
            for order in orders.order_by("-starts_on", "-pk")
        ],
        "may_change": may_change,
    }
    return render(request, "mentoring/court_order_list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_EDIT)
def court_order_add(request: DistrictRequest, student_pk: int) -> HttpResponse:
    """Write a court order down."""
    student = _student(request, student_pk)
    _refuse_strangers(request, student)
    form = CourtOrderForm(request.POST or None, student=student, viewer=request.viewer)
    if form.is_valid():
        court_orders.add(student=student, by=request.viewer.actor, **form.cleaned_data)
        _settle(request, student)
        notices.done(request, _("The court order is written down. It counts from its first day on."))
        return redirect("mentoring:court_order_list", student_pk=student.pk)
    context = {**_frame(student), "form": form}
    return render(request, "mentoring/court_order_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_EDIT)
def court_order_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change what is written of an order."""
    order = _changeable(request, pk)
    form = CourtOrderForm(request.POST or None, instance=order, student=order.student, viewer=request.viewer)
    if form.is_valid():
        court_orders.change(order=order, by=request.viewer.actor, **form.cleaned_data)
        _settle(request, order.student)
        notices.done(request, _("Saved."))
        return redirect("mentoring:court_order_list", student_pk=order.student_id)
    context = {**_frame(order.student), "form": form}
    return render(request, "mentoring/court_order_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_EDIT)
def court_order_end(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say when an order ends or ended, and how one knows. The order stays on the list."""
    order = _changeable(request, pk)
    initial = {"ends_on": request.viewer.today}
    form = CourtOrderEndForm(request.POST or None, initial=initial, viewer=request.viewer)
    if form.is_valid():
        court_orders.end(order=order, by=request.viewer.actor, **form.cleaned_data)
        _settle(request, order.student)
        notices.done(request, _("Noted when the order ends."))
        return redirect("mentoring:court_order_list", student_pk=order.student_id)
    context = {**_frame(order.student), "form": form, "order": order}
    return render(request, "mentoring/court_order_end.html", context, status=422 if form.errors else 200)


def _student(request: DistrictRequest, pk: int) -> Student:
    """The student, if the permission to read orders holds for them."""
    students = Student.objects.visible_to(request.viewer)
    readable = Student.objects.of(request.district).in_reach_of(request.viewer, Permission.COURT_ORDERS_VIEW)
    return get_object_or_404(students.filter(pk__in=readable.values("pk")).prefetch_related("person"), pk=pk)


def _changeable(request: DistrictRequest, pk: int) -> CourtOrder:
    orders = CourtOrder.objects.visible_to(request.viewer).prefetch_related("student__person")
    order: CourtOrder = get_object_or_404(orders, pk=pk)
    _refuse_strangers(request, order.student)
    return order


def _refuse_strangers(request: DistrictRequest, student: Student) -> None:
    """Only those who may change the student write orders down."""
    if not may_change_guardians(student, request.viewer):
        raise PermissionDenied(_("Coordinators and administrators write court orders down."))


def _frame(student: Student) -> dict[str, object]:
    return {
        "student": student,
        "orders_url": reverse("mentoring:court_order_list", args=[student.pk]),
        "back_url": reverse("mentoring:student_detail", args=[student.pk]),
    }


def _settle(request: DistrictRequest, student: Student) -> None:
    """Running matches against which the order stands are paused now, and go on when it no longer does."""
    viewer = request.viewer
    match_pauses.settle_student(student=student, at=timezone.now(), on=viewer.today, by=viewer.actor)
