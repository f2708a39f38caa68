"""Students: the list, a student's card, adding, changing, leaving; and what a mentor sees of their own students."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from correspondence.printing import OnPaper, labels_page, sign_in_sheet_page
from mentoring import mentor_todo, own_matches, page_parts, student_sections
from mentoring.actions import students
from mentoring.forms.students import CareerAreasForm, LeaveForm, StudentAddForm, StudentForm
from mentoring.grades import grade_words
from mentoring.models import PortfolioItem, Student
from mentoring.querysets.students import StudentQuerySet
from mentoring.student_table import STUDENTS
from screening.querysets.holds import is_held
from tenancy import notices
from tenancy.actions import memberships, people
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person
from tenancy.permissions import Permission

#: Students asked for their career area on one page.
MOST_ASKED = 25


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.STUDENTS_VIEW, Permission.STUDENTS_TAUGHT_VIEW)
def student_list(request: DistrictRequest) -> HttpResponse:
    """The students whom this viewer sees at work."""
    may_ask = request.viewer.can(Permission.STUDENTS_EDIT)
    return STUDENTS.page(request).render("mentoring/student_list.html", may_ask=may_ask)


@require_GET
@requires(Permission.STUDENTS_VIEW, Permission.STUDENTS_TAUGHT_VIEW)
def student_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same students, the same columns, every page."""
    return STUDENTS.export(request)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_VIEW)
def student_label_print_selected(request: DistrictRequest) -> HttpResponse:
    """Labels for the students who were ticked."""
    return labels_page(request, _ON_PAPER)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_VIEW, Permission.STUDENTS_TAUGHT_VIEW)
def student_sign_in_sheet_print_selected(request: DistrictRequest) -> HttpResponse:
    """A sign-in sheet for the students who were ticked."""
    return sign_in_sheet_page(request, _ON_PAPER)


@require_GET
@requires(Permission.STUDENTS_VIEW, Permission.STUDENTS_TAUGHT_VIEW)
def student_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """Everything one needs when the phone rings about a student. Reading it is noted."""
    viewer = request.viewer
    student = _known(request, pk)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    people.note_reading(person=student.person, by=viewer.actor, since=midnight)
    context = {
        "student": student,
        "person": student.person,
        "is_paused": is_held(viewer.district, student.person_id),
        "missing": student_sections.missing_words(student, viewer),
        "sections": student_sections.card_sections(student, viewer),
        "may_change": student_sections.may_change(student, viewer),
        "may_see_person": viewer.can(Permission.FAMILIES_VIEW),
    }
    return render(request, "mentoring/student_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_EDIT)
def student_add(request: DistrictRequest) -> HttpResponse:
    """Add a student by hand; asks once when there is somebody like them already."""
    viewer = request.viewer
    form = StudentAddForm(request.POST or None, viewer=viewer)
    alike: list[Person] = []
    if form.is_valid():
        same = {name: form.cleaned_data[name] for name in ("given_name", "family_name", "email")}
        alike = list(Person.objects.visible_to(viewer).active().alike(**same).in_list_order()[:5])
        if not alike or "add_anyway" in request.POST:
            try:
                student = students.add(**form.person, **form.details, on=viewer.today, by=viewer.actor)
            except memberships.CannotGive as refusal:
                form.add_error(None, str(refusal))
            else:
                notices.done(request, _("%(name)s was added.") % {"name": student.person.name})
                return redirect("mentoring:student_detail", pk=student.pk)
    context = {"form": form, "alike": _alike(request, alike)}
    return render(request, "mentoring/student_add.html", context, status=422 if form.errors or alike else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_EDIT)
def student_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change what is known of a student."""
    student = _changeable(request, pk)
    form = StudentForm(request.POST or None, instance=student, viewer=request.viewer)
    if form.is_valid():
        students.change(student=student, by=request.viewer.actor, **form.details)
        notices.done(request, _("Saved."))
        return redirect("mentoring:student_detail", pk=pk)
    context = {"form": form, "student": student, "may_see_person": request.viewer.can(Permission.PEOPLE_EDIT)}
    return render(request, "mentoring/student_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_EDIT)
def student_leave(request: DistrictRequest, pk: int) -> HttpResponse:
    """Note that a student left the district, after a question; can be undone."""
    student = _changeable(request, pk)
    form = LeaveForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        try:
            students.leave(student=student, by=request.viewer.actor, **form.cleaned_data)
        except students.CannotLeave as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("mentoring:student_come_back", args=[pk])
            notices.done(request, _("%(name)s has left the district.") % {"name": student.person.name}, undo=undo)
            return redirect("mentoring:student_list")
    context = {"form": form, "student": student}
    return render(request, "mentoring/student_leave.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.STUDENTS_EDIT)
def student_come_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take a student back."""
    student = _changeable(request, pk)
    students.come_back(student=student, by=request.viewer.actor)
    notices.done(request, _("%(name)s is back.") % {"name": student.person.name})
    return redirect("mentoring:student_detail", pk=pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_EDIT)
def student_career_areas(request: DistrictRequest) -> HttpResponse:
    """Ask for the career areas that nobody knows, several students on one page."""
    unknown = (
        Student.objects.of(request.viewer.district)
        .in_reach_of(request.viewer, Permission.STUDENTS_EDIT)
        .present()
        .filter(career_area="")
    )
    asked = list(unknown.in_list_order().prefetch_related("person", "school")[:MOST_ASKED])
    form = CareerAreasForm(request.POST or None, students=asked, viewer=request.viewer)
    if form.is_valid():
        count = students.set_career_areas(answers=form.answers, by=request.viewer.actor)
        words = ngettext("The career area of %(count)s student was saved.", "%(count)s career areas were saved.", count)
        notices.done(request, words % {"count": count})
        return redirect("mentoring:student_career_areas" if unknown.exists() and count else "mentoring:student_list")
    context = {"form": form, "asked": asked, "count": unknown.count()}
    return render(request, "mentoring/student_career_areas.html", context, status=422 if form.errors else 200)


@require_GET
@requires(Permission.MENTOR_OWN)
def mentee_list(request: DistrictRequest) -> HttpResponse:
    """The students of a mentor's running matches."""
    mine = (
        Student.objects.of(request.viewer.district)
        .mentored_by(request.viewer)
        .in_list_order()
        .prefetch_related("person", "school")
    )
    rows = [(_goes_by(one), _school_and_grade(one), reverse("mentoring:mentee_detail", args=[one.pk])) for one in mine]
    context = {
        "rows": rows,
        "is_paused": mentor_todo.is_paused(request.viewer),
        "proposals": own_matches.own_matches(request.viewer),
        "questions": own_matches.open_questions(request.viewer),
        "taken_up": own_matches.taken_up_questions(request.viewer),
    }
    return render(request, "mentoring/mentee_list.html", context)


@require_GET
@requires(Permission.MENTOR_OWN)
def mentee_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """What a mentor needs to know of their student, and what the student chose to show."""
    mine = _all(request).mentored_by(request.viewer).prefetch_related("person", "school")
    student = get_object_or_404(mine, pk=pk)
    shared = PortfolioItem.objects.visible_to(request.viewer).filter(student=student, is_for_mentor=True)
    context = {
        "name": _goes_by(student),
        "facts": [
            (_("School"), student.school.name if student.school else ""),
            (_("Grade"), grade_words(student.grade)),
            (_("Career area"), student.get_career_area_display()),
            (_("What helps at meetings"), student.helps_at_meetings),
            (_("Transport"), student.transport),
        ],
        "items": shared.in_list_order(),
        "parts": page_parts.parts_of(page_parts.additions().mentee, student, request.viewer),
    }
    return render(request, "mentoring/mentee_detail.html", context)


def _on_paper_lines(student: Student) -> Sequence[str]:
    return [line for line in (_school_and_grade(student),) if line]


_ON_PAPER = OnPaper(
    screen=STUDENTS,
    back_url_name="mentoring:student_list",
    name=lambda student: student.person.name,
    lines=_on_paper_lines,
)


def _all(request: DistrictRequest) -> StudentQuerySet:
    """The students of the district, to be narrowed at once by what the viewer may."""
    return Student.objects.of(request.viewer.district)


def _known(request: DistrictRequest, pk: int) -> Student:
    """The student, if this viewer sees them at work (404)."""
    known = _all(request).known_to_staff(request.viewer).prefetch_related("person", "school")
    return get_object_or_404(known, pk=pk)


def _changeable(request: DistrictRequest, pk: int) -> Student:
    """The student, if this viewer may change what is known of them (404)."""
    mine = (
        Student.objects.of(request.viewer.district)
        .in_reach_of(request.viewer, Permission.STUDENTS_EDIT)
        .prefetch_related("person", "school")
    )
    return get_object_or_404(mine, pk=pk)


def _alike(request: DistrictRequest, found: Sequence[Person]) -> list[tuple[str, str, str]]:
    """Names, addresses and pages of people who may be the same; students lead to their card."""
    cards = dict(
        Student.objects.of(request.viewer.district)
        .known_to_staff(request.viewer)
        .filter(person__in=found)
        .values_list("person_id", "pk")
    )
    pages = {
        one.pk: reverse("mentoring:student_detail", args=[cards[one.pk]])
        if one.pk in cards
        else reverse("tenancy:person_detail", args=[one.pk])
        for one in found
    }
    return [(one.name, one.email, pages[one.pk]) for one in found]


def _goes_by(student: Student) -> str:
    """The first name alone, as the student goes by it: what a mentor is told."""
    return student.person.preferred_name or student.person.given_name


def _school_and_grade(student: Student) -> str:
    grade = _("Grade %(grade)s") % {"grade": grade_words(student.grade)} if student.grade else ""
    return ", ".join(filter(None, [student.school.name if student.school else "", grade]))
