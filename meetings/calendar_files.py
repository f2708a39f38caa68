"""Meetings as calendar files (RFC 5545).

Written here and not by a package: three rules of the format (escaping, folding at 75 octets, CRLF) are all that
writing takes, while packages mostly read, and bring zone and recurrence rules that single instants do not need. Hours
are written in UTC, which every calendar shows in its reader's own zone, daylight saving time included. A meeting keeps
its UID for ever; its SEQUENCE grows with each change, so that calendars replace what they know, and a canceled one is
told as canceled rather than left out.

Calendars are often kept by other companies: students stand in them by first name alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from meetings import mail_words as words
from meetings.models import Meeting, Participation
from mentoring.models import Guardianship, Student
from tenancy.models import District
from tenancy.viewer import Viewer

CONTENT_TYPE = "text/calendar; charset=utf-8"
#: Octets of a line, its end left out.
LINE = 75


def calendar_file(meetings: Sequence[Meeting], viewer: Viewer, *, name: str = "") -> bytes:
    """These meetings as one calendar file, as the viewer may know them. Fixed queries.

    Read meetings with match and adult. With a name it is a whole calendar, otherwise see ``method_of``.
    """
    titles = _titles(meetings, viewer)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Waymark//Meetings//EN",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'PUBLISH' if name else method_of(meetings)}",
    ]
    if name:
        lines += [f"X-WR-CALNAME:{_escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]
    for one in meetings:
        lines += _event(one, titles[one.pk], viewer.district)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def method_of(meetings: Sequence[Meeting]) -> str:
    """How calendars take these meetings: canceled ones take themselves out."""
    return "CANCEL" if meetings and all(one.is_canceled for one in meetings) else "PUBLISH"


def calendar_response(content: bytes, filename: str) -> HttpResponse:
    """A calendar file to download."""
    answer = HttpResponse(content, content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _event(meeting: Meeting, title: str, district: District) -> Iterator[str]:
    # The stamp is the last change, not now: an unchanged calendar is the same file.
    changed = _instant(meeting.changed_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{meeting.uid}@waymark"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{meeting.sequence}"
    if meeting.starts_at is not None:
        yield f"DTSTART:{_instant(meeting.starts_at)}"
        yield f"DTEND:{_instant(meeting.ends_at)}"
    else:
        yield f"DTSTART;VALUE=DATE:{meeting.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{meeting.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(title)}"
    yield f"LOCATION:{_escaped(words.where(meeting))}"
    yield f"DESCRIPTION:{_escaped(_description(meeting))}"
    yield f"STATUS:{'CANCELLED' if meeting.is_canceled else 'CONFIRMED'}"
    yield f"TRANSP:{'TRANSPARENT' if meeting.is_canceled else 'OPAQUE'}"
    yield f"ORGANIZER;CN={_quoted(district.name)}:mailto:{_organizer(district)}"
    yield "END:VEVENT"


def _description(meeting: Meeting) -> str:
    said = []
    if meeting.is_canceled:
        said.append(_("This meeting does not take place."))
    if meeting.adult is not None:
        said.append(_("Adult in charge: %(name)s") % {"name": meeting.adult.name})
    return "\n".join(said)


def _titles(meetings: Sequence[Meeting], viewer: Viewer) -> Mapping[int, str]:
    """Who meets whom as the viewer may read it, by the meetings' ids: a family reads of its own children alone."""
    rows = Participation.objects.of(viewer.district).filter(meeting__in=[one.pk for one in meetings]).order_by("pk")
    students: dict[int, list[Student]] = defaultdict(list)
    mentors: dict[int, list[str]] = defaultdict(list)
    mentor_ids: dict[int, set[int]] = defaultdict(set)
    for row in rows.prefetch_related("match_student__student__person", "match_mentor__mentor__person"):
        if row.match_student is not None and row.match_student.left_on is None:
            students[row.meeting_id].append(row.match_student.student)
        elif row.match_mentor is not None and row.match_mentor.left_on is None:
            mentors[row.meeting_id].append(row.match_mentor.mentor.person.name)
            mentor_ids[row.meeting_id].add(row.match_mentor.mentor.person_id)
    theirs = Guardianship.objects.of(viewer.district).live().filter(guardian__person=viewer.person_id or 0)
    children = set(theirs.values_list("student_id", flat=True))
    return {
        one.pk: _title(students[one.pk], mentors[one.pk], viewer.person_id in mentor_ids[one.pk], children, viewer)
        for one in meetings
    }


def _title(
    students: Iterable[Student], mentors: Iterable[str], is_mentor: bool, children: set[int], viewer: Viewer
) -> str:
    learning, named = list(students), ", ".join(mentors)
    if is_mentor:
        return _("Mentoring with %(names)s") % {"names": words.first_names(learning)}
    if viewer.person_id in {one.person_id for one in learning}:
        return _("Mentoring with %(names)s") % {"names": named}
    own = [one for one in learning if one.pk in children]
    names = {"students": words.first_names(own or learning), "mentors": named}
    return _("Mentoring: %(students)s with %(mentors)s") % names


def _organizer(district: District) -> str:
    return district.contact_email or settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """A value of type TEXT."""
    found = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return found.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _quoted(text: str) -> str:
    """A value of a parameter: quotes and line ends cannot stand in it."""
    return '"' + "".join(letter for letter in text if letter not in '"\r\n\t') + '"'


def folded(line: str) -> bytes:
    """A line of at most 75 octets, the rest of it on lines that begin with a space; no letter is cut in two."""
    parts, part = list[bytes](), b""
    for letter in line:
        octets = letter.encode()
        # Every line but the first begins with a space.
        if len(part) + len(octets) > LINE - bool(parts):
            parts.append(part)
            part = b""
        part += octets
    parts.append(part)
    return b"\r\n ".join(parts) + b"\r\n"
