"""Talks about goals with students of a program, and what becomes of the goals."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.actions import program_students
from mentoring.forms.program_students import InterviewForm
from mentoring.models import Goal
from mentoring.program_student_access import place_for
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_INTERVIEW)
def student_interview_add(request: DistrictRequest, pk: int) -> HttpResponse:
    """Note a talk about goals, one to three of which become the student's."""
    place = place_for(request, pk, Permission.STUDENTS_INTERVIEW)
    goals = list(place.goals.filter(dropped_on=None, reached_on=None).order_by("pk").values_list("text", flat=True))
    form = InterviewForm(request.POST or None, viewer=request.viewer, goals=goals)
    if form.is_valid():
        try:
            program_students.interview(
                place=place,
                held_on=form.cleaned_data["held_on"],
                held_by_id=request.viewer.person_id or 0,
                goals=form.goals,
                note=form.cleaned_data["note"],
                by=request.viewer.actor,
            )
        except program_students.CannotDecide as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("The interview was saved. The student sees the goals."))
            return redirect("mentoring:program_student_detail", pk=pk)
    context = {"form": form, "place": place}
    return render(request, "mentoring/student_interview_add.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.STUDENTS_INTERVIEW)
def goal_reach(request: DistrictRequest, pk: int) -> HttpResponse:
    """Note that a student reached a goal."""
    goal = _goal(request, pk)
    try:
        program_students.reach_goal(goal=goal, on=request.viewer.today, by=request.viewer.actor)
    except program_students.CannotDecide as refusal:
        notices.warn(request, str(refusal))
    else:
        undo = reverse("mentoring:goal_reopen", args=[pk])
        notices.done(request, _("Reached: “%(goal)s”. The student sees it.") % {"goal": goal.text}, undo=undo)
    return redirect("mentoring:program_student_detail", pk=goal.program_student_id)


@require_POST
@requires(Permission.STUDENTS_INTERVIEW)
def goal_reopen(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take back that a goal was reached."""
    goal = _goal(request, pk)
    try:
        program_students.reopen_goal(goal=goal, by=request.viewer.actor)
    except program_students.CannotDecide as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("“%(goal)s” is still to be reached.") % {"goal": goal.text})
    return redirect("mentoring:program_student_detail", pk=goal.program_student_id)


def _goal(request: DistrictRequest, pk: int) -> Goal:
    """A goal of a student with whom the viewer talks about goals."""
    goal = get_object_or_404(Goal.objects.of(request.district), pk=pk)
    place_for(request, goal.program_student_id, Permission.STUDENTS_INTERVIEW)
    return goal
