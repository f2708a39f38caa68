"""A teacher's home: the classes of the day, students who have not met. What is to grade or missing stands above it."""

from collections.abc import Iterable

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classes.models import ClassDay, ClassFocus, ClassTime
from classes.querysets.class_groups import taught_by
from config.homes.meeting_words import day_words
from mentoring.match_table import members_of
from mentoring.models import ClassGroupStudent, Match
from mentoring.page_parts import PagePart, Side, section
from mentoring.querysets.reach import same_persons
from screening.querysets.holds import is_not_held
from support.quiet import quiet_among
from tenancy.permissions import Permission, Role
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.rules import SchoolCalendar, is_school_day
from tenancy.viewer import Viewer

#: Students without a meeting, by name.
MOST = 8


def parts(viewer: Viewer) -> Iterable[PagePart]:
    """What a teacher looks at. A fixed number of queries, however many classes and students."""
    if Role.TEACHER not in viewer.roles:
        return
    calendar = SchoolCalendar.seen_by(viewer)
    yield _classes(viewer, calendar)
    yield _not_met(viewer, calendar)


def _classes(viewer: Viewer, calendar: SchoolCalendar) -> PagePart:
    groups = taught_by(viewer)
    ids = [one.pk for one in groups]
    seats = ClassGroupStudent.objects.of(viewer.district).filter(class_group__in=ids, left_on=None).order_by()
    present = dict(seats.values_list("class_group_id").annotate(Count("pk")))
    today = viewer.today
    times = ClassTime.objects.of(viewer.district).filter(class_group__in=ids, weekday=today.weekday())
    meets_today = set(times.values_list("class_group_id", flat=True))
    taken = ClassDay.objects.of(viewer.district).filter(class_group__in=ids, day=today)
    taken_today = set(taken.values_list("class_group_id", flat=True))
    focuses = ClassFocus.objects.of(viewer.district).filter(class_group__in=ids).on(today)
    works_on = {one.class_group_id: one.text for one in focuses.order_by("from_on", "pk")}
    rows = []
    for group in sorted(groups, key=lambda one: one.pk not in meets_today):
        is_today = group.pk in meets_today and is_school_day(today, calendar=calendar, school_id=group.school_id)
        number = present.get(group.pk, 0)
        students = ngettext("%(count)s student", "%(count)s students", number) % {"count": number}
        focus = works_on.get(group.pk)
        note = _("Works on: %(text)s") % {"text": focus} if focus else _("Mentors do not know what the class works on.")
        status = ""
        if is_today:
            status = _("Attendance taken") if group.pk in taken_today else _("Class today")
        attendance = (
            [(_("Attendance"), reverse("classes:class_day_take", args=[group.pk]))]
            if is_today and group.pk not in taken_today
            else []
        )
        own = [(_("Open"), reverse("classes:class_group_detail", args=[group.pk]))]
        rows.append(
            SectionRow(
                group.name_with_year,
                note=f"{students} · {note}",
                kind="ok" if group.pk in taken_today else "info",
                status=status,
                links=[*attendance, *own],
            )
        )
    empty = _("You have no class group in a program. Your coordinator puts students into them.")
    return section(PersonSection(_("Your classes"), rows=rows, empty=empty))


def _not_met(viewer: Viewer, calendar: SchoolCalendar) -> PagePart:
    """Running matches whose students the viewer teaches, without a meeting for as long as the rules allow."""
    teachers = same_persons(viewer, Permission.STUDENTS_TAUGHT_VIEW)
    running = Match.objects.of(viewer.district).filter(
        is_not_held(viewer), supervising_teacher__in=teachers, state=Match.State.RUNNING, program__archived_on=None
    )
    matches = list(running.not_paused().order_by("pk"))
    quiet = sorted(quiet_among(matches, viewer.today, calendar=calendar), key=lambda one: -one.school_days)
    shown = {one.match_id for one in quiet[:MOST]}
    members = members_of([one for one in matches if one.pk in shown], viewer)
    rows = []
    for one in quiet[:MOST]:
        words = ngettext("%(count)s school day", "%(count)s school days", one.school_days) % {"count": one.school_days}
        last = _("last on %(day)s") % {"day": day_words(one.last_on)} if one.last_on else _("not once yet")
        url = reverse("mentoring:match_detail", args=[one.match_id, Side.MEETINGS])
        rows.append(
            SectionRow(
                members[one.match_id].title,
                note=f"{words} · {last}",
                kind="bad" if one.is_long else "warn",
                status=_("No meeting"),
                links=[(_("Open"), url)],
            )
        )
    empty = _("Every student has met their mentor lately.")
    return section(PersonSection(_("Students without a meeting"), rows=rows, empty=empty))
