"""Absent today: say so, take it back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings.actions import absences
from meetings.forms.desks import AbsenceFindForm, AbsenceForm
from meetings.models import DayAbsence, Meeting
from mentoring.models import Student
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission
from tenancy.viewer import Viewer

#: Students that the page offers at once.
MOST = 30


@require_http_methods(["GET", "POST"])
@requires(Permission.ABSENCES_ADD)
def absence_add(request: DistrictRequest) -> HttpResponse:
    """Find a student, or pick one who meets their mentor today, and say that they are not at school."""
    viewer = request.viewer
    form = AbsenceForm(request.POST or None, viewer=viewer)
    if form.is_valid():
        student: Student = form.cleaned_data["student"]
        try:
            absence = absences.say(student=student, day=viewer.today, at=timezone.now(), by=viewer.actor)
        except absences.CannotSay as refusal:
            form.add_error(None, str(refusal))
        else:
            _say(request, student, absence)
            return redirect("meetings:absence_add")
    find = AbsenceFindForm(request.GET, viewer=viewer)
    context = {
        "form": form,
        "find": find,
        "rows": _rows(find, viewer),
        "absent": DayAbsence.objects.visible_to(viewer)
        .live()
        .filter(day=viewer.today)
        .order_by("-said_at", "-pk")
        .prefetch_related("student__person", "said_by"),
        "query": find.cleaned_data.get("q", "") if find.is_valid() else "",
        "is_at_desk": viewer.can(Permission.FRONT_DESK_VIEW),
    }
    return render(request, "meetings/absence_add.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.ABSENCES_ADD)
def absence_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """The student is there after all."""
    absence = get_object_or_404(DayAbsence.objects.visible_to(request.viewer), pk=pk)
    try:
        kept = absences.take_back(absence=absence, at=timezone.now(), by=request.viewer.actor)
    except absences.CannotSay as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("Taken back. Whoever was told is told now."))
        if kept:
            notices.warn(request, _("A meeting stays canceled, since it cannot take place as planned. Plan it anew."))
    return redirect("meetings:absence_add")


def _rows(find: AbsenceFindForm, viewer: Viewer) -> list[tuple[Student, str]]:
    """Students to pick, each with the hour of their meeting today; without a name looked for, those who meet today."""
    students = find.found.exclude(
        pk__in=DayAbsence.objects.of(viewer.district).live().filter(day=viewer.today).values("student")
    )
    today = Meeting.objects.of(viewer.district).planned().filter(on=viewer.today)
    text = find.cleaned_data.get("q", "") if find.is_valid() else ""
    if not text:
        students = students.filter(match_rows__left_on=None, match_rows__match__in=today.values("match")).distinct()
    found = list(students.order_by("search_key", "pk").prefetch_related("person", "school")[:MOST])
    rows = today.filter(match__student_rows__student__in=found, match__student_rows__left_on=None)
    hours: dict[int, str] = {}
    for student_id, starts_at in rows.values_list("match__student_rows__student", "starts_at").order_by("starts_at"):
        if starts_at is not None and student_id not in hours:
            hours[student_id] = f"{timezone.localtime(starts_at):%H:%M}"
    return [(one, hours.get(one.pk, "")) for one in found]


def _say(request: DistrictRequest, student: Student, absence: DayAbsence) -> None:
    """Who is told, or that there was nobody to tell."""
    told = Meeting.objects.of(request.district).of_student(student.pk).filter(on=absence.day)
    words = {"name": student.person.name}
    said = (
        _("%(name)s is absent today. The mentor is told now.")
        if told.exists()
        else _("%(name)s is absent today. No meeting is planned for today.")
    )
    notices.done(request, said % words, undo=reverse("meetings:absence_take_back", args=[absence.pk]))
