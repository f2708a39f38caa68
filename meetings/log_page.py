"""What the page of one log says, to the mentor and to staff."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.log_rules import change_refusal, changed_until, is_off_focus
from meetings.log_words import activity_words, adult_words, length_words, place_words, special_words, state_words
from meetings.models import LogVersion, Meeting, MeetingLog, Participation
from meetings.reading import noted_absent
from mentoring.models import Match, MatchMentor, MatchStudent
from mentoring.own_matches import first_name
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.person_pages import SectionEvent
from tenancy.viewer import Viewer

Standing = Participation.Standing
Facts = list[tuple[str, object]]


@dataclass
class LogPage:
    """One log as a viewer reads it. ``is_staff``: with whole names, history, and whether somebody has seen it."""

    log: MeetingLog
    match: Match
    is_staff: bool
    title: str
    facts: Facts
    can_change: bool
    can_see: bool
    until: date
    refusal: str
    noted_absent: str
    history: list[SectionEvent] = field(default_factory=list)

    @property
    def is_off_focus(self) -> bool:
        """Whether what they did is none of what meetings are for."""
        return is_off_focus(self.log.activities)


def read(pk: int, viewer: Viewer) -> LogPage | None:
    """The log, if the viewer may read it: as staff, or as a mentor of the match. A fixed number of queries."""
    every = MeetingLog.objects.of(viewer.district)
    is_staff = viewer.can(Permission.MEETINGS_VIEW) and every.visible_to(viewer).filter(pk=pk).exists()
    if not is_staff and not (viewer.can(Permission.MENTOR_OWN) and every.own_of(viewer).filter(pk=pk).exists()):
        return None
    along = ("meeting__match__program", "meeting__adult", "meeting__objective", "logged_by", "seen_by")
    log = every.prefetch_related(*along).get(pk=pk)
    rows = list(_participations(log.meeting))
    now = timezone.now()
    refusal = change_refusal(log, at=now)
    may_change = every.changeable_by(viewer).filter(pk=pk).exists() if is_staff else not refusal
    return LogPage(
        log=log,
        match=log.meeting.match,
        is_staff=is_staff,
        title=_title(rows, is_staff=is_staff),
        facts=[*_what(log), *_who(rows, is_staff=is_staff), *_more(log), *_written(log)],
        can_change=may_change and (is_staff or log.logged_by_id == viewer.person_id),
        can_see=is_staff and may_change and log.seen_at is None,
        until=timezone.localdate(changed_until(log)),
        refusal=refusal,
        noted_absent=_noted_absent(log.meeting, rows, is_staff=is_staff),
        history=_history(log, rows, viewer) if is_staff else [],
    )


def waiting(match: Match, viewer: Viewer) -> list[Meeting]:
    """Planned meetings of a match whose day has come and that nobody wrote down, the latest first."""
    rows = Meeting.objects.of(viewer.district).filter(
        match=match, state__in=[Meeting.State.PLANNED, Meeting.State.MISSED], on__lte=viewer.today, logs=None
    )
    return list(rows.order_by("-on", "-pk")[:10])


def name_of(log: MeetingLog) -> str:
    """A log in a few words: the day."""
    return date_format(log.meeting.on)


def _participations(meeting: Meeting) -> Any:
    rows = Participation.objects.of(meeting.district).filter(meeting=meeting).order_by("pk")
    return rows.prefetch_related("match_student__student__person", "match_mentor__mentor__person", "said_by")


def _title(rows: Sequence[Participation], *, is_staff: bool) -> str:
    return ", ".join(_name(row, is_staff=is_staff) for row in rows if row.match_student_id)


def _name(row: Participation, *, is_staff: bool) -> str:
    if row.match_student is not None:
        person: Person = row.match_student.student.person
        return person.name if is_staff else first_name(person)
    return row.match_mentor.mentor.person.name if row.match_mentor is not None else ""


def _noted_absent(meeting: Meeting, rows: Sequence[Participation], *, is_staff: bool) -> str:
    """Who came, as the log says, and was not at school, as the office says. Read of meetings that took place alone."""
    if meeting.state != Meeting.State.HELD:
        return ""
    came = {row.match_student.student_id: row for row in rows if row.match_student and row.standing == Standing.CAME}
    noted = noted_absent(came, [meeting.on]).get(meeting.on, set())
    return ", ".join(_name(row, is_staff=is_staff) for pk, row in came.items() if pk in noted)


def _what(log: MeetingLog) -> Facts:
    meeting = log.meeting
    facts: Facts = [(_("Day"), date_format(meeting.on)), (_("What happened"), state_words(meeting))]
    if meeting.state == Meeting.State.HELD:
        facts += [
            (_("How long"), length_words(meeting.minutes)),
            (_("Where"), place_words(meeting)),
            (_("Adult in charge"), adult_words(log)),
        ]
    return facts


def _who(rows: Sequence[Participation], *, is_staff: bool) -> Facts:
    return [(_name(row, is_staff=is_staff), row.get_standing_display()) for row in rows]


def _more(log: MeetingLog) -> Facts:
    told = [
        (_("What they did"), activity_words(log.activities)),
        (_("Goal"), log.meeting.objective.text if log.meeting.objective else ""),
        (_("Note"), log.note),
        (_("What was learned"), log.learned),
        (_("Until next time"), log.next_steps),
        (_("Anything special"), special_words(log)),
    ]
    return [(term, value) for term, value in told if value]


def _written(log: MeetingLog) -> Facts:
    at = date_format(timezone.localtime(log.logged_at), "DATETIME_FORMAT")
    return [(_("Written down"), _("%(name)s, %(at)s") % {"name": log.logged_by.name, "at": at})]


# How it was changed, for staff


def _history(log: MeetingLog, rows: Sequence[Participation], viewer: Viewer) -> list[SectionEvent]:
    versions = LogVersion.objects.of(viewer.district).filter(log=log).order_by("-number").prefetch_related("changed_by")
    names = _names_by_key(log.meeting.match, viewer)
    people = _people({one.get("said_by") for version in versions for one in version.values.get("members", [])}, viewer)
    events = []
    for version in versions:
        title = _("Before this change it said") if version.number else _("Somebody else had said before")
        text = " · ".join(_version_lines(version.values, names, people, is_before=not version.number))
        events.append(SectionEvent(version.changed_at, title, version.changed_by.name, text))
    if log.seen_at is not None and log.seen_by is not None:
        events.insert(0, SectionEvent(log.seen_at, _("Seen"), log.seen_by.name))
    return events


def _version_lines(
    values: dict[str, Any], names: dict[str, str], people: dict[int, str], *, is_before: bool
) -> list[str]:
    """How a log read, in short: what stood there then."""
    lines = []
    if "on" in values:
        lines.append(date_format(date.fromisoformat(values["on"])))
        lines.append(length_words(values["minutes"]))
        lines.append(str(dict(Meeting._meta.get_field("place").flatchoices).get(values["place"], values["place"])))
    for one in values.get("members", []):
        if is_before and not one["said_by"]:
            continue
        words = f"{names.get(one['member'], '')}: {Participation.Standing(one['standing']).label}"
        lines.append(f"{words} ({people[one['said_by']]})" if one.get("said_by") in people else words)
    lines += [str(values[name]) for name in ("note", "learned", "next_steps", "special_note") if values.get(name)]
    return lines


def _names_by_key(match: Match, viewer: Viewer) -> dict[str, str]:
    students = MatchStudent.objects.of(viewer.district).filter(match=match).prefetch_related("student__person")
    mentors = MatchMentor.objects.of(viewer.district).filter(match=match).prefetch_related("mentor__person")
    found = {f"s{one.pk}": one.student.person.name for one in students.order_by("pk")}
    return found | {f"m{one.pk}": one.mentor.person.name for one in mentors.order_by("pk")}


def _people(ids: set[Any], viewer: Viewer) -> dict[int, str]:
    wanted = [one for one in ids if one]
    return {one.pk: one.name for one in Person.objects.of(viewer.district).filter(pk__in=wanted)} if wanted else {}
