"""The school calendar: see it, add days, paste many, take one out."""

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenancy import notices
from tenancy.actions import calendar_days
from tenancy.forms.calendar_days import (
    CalendarDayForm,
    CalendarDayRestoreForm,
    CalendarFilterForm,
    CalendarPasteForm,
)
from tenancy.http import DistrictRequest, requires
from tenancy.models import CalendarDay, School, SchoolYear
from tenancy.pages import keyset_page
from tenancy.permissions import Permission
from tenancy.querysets.calendar_days import CalendarDayQuerySet
from tenancy.tables import Kind

#: Where the session keeps the ids of the days added last, for their Undo: hundreds do not fit into an address.
_ADDED = "tenancy.calendar_days_added"
#: The colors of the three kinds; the words say the same.
KINDS: Mapping[str, Kind] = {
    CalendarDay.Kind.CLOSED: "bad",
    CalendarDay.Kind.EARLY_RELEASE: "warn",
    CalendarDay.Kind.TESTING: "info",
}


@dataclass(frozen=True)
class Line:
    """A day of the calendar in words."""

    pk: int
    day: date
    kind: Kind
    kind_words: str
    place: str
    note: str
    may_delete: bool


@dataclass(frozen=True)
class Square:
    """A day of the month's grid."""

    day: date
    is_in_month: bool
    is_today: bool
    lines: list[Line]


@require_GET
@requires(Permission.CALENDAR_VIEW)
def calendar_day_list(request: DistrictRequest) -> HttpResponse:
    """A month of the school calendar, or its days from today on, or those before, as a list."""
    viewer = request.viewer
    form = CalendarFilterForm(request.GET, viewer=viewer)
    form.full_clean()
    school: School | None = form.cleaned_data.get("school")
    days = CalendarDay.objects.of(request.district).prefetch_related("school")
    days = days.for_school(school.pk) if school else days
    context: dict[str, object] = {
        "form": form,
        "school": school,
        "may_edit": viewer.can(Permission.CALENDAR_EDIT),
        "has_years": SchoolYear.objects.of(request.district).exists(),
        "may_add_years": viewer.can(Permission.SETTINGS_EDIT),
        "tabs": _tabs(form, school),
        "is_filtered": school or form.cleaned_data.get("when"),
        "clear_url": reverse("tenancy:calendar_day_list") + ("?view=list" if form.is_list else ""),
    }
    if form.is_list:
        is_earlier = bool(form.cleaned_data.get("when"))
        days = days.filter(day__lt=viewer.today) if is_earlier else days.filter(day__gte=viewer.today)
        page = keyset_page(days, request.GET, key="day", is_descending=is_earlier)
        context |= {"page_of_days": page, "lines": _lines(request, page.rows), "is_earlier": is_earlier}
    else:
        context |= _month(request, days, form.first_of_month)
    return render(request, "tenancy/calendar_day_list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.CALENDAR_EDIT)
def calendar_day_add(request: DistrictRequest) -> HttpResponse:
    """Add a day or several in a row."""
    form = CalendarDayForm(request.POST or None, viewer=request.viewer, initial={"first": request.GET.get("day", "")})
    if form.is_valid() and (added := _add(request, form)):
        _say_added(request, added)
        return redirect(_month_url(form.cleaned_data["first"]))
    return render(request, "tenancy/calendar_day_add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CALENDAR_EDIT)
def calendar_day_paste(request: DistrictRequest) -> HttpResponse:
    """Add many days at once; all of them or none."""
    form = CalendarPasteForm(request.POST or None, viewer=request.viewer)
    if form.is_valid() and (added := _add(request, form)):
        _say_added(request, added)
        return redirect(f"{reverse('tenancy:calendar_day_list')}?view=list")
    return render(request, "tenancy/calendar_day_paste.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@requires(Permission.CALENDAR_EDIT)
def calendar_day_delete(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take a day out; can be undone."""
    found = get_object_or_404(CalendarDay.objects.of(request.district), pk=pk)
    if not CalendarDay.objects.of(request.district).editable_by(request.viewer).filter(pk=pk).exists():
        raise PermissionDenied(_("This day is for all schools. Only the district can take it out."))
    undo = f"{reverse('tenancy:calendar_day_restore')}?{urlencode(_as_query(found))}"
    back = _month_url(found.day)
    calendar_days.delete([found], by=request.viewer.actor)
    words = _("%(day)s was taken out of the calendar.") % {"day": date_format(found.day)}
    notices.done(request, words, undo=undo)
    return redirect(back)


@require_POST
@requires(Permission.CALENDAR_EDIT)
def calendar_day_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take out again the days that this browser added last, all together; ``pk`` is the first of them."""
    together = request.session.get(_ADDED) or [None]
    editable = CalendarDay.objects.of(request.district).editable_by(request.viewer)
    if pk not in together:  # not added in this browser: whoever may not change the day learns nothing of it
        get_object_or_404(editable, pk=pk)
    found = list(editable.filter(pk__in=together)) if together[0] == pk else []
    if found:
        calendar_days.delete(found, by=request.viewer.actor)
        count = len({one.day for one in found})
        words = ngettext("%(count)s day was taken out again.", "%(count)s days were taken out again.", count)
        notices.done(request, words % {"count": count})
    else:
        notices.warn(request, _("This can no longer be undone at once. Take the days out one by one."))
    return redirect(_month_url(found[0].day) if found else reverse("tenancy:calendar_day_list"))


@require_POST
@requires(Permission.CALENDAR_EDIT)
def calendar_day_restore(request: DistrictRequest) -> HttpResponse:
    """Put back a day that was taken out; the address says which."""
    form = CalendarDayRestoreForm(request.GET, viewer=request.viewer)
    if not form.is_valid() or not _add(request, form):
        notices.warn(request, _("This day could not be put back. Add it anew."))
        return redirect("tenancy:calendar_day_add")
    day = form.cleaned_data["first"]
    notices.done(request, _("%(day)s is back in the calendar.") % {"day": date_format(day)})
    return redirect(_month_url(day))


def _add(request: DistrictRequest, form: CalendarDayForm | CalendarPasteForm) -> list[CalendarDay]:
    """Add the form's days; on a refusal say that in the form and answer none."""
    try:
        return calendar_days.add(
            district=request.district,
            days=form.days,
            schools=list(form.cleaned_data["schools"]),
            by=request.viewer.actor,
        )
    except calendar_days.CannotAdd as refusal:
        form.add_error(None, str(refusal))
        return []


def _say_added(request: DistrictRequest, added: list[CalendarDay]) -> None:
    """Say how many days were added, with one Undo for all of them."""
    request.session[_ADDED] = [one.pk for one in added]
    count = len({one.day for one in added})
    words = ngettext("%(count)s day was added.", "%(count)s days were added.", count) % {"count": count}
    notices.done(request, words, undo=reverse("tenancy:calendar_day_take_back", args=[added[0].pk]))


def _month(request: DistrictRequest, days: CalendarDayQuerySet, first: date) -> dict[str, object]:
    weeks = Calendar(firstweekday=6).monthdatescalendar(first.year, first.month)
    shown = days.filter(day__range=(weeks[0][0], weeks[-1][-1])).order_by("day", "kind", "pk")
    by_day: dict[date, list[Line]] = {}
    for line in _lines(request, list(shown)):
        by_day.setdefault(line.day, []).append(line)
    squares = [
        [Square(day, day.month == first.month, day == request.viewer.today, by_day.get(day, [])) for day in week]
        for week in weeks
    ]
    return {
        "first_of_month": first,
        "weeks": squares,
        "lines": [line for week in squares for square in week if square.is_in_month for line in square.lines],
        "previous_month": _month_of(first - timedelta(days=1)),
        "next_month": _month_of(first + timedelta(days=31)),
    }


def _lines(request: DistrictRequest, days: list[CalendarDay]) -> list[Line]:
    reach = request.viewer.reach(Permission.CALENDAR_EDIT)
    return [
        Line(
            pk=one.pk,
            day=one.day,
            kind=KINDS[one.kind],
            kind_words=_kind_words(one),
            place=one.school.name if one.school else _("All schools"),
            note=one.note,
            may_delete=reach.whole_district or one.school_id in reach.school_ids,
        )
        for one in days
    ]


def _kind_words(one: CalendarDay) -> str:
    if one.dismissed_at:
        return _("School ends at %(time)s") % {"time": time_format(one.dismissed_at)}
    return one.get_kind_display()


def _as_query(one: CalendarDay) -> dict[str, str | int]:
    found: dict[str, str | int] = {"first": one.day.isoformat(), "kind": one.kind, "note": one.note}
    if one.dismissed_at:
        found["dismissed_at"] = one.dismissed_at.strftime("%H:%M")
    if one.school_id:
        found["schools"] = one.school_id
    return found


def _tabs(form: CalendarFilterForm, school: School | None) -> list[dict[str, object]]:
    kept = {"school": school.pk} if school else {}
    current = form.cleaned_data.get("view") or "month"
    return [
        {"label": label, "url": "?" + urlencode({**kept, "view": view}), "is_current": view == current}
        for view, label in form.VIEWS
    ]


def _month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def _month_url(day: date) -> str:
    return f"{reverse('tenancy:calendar_day_list')}?month={_month_of(day)}"
