"""The list of meetings: columns of choice, for the screen and for the file."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from meetings.forms.meetings import MeetingFilterForm
from meetings.models import Meeting, Participation
from meetings.rules import STATE_KINDS
from mentoring.match_table import Members, members_of
from mentoring.models import Match
from tenancy.lists import ListColumn, ListScreen
from tenancy.permissions import Permission
from tenancy.tables import Cell, Kind
from tenancy.viewer import Viewer


def members_by_match(meetings: Sequence[Meeting], viewer: Viewer) -> Mapping[int, Members]:
    """Who is in the matches of these meetings, as the viewer may know them."""
    matches = {one.match_id: one.match for one in meetings}
    return members_of(matches.values(), viewer)


def state_badge(meeting: Meeting, *, is_over: bool) -> tuple[str, Kind]:
    """Words and color of where a meeting stands; one that is over and of which nobody has said how it went."""
    if meeting.state == Meeting.State.PLANNED and is_over:
        return _("Not logged yet"), "warn"
    return meeting.get_state_display(), STATE_KINDS[meeting.state]


def _starts(meetings: Sequence[Meeting], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(
            localtime(one.starts_at) if one.starts_at else one.on, url=reverse("meetings:meeting_detail", args=[one.pk])
        )
        for one in meetings
    }


def _students(meetings: Sequence[Meeting], viewer: Viewer) -> Mapping[int, Cell]:
    found = members_by_match(meetings, viewer)
    return {one.pk: Cell(", ".join(found[one.match_id].student_names)) for one in meetings}


def _mentors(meetings: Sequence[Meeting], viewer: Viewer) -> Mapping[int, Cell]:
    rows = Participation.objects.of(viewer.district).filter(
        meeting__in=[one.pk for one in meetings], match_mentor__isnull=False
    )
    names: dict[int, list[str]] = defaultdict(list)
    for row in rows.order_by("pk").prefetch_related("match_mentor__mentor__person"):
        if row.match_mentor:
            names[row.meeting_id].append(row.match_mentor.mentor.person.name)
    return {pk: Cell(", ".join(found)) for pk, found in names.items()}


def _states(meetings: Sequence[Meeting], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for one in meetings:
        words, kind = state_badge(one, is_over=one.on < viewer.today)
        cells[one.pk] = Cell(words, kind=kind, note=one.get_cancel_cause_display() if one.is_canceled else "")
    return cells


def _places(meetings: Sequence[Meeting], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.get_place_display(), note=one.place_note) for one in meetings}


def _adults(meetings: Sequence[Meeting], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.adult.name if one.adult else "") for one in meetings}


def _minutes(meetings: Sequence[Meeting], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.minutes) for one in meetings}


def _programs(meetings: Sequence[Meeting], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.match.program.name) for one in meetings}


def _transports(meetings: Sequence[Meeting], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(_("The mentor drives") if one.mentor_drives else one.transport) for one in meetings}


def _notes(meetings: Sequence[Meeting], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.cancel_note) for one in meetings}


MEETINGS: ListScreen[Meeting] = ListScreen(
    name="meetings",
    caption=gettext_lazy("Meetings"),
    counted=ngettext_lazy("%(words)s meeting", "%(words)s meetings", "count"),
    rows=lambda viewer: Meeting.objects.visible_to(viewer).filter(
        match__in=Match.objects.visible_to(viewer).values("pk")
    ),
    form=MeetingFilterForm,
    columns=[
        ListColumn("when", gettext_lazy("When"), _starts, has_time=True),
        ListColumn("students", gettext_lazy("Students"), _students, prefetch=["match"]),
        ListColumn("mentors", gettext_lazy("Mentors"), _mentors),
        ListColumn("state", gettext_lazy("State"), _states),
        ListColumn("place", gettext_lazy("Where"), _places),
        ListColumn("adult", gettext_lazy("Adult in charge"), _adults, prefetch=["adult"]),
        ListColumn("minutes", gettext_lazy("Minutes"), _minutes, is_shown=False, is_number=True),
        ListColumn("program", gettext_lazy("Program"), _programs, is_shown=False, prefetch=["match__program"]),
        ListColumn("transport", gettext_lazy("Transport"), _transports, is_shown=False),
        ListColumn("note", gettext_lazy("Why canceled"), _notes, is_shown=False, permission=Permission.MEETINGS_EDIT),
    ],
    export_url_name="meetings:meeting_export",
    export_verb="meeting.export",
    empty_title=gettext_lazy("No meetings yet"),
    empty_text=gettext_lazy("Meetings show here once somebody plans them on the page of a match, or logs one."),
    icon="calendar",
    key="sorted_at",
)
