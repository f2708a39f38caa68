"""Applications of students: their own page, writing, sending, taking back; typing in what came on paper."""

from collections.abc import Container
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentoring import own_matches, page_parts
from mentoring.actions import applications, interests
from mentoring.forms.applications import ApplicationForm, PaperApplicationForm
from mentoring.models import (
    Goal,
    MatchMentor,
    MatchStudent,
    PortfolioItem,
    Program,
    ProgramStudent,
    Student,
    StudentApplication,
)
from mentoring.student_table import SHAPES
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission

State = ProgramStudent.State


@require_GET
@requires(Permission.STUDENT_OWN)
def application_list(request: DistrictRequest) -> HttpResponse:
    """A student's own page: programs with their applications, goals, mentor, portfolio."""
    student = _own(request)
    if student is None:
        return render(request, "mentoring/application_list.html", {"student": None})
    mine = {one.program_id: one for one in _places(request, student)}
    programs = _programs(request, student, list(mine))
    written = StudentApplication.objects.of(request.viewer.district).filter(program_student__student=student)
    begun = set(written.values_list("program_student_id", flat=True))
    goals = Goal.objects.of(request.viewer.district).filter(program_student__student=student, dropped_on=None)
    items = PortfolioItem.objects.visible_to(request.viewer).filter(student=student).in_list_order()
    context = {
        "student": student,
        "programs": [_line(one, mine.get(one.pk), begun) for one in programs],
        "goals": goals.order_by("set_on", "pk"),
        "mentors": _mentors(request, student),
        "proposals": own_matches.own_matches(request.viewer),
        "questions": own_matches.asked_questions(request.viewer),
        "asking": [one for one in mine.values() if _may_ask(one)],
        "items": list(items),
        "parts": page_parts.parts_of(page_parts.additions().own, student, request.viewer),
    }
    return render(request, "mentoring/application_list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENT_OWN)
def application_write(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Write an application. A draft is saved by itself, by "Save and finish later", and before it is sent."""
    student, program = _student_and_program(request, program_pk)
    draft = applications.draft_of(program=program, student=student)
    if draft is not None and (draft.sent_at or draft.program_student.state != State.INVITED):
        return redirect("mentoring:application_detail", program_pk=program_pk)
    is_sent = "send" in request.POST
    form = ApplicationForm(
        request.POST if request.method == "POST" else None,
        instance=draft or StudentApplication(),
        viewer=request.viewer,
        is_sent=is_sent,
    )
    elsewhere: StudentApplication | None = None
    if form.can_be_kept:
        try:
            draft = _kept(request, program, student, form)
        except applications.WrittenElsewhere as other:
            elsewhere = other.application
        except applications.CannotApply as refusal:
            notices.warn(request, str(refusal))
            return redirect("mentoring:application_detail", program_pk=program_pk)
        else:
            if form.is_valid():
                return _sent(request, draft) if is_sent else _put_aside(request)
    context = {
        "form": form,
        "program": program,
        "saved": _saved_words(draft) if draft and draft.pk else "",
        "elsewhere": elsewhere,
        "version": (elsewhere or draft or form.instance).version,
        "draft_url": reverse("mentoring:application_save", args=[program_pk]),
    }
    is_wrong = bool(form.errors) or elsewhere is not None
    return render(request, "mentoring/application_write.html", context, status=422 if is_wrong else 200)


@require_POST
@requires(Permission.STUDENT_OWN)
def application_save(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """What a draft that saves itself calls: keeps it, and answers with its version and a word for the page."""
    student, program = _student_and_program(request, program_pk)
    form = ApplicationForm(request.POST, instance=StudentApplication(), viewer=request.viewer)
    if not form.can_be_kept:
        words = _("Not saved yet: something cannot be kept as it is. Press “Save and finish later” to see what.")
        return JsonResponse({"said": words}, status=422)
    try:
        draft = _kept(request, program, student, form)
    except applications.WrittenElsewhere:
        words = _("You are also writing in another window, so this one is not saved by itself.")
        return JsonResponse({"said": words}, status=409)
    except applications.CannotApply as refusal:
        return JsonResponse({"said": str(refusal)}, status=409)
    return JsonResponse({"version": draft.version, "said": _saved_words(draft)})


@require_GET
@requires(Permission.STUDENT_OWN)
def application_detail(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """What a student sent, and where it stands."""
    student, program = _student_and_program(request, program_pk)
    application = applications.draft_of(program=program, student=student)
    place = next((one for one in _places(request, student) if one.program_id == program.pk), None)
    if place is None or (application is None and place.state == State.INVITED):
        return redirect("mentoring:application_write", program_pk=program_pk)
    context = {
        "program": program,
        "place": place,
        "shape": SHAPES[place.state],
        "application": application if application and application.sent_at else None,
        "may_take_back": place.state == State.APPLIED and application is not None,
        "goals": place.goals.filter(dropped_on=None).order_by("pk"),
    }
    return render(request, "mentoring/application_detail.html", context)


@require_POST
@requires(Permission.STUDENT_OWN)
def application_take_back(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Make a sent application a draft again."""
    student, program = _student_and_program(request, program_pk)
    application = applications.draft_of(program=program, student=student)
    if application is None:
        raise Http404
    try:
        applications.take_back(application=application, by=request.viewer.actor)
    except applications.CannotApply as refusal:
        notices.warn(request, str(refusal))
        return redirect("mentoring:application_detail", program_pk=program_pk)
    notices.done(request, _("Your application is a draft again. Send it when it is ready."))
    return redirect("mentoring:application_write", program_pk=program_pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_SELECT)
def application_type_in(request: DistrictRequest, pk: int) -> HttpResponse:
    """Type in an application that came on paper; ``pk`` is the student's place in the program."""
    viewer, here = request.viewer, ProgramStudent.objects.of(request.viewer.district)
    known = here.known_to_staff(viewer).prefetch_related("student__person", "program")
    place = get_object_or_404(known, pk=pk)
    if not here.in_reach_of(viewer, Permission.STUDENTS_SELECT).filter(pk=pk).exists():
        raise PermissionDenied
    form = PaperApplicationForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        try:
            applications.type_in(place=place, at=timezone.now(), by=request.viewer.actor, **form.cleaned_data)
        except applications.CannotApply as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("The application was saved."))
            return redirect("mentoring:program_student_detail", pk=pk)
    context = {"form": form, "place": place}
    return render(request, "mentoring/application_type_in.html", context, status=422 if form.errors else 200)


def _own(request: DistrictRequest) -> Student | None:
    """The student who is looking; None where nobody has put them on the list of students yet."""
    mine = Student.objects.of(request.viewer.district).filter(person=request.viewer.person_id)
    return mine.prefetch_related("person", "school").first()


def _student_and_program(request: DistrictRequest, program_pk: int) -> tuple[Student, Program]:
    """The student who is looking, and a program that is open to them or in which they are (404)."""
    student = _own(request)
    if student is None or student.left_on is not None:
        raise Http404
    mine = [one.program_id for one in _places(request, student)]
    program = next((one for one in _programs(request, student, mine) if one.pk == program_pk), None)
    if program is None:
        raise Http404
    return student, program


def _places(request: DistrictRequest, student: Student) -> list[ProgramStudent]:
    places = ProgramStudent.objects.of(request.viewer.district).filter(student=student)
    return list(places.prefetch_related("program__policies"))


def _programs(request: DistrictRequest, student: Student, own_ids: list[int]) -> list[Program]:
    """The programs that take applications from the student's school, and those in which the student is."""
    here = Program.objects.of(request.viewer.district).open_to(student.school_id, own_ids)
    return list(here.to_choose())


def _line(program: Program, place: ProgramStudent | None, begun: Container[int]) -> dict[str, Any]:
    can_write = place is None or place.state == State.INVITED
    return {
        "program": program,
        "place": place,
        "shape": SHAPES[place.state] if place else "",
        "can_write": can_write,
        "is_begun": place is not None and place.pk in begun,
    }


def _may_ask(place: ProgramStudent) -> bool:
    """Whether the student may look for a mentor in this program themselves."""
    policies = place.program.policies.all()
    asks = [one for one in policies if one.students_may_ask]
    return bool(asks) and interests.is_looking(place, asks[0])


def _mentors(request: DistrictRequest, student: Student) -> list[MatchMentor]:
    of = request.viewer.district
    own = MatchStudent.objects.of(of).filter(student=student, left_on=None, match__state="running")
    members = MatchMentor.objects.of(of).filter(match__in=own.values("match"), left_on=None)
    return list(members.order_by("pk").prefetch_related("mentor__person", "match__supervising_teacher"))


def _kept(request: DistrictRequest, program: Program, student: Student, form: ApplicationForm) -> StudentApplication:
    """The draft, saved. Raises WrittenElsewhere and CannotApply."""
    return applications.save(
        program=program,
        student=student,
        version=_version(request),
        at=timezone.now(),
        by=request.viewer.actor,
        **form.answers,
    )


def _sent(request: DistrictRequest, draft: StudentApplication) -> HttpResponse:
    try:
        applications.send(application=draft, at=timezone.now(), by=request.viewer.actor)
    except applications.CannotApply as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("Your application was sent."))
    return redirect("mentoring:application_detail", program_pk=draft.program_student.program_id)


def _put_aside(request: DistrictRequest) -> HttpResponse:
    notices.done(request, _("Your draft was saved. Nobody reads it before you send it."))
    return redirect("mentoring:application_list")


def _version(request: DistrictRequest) -> int:
    """The version that the window began with."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0


def _saved_words(draft: StudentApplication) -> str:
    return _("Draft saved at %(time)s.") % {"time": time_format(timezone.localtime(draft.saved_at))}
