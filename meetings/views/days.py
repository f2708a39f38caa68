"""School closed today: a day goes into the calendar, its meetings are canceled, everybody is told."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from meetings.actions import days
from meetings.forms.desks import DayCloseForm
from meetings.models import Meeting
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.models import CalendarDay
from tenancy.permissions import Permission


@require_http_methods(["GET", "POST"])
@requires(Permission.CALENDAR_EDIT)
def day_close(request: DistrictRequest) -> HttpResponse:
    """Pick the school; the day is today unless another one is chosen."""
    viewer = request.viewer
    form = DayCloseForm(request.POST or None, viewer=viewer, initial=_asked(request))
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            closed = days.close_day(
                school=chosen["school"], on=chosen["on"], note=chosen["note"], at=timezone.now(), by=viewer.actor
            )
        except days.CannotClose as refusal:
            form.add_error("on", str(refusal))
        else:
            _say_closed(request, closed)
            return redirect("meetings:day_close")
    today = Meeting.objects.of(viewer.district).planned().filter(on=viewer.today)
    counts = {one.pk: today.at_school(one.pk).count() for one in form.fields["school"].queryset}  # type: ignore[attr-defined]
    closed_days = CalendarDay.objects.of(viewer.district).filter(
        kind=CalendarDay.Kind.CLOSED, day__gte=viewer.today, school__isnull=False
    )
    context = {
        "form": form,
        "meetings_today": sum(counts.values()),
        "closed": closed_days.editable_by(viewer).order_by("day", "pk").prefetch_related("school")[:10],
    }
    return render(request, "meetings/day_close.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.CALENDAR_EDIT)
def day_reopen(request: DistrictRequest, pk: int) -> HttpResponse:
    """The school is open after all: what was canceled for it takes place."""
    found = CalendarDay.objects.of(request.district).filter(kind=CalendarDay.Kind.CLOSED)
    day = get_object_or_404(found, pk=pk)
    if not CalendarDay.objects.of(request.district).editable_by(request.viewer).filter(pk=pk).exists():
        raise PermissionDenied(_("This day is for all schools. Only the district can take it out."))
    said = _("School is open on %(day)s. Meetings that were canceled for it take place; whoever was told is told.")
    words = said % {"day": date_format(day.day)}
    days.reopen_day(day=day, by=request.viewer.actor)
    notices.done(request, words)
    return redirect("meetings:day_close")


def _asked(request: DistrictRequest) -> dict[str, object]:
    """A day that the address names."""
    return {"on": request.GET["day"]} if request.GET.get("day") else {}


def _say_closed(request: DistrictRequest, closed: days.Closed) -> None:
    count = len(closed.meetings)
    words = ngettext(
        "School is closed on %(day)s. %(count)s meeting does not take place; everybody is told in two minutes.",
        "School is closed on %(day)s. %(count)s meetings do not take place; everybody is told in two minutes.",
        count,
    )
    undo = reverse("meetings:day_reopen", args=[closed.day.pk])
    notices.done(request, words % {"day": date_format(closed.day.day), "count": count}, undo=undo)
