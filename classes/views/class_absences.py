"""Absences from class and what is to be done about them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from classes.actions import class_absences
from classes.class_tables import CLASS_ABSENCES, class_tabs
from classes.forms.class_days import FollowUpForm
from classes.models import ClassAbsence
from classes.rules import followers_up
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission

#: Who was asked to follow something up may be a counselor, who sees no classes otherwise.
MAY_FOLLOW_UP = (Permission.CLASSES_VIEW, Permission.REFERRALS_READ)


@require_GET
@vary_on_headers("HX-Request")
@requires(*MAY_FOLLOW_UP)
def class_absence_list(request: DistrictRequest) -> HttpResponse:
    """Absences, the last first; to a counselor, those which they are to follow up."""
    tabs = class_tabs("absences") if request.viewer.can(Permission.CLASSES_VIEW) else []
    return CLASS_ABSENCES.page(request).render("classes/class_absence_list.html", tabs=tabs)


@require_GET
@requires(*MAY_FOLLOW_UP)
def class_absence_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same absences, the same columns."""
    return CLASS_ABSENCES.export(request)


@require_http_methods(["GET", "POST"])
@requires(*MAY_FOLLOW_UP)
def class_absence_ask(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say what is to be done about an absence, and by whom."""
    absence = _mine(request, pk)
    group = absence.class_day.class_group
    owner = absence.follow_up_by_id or request.viewer.person_id
    form = FollowUpForm(
        request.POST or None,
        owners=followers_up(group),
        initial={"follow_up": absence.follow_up, "follow_up_by": str(owner)},
        viewer=request.viewer,
    )
    back_url = _back(request, absence)
    if form.is_valid():
        class_absences.ask(absence=absence, by=request.viewer.actor, **form.details)
        notices.done(request, _("Saved."))
        return redirect(back_url)
    context = {"form": form, "absence": absence, "back_url": back_url}
    return render(request, "classes/class_absence_ask.html", context, status=422 if form.errors else 200)


@require_POST
@requires(*MAY_FOLLOW_UP)
def class_absence_finish(request: DistrictRequest, pk: int) -> HttpResponse:
    """Note that an absence was followed up; can be undone."""
    absence = _mine(request, pk)
    class_absences.finish(absence=absence, on=request.viewer.today, by=request.viewer.actor)
    undo = reverse("classes:class_absence_reopen", args=[pk])
    notices.done(
        request, _("Followed up: %(name)s.") % {"name": absence.program_student.student.person.name}, undo=undo
    )
    return redirect(_back(request, absence))


@require_POST
@requires(*MAY_FOLLOW_UP)
def class_absence_reopen(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take back that an absence was followed up."""
    absence = _mine(request, pk)
    class_absences.reopen(absence=absence, by=request.viewer.actor)
    notices.done(request, _("It is open again."))
    return redirect(_back(request, absence))


def _mine(request: DistrictRequest, pk: int) -> ClassAbsence:
    """The absence, if the viewer takes attendance there or is to follow it up (404)."""
    read_along = ("class_day__class_group__supervising_teacher", "program_student__student__person")
    mine = ClassAbsence.objects.of(request.viewer.district).editable_by(request.viewer)
    return get_object_or_404(mine.prefetch_related(*read_along), pk=pk)


def _back(request: DistrictRequest, absence: ClassAbsence) -> str:
    """The page on which the button stands: the class's, the student's, else the list of what is open."""
    came_from = request.POST.get("back") or request.GET.get("back")
    if came_from == "class":
        return reverse("classes:class_group_detail", args=[absence.class_day.class_group_id])
    if came_from == "student":
        return reverse("classes:attendance_detail", args=[absence.program_student_id])
    return f"{reverse('classes:class_absence_list')}?follow_up=open"
