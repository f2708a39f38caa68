"""Who reads letters to a school's counselor when the counselor does not: named beforehand, school by school."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from support.actions import backups
from support.counselors import counselors_by_school
from support.forms.referrals import BackupForm
from support.models import CounselorBackup
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.models import School
from tenancy.permissions import Permission


@require_GET
@requires(Permission.COVER_SET)
def backup_list(request: DistrictRequest) -> HttpResponse:
    """Each school with its counselor and the back-up."""
    schools = list(_schools(request).order_by("name"))
    named = CounselorBackup.objects.of(request.district).filter(school__in=schools).prefetch_related("person")
    by_school = {one.school_id: one for one in named}
    counselors, everywhere = counselors_by_school(request.district)
    rows = [
        {
            "school": one,
            "counselors": [person.name for person in [*counselors.get(one.pk, ()), *everywhere]],
            "backup": by_school.get(one.pk),
        }
        for one in schools
    ]
    return render(request, "support/backup_list.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@requires(Permission.COVER_SET)
def backup_name(request: DistrictRequest, school_pk: int) -> HttpResponse:
    """Name the back-up of one school."""
    school = get_object_or_404(_schools(request), pk=school_pk)
    form = BackupForm(request.POST or None, viewer=request.viewer, school=school)
    if form.is_valid():
        person = form.cleaned_data["person"]
        try:
            backups.name(
                school=school, person=person, on=request.viewer.today, at=timezone.now(), by=request.viewer.actor
            )
        except backups.CannotName as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("%(name)s reads what the counselor of %(school)s does not open in time.")
            notices.done(request, words % {"name": person.name, "school": school.name})
            return redirect("support:backup_list")
    context = {"form": form, "school": school}
    return render(request, "support/backup_name.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.COVER_SET)
def backup_remove(request: DistrictRequest, school_pk: int) -> HttpResponse:
    """Nobody is the back-up of this school any more."""
    school = get_object_or_404(_schools(request), pk=school_pk)
    row = CounselorBackup.objects.of(request.district).filter(school=school).first()
    if row is not None:
        backups.remove(backup=row, by=request.viewer.actor)
    notices.done(request, _("Removed. Name somebody else, so that no letter stays unread."))
    return redirect("support:backup_list")


def _schools(request: DistrictRequest) -> Any:
    """The schools in which this viewer names cover."""
    reach = request.viewer.reach(Permission.COVER_SET)
    mine = School.objects.of(request.district).filter(is_active=True)
    return mine if reach.whole_district else mine.filter(pk__in=reach.school_ids)
