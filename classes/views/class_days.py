"""Attendance of a class: taken in two taps, corrected later, listed, exported."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from classes.actions import class_days
from classes.class_tables import CLASS_DAYS, class_tabs, counts_of, missed_words
from classes.forms.class_days import TakeForm
from classes.models import ClassDay
from classes.querysets.class_groups import groups_edited
from classes.rules import followers_up, sitting
from mentoring.models import ClassGroup, ProgramStudent
from mentoring.page_parts import additions
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission
from tenancy.rules import SchoolCalendar, is_school_day


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.CLASSES_VIEW)
def class_day_list(request: DistrictRequest) -> HttpResponse:
    """Days of class with who was there, the last first."""
    return CLASS_DAYS.page(request).render("classes/class_day_list.html", tabs=class_tabs("days"))


@require_GET
@requires(Permission.CLASSES_VIEW)
def class_day_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same days, the same columns."""
    return CLASS_DAYS.export(request)


@require_http_methods(["GET", "POST"])
@requires(Permission.CLASSES_EDIT)
def class_day_take(request: DistrictRequest, class_group_pk: int) -> HttpResponse:
    """Everybody was in class, today or on ``?day=``, except those who are tapped. A day that was taken is corrected."""
    viewer = request.viewer
    group = get_object_or_404(groups_edited(viewer).prefetch_related("program", "school"), pk=class_group_pk)
    day = min(parse_day(request.GET.get("day", "")) or viewer.today, viewer.today)
    known = ClassDay.objects.of(viewer.district).filter(class_group=group, day=day).prefetch_related("absences").first()
    places = _places(group, day, known)
    sent = request.POST if request.method == "POST" else None
    absent = additions().noted_absent([one.student_id for one in places], [day]).get(day, ())
    form = TakeForm(sent, places=places, known=known, absent=absent, owners=followers_up(group), viewer=viewer)
    if form.is_valid():
        try:
            taken = _take(request, group, day, form)
        except class_days.CannotTake as refusal:
            form.add_error(None, str(refusal))
        else:
            words = missed_words(counts_of([taken]).get(taken.pk, {})) if taken.is_held else _("No class")
            told = {"group": group.name, "day": date_format(day), "words": words}
            notices.done(request, _("%(group)s, %(day)s: %(words)s.") % told)
            return redirect("classes:class_group_detail", pk=group.pk)
    calendar = SchoolCalendar.of(viewer.district)
    context = {
        "form": form,
        "group": group,
        "day": day,
        "today": viewer.today,
        "known": known,
        "is_closed": not is_school_day(day, calendar=calendar, school_id=group.school_id),
    }
    return render(request, "classes/class_day_take.html", context, status=422 if form.errors else 200)


def parse_day(text: str) -> date | None:
    """A day of an address; None for what is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _take(request: DistrictRequest, group: ClassGroup, day: date, form: TakeForm) -> ClassDay:
    viewer = request.viewer
    said = {"seen_at": form.seen_instant, "note": form.cleaned_data["note"], "on": viewer.today, "at": timezone.now()}
    if "no_class" in request.POST:
        return class_days.say_no_class(group=group, day=day, by=viewer.actor, **said)
    return class_days.take(group=group, day=day, missed=form.missed, by=viewer.actor, **said)


def _places(group: ClassGroup, day: date, known: ClassDay | None) -> list[ProgramStudent]:
    """Who is in the class that day, and who is noted for it though they have left since, by name."""
    places = sitting(group, day)
    there = {one.pk for one in places}
    noted = [one.program_student_id for one in known.absences.all()] if known else []
    left = [pk for pk in noted if pk not in there]
    if left:
        gone = ProgramStudent.objects.of(group.district).filter(pk__in=left).prefetch_related("student__person")
        places = sorted([*places, *gone], key=lambda one: (one.search_key, one.pk))
    return places
