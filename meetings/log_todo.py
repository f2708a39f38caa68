"""What logs ask of somebody today: worries, places that are not allowed, meetings that nobody wrote down."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Meeting, MeetingLog, Worry
from meetings.own_logs import waiting_logs
from meetings.querysets.reach import matches_for
from mentoring.page_parts import Side
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Counted, Line, Source, Todo
from tenancy.viewer import Viewer

#: A meeting that nobody wrote down after so many days: the coordinator asks.
LONG = timedelta(days=7)


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """Coordinators and counselors: worries. Coordinators and teachers: places, what is missing. Mentors: their own."""
    if viewer.person_id is None:
        return
    if viewer.can(Permission.WORRIES_VIEW):
        yield from _worries(viewer)
    if viewer.can(Permission.MEETINGS_EDIT):
        yield from _places(viewer)
        yield from _absent(viewer)
        yield from _missing(viewer)
    if viewer.can(Permission.MENTOR_OWN):
        yield from _own(viewer)


def _worries(viewer: Viewer) -> Iterator[Line]:
    def line(count: int) -> Todo:
        words = ngettext(
            "Something about a meeting worries %(count)s mentor.",
            "Something about a meeting worries %(count)s mentors.",
            count,
        )
        return Todo(
            harm=1,
            kind="bad",
            status=_("Worry"),
            sentence=words % {"count": counted(count)},
            action=_("Read it") if count == 1 else _("Read them"),
            url=reverse("meetings:worry_list"),
            key="meetings.worries",
            group="overdue",
            can_wait=False,
        )

    yield Counted(Worry.objects.visible_to(viewer).open(), line)


def _places(viewer: Viewer) -> Iterator[Line]:
    mine = MeetingLog.objects.of(viewer.district).changeable_by(viewer).to_look_at()

    def line(count: int) -> Todo:
        words = ngettext(
            "%(count)s meeting was not at an allowed place, or had no adult in charge.",
            "%(count)s meetings were not at an allowed place, or had no adult in charge.",
            count,
        )
        return Todo(
            harm=1,
            kind="bad",
            status=_("Place"),
            sentence=words % {"count": counted(count)},
            action=_("Look at it") if count == 1 else _("Look at them"),
            url=f"{reverse('meetings:log_list')}?look=place_new",
            key="meetings.places",
            group="overdue",
            can_wait=False,
        )

    yield Counted(mine, line)


def _absent(viewer: Viewer) -> Iterator[Line]:
    mine = MeetingLog.objects.of(viewer.district).changeable_by(viewer).though_absent().filter(seen_at=None)

    def line(count: int) -> Todo:
        words = ngettext(
            "%(count)s meeting took place, as its mentor says, with a student whom the office noted absent.",
            "%(count)s meetings took place, as their mentors say, with students whom the office noted absent.",
            count,
        )
        return Todo(
            harm=2,
            kind="warn",
            status=_("Absent or not"),
            sentence=words % {"count": counted(count)},
            action=_("Look at it") if count == 1 else _("Look at them"),
            url=f"{reverse('meetings:log_list')}?look=absent_new",
            key="meetings.though_absent",
            group="waiting",
        )

    yield Counted(mine, line)


def _missing(viewer: Viewer) -> Iterator[Line]:
    rows = Meeting.objects.of(viewer.district).filter(
        state=Meeting.State.PLANNED,
        on__lt=viewer.today - LONG,
        match__in=matches_for(viewer, Permission.MEETINGS_EDIT).filter(state="running").values("pk"),
    )

    def line(count: int) -> Todo:
        oldest = rows.order_by("on", "pk").values_list("match_id", flat=True)[0]
        words = ngettext(
            "%(count)s meeting of more than a week ago is not written down.",
            "%(count)s meetings of more than a week ago are not written down.",
            count,
        )
        return Todo(
            harm=2,
            kind="warn",
            status=_("Missing"),
            sentence=words % {"count": counted(count)},
            action=_("Open the match") if count == 1 else _("Open the first match"),
            url=reverse("mentoring:match_detail", args=[oldest, Side.MEETINGS]),
            key="meetings.not_written",
            group="waiting",
        )

    yield Counted(rows, line)


def _own(viewer: Viewer) -> Iterator[Todo]:
    for one in waiting_logs(viewer):
        words = _("Your meeting with %(students)s on %(day)s is not written down.")
        yield Todo(
            harm=2,
            kind="warn",
            status=_("To write down"),
            sentence=words % {"students": one.students, "day": one.day},
            action=_("Write it down"),
            url=one.url,
            key=f"meetings.log:{one.url}",
            group="ready",
        )
