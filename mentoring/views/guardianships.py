"""Parents and guardians of a student: adding, changing, ending; who may sign."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.actions import guardians, guardianships
from mentoring.forms.guardians import AnswersForm, GuardianFindForm, GuardianForm, GuardianshipForm
from mentoring.guardian_sections import order_to_check
from mentoring.guardian_table import GUARDIANS
from mentoring.models import Guardianship, Student
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.selections import Selection
from tenancy.templatetags.people import phone

#: More hits than this ask for more letters.
MOST_HITS = 10
#: More parents and children than this are not asked about on one page.
MOST_ASKED = 200


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_EDIT)
def guardianship_add(request: DistrictRequest, student_pk: int) -> HttpResponse:
    """List a parent for a student: somebody found by search (``?person=``), or somebody new (``?new=1``)."""
    student = _student(request, student_pk)
    if person_pk := request.GET.get("person", ""):
        return _add_found(request, student, person_pk)
    if "new" in request.GET:
        return _add_new(request, student)
    return _find(request, student)


def _find(request: DistrictRequest, student: Student) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:80]
    form = GuardianFindForm(request.GET if query else None, viewer=request.viewer)
    seen = Person.objects.visible_to(request.viewer).active().exclude(pk=student.person_id)
    hits = seen.first_named(query, MOST_HITS + 1) if query else []
    context = {
        **_frame(student),
        "find_form": form,
        "query": query,
        "hits": [(one.name, _told(one), f"?person={one.pk}") for one in hits[:MOST_HITS]],
        "has_more": len(hits) > MOST_HITS,
    }
    return render(request, "mentoring/guardianship_add.html", context, status=405 if request.method == "POST" else 200)


def _add_found(request: DistrictRequest, student: Student, person_pk: str) -> HttpResponse:
    seen = Person.objects.visible_to(request.viewer).active()
    is_number = person_pk.isdecimal() and len(person_pk) < 19
    person = get_object_or_404(seen, pk=int(person_pk) if is_number else 0)
    form = GuardianshipForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        try:
            guardianships.add(
                student=student, person=person, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data
            )
        except guardianships.CannotAdd as refusal:
            form.add_error(None, str(refusal))
        else:
            return _added(request, student, person.name)
    context = {
        **_frame(student),
        "form": form,
        "person": person,
        "told": _told(person),
        "order_to_check": order_to_check(student, request.viewer),
    }
    return render(request, "mentoring/guardianship_add.html", context, status=422 if form.errors else 200)


def _add_new(request: DistrictRequest, student: Student) -> HttpResponse:
    viewer = request.viewer
    person_form = GuardianForm(request.POST or None, viewer=viewer)
    form = GuardianshipForm(request.POST or None, viewer=viewer)
    alike: list[Person] = []
    if all([person_form.is_valid(), form.is_valid()]):
        chosen = dict(person_form.cleaned_data)
        wishes = {name: chosen.pop(name) for name in guardians.WISHES}
        same = {name: chosen[name] for name in ("given_name", "family_name", "email")}
        alike = list(Person.objects.visible_to(viewer).active().alike(**same).in_list_order()[:5])
        if not alike or "add_anyway" in request.POST:
            held = guardianships.add_new(
                student=student, person=chosen, wishes=wishes, on=viewer.today, by=viewer.actor, **form.cleaned_data
            )
            return _added(request, student, held.guardian.person.name)
    is_wrong = bool(form.errors or person_form.errors or alike)
    context = {
        **_frame(student),
        "form": form,
        "person_form": person_form,
        "alike": [(one.name, _told(one), f"?person={one.pk}") for one in alike],
        "is_new": True,
        "order_to_check": order_to_check(student, viewer),
    }
    return render(request, "mentoring/guardianship_add.html", context, status=422 if is_wrong else 200)


def _added(request: DistrictRequest, student: Student, name: str) -> HttpResponse:
    words = _("%(name)s is listed as a parent or guardian of %(student)s.")
    notices.done(request, words % {"name": name, "student": student.person.name})
    return redirect("mentoring:student_detail", pk=student.pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_EDIT)
def guardianship_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change what somebody is to a student, and whether and why they may sign."""
    held = _changeable(request, pk)
    form = GuardianshipForm(request.POST or None, instance=held, viewer=request.viewer)
    if form.is_valid():
        guardianships.change(guardianship=held, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("Saved."))
        return redirect("mentoring:guardian_detail", pk=held.guardian_id)
    context = {
        **_names(held),
        "form": form,
        "end_url": reverse("mentoring:guardianship_end", args=[pk]),
        "order_to_check": order_to_check(held.student, request.viewer),
    }
    return render(request, "mentoring/guardianship_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_EDIT)
def guardianship_end(request: DistrictRequest, pk: int) -> HttpResponse:
    """Somebody is no longer a student's parent or guardian here, after a question; can be undone."""
    held = _changeable(request, pk)
    if request.method == "POST":
        guardianships.end(guardianship=held, on=request.viewer.today, by=request.viewer.actor)
        words = _("%(name)s is no longer listed as a parent or guardian of %(student)s.") % _names(held)
        notices.done(request, words, undo=reverse("mentoring:guardianship_bring_back", args=[pk]))
        return redirect("mentoring:student_detail", pk=held.student_id)
    return render(request, "mentoring/guardianship_end.html", _names(held))


@require_POST
@requires(Permission.STUDENTS_EDIT)
def guardianship_bring_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take the end of a guardianship back."""
    held = get_object_or_404(_rows(request), pk=pk)
    guardianships.bring_back(guardianship=held, by=request.viewer.actor)
    notices.done(request, _("%(name)s is listed as a parent or guardian of %(student)s.") % _names(held))
    return redirect("mentoring:student_detail", pk=held.student_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_EDIT)
def guardianship_answer_selected(request: DistrictRequest) -> HttpResponse:
    """Whether the parents ticked in the list may sign, all on one page; of whom it was said already is left out."""
    selection = Selection(request, GUARDIANS)
    asked = (
        Guardianship.objects.of(request.district)
        .changeable_by(request.viewer)
        .live()
        .filter(may_sign=None, guardian__in=[one.pk for one in selection.rows])
    )
    rows = list(
        asked.prefetch_related("guardian__person", "student__person", "student__court_orders").order_by(
            "guardian__search_key", "pk"
        )[: MOST_ASKED + 1]
    )
    form = AnswersForm(request.POST or None, guardianships=rows[:MOST_ASKED], viewer=request.viewer)
    if form.is_valid() and not selection.refusal:
        count = guardianships.answer(answers=form.answers, by=request.viewer.actor)
        words = ngettext("Noted for %(count)s parent.", "Noted for %(count)s parents.", count)
        notices.done(request, words % {"count": count})
        return redirect("mentoring:guardian_list")
    context = {"form": form, "selection": selection, "count": len(rows), "has_more": len(rows) > MOST_ASKED}
    is_wrong = bool(form.errors) or (request.method == "POST" and bool(selection.refusal))
    return render(request, "mentoring/guardianship_answer_selected.html", context, status=422 if is_wrong else 200)


def _student(request: DistrictRequest, pk: int) -> Student:
    changeable = Student.objects.of(request.district).in_reach_of(request.viewer, Permission.STUDENTS_EDIT)
    return get_object_or_404(Student.objects.visible_to(request.viewer).filter(pk__in=changeable.values("pk")), pk=pk)


def _rows(request: DistrictRequest) -> Any:
    """Guardianships that this viewer may change."""
    return (
        Guardianship.objects.of(request.district)
        .changeable_by(request.viewer)
        .prefetch_related("guardian__person", "student__person")
    )


def _changeable(request: DistrictRequest, pk: int) -> Guardianship:
    held: Guardianship = get_object_or_404(_rows(request).filter(ended_on=None), pk=pk)
    return held


def _frame(student: Student) -> dict[str, object]:
    return {"student": student, "back_url": reverse("mentoring:student_detail", args=[student.pk])}


def _names(held: Guardianship) -> dict[str, object]:
    return {
        "name": held.guardian.person.name,
        "student": held.student.person.name,
        "back_url": reverse("mentoring:guardian_detail", args=[held.guardian_id]),
    }


def _told(person: Person) -> str:
    return " · ".join(filter(None, [person.email, phone(person.phone)]))
