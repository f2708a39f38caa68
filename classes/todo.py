"""What classes ask of somebody today."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classes.class_tables import attendance_url
from classes.models import Assignment, ClassAbsence, ClassTime, SharedWork, WorkComment
from classes.own_class import own_student
from classes.querysets.class_groups import groups_edited, groups_taught, taught_by
from classes.rules import has_mentor, untaken
from mentoring.models import ClassGroupStudent
from mentoring.own_matches import first_name
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.rules import SchoolCalendar
from tenancy.todo import Counted, Line, Source, Todo
from tenancy.viewer import Viewer

#: A follow-up that is open for longer than this is overdue.
SOON = timedelta(days=7)
#: How long before it is due students are asked to share their work, and how long mentors to say something.
AHEAD, FRESH = timedelta(days=7), timedelta(days=30)


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """Teachers: attendance, and on which days a class meets. Coordinators: classes that nobody took. Whoever is asked:
    follow-ups. Students: work to share. Mentors: work that was shared with them.
    """
    if viewer.can(Permission.CLASSES_EDIT):
        yield from _attendance(viewer)
        yield from _without_days(viewer)
    if viewer.is_staff:
        yield from _follow_ups(viewer)
    if viewer.can(Permission.STUDENT_OWN):
        yield from _to_share(viewer)
    if viewer.can(Permission.MENTOR_OWN):
        yield from _to_read(viewer)


def _attendance(viewer: Viewer) -> Iterator[Todo]:
    """Of one's own classes each; of all the others together, once their day is over."""
    taught = taught_by(viewer)
    calendar = SchoolCalendar.seen_by(viewer)
    missing = untaken(taught, viewer.today, calendar)
    for group in taught:
        if group.pk in missing:
            yield _class_line(group.pk, group.name_with_year, missing[group.pk], viewer)
    others = list(groups_edited(viewer).exclude(pk__in=[one.pk for one in taught]))
    late = {pk: day for pk, day in untaken(others, viewer.today, calendar).items() if day < viewer.today}
    if late:
        words = ngettext(
            "Nobody took attendance of %(count)s class when it last met.",
            "Nobody took attendance of %(count)s classes when they last met.",
            len(late),
        )
        yield Todo(
            harm=3,
            kind="warn",
            status=_("Not taken"),
            sentence=words % {"count": len(late)},
            action=_("See which"),
            url=reverse("classes:class_group_list"),
            key="classes.untaken",
            group="overdue",
        )


def _class_line(group_id: int, name: str, day: date, viewer: Viewer) -> Todo:
    is_today = day == viewer.today
    words = (
        _("Attendance of %(group)s is not taken today.")
        if is_today
        else _("Attendance of %(group)s was not taken on %(day)s.")
    )
    return Todo(
        harm=2,
        kind="warn",
        status=_("Today") if is_today else _("Not taken"),
        sentence=words % {"group": name, "day": date_format(day)},
        action=_("Take attendance"),
        url=attendance_url(group_id, "" if is_today else day),
        key=f"classes.attendance:{group_id}:{day:%Y-%m-%d}",
        group="ready" if is_today else "overdue",
    )


def _without_days(viewer: Viewer) -> Iterator[Todo]:
    """A teacher's classes with students of which nobody said when they meet."""
    times = ClassTime.objects.filter(district=OuterRef("district"), class_group=OuterRef("pk"))
    seats = ClassGroupStudent.objects.filter(district=OuterRef("district"), class_group=OuterRef("pk"), left_on=None)
    taught = taught_by(viewer)
    silent = groups_taught(viewer).filter(Exists(seats), ~Exists(times)).order_by()
    ids = set(silent.values_list("pk", flat=True)) if taught else ()
    group = next((one for one in taught if one.pk in ids), None)
    if group is not None:
        words = _("On which days does %(group)s meet? Then attendance is asked for here.")
        yield Todo(
            harm=3,
            kind="info",
            status=_("To say"),
            sentence=words % {"group": group.name_with_year},
            action=_("Say on which days"),
            url=reverse("classes:class_group_times", args=[group.pk]),
            key=f"classes.times:{group.pk}",
            group="ready",
        )


def _follow_ups(viewer: Viewer) -> Iterator[Line]:
    mine = ClassAbsence.objects.of(viewer.district).visible_to(viewer).to_follow_up()
    mine = mine.filter(follow_up_by=viewer.person_id)

    def line(count: int) -> Todo:
        words = ngettext(
            "%(count)s absence from class waits for you to follow it up.",
            "%(count)s absences from class wait for you to follow them up.",
            count,
        )
        is_late = mine.filter(missed_on__lt=viewer.today - SOON).exists()
        return Todo(
            harm=2,
            kind="bad" if is_late else "warn",
            status=_("Overdue") if is_late else _("Follow up"),
            sentence=words % {"count": counted(count)},
            action=_("See whom"),
            url=f"{reverse('classes:class_absence_list')}?follow_up=mine",
            key="classes.follow_ups",
            group="overdue" if is_late else "ready",
        )

    yield Counted(mine, line)


def _to_share(viewer: Viewer) -> Iterator[Todo]:
    student = own_student(viewer)
    if student is None:
        return
    shared = SharedWork.objects.filter(district=OuterRef("district"), assignment=OuterRef("pk"), student=student)
    soon = Assignment.objects.visible_to(viewer).filter(
        ~Exists(shared.filter(taken_back_at=None)),
        kind=Assignment.Kind.ASSIGNMENT,
        is_for_mentors=True,
        withdrawn_at=None,
        due_on__range=(viewer.today, viewer.today + AHEAD),
    )
    for one in soon.order_by("due_on", "pk").prefetch_related("class_group")[:3]:
        if has_mentor(student, one.class_group.program_id):
            words = _("“%(title)s” is due on %(day)s. You can share it with your mentor.")
            day = date_format(one.due_on) if one.due_on else ""
            yield Todo(
                harm=3,
                kind="info",
                status=_("To share"),
                sentence=words % {"title": one.title, "day": day},
                action=_("Share it"),
                url=reverse("classes:shared_work_share", args=[one.pk]),
                key=f"classes.share:{one.pk}",
                group="ready",
            )


def _to_read(viewer: Viewer) -> Iterator[Todo]:
    said = WorkComment.objects.filter(
        district=OuterRef("district"), work=OuterRef("pk"), author=viewer.person_id, deleted_at=None
    )
    fresh = SharedWork.objects.of(viewer.district).mentored_by(viewer)
    fresh = fresh.filter(~Exists(said), shared_at__gte=timezone.now() - FRESH)
    for work in fresh.newest_first().prefetch_related("student__person", "assignment")[:3]:
        words = _("%(name)s shares “%(title)s” with you.")
        yield Todo(
            harm=3,
            kind="info",
            status=_("Shared with you"),
            sentence=words % {"name": first_name(work.student.person), "title": work.assignment.title},
            action=_("Read and comment"),
            url=reverse("classes:shared_work_detail", args=[work.pk]),
            key=f"classes.read:{work.pk}",
            group="ready",
        )
