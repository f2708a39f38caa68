"""What logs add to the pages of matches and students, and to a match's timeline."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings import reading
from meetings.log_access import access_to, participations_to_note
from meetings.log_words import length_words, state_words
from meetings.models import Meeting, MeetingLog, Participation
from meetings.own_logs import KINDS, own_logs
from meetings.querysets.reach import matches_of_mentor, matches_of_student
from mentoring.models import Match, Student
from mentoring.page_parts import PagePart, section
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionEvent, SectionRow
from tenancy.viewer import Viewer

#: Lines of a part; the list has them all.
MOST = 5
#: For so many days a student may say that the mentor did not come.
SAID_WITHIN = timedelta(days=14)
State = Meeting.State
Standing = Participation.Standing


# A match's page, for staff


def match_logs(match: Match, viewer: Viewer) -> PagePart | None:
    """The latest meetings that took place, and what is not written down yet."""
    if not viewer.can(Permission.MEETINGS_VIEW) or match.state not in {Match.State.RUNNING, Match.State.ENDED}:
        return None
    may_log = access_to(viewer, match.pk) is not None
    logs = MeetingLog.objects.visible_to(viewer).filter(meeting__match=match)
    rows = list(logs.order_by("-meeting__on", "-pk").prefetch_related("meeting")[:MOST])
    links = [(_("Write a meeting down"), reverse("meetings:log_write_unplanned", args=[match.pk]))] if may_log else []
    found = PersonSection(
        _("What took place"),
        rows=[*_not_written(match, viewer, may_log=may_log), *(_log_row(one) for one in rows)],
        links=links,
        empty=_("No meeting is written down yet."),
    )
    return section(found)


def _not_written(match: Match, viewer: Viewer, *, may_log: bool) -> Iterator[SectionRow]:
    """Meetings whose day has come, each with what may be done: write it down, or say who did not come."""
    rows = Meeting.objects.of(viewer.district).filter(match=match, state=State.PLANNED, on__lte=viewer.today)
    meetings = list(rows.order_by("-on", "-pk")[:MOST])
    notes = _to_note(meetings, viewer)
    for one in meetings:
        links = [(_("Write it down"), reverse("meetings:log_write", args=[one.pk]))] if may_log else []
        yield SectionRow(
            date_format(one.on),
            kind="warn",
            status=_("Not written down"),
            links=[*links, *notes.get(one.pk, [])],
        )


def _to_note(meetings: Sequence[Meeting], viewer: Viewer) -> dict[int, list[tuple[str, str]]]:
    """By meeting: links to say that a member did not come."""
    if not meetings or not viewer.can(Permission.ABSENCES_ADD):
        return {}
    rows = participations_to_note(viewer).filter(meeting__in=[one.pk for one in meetings], standing=Standing.EXPECTED)
    found: dict[int, list[tuple[str, str]]] = {}
    for row in rows.order_by("pk").prefetch_related("match_student__student__person", "match_mentor__mentor__person"):
        member = row.match_student.student if row.match_student else row.match_mentor.mentor
        words = _("%(name)s did not come") % {"name": member.person.name}
        found.setdefault(row.meeting_id, []).append((words, reverse("meetings:no_show_note", args=[row.pk])))
    return found


def _log_row(log: MeetingLog) -> SectionRow:
    meeting = log.meeting
    is_held = meeting.state == State.HELD
    return SectionRow(
        date_format(meeting.on),
        f"{length_words(meeting.minutes)} · {meeting.get_place_display()}" if is_held else "",
        kind=KINDS[meeting.state] if log.is_allowed_place else "bad",
        status=state_words(meeting) if log.is_allowed_place else _("Not an allowed place"),
        links=[(_("Read"), reverse("meetings:log_detail", args=[log.pk]))],
    )


# A mentor's page of a student


def mentee_logs(student: Student, viewer: Viewer) -> PagePart | None:
    """The mentor's meetings with this student: what is to be written down, and the latest."""
    mine = matches_of_mentor(viewer).filter(student_rows__student=student)
    ids = list(dict.fromkeys(mine.values_list("pk", flat=True)))
    if not ids:
        return None
    return PagePart("meetings/parts/own_logs.html", {"own": own_logs(viewer, match_ids=ids, most=MOST)})


# A parent's page of a child, and a student's own: that they met, never the note


def child_meetings(student: Student, viewer: Viewer) -> PagePart | None:
    """On which days the child and the mentor met, for how long and where."""
    rows = _met(student)
    if not rows:
        return None
    return PagePart("meetings/parts/met.html", {"title": _("Meetings that took place"), "rows": rows})


def own_meetings(student: Student, viewer: Viewer) -> PagePart | None:
    """The student's own meetings, and where they say that the mentor did not come."""
    rows, waiting = _met(student), list(_mentor_missing(viewer))
    if not rows and not waiting:
        return None
    part = {"title": _("Your meetings so far"), "rows": rows, "waiting": waiting}
    return PagePart("meetings/parts/met.html", part)


def _met(student: Student) -> list[tuple[str, str]]:
    rows = Participation.objects.of(student.district).filter(
        match_student__student=student, standing=Standing.CAME, meeting__state=State.HELD
    )
    latest = rows.order_by("-meeting__on", "-pk").prefetch_related("meeting")[:MOST]
    return [
        (date_format(one.meeting.on), f"{length_words(one.meeting.minutes)} · {one.meeting.get_place_display()}")
        for one in latest
    ]


def _mentor_missing(viewer: Viewer) -> Iterator[tuple[str, str, str]]:
    """Days on which a mentor was expected and nothing is written down: words, and where one says so."""
    rows = participations_to_note(viewer).filter(
        meeting__match__in=matches_of_student(viewer).values("pk"),
        meeting__state=State.PLANNED,
        meeting__on__gte=viewer.today - SAID_WITHIN,
        match_mentor__isnull=False,
        standing=Standing.EXPECTED,
    )
    along = ("meeting", "match_mentor__mentor__person")
    for row in rows.order_by("-meeting__on", "-pk").prefetch_related(*along)[:MOST]:
        name = row.match_mentor.mentor.person.name
        yield date_format(row.meeting.on), name, reverse("meetings:no_show_note", args=[row.pk])


# A match's timeline


def log_events(match: Match, viewer: Viewer) -> Iterable[SectionEvent]:
    """What was written down, and who was said not to have come."""
    if not viewer.can(Permission.MEETINGS_VIEW):
        return []
    logs = MeetingLog.objects.visible_to(viewer).filter(meeting__match=match).order_by("-logged_at", "-pk")
    rows = list(logs.prefetch_related("meeting", "logged_by")[:50])
    return [
        SectionEvent(
            one.logged_at,
            _("Meeting on %(day)s: %(state)s")
            % {"day": date_format(one.meeting.on), "state": state_words(one.meeting)},
            one.logged_by.name,
            length_words(one.meeting.minutes) if one.meeting.state == State.HELD else "",
            reverse("meetings:log_detail", args=[one.pk]),
            kind="meetings",
        )
        for one in rows
    ]


def held_counts(match_ids: Sequence[int]) -> dict[int, int]:
    """How many meetings each of these matches had: the list of matches shows it."""
    return {pk: held.count for pk, held in reading.held_of(match_ids).items()}
