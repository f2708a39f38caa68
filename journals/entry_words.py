"""What pages say of an entry: what it is about, when it is due, how it stands."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from journals.models import Entry, Grade
from mentoring.models import MatchMentor, Policy
from tenancy.models import District
from tenancy.tables import Kind

State = Entry.State
#: What must be read along before the words of an entry are asked for.
READ_ALONG = ("meeting", "match_student__match__program")


def title(entry: Entry) -> str:
    """What it is about: "Meeting on October 14, 2026", "Week of October 12, 2026", "Written on …"."""
    if entry.meeting is not None:
        return _("Meeting on %(day)s") % {"day": date_format(entry.meeting.on)}
    if entry.period_from is None:
        return _("Written on %(day)s") % {"day": date_format(localdate(entry.created_at))}
    if entry.period_from.day == 1 and _is_monthly(entry):
        return date_format(entry.period_from, "YEAR_MONTH_FORMAT")
    return _("Week of %(day)s") % {"day": date_format(entry.period_from)}


def _is_monthly(entry: Entry) -> bool:
    """A month's first may be a Monday, too: then what the program asks for tells which it is."""
    if entry.period_from is None or entry.period_from.weekday():
        return True
    policies = Policy.objects.filter(program=entry.match_student.match.program_id)
    return policies.filter(journal_rhythm="month").exists()


def due_words(entry: Entry, today: date) -> str:
    """When it is due, or since when it is late; empty where nothing was asked."""
    if entry.due_on is None:
        return ""
    words = _("Late: it was due on %(day)s") if entry.due_on < today else _("Due on %(day)s")
    return words % {"day": date_format(entry.due_on)}


def is_late(entry: Entry, today: date) -> bool:
    """Whether it waits for its student past its day."""
    return entry.state in {State.OWED, State.DRAFT, State.GIVEN_BACK} and bool(entry.due_on and entry.due_on < today)


@dataclass(frozen=True)
class OwnLine:
    """One entry in a student's own journal."""

    entry: Entry
    title: str
    note: str
    status: str
    kind: Kind
    grade: str = ""


def own_line(entry: Entry, grade: Grade | None, today: date) -> OwnLine:
    """An entry as its student reads of it."""
    status, kind = status_of(entry, today)
    if grade is not None:
        status, kind = _("Read by your teacher"), "ok"
    return OwnLine(entry, title(entry), _note(entry, today), status, kind, points_words(grade))


def _note(entry: Entry, today: date) -> str:
    if entry.state == State.HANDED_IN and entry.handed_in_at is not None:
        return _("Handed in on %(day)s") % {"day": date_format(localdate(entry.handed_in_at))}
    return due_words(entry, today) if entry.state != State.EXCUSED else ""


def status_of(entry: Entry, today: date) -> tuple[str, Kind]:
    """How it stands, in words and shape."""
    if entry.state == State.GIVEN_BACK:
        return _("Please add to this"), "warn"
    if is_late(entry, today):
        return _("Late"), "bad"
    kinds: dict[str, Kind] = {State.OWED: "info", State.DRAFT: "info", State.HANDED_IN: "ok"}
    return entry.get_state_display(), kinds.get(entry.state, "mute")


def points_words(grade: Grade | None) -> str:
    """ "10 of 12"; empty without points."""
    if grade is None or grade.points is None:
        return ""
    return _("%(points)s of %(most)s") % {"points": grade.points, "most": grade.out_of}


def mentor_names(entry: Entry, district: District) -> str:
    """The mentors who read what the student shares of this entry."""
    rows = MatchMentor.objects.of(district).filter(match=entry.match_student.match_id, left_on=None)
    return ", ".join(row.mentor.person.name for row in rows.order_by("pk").prefetch_related("mentor__person"))
