"""Students who could join a program, and adding them."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from mentoring import eligibility_rules
from mentoring.actions import program_students
from mentoring.forms.program_students import AddToProgramForm
from mentoring.models import Policy, Program, Student
from mentoring.program_student_access import own_event, program_with_rules, rules_of
from mentoring.student_table import STUDENTS, candidates
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.STUDENTS_SELECT)
def candidate_list(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The students who could join a program, with how its rules fit them."""
    program, policy = program_with_rules(request, program_pk)
    return candidates(program, policy).page(request).render("mentoring/candidate_list.html", program=program)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_SELECT)
def candidate_add_selected(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Put the ticked students into a program, after a page that says who is left out and why."""
    program, policy = program_with_rules(request, program_pk)
    selection = Selection(request, candidates(program, policy))
    able, skipped = _addable(list(selection.rows), program, policy)
    may_do = request.method == "POST" and able and not selection.refusal
    if may_do and (answer := _add(request, program, able)):
        return answer
    context = {
        "program": program,
        "selection": selection,
        "names": first_names([one.person.name for one in able]),
        "count": len(able),
        "skipped": skipped,
        "back_url": selection.back_to(reverse("mentoring:candidate_list", args=[program.pk])),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "mentoring/candidate_add_selected.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_SELECT)
def program_student_add_selected(request: DistrictRequest) -> HttpResponse:
    """Put students ticked in the list of all students into a program: which one is asked here."""
    selection = Selection(request, STUDENTS)
    chosen = list(selection.rows)
    form = AddToProgramForm(request.POST if "program" in request.POST else None, viewer=request.viewer)
    skipped: list[tuple[str, str]] = []
    if form.is_valid() and chosen and not selection.refusal:
        program = form.cleaned_data["program"]
        able, skipped = _addable(chosen, program, rules_of(program))
        may_do = able and (not skipped or "go_on" in request.POST)
        if may_do and (answer := _add(request, program, able)):
            return answer
        chosen = able
    hidden = [*selection.hidden, *([("go_on", "yes")] if skipped else [])]
    context = {
        "form": form,
        "program": form.cleaned_data.get("program") if form.is_bound else None,
        "selection": selection,
        "hidden": hidden,
        "names": first_names([one.person.name for one in chosen]),
        "count": len(chosen),
        "skipped": skipped,
        "back_url": reverse("mentoring:student_list"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "mentoring/program_student_add_selected.html", context, status=status)


@require_POST
@requires(Permission.STUDENTS_SELECT)
def program_student_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Undo of adding students: those whom nothing happened to since are taken out again."""
    try:
        count = program_students.take_back_adding(
            event=own_event(request, pk), at=timezone.now(), by=request.viewer.actor
        )
    except program_students.CannotTakeBack as refusal:
        notices.warn(request, str(refusal))
    else:
        words = ngettext("%(count)s student was taken out again.", "%(count)s students were taken out again.", count)
        notices.done(request, words % {"count": count})
    return redirect("mentoring:student_list")


def _add(request: DistrictRequest, program: Program, able: Sequence[Student]) -> HttpResponse | None:
    try:
        event = program_students.add(program=program, students=able, on=request.viewer.today, by=request.viewer.actor)
    except program_students.CannotAdd as refusal:
        notices.warn(request, str(refusal))
        return None
    count = len(event.facts["places"])
    words = ngettext(
        "%(count)s student was added to %(program)s.", "%(count)s students were added to %(program)s.", count
    )
    undo = reverse("mentoring:program_student_take_back", args=[event.pk])
    notices.done(request, words % {"count": count, "program": program.name}, undo=undo)
    return redirect("mentoring:program_student_list", program_pk=program.pk)


def _addable(
    chosen: Sequence[Student], program: Program, policy: Policy
) -> tuple[list[Student], list[tuple[str, str]]]:
    """Who can be added, and who cannot with the reason. What is unknown keeps nobody out."""
    there = set(program.students.filter(student__in=chosen).values_list("student_id", flat=True))
    found = eligibility_rules.eligibilities(chosen, policy)
    able, skipped = [], []
    for one in chosen:
        if one.pk in there:
            skipped.append((one.person.name, _("is in this program already")))
        elif found[one.pk].answer == eligibility_rules.Answer.NOT_MET and not found[one.pk].is_grade_alone:
            skipped.append((one.person.name, found[one.pk].words))
        else:
            able.append(one)
    return able, skipped
