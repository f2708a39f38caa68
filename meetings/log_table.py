"""The lists of logs and of worries: columns of choice, for the screen and for the file."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from meetings.forms.lists import LogFilterForm, WorryFilterForm
from meetings.log_rules import is_off_focus
from meetings.log_words import activity_words, adult_words, special_words, state_words
from meetings.models import Meeting, MeetingLog, Participation, Worry
from meetings.own_logs import KINDS
from mentoring.match_table import Members, members_of
from tenancy.lists import ListColumn, ListDeed, ListScreen, read_once
from tenancy.permissions import Permission
from tenancy.tables import Cell
from tenancy.viewer import Viewer

Logs = Sequence[MeetingLog]
Cells = Mapping[int, Cell]


@read_once
def _members(logs: Sequence[MeetingLog | Worry], viewer: Viewer) -> Mapping[int, Members]:
    matches = {one.meeting.match_id: one.meeting.match for one in logs}
    return members_of(matches.values(), viewer)


def _students(logs: Logs, viewer: Viewer) -> Cells:
    found = _members(logs, viewer)
    return {
        one.pk: Cell(
            ", ".join(found[one.meeting.match_id].student_names) or _("Nobody any more"),
            url=reverse("meetings:log_detail", args=[one.pk]),
        )
        for one in logs
    }


def _mentors(logs: Logs, viewer: Viewer) -> Cells:
    found = _members(logs, viewer)
    return {one.pk: Cell(", ".join(found[one.meeting.match_id].mentor_names)) for one in logs}


def _days(logs: Logs, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.meeting.on) for one in logs}


def _minutes(logs: Logs, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.meeting.minutes if one.meeting.state == Meeting.State.HELD else "") for one in logs}


def _states(logs: Logs, viewer: Viewer) -> Cells:
    return {one.pk: Cell(state_words(one.meeting), kind=KINDS[one.meeting.state]) for one in logs}


def _places(logs: Logs, viewer: Viewer) -> Cells:
    cells = {}
    for one in logs:
        words, note = one.meeting.get_place_display(), one.meeting.place_note
        if one.is_allowed_place:
            cells[one.pk] = Cell(words if one.meeting.state == Meeting.State.HELD else "", note=note)
        else:
            cells[one.pk] = Cell(_("Not an allowed place"), kind="bad", note=f"{words}, {note}" if note else words)
    return cells


def _adults(logs: Logs, viewer: Viewer) -> Cells:
    return {one.pk: Cell(adult_words(one) if one.meeting.state == Meeting.State.HELD else "") for one in logs}


def _came(logs: Logs, viewer: Viewer) -> Cells:
    """Those who did not come, by name."""
    rows = Participation.objects.of(viewer.district).filter(meeting__in=[one.meeting_id for one in logs])
    missing = rows.exclude(standing__in=[Participation.Standing.CAME, Participation.Standing.EXPECTED])
    by_meeting: dict[int, list[str]] = {}
    along = ("match_student__student__person", "match_mentor__mentor__person")
    for row in missing.order_by("pk").prefetch_related(*along):
        member = row.match_student.student if row.match_student is not None else row.match_mentor.mentor  # type: ignore[union-attr]  # exactly one of the two
        by_meeting.setdefault(row.meeting_id, []).append(f"{member.person.name}: {row.get_standing_display()}")
    return {one.pk: Cell("; ".join(by_meeting.get(one.meeting_id, []))) for one in logs}


def _activities(logs: Logs, viewer: Viewer) -> Cells:
    cells = {}
    for one in logs:
        note = _("Off focus") if is_off_focus(one.activities) else ""
        cells[one.pk] = Cell(activity_words(one.activities), note=note)
    return cells


def _notes(logs: Logs, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.note) for one in logs}


def _learned(logs: Logs, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.learned) for one in logs}


def _next_steps(logs: Logs, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.next_steps) for one in logs}


def _goals(logs: Logs, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.meeting.objective.text if one.meeting.objective else "") for one in logs}


def _specials(logs: Logs, viewer: Viewer) -> Cells:
    return {one.pk: Cell(special_words(one)) for one in logs}


def _programs(logs: Logs, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.meeting.match.program.name) for one in logs}


def _authors(logs: Logs, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.logged_by.name) for one in logs}


def _logged(logs: Logs, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.logged_at) for one in logs}


def _changed(logs: Logs, viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.changed_at or "") for one in logs}


def _seen(logs: Logs, viewer: Viewer) -> Cells:
    cells = {}
    for one in logs:
        unseen = Cell(_("Not yet"), kind="" if one.is_allowed_place else "warn")
        cells[one.pk] = unseen if one.seen_by is None else Cell(one.seen_by.name)
    return cells


LOGS: ListScreen[MeetingLog] = ListScreen(
    name="meeting-logs",
    caption=gettext_lazy("Meetings written down"),
    counted=ngettext_lazy("%(words)s meeting", "%(words)s meetings", "count"),
    rows=lambda viewer: MeetingLog.objects.visible_to(viewer).prefetch_related("meeting__match"),
    form=LogFilterForm,
    columns=[
        ListColumn("students", gettext_lazy("Students"), _students),
        ListColumn("mentors", gettext_lazy("Mentors"), _mentors),
        ListColumn("day", gettext_lazy("Day"), _days),
        ListColumn("state", gettext_lazy("What happened"), _states),
        ListColumn("minutes", gettext_lazy("Minutes"), _minutes, is_number=True),
        ListColumn("place", gettext_lazy("Where"), _places),
        ListColumn("adult", gettext_lazy("Adult in charge"), _adults, is_shown=False, prefetch=["meeting__adult"]),
        ListColumn("missing", gettext_lazy("Who did not come"), _came, is_shown=False),
        ListColumn("activities", gettext_lazy("What they did"), _activities, is_shown=False),
        ListColumn("goal", gettext_lazy("Goal"), _goals, is_shown=False, prefetch=["meeting__objective"]),
        ListColumn("note", gettext_lazy("Note"), _notes, is_shown=False),
        ListColumn("learned", gettext_lazy("What was learned"), _learned, is_shown=False),
        ListColumn("next", gettext_lazy("Until next time"), _next_steps, is_shown=False),
        ListColumn("special", gettext_lazy("Anything special"), _specials),
        ListColumn("program", gettext_lazy("Program"), _programs, is_shown=False, prefetch=["meeting__match__program"]),
        ListColumn("author", gettext_lazy("Written by"), _authors, is_shown=False, prefetch=["logged_by"]),
        ListColumn("logged", gettext_lazy("Written down"), _logged, has_time=True, is_shown=False),
        ListColumn("changed", gettext_lazy("Changed later"), _changed, has_time=True, is_shown=False),
        ListColumn("seen", gettext_lazy("Seen"), _seen, prefetch=["seen_by"]),
    ],
    deeds=[ListDeed(gettext_lazy("Mark as seen"), "meetings:log_see_selected", Permission.MEETINGS_EDIT)],
    export_url_name="meetings:log_export",
    export_verb="meeting.export_logs",
    empty_title=gettext_lazy("Nothing is written down yet"),
    empty_text=gettext_lazy("Mentors write a meeting down by the link in their email, or when they are signed in."),
    icon="inbox",
    key="logged_at",
    is_descending=True,
)


# Worries


def _worry_times(worries: Sequence[Worry], viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.said_at, url=reverse("meetings:worry_detail", args=[one.pk])) for one in worries}


def _worry_states(worries: Sequence[Worry], viewer: Viewer) -> Cells:
    return {one.pk: Cell(_("Closed"), kind="mute") if one.closed_at else Cell(_("Open"), kind="bad") for one in worries}


def _worry_students(worries: Sequence[Worry], viewer: Viewer) -> Cells:
    found = _members(worries, viewer)
    return {one.pk: Cell(", ".join(found[one.meeting.match_id].student_names)) for one in worries}


def _worry_mentors(worries: Sequence[Worry], viewer: Viewer) -> Cells:
    found = _members(worries, viewer)
    return {one.pk: Cell(", ".join(found[one.meeting.match_id].mentor_names)) for one in worries}


WORRIES: ListScreen[Worry] = ListScreen(
    name="worries",
    caption=gettext_lazy("Worries"),
    lead=gettext_lazy(
        "What worried somebody about a meeting. Coordinators and counselors read it; each reading is logged."
    ),
    counted=ngettext_lazy("%(words)s worry", "%(words)s worries", "count"),
    rows=lambda viewer: Worry.objects.visible_to(viewer).prefetch_related("meeting__match"),
    form=WorryFilterForm,
    columns=[
        ListColumn("said", gettext_lazy("Said"), _worry_times, has_time=True),
        ListColumn("state", gettext_lazy("State"), _worry_states),
        ListColumn("students", gettext_lazy("Students"), _worry_students),
        ListColumn("mentors", gettext_lazy("Mentors"), _worry_mentors),
    ],
    key="said_at",
    is_descending=True,
    empty_title=gettext_lazy("No open worries"),
    empty_text=gettext_lazy("When something worries a mentor, they write it with the meeting, and it shows here."),
)
