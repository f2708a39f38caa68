"""Letters to students and families without an email address: for one student, for several of a list."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from correspondence.pdf_rendering import answer
from mentoring.actions import program_student_letters
from mentoring.models import Program, ProgramStudent
from mentoring.querysets.students import ProgramStudentQuerySet
from mentoring.signing_rules import WITH_SIGNERS
from mentoring.student_table import places_of
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names


@require_GET
@requires(Permission.STUDENTS_SELECT)
def program_student_letter_print(request: DistrictRequest, pk: int) -> HttpResponse:
    """The letters about one student, as a PDF. Written down each time."""
    place = get_object_or_404(_mine(request), pk=pk)
    try:
        return _printed(request, [place])
    except program_student_letters.NobodyToWriteTo as refusal:
        notices.warn(request, str(refusal))
        return redirect("mentoring:program_student_detail", pk=pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_SELECT)
def program_student_letter_selected(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The letters about several students (POST), after a page that names who gets one (GET)."""
    program = get_object_or_404(Program.objects.visible_to(request.viewer).prefetch_related("policies"), pk=program_pk)
    selection = Selection(request, places_of(program, program.policies.all()[0]))
    chosen = [one.pk for one in selection.rows]
    places = list(_mine(request).filter(pk__in=chosen, program=program).order_by("search_key", "pk"))
    letters = program_student_letters.letters_of(places, on=request.viewer.today)
    if request.method == "POST" and letters and not selection.refusal:
        return _printed(request, places)
    context = {
        "program": program,
        "selection": selection,
        "count": len(letters),
        "names": first_names([_words(one.person.name, one.place, is_student=one.is_student) for one in letters]),
        "is_chosen": bool(places),
        "back_url": selection.back_to(reverse("mentoring:program_student_list", args=[program.pk])),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "mentoring/program_student_letter_selected.html", context, status=status)


def _mine(request: DistrictRequest) -> ProgramStudentQuerySet:
    known = ProgramStudent.objects.of(request.district).known_to_staff(request.viewer)
    mine = known.in_reach_of(request.viewer, Permission.STUDENTS_SELECT)
    return mine.prefetch_related("program", *(f"student__{part}" for part in WITH_SIGNERS))


def _words(name: str, place: ProgramStudent, *, is_student: bool) -> str:
    if is_student:
        return name
    return _("%(name)s, for %(student)s") % {"name": name, "student": place.student.person.name}


def _printed(request: DistrictRequest, places: list[ProgramStudent]) -> HttpResponse:
    content = program_student_letters.write(
        places=places,
        district=request.district,
        address=request.build_absolute_uri(request.district.mount_point),
        language="en",
        on=request.viewer.today,
        by=request.viewer.actor,
    )
    return answer(content, filename="letters.pdf")
