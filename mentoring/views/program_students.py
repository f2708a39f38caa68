"""Students of a program: who stands where, the waiting list, one student's way into it."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from mentoring import acceptance_rules, eligibility_rules
from mentoring.actions import program_students
from mentoring.models import Program, ProgramStudent, StudentApplication, StudentInterview
from mentoring.program_student_access import (
    holds_for,
    place_for,
    places_of_district,
    program_with_rules,
    rules_of,
    selects_in,
)
from mentoring.program_student_words import blocker_task, without_email
from mentoring.student_table import FITS, SHAPES, places_of
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission

State = ProgramStudent.State
_LISTS = (Permission.STUDENTS_VIEW, Permission.STUDENTS_TAUGHT_VIEW)


@require_GET
@vary_on_headers("HX-Request")
@requires(*_LISTS)
def program_student_list(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The students of a program, with where each stands."""
    program, policy = program_with_rules(request, program_pk)
    page = places_of(program, policy).page(request)
    waiting = (
        ProgramStudent.objects.of(request.viewer.district)
        .known_to_staff(request.viewer)
        .filter(program=program)
        .waiting()
    )
    return page.render(
        "mentoring/program_student_list.html",
        program=program,
        waiting_count=waiting.count(),
        may_select=selects_in(request.viewer, program),
    )


@require_GET
@requires(*_LISTS)
def program_student_export(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The list as a file: the same students, the same columns, every page."""
    program, policy = program_with_rules(request, program_pk)
    return places_of(program, policy).export(request)


@require_GET
@requires(Permission.STUDENTS_SELECT)
def waiting_list(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The waiting list in its order."""
    program, _policy = program_with_rules(request, program_pk)
    mine = places_of_district(request.viewer).in_reach_of(request.viewer, Permission.STUDENTS_SELECT)
    waiting = mine.filter(program=program).waiting().prefetch_related("student__person", "student__school")
    return render(request, "mentoring/waiting_list.html", {"program": program, "places": list(waiting)})


@require_POST
@requires(Permission.STUDENTS_SELECT)
def program_student_move_up(request: DistrictRequest, pk: int) -> HttpResponse:
    """Let somebody on the waiting list pass the one before."""
    place = place_for(request, pk, Permission.STUDENTS_SELECT)
    try:
        program_students.move_up(place=place, by=request.viewer.actor)
    except program_students.CannotDecide as refusal:
        notices.warn(request, str(refusal))
    return redirect("mentoring:waiting_list", program_pk=place.program_id)


@require_GET
@requires(*_LISTS)
def program_student_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """A student's way into a program: what the rules ask, application, interview, goals, decision."""
    viewer = request.viewer
    known = places_of_district(viewer).known_to_staff(viewer)
    place = get_object_or_404(known.prefetch_related("student__person", "student__school", "program"), pk=pk)
    may_interview = holds_for(viewer, Permission.STUDENTS_INTERVIEW, place)
    may_select = holds_for(viewer, Permission.STUDENTS_SELECT, place)
    policy = rules_of(place.program)
    blockers = acceptance_rules.acceptance_blockers_of([place], policy)[place.pk]
    context = {
        "place": place,
        "person": place.student.person,
        "shape": SHAPES[place.state],
        "reasons": [_reason_task(one) for one in eligibility_rules.eligibility(place.student, policy)],
        "blockers": [blocker_task(viewer, one) for one in blockers],
        "application": _application(place) if may_interview or may_select else None,
        "interviews": _interviews(place) if may_interview or may_select else [],
        "goals": place.goals.filter(dropped_on=None).order_by("pk"),
        "may_interview": may_interview and place.state not in {State.LEFT, State.DECLINED},
        "may_select": may_select,
        "may_accept": may_select and place.state in {State.INVITED, State.APPLIED, State.WAITLISTED, State.DECLINED},
        "may_waitlist": may_select and place.state in {State.INVITED, State.APPLIED, State.ACCEPTED},
        "may_decline": may_select and place.state in {State.INVITED, State.APPLIED, State.WAITLISTED},
        "on_paper": without_email([place], viewer) if may_select else [],
        "may_leave": may_select and place.state != State.LEFT,
        "may_type_in": may_select and place.state == State.INVITED,
        "reads_all": may_interview or may_select,
        "sees_program": Program.objects.visible_to(viewer).filter(pk=place.program_id).exists(),
    }
    return render(request, "mentoring/program_student_detail.html", context)


def _reason_task(reason: eligibility_rules.Reason) -> dict[str, object]:
    kind, words = FITS[reason.answer]
    return {"title": reason.sentence, "kind": kind, "status": words}


def _application(place: ProgramStudent) -> StudentApplication | None:
    sent = StudentApplication.objects.of(place.district).filter(program_student=place, sent_at__isnull=False)
    return sent.prefetch_related("typed_by").first()


def _interviews(place: ProgramStudent) -> Sequence[StudentInterview]:
    held = StudentInterview.objects.of(place.district).filter(program_student=place)
    return list(held.order_by("-held_on", "-pk").prefetch_related("held_by"))
