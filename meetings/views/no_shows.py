"""Somebody did not come: teachers, the front office and students say so in two clicks."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings.actions import participations
from meetings.forms.logs import NoShowForm
from meetings.log_access import participations_to_note
from meetings.models import Participation
from mentoring.page_parts import Side
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person
from tenancy.permissions import Permission

_WHO = (Permission.ABSENCES_ADD, Permission.STUDENT_OWN)


@require_http_methods(["GET", "POST"])
@requires(*_WHO)
def no_show_note(request: DistrictRequest, participation_pk: int) -> HttpResponse:
    """Note that a member did not come, was excused, or was absent, after a page that names them."""
    row = _row(request, participation_pk)
    form = NoShowForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if form.is_valid():
        standing = form.cleaned_data["standing"]
        try:
            participations.note(participation=row, standing=standing, at=timezone.now(), by=request.viewer.actor)
        except participations.CannotNote as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("meetings:no_show_take_back", args=[row.pk])
            notices.done(request, _("Noted: %(name)s did not take part.") % {"name": _person(row).name}, undo=undo)
            return redirect(_back(request, row))
    context = {
        "form": form,
        "name": _person(row).name,
        "day": date_format(row.meeting.on),
        "back_url": _back(request, row),
    }
    return render(request, "meetings/no_show_note.html", context, status=422 if form.errors else 200)


@require_POST
@requires(*_WHO)
def no_show_take_back(request: DistrictRequest, participation_pk: int) -> HttpResponse:
    """It was a mistake."""
    row = _row(request, participation_pk)
    try:
        participations.take_back(participation=row, at=timezone.now(), by=request.viewer.actor)
    except participations.CannotNote as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("Taken back."))
    return redirect(_back(request, row))


def _row(request: DistrictRequest, pk: int) -> Participation:
    found = participations_to_note(request.viewer)
    along = ("meeting", "match_student__student__person", "match_mentor__mentor__person")
    row: Participation = get_object_or_404(found.prefetch_related(*along), pk=pk)
    return row


def _person(row: Participation) -> Person:
    member = row.match_student.student if row.match_student is not None else row.match_mentor.mentor  # type: ignore[union-attr]  # exactly one of the two
    person: Person = member.person
    return person


def _back(request: DistrictRequest, row: Participation) -> str:
    viewer = request.viewer
    if viewer.can(Permission.MATCHES_VIEW):
        return reverse("mentoring:match_detail", args=[row.meeting.match_id, Side.MEETINGS])
    if viewer.can(Permission.STUDENT_OWN):
        return reverse("mentoring:application_list")
    return request.district.mount_point
